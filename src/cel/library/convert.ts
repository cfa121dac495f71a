import { showDouble } from '../values/double.ts'
import type { Run } from '../values/operators.ts'
import { checkedInt, checkedUint, isA, RuntimeError, typeName, type Value } from '../values/value.ts'
import { durationOf, floorSeconds, parseDuration, parseTimestamp, showSeconds, showTimestamp } from './time.ts'

function cannot(value: Value, to: string): never {
  throw new RuntimeError(`type conversion error from '${typeName(value)}' to '${to}'`)
}

const [truths, lies] = ['1 t T true TRUE True'.split(' '), '0 f F false FALSE False'.split(' ')]

/** Conversions by name of the type: common/stdlib/standard.go and the ConvertToType of common/types. */
export const conversions: Readonly<Record<string, Run>> = {
  bool: (value = null) => {
    if (typeof value === 'boolean') return value
    if (typeof value !== 'string') return undefined
    return truths.includes(value) || (!lies.includes(value) && cannot(value, 'bool'))
  },
  bytes: (value) =>
    typeof value === 'string'
      ? { t: 'bytes', bytes: new TextEncoder().encode(value) }
      : isA(value, 'bytes')
        ? value
        : undefined,
  double: (value = null) => {
    if (typeof value === 'number') return value
    if (typeof value === 'bigint') return Number(value)
    if (isA(value, 'uint')) return Number(value.value)
    return typeof value === 'string' ? parseDouble(value) : undefined
  },
  int: (value = null) => toInt(value),
  uint: (value = null) => toUint(value),
  string: (value = null) => toText(value),
  dyn: (value) => value,
  type: (value = null) => ({ t: 'type', name: typeName(value) }),
  timestamp: (value = null) => {
    if (isA(value, 'timestamp')) return value
    if (typeof value === 'string') return parseTimestamp(value) ?? cannot(value, 'google.protobuf.Timestamp')
    if (typeof value !== 'bigint') return undefined
    if (value < -62135596800n || value > 253402300799n) throw new RuntimeError('timestamp overflow')
    return { t: 'timestamp', ns: value * 1_000_000_000n }
  },
  duration: (value = null) => {
    if (isA(value, 'duration')) return value
    if (typeof value === 'bigint') return durationOf(value)
    return typeof value === 'string' ? (parseDuration(value) ?? cannot(value, 'google.protobuf.Duration')) : undefined
  },
}

/** Go's `strconv.ParseFloat`. */
function parseDouble(written: string): number {
  const text = /(^|\D)_|_(\D|$)/.test(written) ? written : written.replaceAll('_', '')
  if (/^[+-]?inf(inity)?$/i.test(text))
    return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  if (/^nan$/i.test(text)) return Number.NaN
  const found = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : (hexDouble(text) ?? Number.NaN)
  return Number.isFinite(found) ? found : cannot(text, 'double')
}

function hexDouble(text: string): number | undefined {
  const found = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)$/.exec(text)
  if (!found || `${found[2]}${found[3]}` === '') return undefined
  const [, sign, whole = '', fraction = '', exponent] = found
  const size = Number(BigInt(`0x${whole}${fraction}`)) * 2 ** (Number(exponent) - 4 * fraction.length)
  return sign === '-' ? -size : size
}

function toInt(value: Value): Value | undefined {
  if (typeof value === 'bigint') return value
  if (isA(value, 'uint')) return checkedInt(value.value)
  if (isA(value, 'duration')) return value.ns
  if (isA(value, 'timestamp')) return floorSeconds(value.ns)
  if (typeof value === 'number') {
    if (!(value > -(2 ** 63) && value < 2 ** 63)) throw new RuntimeError('integer overflow')
    return BigInt(Math.trunc(value))
  }
  if (typeof value !== 'string') return undefined
  const number = /^[+-]?\d+$/.test(value) ? BigInt(value.replace(/^\+/, '')) : undefined
  return number === undefined || BigInt.asIntN(64, number) !== number ? cannot(value, 'int') : number
}

function toUint(value: Value): Value | undefined {
  if (isA(value, 'uint')) return value
  if (typeof value === 'bigint') return checkedUint(value)
  if (typeof value === 'number') {
    if (!(value >= 0 && value < 2 ** 64)) throw new RuntimeError('unsigned integer overflow')
    return checkedUint(BigInt(Math.trunc(value)))
  }
  if (typeof value !== 'string') return undefined
  const number = /^\d+$/.test(value) ? BigInt(value) : undefined
  return number === undefined || BigInt.asUintN(64, number) !== number ? cannot(value, 'uint') : checkedUint(number)
}

function toText(value: Value): Value | undefined {
  switch (typeof value) {
    case 'string':
      return value
    case 'bigint':
    case 'boolean':
      return String(value)
    case 'number':
      return showDouble(value)
  }
  switch (value?.t) {
    case 'uint':
      return String(value.value)
    case 'duration':
      return `${showSeconds(value.ns)}s`
    case 'timestamp':
      return showTimestamp(value.ns)
    case 'bytes':
      return decode(value.bytes)
    case 'opaque':
      return value.type === 'net.IP' || value.type === 'net.CIDR' ? value.text : undefined
    default:
      return undefined
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new RuntimeError('invalid UTF-8 in bytes, cannot convert to string')
  }
}
