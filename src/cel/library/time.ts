import type { Run } from '../values/operators.ts'
import { checkedInt, isA, RuntimeError, type Value } from '../values/value.ts'

const second = 1_000_000_000n
const [earliest, latest] = [-62135596800n * second, 253402300800n * second - 1n]

export function checkedTimestamp(ns: bigint): Value {
  if (ns < earliest || ns > latest) throw new RuntimeError('timestamp overflow')
  return { t: 'timestamp', ns }
}

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d{1,2}):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))$/

/** Go's `time.Parse(time.RFC3339, …)` within the range of CEL; undefined for what it refuses. */
export function parseTimestamp(text: string): Value | undefined {
  const found = rfc3339.exec(text)
  if (!found) return undefined
  const [, year, month, day, hour, minute, seconds, fraction = '', sign, zoneHours = '0', zoneMinutes = '0'] = found
  const [y, m, d, h, min, s] = [year, month, day, hour, minute, seconds].map(Number)
  if (h === undefined || min === undefined || s === undefined || h > 23 || min > 59 || s > 59) return undefined
  if (Number(zoneHours) > 24 || Number(zoneMinutes) >= 60) return undefined
  const date = new Date(0)
  date.setUTCFullYear(y ?? 0, (m ?? 1) - 1, d)
  if (date.getUTCMonth() + 1 !== m || date.getUTCDate() !== d) return undefined
  const zone = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -60 : 60)
  const whole = BigInt(date.getTime() / 1000 + h * 3600 + min * 60 + s - zone)
  const ns = whole * second + BigInt(fraction.slice(0, 9).padEnd(9, '0'))
  return ns < earliest || ns > latest ? undefined : { t: 'timestamp', ns }
}

const units: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 1_000_000n,
  s: second,
  m: 60n * second,
  h: 3600n * second,
}

/** Go's `time.ParseDuration`; undefined for what it refuses. */
export function parseDuration(text: string): Value | undefined {
  const [, sign, rest = ''] = /^([-+]?)(.*)$/s.exec(text) ?? []
  if (rest === '0') return { t: 'duration', ns: 0n }
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(rest)) return undefined
  let ns = 0n
  for (const [, whole = '', fraction = '', unit = ''] of rest.matchAll(/(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/g)) {
    const factor = units[unit] ?? 1n
    ns += BigInt(whole || '0') * factor + (BigInt(fraction || '0') * factor) / 10n ** BigInt(fraction.length)
  }
  if (ns > 2n ** 63n - (sign === '-' ? 0n : 1n)) return undefined
  return { t: 'duration', ns: sign === '-' ? -ns : ns }
}

/** Seconds and a fraction without trailing zeros: `3600`, `-1.5`. */
export function showSeconds(ns: bigint): string {
  const size = ns < 0n ? -ns : ns
  const fraction = String(size % second)
    .padStart(9, '0')
    .replace(/0+$/, '')
  return `${ns < 0n ? '-' : ''}${size / second}${fraction && `.${fraction}`}`
}

export function floorSeconds(ns: bigint): bigint {
  return (ns - (((ns % second) + second) % second)) / second
}

export function showTimestamp(ns: bigint): string {
  const seconds = floorSeconds(ns)
  const fraction = String(ns - seconds * second)
    .padStart(9, '0')
    .replace(/0+$/, '')
  const text = new Date(Number(seconds) * 1000).toISOString().slice(0, 19)
  return `${text}${fraction && `.${fraction}`}Z`
}

/** The clock of a zone, as a date whose UTC fields show it: stdlib's `timeZone`. */
function localDate(ns: bigint, zone: Value | undefined): Date {
  const ms = Number(floorSeconds(ns)) * 1000
  if (zone === undefined) return new Date(ms)
  if (typeof zone !== 'string') throw new RuntimeError('no such overload')
  const found = /^([+-]?)(\d\d):(\d\d)$/.exec(zone)
  if (found) {
    const minutes = Number(found[2]) * 60 + Number(found[3])
    return new Date(ms + (found[1] === '-' ? -minutes : minutes) * 60_000)
  }
  return new Date(ms + zoneOffset(ms, zone))
}

function zoneOffset(ms: number, zone: string): number {
  if (zone === '' || zone === 'UTC') return 0
  if (!/^[A-Z][\w+-]*(\/[\w+-]+)*$/.test(zone)) throw new RuntimeError(`unknown time zone ${zone}`)
  try {
    const format = new Intl.DateTimeFormat('en-US-u-ca-iso8601', { timeZone: zone, timeZoneName: 'longOffset' })
    const name = format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? ''
    const [, sign, hours = '0', minutes = '0', seconds = '0'] = /([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name) ?? []
    const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000
    return sign === '-' ? -size : size
  } catch {
    throw new RuntimeError(`unknown time zone ${zone}`)
  }
}

function part(read: (date: Date, ns: bigint) => number): Run {
  return (time, zone) => (isA(time, 'timestamp') ? BigInt(read(localDate(time.ns, zone), time.ns)) : undefined)
}

function partOrDuration(read: (date: Date, ns: bigint) => number, whole: (ns: bigint) => bigint): Run {
  const ofTimestamp = part(read)
  return (time, zone) =>
    isA(time, 'duration') && zone === undefined
      ? whole(time.ns)
      : ofTimestamp(time ?? null, ...(zone === undefined ? [] : [zone]))
}

function dayOfYear(date: Date): number {
  return (Date.UTC(2000, date.getUTCMonth(), date.getUTCDate()) - Date.UTC(2000, 0, 1)) / 86_400_000 - leap(date)
}

/** 2000 has a 29 February: years without one are a day short from March on. */
function leap(date: Date): number {
  const year = date.getUTCFullYear()
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return !isLeap && date.getUTCMonth() > 1 ? 1 : 0
}

const millisecond = 1_000_000n

/** google/cel-go v0.26.0, common/types/timestamp.go and duration.go. */
export const timeFunctions: Readonly<Record<string, Run>> = {
  getFullYear: part((date) => date.getUTCFullYear()),
  getMonth: part((date) => date.getUTCMonth()),
  getDayOfYear: part(dayOfYear),
  getDayOfMonth: part((date) => date.getUTCDate() - 1),
  getDate: part((date) => date.getUTCDate()),
  getDayOfWeek: part((date) => date.getUTCDay()),
  getHours: partOrDuration(
    (date) => date.getUTCHours(),
    (ns) => ns / (3600n * second),
  ),
  getMinutes: partOrDuration(
    (date) => date.getUTCMinutes(),
    (ns) => ns / (60n * second),
  ),
  getSeconds: partOrDuration(
    (date) => date.getUTCSeconds(),
    (ns) => ns / second,
  ),
  getMilliseconds: partOrDuration(
    (_, ns) => Number((ns - floorSeconds(ns) * second) / millisecond),
    (ns) => ns / millisecond,
  ),
}

export function durationOf(ns: bigint): Value {
  return { t: 'duration', ns: checkedInt(ns) }
}
