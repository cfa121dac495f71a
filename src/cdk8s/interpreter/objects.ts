import { each } from './fork.ts'
import { callFunction } from './functions.ts'
import type { Machine } from './machine.ts'
import { exportedValue, exportNames } from './modules.ts'
import { Choice, Condition, choose, mayEqual, mergeGaps, Unknown, unknownFrom } from './unknown.ts'
import { ArrayObj, FunctionObj, type Key, Obj, plainSlot, type Slot, Sym, type Value } from './values.ts'

/** The name of a property as a value gives it; undefined where it is unknown. */
export function keyOf(value: Value): Key | undefined {
  if (typeof value === 'string') return value
  if (value instanceof Sym) return value
  if (value instanceof Unknown || value instanceof Choice) return undefined
  if (value instanceof Obj)
    return value instanceof ArrayObj ? value.items.map((item) => String(item.value)).join(',') : '[object Object]'
  return String(value)
}

export function indexOf(key: Key): number | undefined {
  return typeof key === 'string' && /^(?:0|[1-9]\d{0,8})$/.test(key) ? Number(key) : undefined
}

/** The items up to which an index is certain. */
export function certainLength(machine: Machine, array: ArrayObj): number {
  const { items, sure } = array
  const from = sure?.items === items ? Math.min(sure.length, items.length) : 0
  let at = from
  for (; at < items.length; at += 1) {
    const slot = items[at]
    // Not remembered: what is not certain here may be so under other conditions.
    if (slot && (slot.repeated || slot.perhaps)) break
  }
  if (at > from) array.sure = { items, length: at }
  for (; at < items.length; at += 1) {
    const slot = items[at]
    if (slot && (slot.repeated || !machine.isHere(slot))) return at
  }
  return at
}

export function isCertain(machine: Machine, array: ArrayObj): boolean {
  return !array.open && certainLength(machine, array) === array.items.length
}

function arraySlot(machine: Machine, array: ArrayObj, key: Key): Slot | undefined {
  const index = indexOf(key)
  if (index === undefined) {
    if (key !== 'length') return array.props.get(key)
    if (isCertain(machine, array)) return plainSlot(array.items.length)
    return plainSlot(unknownLength(machine, array))
  }
  if (index < certainLength(machine, array)) return array.items[index]
  if (isCertain(machine, array)) return undefined
  return plainSlot(anyItem(machine, array, true))
}

function unknownLength(machine: Machine, array: ArrayObj): Value {
  const here = array.items.filter((slot) => !machine.isGone(slot))
  const [only, ...more] = here.filter((slot) => slot.repeated || !machine.isHere(slot))
  if (only?.perhaps?.length === 1 && only.perhaps[0] && more.length === 0 && !only.repeated && !array.open)
    return choose(only.perhaps[0], here.length, here.length - 1)
  return lengthUnknown(array, here.length > more.length + 1)
}

function lengthUnknown(array: ArrayObj, truthy: boolean): Unknown {
  const gaps = listGaps(array)
  return new Unknown(gaps, { text: 'length', type: 'number', truthy: truthy || undefined })
}

export function listGaps(array: Obj): Unknown['gaps'] {
  const parts = (array.items ?? []).flatMap((slot) => [
    ...(slot.repeated ? [slot.repeated] : []),
    ...(slot.perhaps?.map((literal) => literal.condition.gaps) ?? []),
  ])
  const [first, ...rest] = array.open ? [array.open, ...parts] : parts
  return first ? mergeGaps(first, ...rest) : [{ what: 'the length of a list', hint: 'write it out' }]
}

/** Some item of a list, or possibly nothing. */
function anyItem(machine: Machine, array: ArrayObj, orNothing: boolean): Value {
  const gaps = listGaps(array)
  let value: Value = orNothing ? undefined : new Unknown(gaps, { text: 'item' })
  if (array.open) value = new Unknown(gaps, { text: 'item' })
  for (const slot of array.items.filter((each) => !machine.isGone(each)))
    value = choose(new Condition(gaps).holds, machine.settle(slot.value), value)
  return value
}

/** The slot of an own property, where there is one. */
function ownSlot(machine: Machine, object: Obj, key: Key): Slot | undefined {
  const slot = object instanceof ArrayObj ? arraySlot(machine, object, key) : ownNamed(machine, object, key)
  if (!slot && object.extra && typeof key === 'string') return fromExtra(machine, object, key)
  return slot && machine.isGone(slot) ? undefined : slot
}

