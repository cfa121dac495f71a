/** A CEL type as the checker sees it: google/cel-go v0.26.0, common/types/types.go. */
export interface Type {
  readonly kind:
    | 'dyn'
    | 'null'
    | 'bool'
    | 'int'
    | 'uint'
    | 'double'
    | 'string'
    | 'bytes'
    | 'timestamp'
    | 'duration'
    | 'list'
    | 'map'
    | 'type'
    | 'object'
    | 'opaque'
    | 'param'
  /** The name of an object, an opaque type or a type parameter. */
  readonly name: string
  readonly of: readonly Type[]
}

function simple(kind: Type['kind']): Type {
  return { kind, name: kind, of: [] }
}

export const dyn = simple('dyn')
export const bool = simple('bool')
export const int = simple('int')
export const string = simple('string')
export const nullType: Type = { kind: 'null', name: 'null_type', of: [] }

export function list(item: Type): Type {
  return { kind: 'list', name: 'list', of: [item] }
}

export function map(key: Type, value: Type): Type {
  return { kind: 'map', name: 'map', of: [key, value] }
}

export function typeOf(type: Type): Type {
  return { kind: 'type', name: 'type', of: [type] }
}

export function optional(type: Type): Type {
  return { kind: 'opaque', name: 'optional_type', of: [type] }
}

export function object(name: string): Type {
  return { kind: 'object', name, of: [] }
}

export function param(name: string): Type {
  return { kind: 'param', name, of: [] }
}

const simples = ['dyn', 'bool', 'int', 'uint', 'double', 'string', 'bytes', 'timestamp', 'duration'] as const
const known = new Map<string, Type>(simples.map((kind) => [kind, simple(kind)]))

/** A type from its short text: `list(T)`, `map(string,int)`, `optional(V)`, `Quantity`; capitals alone are parameters. */
export function readType(text: string): Type {
  const [type, rest] = readFrom(text)
  if (rest !== '') throw new Error(`no type: ${text}`)
  return type
}

function readFrom(text: string): readonly [Type, string] {
  const name = /^[\w.@]+/.exec(text)?.[0] ?? ''
  let rest = text.slice(name.length)
  const of: Type[] = []
  if (rest.startsWith('('))
    do {
      const [inner, after] = readFrom(rest.slice(1))
      of.push(inner)
      rest = after
    } while (rest.startsWith(','))
  if (of.length > 0) rest = rest.slice(1)
  const [first = dyn, second = dyn] = of
  switch (name) {
    case 'list':
      return [list(first), rest]
    case 'map':
      return [map(first, second), rest]
    case 'type':
      return [typeOf(first), rest]
    case 'optional':
      return [optional(first), rest]
    default:
      return [known.get(name) ?? (/^[A-Z]$/.test(name) ? param(name) : { kind: 'opaque', name, of: [] }), rest]
  }
}

/** A type as upstream shows it. */
export function showType({ kind, name, of }: Type): string {
  if (kind === 'timestamp') return 'google.protobuf.Timestamp'
  if (kind === 'duration') return 'google.protobuf.Duration'
  return of.length > 0 ? `${name}(${of.map(showType).join(', ')})` : name
}

/** Whether two types are the same; names of type parameters do not count where `isLoose`. */
export function sameType(a: Type, b: Type, isLoose = false): boolean {
  if (a === b) return true
  if (a.kind !== b.kind || a.of.length !== b.of.length) return false
  if (a.name !== b.name && !(isLoose && a.kind === 'param')) return false
  return a.of.every((one, index) => sameType(one, b.of[index] ?? dyn, isLoose))
}

/** Which type each type variable stands for. */
export type Substitutions = ReadonlyMap<string, Type>

export function substitute(subs: Substitutions, type: Type, paramsToDyn = false): Type {
  if (type.kind === 'param') {
    const found = subs.get(type.name)
    if (found) return substitute(subs, found, paramsToDyn)
    return paramsToDyn ? dyn : type
  }
  if (type.of.length === 0) return type
  return { ...type, of: type.of.map((one) => substitute(subs, one, paramsToDyn)) }
}

/** The substitutions under which each of `from` can stand for the one of `to`; undefined where they cannot. */
export function assign(subs: Substitutions, from: readonly Type[], to: readonly Type[]): Substitutions | undefined {
  const changed = new Map(subs)
  return assignAll(changed, from, to) ? changed : undefined
}

type Changing = Map<string, Type>

function assignAll(subs: Changing, from: readonly Type[], to: readonly Type[]): boolean {
  return from.length === to.length && from.every((one, index) => assignOne(subs, one, to[index] ?? dyn))
}

/** checker/types.go, internalIsAssignable. */
function assignOne(subs: Changing, a: Type, b: Type): boolean {
  if (b.kind === 'param') {
    const [isValid, hasSubstitution] = validSubstitution(subs, a, b)
    if (isValid) return true
    if (hasSubstitution) return false
  }
  if (a.kind === 'param') return validSubstitution(subs, b, a)[0]
  if (a.kind === 'dyn' || b.kind === 'dyn') return true
  if (a.kind === 'null') return isNullable(b)
  if (b.kind === 'null') return isNullable(a)
  if (a.kind !== b.kind) return false
  if (a.kind === 'type') return true
  return a.name === b.name && assignAll(subs, a.of, b.of)
}

function isNullable({ kind }: Type): boolean {
  return ['null', 'duration', 'timestamp', 'opaque', 'object'].includes(kind)
}

/** isValidTypeSubstitution: whether the parameter `b` can be `a`, and whether it is something already. */
function validSubstitution(subs: Changing, a: Type, b: Type): readonly [boolean, boolean] {
  if (sameType(a, b)) return [true, true]
  const before = subs.get(b.name)
  if (before) {
    if (sameType(a, before)) return [true, true]
    if (!assignOne(subs, a, before)) return [false, true]
    const general = mostGeneral(a, before)
    if (!isReferenced(subs, b, general)) subs.set(b.name, general)
    return [true, true]
  }
  if (isReferenced(subs, b, a)) return [false, false]
  subs.set(b.name, a)
  return [true, false]
}

function isReferenced(subs: Changing, param: Type, within: Type): boolean {
  if (sameType(param, within)) return true
  if (within.kind === 'param') {
    const found = subs.get(within.name)
    return found !== undefined && isReferenced(subs, param, found)
  }
  return within.of.some((one) => isReferenced(subs, param, one))
}

export function mostGeneral(a: Type, b: Type): Type {
  return isLessSpecific(a, b) ? a : b
}

/** checker/types.go, isEqualOrLessSpecific. */
function isLessSpecific(a: Type, b: Type): boolean {
  if (a.kind === 'dyn' || a.kind === 'param') return true
  if (b.kind === 'dyn' || b.kind === 'param' || a.kind !== b.kind) return false
  if (a.kind === 'type') return true
  if (a.name !== b.name || a.of.length !== b.of.length) return false
  return a.of.every((one, index) => isLessSpecific(one, b.of[index] ?? dyn))
}
