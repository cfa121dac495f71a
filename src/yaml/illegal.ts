import { Unreadable } from './unreadable.ts'

/** What go.yaml.in/yaml v2.4.3 (readerc.go) refuses wherever it reads it: control characters and what is no character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const illegalCharacter = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]/gu

/** Where the next character stands that YAML does not allow. */
export type FindIllegal = (from: number) => number

/**
 * A search for the characters of a text that YAML does not allow, those among them that the decoder could not read
 * (`invalid`). The answers must be asked for in the order of the text: it is looked through once.
 */
export function illegalIn(text: string, invalid: readonly number[]): FindIllegal {
  let next = -1
  let nextInvalid = 0
  return (from) => {
    while ((invalid[nextInvalid] ?? from) < from) nextInvalid++
    if (next < from) {
      illegalCharacter.lastIndex = from
      next = illegalCharacter.exec(text)?.index ?? Number.POSITIVE_INFINITY
    }
    return Math.min(next, invalid[nextInvalid] ?? next)
  }
}

/** The octets that the reader decodes at a time. */
const block = 512

/**
 * Refuses the text of a document, `start` to `end`, if the tools have met the illegal character at `first` when they are
 * through with it. They decode whole blocks, and so meet also what stands a little behind what they need to see.
 */
export function readsIllegal(text: string, first: number, start: number, end: number, seen: number): void {
  if (first >= end || (first >= seen && first >= decodedEnd(text, start, end, seen))) return
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

/** How many octets of UTF-8 a code unit takes; half of a pair takes half. */
export function octetsOf(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3
}

function describe(text: string, offset: number): string {
  const code = text.charCodeAt(offset)
  if (code === 0xfffd) return 'found bytes that are no UTF-8'
  return `found the character U+${code.toString(16).toUpperCase().padStart(4, '0')}, which YAML does not allow`
}