function ownNamed(machine: Machine, object: Obj, key: Key): Slot | undefined {
  if (object.kind === 'namespace' && typeof key === 'string') {
    const value = exportedValue(object, key)
    return value === undefined ? undefined : plainSlot(value)
  }
  const slot = object.props.get(key)
  if (!slot && object.inner === 'environment' && typeof key === 'string') return plainSlot(machine.environment(key))
  return slot
}

/** What is known of a property where some were set under unknown names. */
function fromExtra(machine: Machine, object: Obj, key: string): Slot | undefined {
  const fitting = (object.extra ?? []).filter(
    (slot) => slot.key instanceof Unknown && mayEqual(slot.key, key) && !machine.isGone(slot),
  )
  if (fitting.length === 0) return undefined
  const names = fitting.map((slot) => slot.key)
  const same = unknownFrom(`${String(key)}`, names, 'boolean')
  return plainSlot(new Unknown(same.gaps, { text: key }))
}

export function findSlot(machine: Machine, object: Obj, key: Key): Slot | undefined {
  let seen = 0
  for (let at: Obj | null = object; at; at = at.proto) {
    const slot = ownSlot(machine, at, key)
    if (slot) return slot
    seen += 1
    if (seen > 200) break
  }
  const { open } = object
  if (open && typeof object.inner === 'string' && object.inner.startsWith('module '))
    return plainSlot(machine.ofNode(object.inner, keyName(key)))
  return open && !(object instanceof ArrayObj)
    ? plainSlot(new Unknown(open, { text: keyName(key), data: object.proto === machine.realm.objectPrototype }))
    : undefined
}

export function keyName(key: Key): string {
  return typeof key === 'string' ? key : key.description
}

/** Reads a property of a value that is known to be an object. `place` of the machine is then where it was written. */
export function getOf(machine: Machine, object: Obj, key: Key, self: Value = object): Value {
  const slot = findSlot(machine, object, key)
  if (!slot) {
    machine.place = undefined
    return key === '__proto__' ? object.proto : undefined
  }
  if (slot.get !== undefined)
    return slot.get instanceof FunctionObj ? callFunction(machine, slot.get, self, []) : undefined
  if (slot.set !== undefined) return undefined
  const value = machine.read(slot)
  machine.place = slot.place
  return value
}

/** Reads a property of any value. */
export function get(machine: Machine, target: Value, key: Value, text: string): Value {
  const value = machine.settle(target)
  if (value instanceof Choice) return each(machine, value, (one) => get(machine, one, key, text))
  if (value instanceof Unknown) return getOfUnknown(machine, value, key, text)
  if (value === undefined || value === null) {
    const name = keyOf(machine.settle(key))
    return machine.fail('TypeError', `Cannot read properties of ${value} (reading '${name ? keyName(name) : text}')`)
  }
  const name = machine.settle(key)
  if (name instanceof Choice) return each(machine, name, (one) => get(machine, value, one, text))
  const known = keyOf(name)
  if (known === undefined)
    return value instanceof Obj ? someProperty(machine, value, name, text) : unknownFrom(text, [name])
  if (value instanceof Obj) return getOf(machine, value, known)
  return getOfPrimitive(machine, value, known)
}

function getOfUnknown(machine: Machine, value: Unknown, key: Value, text: string): Value {
  machine.place = undefined
  const name = keyOf(machine.settle(key))
  if (name === 'length' && value.parts) return unknownFrom(text, [value], 'number')
  if (name === undefined) return unknownFrom(text, [value, key])
  const method = methodOfUnknown(machine, value, name)
  if (method) return method
  return value.derived(`.${keyName(name)}`, () => partOf(value, text))
}

/** Methods of lists that no text has: what they are called on is a list. */
const ofLists = new Set([
  'map',
  'forEach',
  'filter',
  'flatMap',
  'reduce',
  'some',
  'every',
  'find',
  'findIndex',
  'sort',
  'push',
])

/** The method that a call on an unknown value of a known type runs: it tells what is known of the result. */
function methodOfUnknown(machine: Machine, value: Unknown, name: Key): Value {
  const { realm } = machine
  const isList = value.type === 'list' || (value.type === undefined && ofLists.has(keyName(name)))
  if (isList) return realm.arrayPrototype.props.get(name)?.value
  if (value.type !== 'string' && value.type !== 'number') return undefined
  return realm.primitivePrototypes.get(value.type)?.props.get(name)?.value
}

