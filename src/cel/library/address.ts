/** An IP address. */
export interface Address {
  readonly bits: 32 | 128
  readonly value: bigint
  readonly zone?: string
}

/** Go 1.25's `netip.ParseAddr`; undefined for what it refuses. */
export function parseAddress(text: string): Address | undefined {
  if (!text.includes(':')) return text.includes('%') ? undefined : parseFour(text)
  const percent = text.indexOf('%')
  if (percent < 0) return parseSix(text)
  const [address, zone] = [parseSix(text.slice(0, percent)), text.slice(percent + 1)]
  return address && zone !== '' ? { ...address, zone } : undefined
}

function parseFour(text: string): Address | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined
  return { bits: 32, value: parts.reduce((value, part) => value * 256n + BigInt(part), 0n) }
}

function parseSix(text: string): Address | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [left = [], right = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const last = right.length > 0 ? right : halves.length === 1 ? left : []
  const tail = last.at(-1)
  if (tail?.includes('.')) {
    const four = parseFour(tail)
    if (!four) return undefined
    last.splice(-1, 1, (four.value >> 16n).toString(16), (four.value & 0xffffn).toString(16))
  }
  const groups = [...left, ...right]
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined
  const isElided = halves.length === 2
  if (isElided ? groups.length > 7 : groups.length !== 8) return undefined
  const all = [...left, ...Array.from({ length: 8 - groups.length }, () => '0'), ...right]
  return { bits: 128, value: all.reduce((value, group) => (value << 16n) + BigInt(`0x${group}`), 0n) }
}

/** As `netip.Addr.String` writes it: lower case, the longest run of zeros left out. */
export function showAddress({ bits, value }: Address): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.')
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16))
  let [start, length] = [-1, 1]
  for (let at = 0; at < 8; at++) {
    let end = at
    while (groups[end] === '0') end++
    if (end - at > length) [start, length] = [at, end - at]
  }
  if (start < 0) return groups.join(':')
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`
}
