import { each } from './fork.ts'
import { callFunction } from './functions.ts'
import type { Machine } from './machine.ts'
import { certainLength, indexOf, isCertain, keyName, keyOf, listGaps, sameLiteral } from './objects.ts'
import { Condition, choose, mayEqual, Unknown, unknownFrom } from './unknown.ts'
import { ArrayObj, FunctionObj, type Key, Obj, plainSlot, type Slot, type Value } from './values.ts'

/** Writes a property. `slot` holds the value and where it was written. */
export function set(machine: Machine, target: Value, key: Value, slot: Slot): void {
  const value = machine.settle(target)
  if (value instanceof Unknown) return
  if (value === undefined || value === null) {
    const name = keyOf(machine.settle(key))
    machine.fail('TypeError', `Cannot set properties of ${value} (setting '${name ? keyName(name) : '?'}')`)
  }
  each(machine, value, (one) => {
    if (!(one instanceof Obj)) return undefined
    each(machine, key, (name) => {
      setOf(machine, one, name, slot)
      return undefined
    })
    return undefined
  })
}

function setOf(machine: Machine, object: Obj, name: Value, slot: Slot): void {
  const key = keyOf(name)
  if (key === undefined) {
    setUnknown(machine, object, name, slot)
    return
  }
  for (let at: Obj | null = object; at; at = at.proto) {
    const found = at.kind === 'namespace' ? undefined : at.props.get(key)
    if (!found) continue
    if (found.set instanceof FunctionObj) {
      callFunction(machine, found.set, object, [slot])
      return
    }
    if (found.get)
      machine.fail(
        'TypeError',
        `Cannot set property ${keyName(key)} of #<${className(object)}> which has only a getter`,
      )
    break
  }
  if (object.frozen || object.kind === 'namespace')
    machine.fail('TypeError', `Cannot assign to read only property '${keyName(key)}' of object '#<Object>'`)
  define(machine, object, key, slot)
}

function className(object: Obj): string {
  const maker = object.proto?.props.get('constructor')?.value
  const name = maker instanceof FunctionObj ? maker.props.get('name')?.value : undefined
  return typeof name === 'string' ? name : 'Object'
}

/** Sets an own property, whatever is there. */
export function define(machine: Machine, object: Obj, key: Key, slot: Slot): void {
  machine.heap.write(object)
  if (object instanceof ArrayObj) {
    const index = indexOf(key)
    if (key === 'length') {
      setLength(machine, object, slot.value)
      return
    }
    if (index !== undefined) {
      setItem(machine, object, index, slot)
      return
    }
  }
  if (key === '__proto__') {
    if (slot.value instanceof Obj || slot.value === null) object.proto = slot.value
    return
  }
  object.props.set(key, slot)
}

function setLength(machine: Machine, array: ArrayObj, length: Value): void {
  if (typeof length !== 'number') return
  if (length > 200_000) machine.fail('RangeError', 'Invalid array length')
  array.items = array.items.slice(0, length)
  while (array.items.length < length) array.items.push(plainSlot(undefined))
}

function setItem(machine: Machine, array: ArrayObj, index: number, slot: Slot): void {
  if (index > 200_000) machine.fail('RangeError', 'Invalid array length')
  if (index >= certainLength(machine, array) && !isCertain(machine, array)) {
    array.items.push({ ...slot, perhaps: [new Condition(listGaps(array)).holds] })
    return
  }
  while (array.items.length < index) array.items.push(plainSlot(undefined))
  array.items[index] = slot
}

/** A write under an unknown name: any property that can have that name may be overwritten. */
export function setUnknown(machine: Machine, object: Obj, key: Value, slot: Slot): void {
  machine.heap.write(object)
  const gaps = unknownFrom('key', [key]).gaps
  if (object instanceof ArrayObj) {
    const { holds } = new Condition(gaps)
    object.items = object.items.map((item) => ({ ...item, value: choose(holds, slot.value, item.value) }))
    object.items.push({ ...slot, repeated: gaps })
    return
  }
  if (key instanceof Unknown && !key.other)
    for (const [name, old] of object.props)
      if (typeof name === 'string' && !old.hidden && mayEqual(key, name) && !old.get && !old.set)
        object.props.set(name, { ...old, value: choose(sameLiteral(key, name), slot.value, old.value) })
  const same = object.extra?.findIndex((each) => each.key === key) ?? -1
  const extra = { ...slot, key }
  object.extra =
    same < 0 ? [...(object.extra ?? []), extra] : object.extra?.map((each, at) => (at === same ? extra : each))
}

export function remove(machine: Machine, object: Obj, name: Value): void {
  const key = keyOf(name)
  machine.heap.write(object)
  if (key === undefined) {
    const { holds } = new Condition(unknownFrom('key', [name]).gaps)
    for (const [each, slot] of object.props)
      if (typeof each === 'string') object.props.set(each, { ...slot, perhaps: [...(slot.perhaps ?? []), holds] })
    return
  }
  const index = object instanceof ArrayObj ? indexOf(key) : undefined
  if (index !== undefined && object.items && index < object.items.length) object.items[index] = plainSlot(undefined)
  else object.props.delete(key)
}