function partOf(value: Unknown, text: string): Unknown {
  return new Unknown(value.gaps, { text, data: value.data })
}

function getOfPrimitive(
  machine: Machine,
  value: Exclude<Value, Obj | Unknown | Choice | null | undefined>,
  key: Key,
): Value {
  machine.place = undefined
  if (typeof value === 'string') {
    if (key === 'length') return value.length
    const index = indexOf(key)
    if (index !== undefined) return value[index]
  }
  if (value instanceof Sym) return key === 'description' ? value.description : undefined
  const proto = machine.realm.primitivePrototypes.get(typeof value)
  return proto ? getOf(machine, proto, key, value) : undefined
}

/** A property under an unknown name: any of them, or none. */
function someProperty(machine: Machine, object: Obj, key: Value, text: string): Value {
  machine.place = undefined
  if (object instanceof ArrayObj)
    return choose(literalFor(key, text), unknownFrom(text, [key]), anyItem(machine, object, true))
  const gaps = unknownFrom(text, [key]).gaps
  let value: Value
  const slots = [...object.props].filter(
    ([name, slot]) => typeof name === 'string' && !slot.hidden && !(slot.get || slot.set),
  )
  if (slots.length > 8 || object.open || object.extra) return unknownFrom(text, [key])
  const names = slots.filter(([name]) => !(key instanceof Unknown) || mayEqual(key, String(name)))
  for (const [name, slot] of names) {
    const same = key instanceof Unknown ? sameLiteral(key, String(name)) : new Condition(gaps).holds
    value = choose(same, machine.read(slot), value)
  }
  return value
}

function literalFor(key: Value, text: string): Condition['holds'] {
  return new Condition(unknownFrom(text, [key]).gaps).holds
}

/** That an unknown value is this text: the same condition each time it is asked. */
export function sameLiteral(value: Unknown, text: string): Condition['holds'] {
  return sameAs(value, text).literal
}

/** Whether an unknown value is this text: the same answer each time it is asked. */
export function sameAs(value: Unknown, text: string): Unknown {
  return value.derived(`=== ${JSON.stringify(text)}`, () =>
    unknownFrom(`${value.text} === '${text}'`, [value], 'boolean'),
  )
}

/** The own enumerable string keys with their slots, in the order of the language: small integers first. */
export function ownEntries(machine: Machine, object: Obj): [string, Slot][] {
  if (object.kind === 'namespace')
    return exportNames(object).map((name) => [name, plainSlot(exportedValue(object, name))])
  const items = (object instanceof ArrayObj ? object.items.slice(0, certainLength(machine, object)) : []).map(
    (slot, index): [string, Slot] => [`${index}`, slot],
  )
  const named: [string, Slot][] = []
  const integers: [string, Slot][] = []
  for (const [key, slot] of object.props)
    if (typeof key === 'string' && !slot.hidden && !machine.isGone(slot))
      (indexOf(key) === undefined ? named : integers).push([key, slot])
  integers.sort(([a], [b]) => Number(a) - Number(b))
  return [...items, ...integers, ...named]
}

/** Keys and slots of all that may be enumerated, those under unknown names included. */
export function enumerated(machine: Machine, object: Obj): { key: Value; slot: Slot }[] {
  // What has no known name comes first: with it, no position among the others is known.
  const found: { key: Value; slot: Slot }[] = []
  for (const slot of object.extra ?? []) if (!machine.isGone(slot)) found.push({ key: slot.key, slot })
  if (object.open && object.kind !== 'array') {
    const value = new Unknown(object.open, { text: 'value', data: true })
    const key = new Unknown(object.open, { text: 'key', type: 'string', other: true, truthy: true })
    found.push({ key, slot: { value, repeated: object.open } })
  }
  if (object instanceof ArrayObj && !isCertain(machine, object)) {
    const repeated = listGaps(object)
    const key = new Unknown(repeated, { text: 'index', type: 'string', other: true, truthy: true })
    found.push({ key, slot: { value: anyItem(machine, object, false), repeated } })
  }
  for (const [key, slot] of ownEntries(machine, object)) found.push({ key, slot: readable(machine, object, slot) })
  return found
}

/** A slot with the value that a getter gives. */
function readable(machine: Machine, object: Obj, slot: Slot): Slot {
  if (slot.get instanceof FunctionObj) return plainSlot(callFunction(machine, slot.get, object, []))
  return slot
}
