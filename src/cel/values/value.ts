import type { Gap, Gaps } from '../../base/maybe.ts'

/** A value while an expression runs: int is bigint, double is number; null, bool and string are themselves. */
export type Value = null | boolean | bigint | number | string | Composite

export type Composite =
  | { readonly t: 'uint'; readonly value: bigint }
  | { readonly t: 'bytes'; readonly bytes: Uint8Array }
  | List
  | MapValue
  | { readonly t: 'type'; readonly name: string }
  /** Nanoseconds since 1970. */
  | { readonly t: 'timestamp'; readonly ns: bigint }
  | { readonly t: 'duration'; readonly ns: bigint }
  | { readonly t: 'optional'; readonly value: Value | undefined }
  | Opaque
  | { readonly t: 'error'; readonly message: string }
  | UnknownValue

export interface List {
  readonly t: 'list'
  readonly items: readonly Value[]
  /** Why there may be more items. */
  readonly open?: Gaps
}

export interface MapValue {
  readonly t: 'map'
  /** By `keyOf`. */
  readonly entries: ReadonlyMap<string, readonly [Value, Value]>
  readonly open?: Gaps
}

/** A value of one of Kubernetes' libraries. */
export interface Opaque {
  readonly t: 'opaque'
  readonly type: string
  /** Equal values have equal texts. */
  readonly text: string
  readonly data: unknown
}

/** A value that the input does not say. */
export interface UnknownValue {
  readonly t: 'unknown'
  readonly gaps: readonly Gap[]
}

/** Ends the evaluation of one part; `||`, `&&` and loops may outlive it. */
export class RuntimeError extends Error {}

/** Ends the evaluation of the whole expression: upstream panics, or the cost limit is reached. */
export class Abort extends Error {}

/** What is known to be beyond this program: the outcome is unknown. */
export class Unsupported extends Error {}

function uint(value: bigint): Value {
  return { t: 'uint', value }
}

export function listValue(items: readonly Value[]): List {
  return { t: 'list', items }
}

export function mapValue(pairs: readonly (readonly [Value, Value])[]): MapValue {
  return { t: 'map', entries: new Map(pairs.map((pair) => [keyOf(pair[0]), pair])) }
}

export function some(value: Value | undefined): Value {
  return { t: 'optional', value }
}

export function opaque(type: string, text: string, data: unknown): Opaque {
  return { t: 'opaque', type, text, data }
}

export function isA<T extends Composite['t']>(value: Value | undefined, t: T): value is Composite & { t: T } {
  return typeof value === 'object' && value !== null && value.t === t
}

export function isOpaque(value: Value | undefined, type: string): value is Opaque {
  return isA(value, 'opaque') && value.type === type
}

/** A map's key as text; integers of both kinds and doubles without a fraction find one another. */
export function keyOf(key: Value): string {
  if (isA(key, 'uint')) return `n:${key.value}`
  switch (typeof key) {
    case 'bigint':
      return `n:${key}`
    case 'number':
      return Number.isInteger(key) ? `n:${BigInt(key)}` : `n:${key}`
    case 'string':
      return `s:${key}`
    default:
      return `${typeof key}:${isA(key, 'type') ? key.name : String(key)}`
  }
}

/** The name of a value's type: what `type(x)` gives and messages show. */
export function typeName(value: Value): string {
  switch (typeof value) {
    case 'bigint':
      return 'int'
    case 'number':
      return 'double'
    case 'string':
      return 'string'
    case 'boolean':
      return 'bool'
  }
  if (value === null) return 'null_type'
  switch (value.t) {
    case 'timestamp':
      return 'google.protobuf.Timestamp'
    case 'duration':
      return 'google.protobuf.Duration'
    case 'optional':
      return 'optional_type'
    case 'opaque':
      return value.type
    default:
      return value.t
  }
}

/** Everything unknown within a value, however deep. */
export function gapsIn(value: Value): readonly Gap[] {
  if (typeof value !== 'object' || value === null) return []
  switch (value.t) {
    case 'unknown':
      return value.gaps
    case 'list':
      return [...(value.open ?? []), ...value.items.flatMap(gapsIn)]
    case 'map':
      return [...(value.open ?? []), ...[...value.entries.values()].flatMap((pair) => gapsIn(pair[1]))]
    case 'optional':
      return value.value === undefined ? [] : gapsIn(value.value)
    default:
      return []
  }
}

/** The value without what it may hold besides what is known. */
export function withoutMore(value: Value): Value {
  if (isA(value, 'list')) return { t: 'list', items: value.items.map(withoutMore) }
  if (!isA(value, 'map')) return value
  const entries = [...value.entries].map(([key, [name, item]]) => [key, [name, withoutMore(item)]] as const)
  return { t: 'map', entries: new Map(entries) }
}

const minInt = -(2n ** 63n)
const maxInt = 2n ** 63n - 1n

export function checkedInt(value: bigint, message = 'integer overflow'): bigint {
  if (value < minInt || value > maxInt) throw new RuntimeError(message)
  return value
}

export function checkedUint(value: bigint): Value {
  if (value < 0n || value >= 2n ** 64n) throw new RuntimeError('unsigned integer overflow')
  return uint(value)
}
