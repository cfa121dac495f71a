import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Variables } from '../cel/evaluate.ts'
import { showSeconds, showTimestamp } from '../cel/library/time.ts'
import { showDouble } from '../cel/values/double.ts'
import { keyOf, type Value } from '../cel/values/value.ts'

/** A line of `oracle/cel`: its README tells the format. */
export interface Recorded {
  readonly in: { readonly expr: string | { readonly b64: string }; readonly context: string }
  readonly compileError?: unknown
  readonly runtimeError?: unknown
  readonly value?: unknown
  readonly unstable?: boolean
}

export function recordedText(text: Recorded['in']['expr']): string {
  return typeof text === 'string' ? text : new TextDecoder().decode(Buffer.from(text.b64, 'base64'))
}

const authorizer: Value = { t: 'unknown', gaps: [{ what: 'what the cluster authorizes', hint: '' }] }

/** The recorded variables by name of context. */
export function recordedContexts(): ReadonlyMap<string, Variables> {
  const path = fileURLToPath(new URL('../../test-fixtures/oracle/cel/contexts.json', import.meta.url))
  // JSON.parse would round what does not fit in a double.
  const text = readFileSync(path, 'utf8').replace(/:(\d{16,})/g, ':"@$1"')
  const contexts: Readonly<Record<string, Readonly<Record<string, unknown>>>> = JSON.parse(text)
  return new Map(
    Object.entries(contexts).map(([name, values]): readonly [string, Variables] => {
      const read = Object.entries(values).map(([key, value]) => [key, valueOfJson(value)] as const)
      return [
        name,
        new Map<string, Value>([...read, ['authorizer', authorizer], ['authorizer.requestResource', authorizer]]),
      ]
    }),
  )
}

/** JSON as the API server decodes it. */
export function valueOfJson(value: unknown): Value {
  switch (typeof value) {
    case 'string':
      return value.startsWith('@') ? BigInt(value.slice(1)) : value
    case 'number':
      return Number.isInteger(value) ? BigInt(value) : value
    case 'boolean':
      return value
  }
  if (Array.isArray(value)) return { t: 'list', items: value.map(valueOfJson) }
  if (typeof value !== 'object' || value === null) return null
  return {
    t: 'map',
    entries: new Map(Object.entries(value).map(([key, one]) => [keyOf(key), [key, valueOfJson(one)] as const])),
  }
}

/** A value as the recordings write it. */
export function showValue(value: Value): unknown {
  switch (typeof value) {
    case 'bigint':
      return { int: String(value) }
    case 'number':
      return { double: showDouble(value) }
    case 'string':
      return { string: value }
    case 'boolean':
      return value
  }
  if (value === null) return null
  switch (value.t) {
    case 'uint':
      return { uint: String(value.value) }
    case 'bytes':
      return { bytes: Buffer.from(value.bytes).toString('base64') }
    case 'timestamp':
      return { timestamp: showTimestamp(value.ns) }
    case 'duration':
      return { duration: showDuration(value.ns) }
    case 'type':
      return { type: value.name }
    case 'list':
      return { list: value.items.map(showValue) }
    case 'map': {
      const pairs = [...value.entries.values()].map((pair) => pair.map(showValue))
      return { map: pairs.sort((a, b) => (JSON.stringify(a[0]) < JSON.stringify(b[0]) ? -1 : 1)) }
    }
    case 'optional':
      return value.value === undefined ? { none: true } : { some: showValue(value.value) }
    case 'opaque':
      return { object: value.type, string: value.text }
    default:
      return { [value.t]: true }
  }
}

/** Go's `time.Duration.String`. */
function showDuration(ns: bigint): string {
  const size = ns < 0n ? -ns : ns
  const sign = ns < 0n ? '-' : ''
  if (size === 0n) return '0s'
  if (size < 1_000n) return `${ns}ns`
  if (size < 1_000_000n) return `${sign}${Number(size) / 1e3}µs`
  if (size < 1_000_000_000n) return `${sign}${Number(size) / 1e6}ms`
  const minutes = size / 60_000_000_000n
  const hours = minutes / 60n
  const seconds = `${showSeconds(size % 60_000_000_000n)}s`
  return `${sign}${hours > 0n ? `${hours}h` : ''}${minutes > 0n ? `${minutes % 60n}m` : ''}${seconds}`
}
