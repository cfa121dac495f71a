import { CR, isGoSpace, LF } from './characters.ts'

/** A part of a stream that is read as one YAML text. */
export interface Chunk {
  readonly start: number
  readonly end: number
  /** Where the text begins behind the separator that the chunk may begin with. */
  readonly textStart: number
}

/** A line that begins with `---` and goes on with text: it ends the stream with an error. */
export interface BadSeparator {
  readonly start: number
  readonly end: number
}

/**
 * Splits a stream as k8s.io/apimachinery v0.35.4 (pkg/util/yaml/decoder.go, YAMLReader) does: at lines that begin with
 * `---`, wherever they stand, without a look at the YAML. What stands before a bad separator is lost with it.
 */
export function splitChunks(text: string, from: number): { chunks: Chunk[]; bad: BadSeparator | undefined } {
  const chunks: Chunk[] = []
  let start = from
  let textStart = from
  for (let line = nextSeparator(text, from, from); line >= 0; line = nextSeparator(text, line + 3, from)) {
    const next = text.indexOf('\n', line)
    const end = next < 0 ? text.length : next
    const rest = firstText(text, line + 3, end)
    if (rest < end && text.charCodeAt(rest) !== 0x23) {
      return { chunks, bad: { start: line, end: end > line && text.charCodeAt(end - 1) === CR ? end - 1 : end } }
    }
    if (line > start) {
      chunks.push({ start, end: line, textStart })
      start = next < 0 ? text.length : next + 1
      textStart = start
    } else textStart = next < 0 ? text.length : next + 1 // the first line of a chunk belongs to it
  }
  if (start < text.length) chunks.push({ start, end: text.length, textStart })
  return { chunks, bad: undefined }
}

/** The next line that begins with `---`; the first line begins at `head`. */
function nextSeparator(text: string, from: number, head: number): number {
  let at = text.indexOf('---', from)
  while (at > head && text.charCodeAt(at - 1) !== LF) {
    const line = text.indexOf('\n---', at)
    at = line < 0 ? -1 : line + 1
  }
  return at
}

function firstText(text: string, from: number, end: number): number {
  let at = from
  while (at < end && isGoSpace(text.charCodeAt(at))) at++
  return at
}
