const shortEscapes: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
}

/** A text in quotes as Go's `%q` prints it (strconv.Quote): what Kubernetes' messages show of a value. */
export function goQuote(text: string): string {
  return `"${text.replace(/["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, escapeRune)}"`
}

function escapeRune(rune: string): string {
  const short = shortEscapes[rune]
  if (short) return short
  const code = rune.codePointAt(0) ?? 0
  const hex = code.toString(16)
  if (code < 0x80) return `\\x${hex.padStart(2, '0')}`
  return code > 0xffff ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`
}

/** A list of texts as Go's encoding/json writes it, angle brackets and ampersands escaped. */
export function goJson(texts: readonly string[]): string {
  return JSON.stringify(texts).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** The length in bytes of a text as UTF-8, which is what Go's `len` counts. */
export function byteLength(text: string): number {
  let bytes = 0
  for (const rune of text) {
    const code = rune.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}
