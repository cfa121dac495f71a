/** A text and the offsets in it of U+FFFD that stand for octets that are no UTF-8: the first of each line. */
export interface DecodedText {
  readonly text: string
  readonly invalid: readonly number[]
}

/** Reads octets as UTF-8 the way Go does: every single octet that belongs to no character becomes U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): DecodedText {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), invalid: [] }
  } catch {
    return decodeBroken(bytes)
  }
}

function decodeBroken(bytes: Uint8Array): DecodedText {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const parts: string[] = []
  const invalid: number[] = []
  let length = 0
  let lineIsNoted = false
  let at = 0
  while (at < bytes.length) {
    const from = at
    let width = characterWidth(bytes, at)
    while (width > 0 && at < bytes.length) {
      if (bytes[at] === 0x0a) lineIsNoted = false
      at += width
      width = characterWidth(bytes, at)
    }
    const part = decoder.decode(bytes.subarray(from, at))
    length += part.length
    const bad = at
    while (at < bytes.length && characterWidth(bytes, at) === 0) at++
    if (at > bad && !lineIsNoted) invalid.push(length)
    if (at > bad) lineIsNoted = true
    length += at - bad
    parts.push(part, '\ufffd'.repeat(at - bad))
  }
  return { text: parts.join(''), invalid }
}

/** How many octets the character at an offset takes; 0 where there is none (RFC 3629, section 4). */
function characterWidth(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  if (first < 0x80) return 1
  const width =
    first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0
  if (width === 0) return 0
  const second = bytes[at + 1] ?? 0
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf
  if (second < low || second > high) return 0
  for (let next = at + 2; next < at + width; next++) {
    if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return 0
  }
  return width
}
