import type { Gap } from '../../base/maybe.ts'
import { isA, type List, type MapValue, RuntimeError, type Value } from './value.ts'

/** Three-valued equality; values of different types are not equal, numbers are by value (types.Equal). */
export function equal(a: Value, b: Value): boolean | readonly Gap[] {
  if (isA(a, 'unknown')) return a.gaps
  if (isA(b, 'unknown')) return b.gaps
  // Kubernetes' own types know only how to be compared with themselves.
  if (isA(a, 'opaque') && b !== null && !(isA(b, 'opaque') && a.type === b.type))
    throw new RuntimeError('no such overload')
  const [left, right] = [numberOf(a), numberOf(b)]
  if (left !== undefined || right !== undefined)
    return left !== undefined && right !== undefined && compareNumbers(left, right) === 0
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  if (isA(a, 'list') && isA(b, 'list')) return listsEqual(a, b)
  if (isA(a, 'map') && isA(b, 'map')) return mapsEqual(a, b)
  if (isA(a, 'optional') && isA(b, 'optional')) {
    if (a.value === undefined || b.value === undefined) return a.value === b.value
    return equal(a.value, b.value)
  }
  return sameScalar(a, b)
}

function sameScalar(a: Value, b: Value): boolean {
  if (isA(a, 'bytes') && isA(b, 'bytes')) return compareBytes(a.bytes, b.bytes) === 0
  if (isA(a, 'type') && isA(b, 'type')) return a.name === b.name
  if (isA(a, 'timestamp') && isA(b, 'timestamp')) return a.ns === b.ns
  if (isA(a, 'duration') && isA(b, 'duration')) return a.ns === b.ns
  return isA(a, 'opaque') && isA(b, 'opaque') && a.type === b.type && a.text === b.text
}

/** All must be true: one that is false settles it. */
function allEqual(parts: readonly (boolean | readonly Gap[])[], gaps: readonly Gap[]): boolean | readonly Gap[] {
  if (parts.includes(false)) return false
  const missing = [...gaps, ...parts.flatMap((part) => (typeof part === 'boolean' ? [] : part))]
  return missing.length === 0 || missing
}

function listsEqual(a: List, b: List): boolean | readonly Gap[] {
  const gaps = [...(a.open ?? []), ...(b.open ?? [])]
  if (gaps.length > 0) return gaps
  if (a.items.length !== b.items.length) return false
  return allEqual(
    a.items.map((item, index) => equal(item, b.items[index] ?? null)),
    gaps,
  )
}

function mapsEqual(a: MapValue, b: MapValue): boolean | readonly Gap[] {
  const gaps = [...(a.open ?? []), ...(b.open ?? [])]
  if (gaps.length === 0 && a.entries.size !== b.entries.size) return false
  const parts = [...a.entries].map(([key, pair]) => {
    const other = b.entries.get(key)
    return other ? equal(pair[1], other[1]) : (b.open ?? false)
  })
  if (!b.open) return allEqual(parts, gaps)
  const more = [...b.entries.keys()].some((key) => !a.entries.has(key) && !a.open)
  return more ? false : allEqual(parts, gaps)
}

function numberOf(value: Value): bigint | number | undefined {
  if (typeof value === 'bigint' || typeof value === 'number') return value
  return isA(value, 'uint') ? value.value : undefined
}

/** Of different kinds as doubles: common/types/compare.go. */
function compareNumbers(a: bigint | number, b: bigint | number): number | undefined {
  if (Number.isNaN(a) || Number.isNaN(b)) return undefined
  const isMixed = typeof a !== typeof b
  const [left, right] = isMixed ? [Number(a), Number(b)] : [a, b]
  return left < right ? -1 : left > right ? 1 : 0
}

/** Negative, zero or positive; undefined where the two cannot be compared. */
export function compare(a: Value, b: Value): number | undefined {
  const [left, right] = [numberOf(a), numberOf(b)]
  if (left !== undefined && right !== undefined) {
    const found = compareNumbers(left, right)
    if (found === undefined) throw new RuntimeError('NaN values cannot be ordered')
    return found
  }
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b)
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b)
  if (isA(a, 'bytes') && isA(b, 'bytes')) return compareBytes(a.bytes, b.bytes)
  if ((isA(a, 'timestamp') && isA(b, 'timestamp')) || (isA(a, 'duration') && isA(b, 'duration')))
    return a.ns < b.ns ? -1 : a.ns > b.ns ? 1 : 0
  return undefined
}

/** By code points, as UTF-8 sorts. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  const [left, right] = [[...a], [...b]]
  for (const [index, one] of left.entries()) {
    const difference = (one.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? -1)
    if (difference !== 0) return difference
  }
  return -1
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (const [index, one] of a.entries()) {
    const difference = one - (b[index] ?? -1)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}
