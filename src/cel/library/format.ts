import { quote } from '../syntax/quote.ts'
import { plain } from '../values/double.ts'
import { isA, RuntimeError, typeName, Unsupported, type Value } from '../values/value.ts'
import { showSeconds, showTimestamp } from './time.ts'

export interface Clause {
  readonly verb: 's' | 'd' | 'f' | 'e' | 'b' | 'x' | 'X' | 'o'
  readonly precision: number | undefined
}

/** The parts of a format; throws a `RuntimeError`. google/cel-go v0.26.0, ext/formatting.go, parseFormatString. */
export function readFormat(text: string): readonly (string | Clause)[] {
  const parts: (string | Clause)[] = []
  let at = 0
  while (at < text.length) {
    const percent = text.indexOf('%', at)
    parts.push(text.slice(at, percent < 0 ? undefined : percent))
    if (percent < 0) break
    if (percent + 1 >= text.length) throw new RuntimeError('unexpected end of string')
    if (text[percent + 1] === '%') {
      parts.push('%')
      at = percent + 2
      continue
    }
    const found = /(\.(\d*))?(.?)/suy
    found.lastIndex = percent + 1
    const [all = '', dot, digits = '', verb = ''] = found.exec(text) ?? []
    if (dot !== undefined && digits === '')
      throw new RuntimeError('could not parse formatting clause: error while parsing precision')
    const clause = clauseOf(verb, dot === undefined ? undefined : Number(digits))
    if (!clause) throw new RuntimeError(`could not parse formatting clause: unrecognized formatting clause "${verb}"`)
    parts.push(clause)
    at = percent + 1 + all.length
  }
  return parts
}

function clauseOf(verb: string, precision: number | undefined): Clause | undefined {
  switch (verb) {
    case 's':
    case 'd':
    case 'f':
    case 'e':
    case 'b':
    case 'x':
    case 'X':
    case 'o':
      return { verb, precision }
    default:
      return undefined
  }
}

/** `text.format(values)`. */
export function formatText(text: string, values: readonly Value[]): Value {
  let index = 0
  const shown = readFormat(text).map((part) => {
    if (typeof part === 'string') return part
    const value = values[index]
    if (value === undefined) throw new RuntimeError(`index ${index} out of range`)
    index++
    return showClause(part, value)
  })
  return shown.join('')
}

/** What each clause says when it is given something else. */
export const clauseErrors: Readonly<Record<Clause['verb'], string>> = {
  s: 'string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps',
  d: 'decimal clause can only be used on integers',
  f: 'fixed-point clause can only be used on doubles',
  e: 'scientific clause can only be used on doubles',
  b: 'only integers and bools can be formatted as binary',
  x: 'only integers, byte buffers, and strings can be formatted as hex',
  X: 'only integers, byte buffers, and strings can be formatted as hex',
  o: 'octal clause can only be used on integers',
}

function showClause({ verb, precision = 6 }: Clause, value: Value): string {
  const integer = typeof value === 'bigint' ? value : isA(value, 'uint') ? value.value : undefined
  const found = verb === 's' ? show(value) : (showInteger(verb, integer) ?? showOther(verb, value, precision))
  if (found !== undefined) return found
  throw new RuntimeError(`error during formatting: ${clauseErrors[verb]}, was given ${typeName(value)}`)
}

function showInteger(verb: Clause['verb'], value: bigint | undefined): string | undefined {
  if (value === undefined) return undefined
  const bases: Readonly<Record<string, number>> = { d: 10, b: 2, o: 8, x: 16, X: 16 }
  const base = bases[verb]
  if (base === undefined) return undefined
  const text = value.toString(base)
  return verb === 'X' ? text.toUpperCase() : text
}

function showOther(verb: Clause['verb'], value: Value, precision: number): string | undefined {
  if (verb === 'b' && typeof value === 'boolean') return value ? '1' : '0'
  if (verb === 'x' || verb === 'X') {
    const bytes =
      typeof value === 'string' ? new TextEncoder().encode(value) : isA(value, 'bytes') ? value.bytes : undefined
    const text = bytes && [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    return verb === 'X' ? text?.toUpperCase() : text
  }
  if (verb !== 'f' && verb !== 'e') return undefined
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return showNonFinite(Number(value))
  if (typeof value !== 'number') return undefined
  if (!Number.isFinite(value)) return showNonFinite(value)
  if (verb === 'e') throw new Unsupported('a number in the way of a locale')
  const text = fixed(value, precision)
  return Object.is(value, -0) ? `-${text}` : text
}

function showNonFinite(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '-∞'
}

/** Upstream writes numbers in the way of a locale; of what it groups or raises, nobody here knows enough. */
function fixed(value: number, precision: number): string {
  if (precision > 20 || Math.abs(value) >= 1000) throw new Unsupported('a number in the way of a locale')
  return value.toFixed(precision)
}

/** `%s`: texts as they are, lists and maps as they would be written. */
function show(value: Value): string | undefined {
  switch (typeof value) {
    case 'string':
      return value
    case 'bigint':
    case 'boolean':
      return String(value)
    case 'number':
      return Number.isFinite(value) ? showPlain(value) : showNonFinite(value)
  }
  if (value === null) return 'null'
  switch (value.t) {
    case 'uint':
      return String(value.value)
    case 'bytes':
      return new TextDecoder().decode(value.bytes)
    case 'type':
      return value.name
    case 'timestamp':
      return showTimestamp(value.ns)
    case 'duration':
      return `${showSeconds(value.ns)}s`
    case 'list':
      return `[${showAll(value.items).join(', ')}]`
    case 'map': {
      const pairs = [...value.entries.values()].map((pair) => showAll(pair).join(':'))
      return `{${pairs.sort().join(', ')}}`
    }
    default:
      return undefined
  }
}

function showPlain(value: number): string {
  if (Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 1e-4))
    throw new Unsupported('how a large or small number is shown')
  return Object.is(value, -0) ? '-0' : plain(value)
}

function showAll(values: readonly Value[]): readonly string[] {
  return values.map((value) => {
    const found = typeof value === 'string' ? quote(value) : show(value)
    if (found === undefined)
      throw new RuntimeError(`error during formatting: ${clauseErrors.s}, was given ${typeName(value)}`)
    return found
  })
}
