import { goQuote } from '../kube/go-text.ts'

/** Unicode's white space, which Go's strings.TrimSpace cuts off: JavaScript's trim knows U+FEFF, and U+0085 not. */
const space = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const outerSpace = new RegExp(`^${space}+|${space}+$`, 'g')

/** Go's strings.TrimSpace. */
export function trimSpace(text: string): string {
  return text.replace(outerSpace, '')
}

/** The error of Go's strconv.ParseUint with base 10, which stops at the first digit that is too much. */
export function uintError(text: string, bits: 16 | 32): string | undefined {
  const refusal = (why: string): string => `strconv.ParseUint: parsing ${goQuote(text)}: ${why}`
  if (text === '') return refusal('invalid syntax')
  let value = 0
  for (const digit of text) {
    if (digit < '0' || digit > '9') return refusal('invalid syntax')
    value = value * 10 + Number(digit)
    if (value >= 2 ** bits) return refusal('value out of range')
  }
  return undefined
}

/** Go's strconv.Atoi: an integer with or without a sign. */
export function parseInteger(
  text: string,
): { readonly value: bigint; readonly error?: undefined } | { readonly error: string } {
  const refusal = (why: string): string => `strconv.Atoi: parsing ${goQuote(text)}: ${why}`
  const digits = /^([+-]?)(\d+)$/.exec(text)
  if (!digits) return { error: refusal('invalid syntax') }
  const magnitude = (digits[2] ?? '').replace(/^0+(?=\d)/, '')
  const value = magnitude.length > 19 ? 2n ** 64n : BigInt(magnitude)
  const signed = digits[1] === '-' ? -value : value
  return BigInt.asIntN(64, signed) === signed ? { value: signed } : { error: refusal('value out of range') }
}

const booleans: ReadonlySet<string> = new Set([
  '1',
  't',
  'T',
  'TRUE',
  'true',
  'True',
  '0',
  'f',
  'F',
  'FALSE',
  'false',
  'False',
])

/** The error of Go's strconv.ParseBool. */
export function boolError(text: string): string | undefined {
  return booleans.has(text) ? undefined : `strconv.ParseBool: parsing ${goQuote(text)}: invalid syntax`
}

/** Units of Go's durations in nanoseconds. */
const units: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1000n],
  ['µs', 1000n],
  ['μs', 1000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
])
const maxDuration = 2n ** 63n

/** Go's time.ParseDuration, in nanoseconds. */
export function parseDuration(
  text: string,
): { readonly nanos: bigint; readonly error?: undefined } | { readonly error: string } {
  const invalid = { error: `time: invalid duration ${timeQuote(text)}` }
  const isNegative = text.startsWith('-')
  let rest = /^[+-]/.test(text) ? text.slice(1) : text
  if (rest === '0') return { nanos: 0n }
  if (rest === '') return invalid
  let total = 0n
  while (rest !== '') {
    const [found = '', whole = '', , fraction = ''] = /^(\d*)(\.(\d*))?/.exec(rest) ?? []
    if (whole === '' && fraction === '') return invalid
    const unit = /^[^\d.]+/.exec(rest.slice(found.length))?.[0]
    if (BigInt(whole.slice(0, 40) || '0') > maxDuration || whole.replace(/^0+/, '').length > 19) return invalid
    if (unit === undefined) return { error: `time: missing unit in duration ${timeQuote(text)}` }
    const size = units.get(unit)
    if (size === undefined) return { error: `time: unknown unit ${timeQuote(unit)} in duration ${timeQuote(text)}` }
    total += BigInt(whole || '0') * size + fractionOf(fraction, size)
    if (total > maxDuration) return invalid
    rest = rest.slice(found.length + unit.length)
  }
  if (total === maxDuration && !isNegative) return invalid
  return { nanos: isNegative ? -total : total }
}

/** Digits behind the point beyond those that an int64 holds do not count. */
function fractionOf(digits: string, unit: bigint): bigint {
  const counted = digits.slice(0, 18)
  return counted === '' ? 0n : (BigInt(counted) * unit) / 10n ** BigInt(counted.length)
}

/** The quotes of package time, which write every octet that is no printable ASCII as a number. */
function timeQuote(text: string): string {
  const inner = text.replace(/["\\]/g, '\\$&').replace(/[^ -~]/gu, (rune) => {
    const bytes = [...new TextEncoder().encode(rune)]
    return bytes.map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
  })
  return `"${inner}"`
}
