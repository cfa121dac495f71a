import type { Scalar } from '../base/tree.ts'
import { decodeUtf8 } from './decode-utf8.ts'
import { isTimestamp } from './timestamp.ts'
import { quoted } from './unreadable.ts'

/**
 * What a scalar means, as go.yaml.in/yaml v2.4.3 (resolve.go) decides it. All integers are bigint here, so that
 * those beyond 64 bits of Go, which are floats, can be told from integers.
 */
export type Resolved = Scalar

const tagPrefix = 'tag:yaml.org,2002:'
const strTag = `${tagPrefix}str`
export const mergeTag = `${tagPrefix}merge`
const binaryTag = `${tagPrefix}binary`
const floatTag = `${tagPrefix}float`
const timestampTag = `${tagPrefix}timestamp`
const kinds: Readonly<Record<string, string>> = {
  [`${tagPrefix}bool`]: 'boolean',
  [`${tagPrefix}int`]: 'bigint',
  [floatTag]: 'number',
  [`${tagPrefix}null`]: 'null',
}

const words: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
])

/** By the first character what a plain scalar may be: 0 only a string, 1 a word, 2 a float, 3 a number. */
const hints = new Uint8Array(128)
for (const character of 'yYnNtTfFoO~') hints[character.charCodeAt(0)] = 1
hints['.'.charCodeAt(0)] = 2
for (const character of '+-0123456789') hints[character.charCodeAt(0)] = 3

/** The value of a scalar without quotes and tag. */
export function resolvePlain(text: string): Resolved {
  if (text === '') return null
  const first = text.charCodeAt(0)
  const hint = first < 128 ? hints[first] : 0
  if (hint === 0) return text
  if (text.length <= 5) {
    const value = words.get(text)
    if (value !== undefined) return value
  }
  if (hint === 1) return text
  return hint === 2 ? (pointFloat(text) ?? text) : (integer(text) ?? text)
}

/** The value of a scalar with a tag, or why it has none. */
export function resolveTagged(tag: string, text: string): { value: Resolved } | { problem: string } {
  if (tag === strTag) return { value: text }
  if (tag === binaryTag) return decodeBase64(text)
  if (tag === timestampTag) {
    return isTimestamp(text) ? { value: text } : { problem: `${quoted(text)} is no !!timestamp` }
  }
  const kind = kinds[tag]
  if (kind === undefined) return { value: text }
  const value = resolvePlain(text)
  const found = value === null ? 'null' : typeof value
  if (found === kind) return { value }
  if (tag === floatTag && typeof value === 'bigint' && fitsInt64(value)) return { value: Number(value) }
  return { problem: `${quoted(text)} is no !!${tag.slice(tagPrefix.length)}` }
}

export function fitsInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value
}

/** The value of a leaf: an integer that a number holds exactly is a number, one beyond 64 bits the nearest number. */
export function leafValue(value: Resolved): Scalar {
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) || !fitsInt64(value) ? number : value
  }
  return value === 0 ? 0 : value
}

/** Go's strconv.ParseFloat on what begins with a point: `_` may stand between digits, `.5` and `.5e-3` are floats. */
function pointFloat(text: string): number | undefined {
  if (!/^\.[0-9][0-9_]*(?:[eE][-+]?[0-9][0-9_]*)?$/.test(text) || /__|_$|_[eE]/.test(text)) return undefined
  return finite(text.replaceAll('_', ''))
}

function integer(text: string): bigint | number | undefined {
  const plain = text.includes('_') ? text.replaceAll('_', '') : text
  const signed = plain.charCodeAt(0) === 0x2b || plain.charCodeAt(0) === 0x2d
  const digits = signed ? plain.slice(1) : plain
  const magnitude = goInteger(digits)
  if (magnitude !== undefined) {
    const value = plain.charCodeAt(0) === 0x2d ? -magnitude : magnitude
    // ParseInt takes a sign, ParseUint, which is asked next, takes none.
    if (fitsInt64(value) || (!signed && magnitude < 1n << 64n)) return value
  }
  if (/^(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(digits)) return finite(plain)
  // `0b` with a sign behind it is left for a second look at binary numbers (resolve.go, the last branches).
  return binaryWithSign(plain)
}

/** The magnitude that Go's strconv.ParseInt with base 0 reads. */
function goInteger(digits: string): bigint | undefined {
  if (/^(?:0|[1-9][0-9]*)$/.test(digits)) return digits.length > 20 ? undefined : BigInt(digits)
  if (digits.length > 70) return undefined
  if (/^0[xX][0-9a-fA-F]+$/.test(digits) || /^0[oO][0-7]+$/.test(digits) || /^0[bB][01]+$/.test(digits)) {
    return BigInt(digits.toLowerCase())
  }
  return /^0[0-7]+$/.test(digits) ? BigInt(`0o${digits.slice(1)}`) : undefined
}

function binaryWithSign(plain: string): bigint | undefined {
  const match = /^(-?)0b([-+]?)([01]+)$/.exec(plain)
  if (!match || plain.length > 80) return undefined
  const [, outer, inner, digits] = match
  if (outer === '-' && inner !== '') return undefined
  const magnitude = BigInt(`0b${digits}`)
  const value = outer === '-' || inner === '-' ? -magnitude : magnitude
  return fitsInt64(value) ? value : undefined
}

function finite(text: string): number | undefined {
  const value = Number(text)
  return Number.isFinite(value) ? value : undefined
}

/** Go's base64.StdEncoding: padded, line breaks are skipped. */
function decodeBase64(text: string): { value: string } | { problem: string } {
  const packed = text.replaceAll('\n', '').replaceAll('\r', '')
  if (packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) {
    return { problem: `${quoted(text)} is no base64, which !!binary needs` }
  }
  const binary = atob(packed)
  return { value: decodeBytes(Uint8Array.from(binary, (character) => character.charCodeAt(0))) }
}

/** Octets as JSON of Go writes them: each that is no UTF-8 becomes U+FFFD. */
function decodeBytes(bytes: Uint8Array): string {
  return decodeUtf8(bytes).text
}
