import { Unreadable } from './unreadable.ts'

/** What go.yaml.in/yaml v2.4.3 (readerc.go) refuses wherever it reads it: control characters and what is no character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const illegalCharacter = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]/gu

/** The offsets of all characters that YAML does not allow, together with those that the decoder could not read. */
export function findIllegal(text: string, invalid: readonly number[]): readonly number[] {
  illegalCharacter.lastIndex = 0
  const found: number[] = []
  for (let match = illegalCharacter.exec(text); match; match = illegalCharacter.exec(text)) found.push(match.index)
  if (invalid.length === 0) return found
  return [...found, ...invalid].sort((a, b) => a - b)
}

/** The octets that the reader decodes at a time. */
const block = 512

/**
 * Refuses the text of a document, `start` to `end`, if the tools have met an illegal character when they are through with
 * it. They decode whole blocks, so that they also meet those that stand a little behind what they need to see.
 */
export function readsIllegal(text: string, illegal: readonly number[], start: number, end: number, seen: number): void {
  const first = illegal.find((offset) => offset >= start && offset < end)
  if (first === undefined) return
  if (first >= seen && first >= decodedEnd(text, start, end, seen)) return
  throw new Unreadable(describe(text, first), first, first + 1)
}

/** Up to where the reader has decoded when it has been asked for everything before `seen`. */
function decodedEnd(text: string, start: number, end: number, seen: number): number {
  let at = start
  let octets = 0
  let limit = block
  while (at < end) {
    const width = octetsOf(text.charCodeAt(at))
    if (octets + width > limit) {
      if (at >= seen) break
      limit = octets + block
    }
    octets += width
    at++
  }
  return at
}

/** In UTF-8; half of a pair counts half. */
function octetsOf(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3
}

function describe(text: string, offset: number): string {
  const code = text.charCodeAt(offset)
  if (code === 0xfffd) return 'found bytes that are no UTF-8'
  return `found the character U+${code.toString(16).toUpperCase().padStart(4, '0')}, which YAML does not allow`
}
