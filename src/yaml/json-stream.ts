import type { SourceFile } from '../base/source-file.ts'
import { isGoSpace, LF } from './characters.ts'
import type { TextError, TextNote, YamlDocument } from './document.ts'
import { octetsOf } from './illegal.ts'
import { JsonReader } from './json-reader.ts'
import { Unreadable } from './unreadable.ts'

/** What a stream holds when it is read as JSON. */
interface JsonStream {
  readonly documents: YamlDocument[]
  readonly notes: TextNote[]
  readonly error: TextError | undefined
}
interface BrokenJsonStream extends JsonStream {
  readonly error: TextError
  /** Where the rest begins that is read as YAML instead; undefined where the tools give up. */
  readonly restStart: number | undefined
  readonly looksLikeJson: boolean
}
interface WholeJsonStream extends JsonStream {
  readonly error: undefined
}

/** The reader looks so far into a stream to see what it is. */
const lookAhead = 4096

/** Whether a stream begins with `{` (k8s.io/apimachinery v0.35.4 pkg/util/yaml/decoder.go, IsJSONBuffer). */
export function mayBeJson(text: string): boolean {
  const end = Math.min(text.length, lookAhead)
  let at = 0
  while (at < end && isGoSpace(text.charCodeAt(at))) at++
  return at < end && text.charCodeAt(at) === 0x7b
}

/** Reads a stream of JSON values up to its end or the first error. */
export function readJsonStream(file: SourceFile): WholeJsonStream | BrokenJsonStream {
  const documents: YamlDocument[] = []
  const notes: TextNote[] = []
  const reader = new JsonReader(file, notes)
  let count = 0
  for (;;) {
    const end = reader.pos
    const notesBefore = notes.length
    try {
      const root = reader.next()
      if (!root) return { documents, notes, error: undefined }
      count++
      if (root.type !== 'scalar' || root.value !== null)
        documents.push({ span: { start: root.start, end: root.end }, root })
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      notes.length = notesBefore
      return {
        documents,
        notes,
        error: { message: error.message, span: { start: error.start, end: error.end } },
        restStart: count > 1 || reader.overflow ? undefined : restAfter(file.text, end),
        looksLikeJson: /^\s*\{\s*["}]/.test(file.text.slice(0, lookAhead)),
      }
    }
  }
}

/**
 * Where YAML begins behind JSON values: white space up to the first line feed is skipped. With less than four octets left
 * the tools do not try it any more (decoder.go, consumeWhitespace).
 */
function restAfter(text: string, from: number): number | undefined {
  let at = from
  for (;;) {
    if (!hasFourOctets(text, at)) return undefined
    const code = text.charCodeAt(at)
    if (code === 0xfffd) return undefined
    if (!isGoSpace(code)) return at
    at++
    if (code === LF) return at
  }
}

function hasFourOctets(text: string, from: number): boolean {
  let octets = 0
  for (let at = from; at < text.length && octets < 4; at++) {
    octets += octetsOf(text.charCodeAt(at))
  }
  return octets >= 4
}
