import type { Gap } from '../../base/maybe.ts'
import { checkedTimestamp } from '../library/time.ts'
import { compare, equal } from './equality.ts'
import {
  checkedInt,
  checkedUint,
  isA,
  keyOf,
  type List,
  type MapValue,
  RuntimeError,
  some,
  Unsupported,
  type Value,
} from './value.ts'

/** What a function does with its arguments, the receiver first; undefined where it has no such overload. */
export type Run = (...args: readonly Value[]) => Value | undefined

function order(decide: (difference: number) => boolean): Run {
  return (a = null, b = null) => {
    const found = compare(a, b)
    return found === undefined ? undefined : decide(found)
  }
}

/** google/cel-go v0.26.0, common/types: int.go, uint.go, double.go, string.go, list.go, timestamp.go, duration.go. */
export const operators: Readonly<Record<string, Run>> = {
  '_<_': order((difference) => difference < 0),
  '_<=_': order((difference) => difference <= 0),
  '_>_': order((difference) => difference > 0),
  '_>=_': order((difference) => difference >= 0),
  '!_': (a) => (typeof a === 'boolean' ? !a : undefined),
  '-_': (a) => (typeof a === 'bigint' ? checkedInt(-a) : typeof a === 'number' ? -a : undefined),
  '_+_': add,
  '_-_': subtract,
  '_*_': (a = null, b = null) =>
    arithmetic(
      a,
      b,
      (x, y) => x * y,
      (x, y) => x * y,
    ),
  '_/_': (a = null, b = null) => {
    const run = (x: bigint, y: bigint): bigint => x / nonZero(y, 'division by zero')
    return arithmetic(a, b, run, (x, y) => x / y)
  },
  '_%_': (a = null, b = null) => {
    if (typeof a === 'bigint' && typeof b === 'bigint' && b === -1n && a === -(2n ** 63n))
      throw new RuntimeError('integer overflow')
    return arithmetic(a, b, (x, y) => x % nonZero(y, 'modulus by zero'), undefined)
  },
}

function nonZero(value: bigint, message: string): bigint {
  if (value === 0n) throw new RuntimeError(message)
  return value
}

function arithmetic(
  a: Value,
  b: Value,
  integers: (a: bigint, b: bigint) => bigint,
  doubles: ((a: number, b: number) => number) | undefined,
): Value | undefined {
  if (typeof a === 'bigint' && typeof b === 'bigint') return checkedInt(integers(a, b))
  if (isA(a, 'uint') && isA(b, 'uint')) return checkedUint(integers(a.value, b.value))
  return typeof a === 'number' && typeof b === 'number' ? doubles?.(a, b) : undefined
}

function add(a: Value = null, b: Value = null): Value | undefined {
  if (typeof a === 'string' && typeof b === 'string') {
    if (a.length + b.length > 10_000_000) throw new Unsupported('a very long text')
    return a + b
  }
  if (isA(a, 'list') && isA(b, 'list')) {
    const open = a.open ?? b.open
    if (a.items.length + b.items.length > 1_000_000) throw new Unsupported('a very long list')
    return { t: 'list', items: [...a.items, ...b.items], ...(open && { open }) }
  }
  if (isA(a, 'bytes') && isA(b, 'bytes')) return { t: 'bytes', bytes: Uint8Array.from([...a.bytes, ...b.bytes]) }
  if (isA(a, 'duration') && isA(b, 'duration')) return { t: 'duration', ns: checkedInt(a.ns + b.ns) }
  if ((isA(a, 'timestamp') && isA(b, 'duration')) || (isA(a, 'duration') && isA(b, 'timestamp')))
    return checkedTimestamp(a.ns + b.ns)
  return arithmetic(
    a,
    b,
    (x, y) => x + y,
    (x, y) => x + y,
  )
}

function subtract(a: Value = null, b: Value = null): Value | undefined {
  if (isA(a, 'duration') && isA(b, 'duration')) return { t: 'duration', ns: checkedInt(a.ns - b.ns) }
  if (isA(a, 'timestamp') && isA(b, 'timestamp')) return { t: 'duration', ns: checkedInt(a.ns - b.ns) }
  if (isA(a, 'timestamp') && isA(b, 'duration')) return checkedTimestamp(a.ns - b.ns)
  return arithmetic(
    a,
    b,
    (x, y) => x - y,
    (x, y) => x - y,
  )
}

/** `a in b`, three-valued. */
export function isIn(item: Value, all: Value): Value | undefined {
  if (isA(all, 'map')) {
    const found = all.entries.has(keyOf(item))
    return found || !all.open ? found : unknownFor(all.open)
  }
  if (!isA(all, 'list')) return undefined
  const missing: Gap[] = [...(all.open ?? [])]
  for (const one of all.items) {
    const same = equal(item, one)
    if (same === true) return true
    if (same !== false) missing.push(...same)
  }
  return missing.length === 0 ? false : unknownFor(missing)
}

export function unknownFor(gaps: readonly Gap[]): Value {
  return { t: 'unknown', gaps }
}

/** `a[b]`; an error where it is not there, unknown where it may be. */
export function indexed(whole: Value, index: Value): Value | undefined {
  if (isA(whole, 'map')) return entryOf(whole, index)
  if (isA(whole, 'list')) return itemOf(whole, index)
  if (isA(whole, 'optional')) return whole.value === undefined ? whole : optionalIndexed(whole.value, index)
  if (whole === null) throw new RuntimeError(`no such key: ${showKey(index)}`)
  return undefined
}

function entryOf({ entries, open }: MapValue, index: Value): Value {
  const found = entries.get(keyOf(index))
  if (found) return found[1]
  if (open) return unknownFor(open)
  throw new RuntimeError(`no such key: ${showKey(index)}`)
}

function itemOf({ items, open }: List, index: Value): Value {
  const number = isA(index, 'uint') ? Number(index.value) : typeof index === 'bigint' ? Number(index) : index
  if (typeof number !== 'number' || !Number.isInteger(number))
    throw new RuntimeError(`unsupported index value ${showKey(index)} in list`)
  const found = items[number]
  if (found !== undefined) return found
  if (open && number >= 0) return unknownFor(open)
  throw new RuntimeError(`index out of bounds: ${number}`)
}

function showKey(key: Value): string {
  if (isA(key, 'uint')) return String(key.value)
  return typeof key === 'object' ? (key === null ? 'null' : key.t) : String(key)
}

/** `a[?b]` and `a.?b`: nothing where `b` is not there. */
export function optionalIndexed(whole: Value, index: Value): Value | undefined {
  if (isA(whole, 'optional')) return whole.value === undefined ? whole : optionalIndexed(whole.value, index)
  if (isA(whole, 'map')) {
    const found = whole.entries.get(keyOf(index))
    return found || !whole.open ? some(found?.[1]) : unknownFor(whole.open)
  }
  if (isA(whole, 'list')) {
    const at = isA(index, 'uint') ? index.value : index
    if (typeof at !== 'bigint') return undefined
    const found = at < 0n ? undefined : whole.items[Number(at)]
    return found !== undefined || !whole.open ? some(found) : unknownFor(whole.open)
  }
  return whole === null ? some(undefined) : undefined
}

/** The number of characters, bytes, items or entries. */
export function sizeOf(value: Value): Value | undefined {
  if (typeof value === 'string') return BigInt([...value].length)
  if (isA(value, 'bytes')) return BigInt(value.bytes.length)
  if (isA(value, 'list')) return value.open ? unknownFor(value.open) : BigInt(value.items.length)
  if (isA(value, 'map')) return value.open ? unknownFor(value.open) : BigInt(value.entries.size)
  return undefined
}
