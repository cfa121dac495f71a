import type { Scalar } from '../base/tree.ts'
import { jsonError } from '../kube/go-json.ts'
import { goJson, goQuote } from '../kube/go-text.ts'
import { parseDuration } from './go-number.ts'
import type { ProtoFields, ProtoType } from './proto-fields.ts'

/** Plain JSON data. */
export type Json = Scalar | readonly Json[] | { readonly [key: string]: Json }

/** A message as it is read: fields by their name in the definition; durations in nanoseconds. */
export interface ProtoMessage extends ReadonlyMap<string, ProtoValue> {}
export type ProtoValue = string | number | bigint | boolean | readonly ProtoValue[] | ProtoMessage

/** What a value is refused for, as golang/protobuf's jsonpb says it (v1.5.4, jsonpb/decode.go). */
class Refused extends Error {}

/** Reads a message; fields that it does not have are left out, as istiod's lenient second try does. */
export function readMessage(
  json: Json,
  fields: ProtoFields,
): { readonly message: ProtoMessage; readonly error?: undefined } | { readonly error: string } {
  try {
    return { message: messageOf(json, fields) }
  } catch (error) {
    if (error instanceof Refused) return { error: error.message }
    throw error
  }
}

function mismatch(json: Json, wanted: string, text = ''): Refused {
  return new Refused(`json: cannot unmarshal ${goType(json)}${text && ` ${text}`} into Go value of type ${wanted}`)
}

function goType(json: Json): string {
  if (Array.isArray(json)) return 'array'
  if (json === null) return 'null'
  const type = typeof json
  return type === 'bigint' ? 'number' : type === 'boolean' ? 'bool' : type
}

function isMap(json: Json): json is { readonly [key: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

function messageOf(json: Json, fields: ProtoFields): ProtoMessage {
  if (json === null) return new Map()
  if (!isMap(json)) throw mismatch(json, 'map[string]json.RawMessage')
  const read = new Map<string, ProtoValue>()
  for (const [name, type] of Object.entries(fields)) {
    const value = ownValue(json, camelCase(name)) ?? ownValue(json, name)
    if (value !== undefined && value !== null) read.set(name, decoded(value, type))
  }
  return read
}

function ownValue(json: { readonly [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(json, key) ? json[key] : undefined
}

function camelCase(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
}

function decoded(json: Json, type: ProtoType): ProtoValue {
  if (type === 'string') return textOf(json)
  if (type === 'bool') return boolOf(json)
  if (type === 'duration') return durationOf(json)
  if (typeof type === 'string') return numberOf(json, type)
  if ('enum' in type) return enumOf(json, type)
  if ('message' in type) return messageOf(json, type.message)
  if ('list' in type) {
    if (json === null) return []
    if (!Array.isArray(json)) throw mismatch(json, '[]json.RawMessage')
    return json.map((item: Json) => decoded(item, type.list))
  }
  if (json === null) return new Map()
  if (!isMap(json)) throw mismatch(json, 'map[string]json.RawMessage')
  return new Map(Object.entries(json).map(([key, value]) => [key, decoded(value, type.map)]))
}

function textOf(json: Json): string {
  if (json === null) return ''
  if (typeof json !== 'string') throw mismatch(json, 'string')
  return json
}

function boolOf(json: Json): boolean {
  if (json === null) return false
  if (typeof json !== 'boolean') throw mismatch(json, 'bool')
  return json
}

function durationOf(json: Json): bigint {
  if (json === null) return 0n
  const parsed = parseDuration(textOf(json))
  if (parsed.error !== undefined) throw new Refused(`bad Duration: ${parsed.error}`)
  return parsed.nanos
}

const ranges = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
} as const

/** Numbers may stand in quotes: what is inside is read as JSON of its own. */
function numberOf(json: Json, type: 'int32' | 'uint32' | 'int64' | 'double'): number {
  const wanted = type === 'double' ? 'float64' : type
  if (type === 'double' && typeof json === 'string' && nonFinite.has(json)) return Number.NaN
  const text = typeof json === 'string' ? goJson([json]).slice(2, -2) : rawText(json)
  return wholeNumber(text, json, wanted)
}

const nonFinite: ReadonlySet<string> = new Set(['NaN', 'Infinity', '-Infinity'])

function wholeNumber(text: string, json: Json, wanted: string): number {
  const inner = typeof json === 'string' ? innerJson(text) : json
  if (inner === null) return 0
  if (typeof inner !== 'number' && typeof inner !== 'bigint') throw mismatch(inner, wanted)
  const written = text.trim()
  if (wanted === 'float64') {
    if (!Number.isFinite(Number(written))) throw mismatch(inner, wanted, written)
    return Number(written)
  }
  const range = wanted === 'int32' || wanted === 'uint32' ? ranges[wanted] : ranges.int64
  const isInteger = /^-?\d+$/.test(written) && !(wanted === 'uint32' && written.startsWith('-'))
  const value = isInteger && written.length < 30 ? BigInt(written) : undefined
  if (value === undefined || value < range[0] || value > range[1]) throw mismatch(inner, wanted, written)
  return Number(value)
}

function innerJson(text: string): Json {
  const error = jsonError(text)
  if (error !== undefined) throw new Refused(error)
  return JSON.parse(text)
}

function rawText(json: Json): string {
  return typeof json === 'string'
    ? goJson([json]).slice(1, -1)
    : typeof json === 'bigint'
      ? String(json)
      : JSON.stringify(json)
}

function enumOf(json: Json, type: { readonly enum: string; readonly values: ReadonlyMap<string, number> }): number {
  if (typeof json !== 'string') return wholeEnum(json)
  const raw = rawText(json)
  const value = type.values.get(raw.slice(1, -1))
  if (value === undefined) throw new Refused(`unknown value ${goQuote(raw)} for enum ${type.enum}`)
  return value
}

function wholeEnum(json: Json): number {
  const text = rawText(json)
  if (typeof json === 'number' || typeof json === 'bigint') {
    const value = /^-?\d+$/.test(text) && text.length < 30 ? BigInt(text) : undefined
    if (value === undefined || BigInt.asIntN(32, value) !== value) throw mismatch(json, 'protoreflect.EnumNumber', text)
    return Number(value)
  }
  if (json === null) return 0
  throw mismatch(json, 'protoreflect.EnumNumber')
}
