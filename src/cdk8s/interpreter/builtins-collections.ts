import { each, eachSlot, fork } from './fork.ts'
import { invoke } from './functions.ts'
import { iterationSlots } from './iteration.ts'
import { argument } from './lift.ts'
import { limits, type Machine } from './machine.ts'
import { get } from './objects.ts'
import type { Realm } from './realm.ts'
import { choose, gapsOf, isUncertain, Unknown, unknownFrom } from './unknown.ts'
import { Obj, plainSlot, type Slot, type Value } from './values.ts'

type Data = Map<Value, Slot>

/** The object that a method of Map or Set was called on, with its entries. */
function dataOf(machine: Machine, self: Value): { object: Obj; data: Data } {
  if (self instanceof Obj && self.data) return { object: self, data: self.data }
  return machine.fail('TypeError', 'Method called on incompatible receiver')
}

export function collectionBuiltins(machine: Machine, realm: Realm): void {
  for (const name of ['Map', 'WeakMap'])
    realm.type(name, realm.mapPrototype, (_machine, _self, args, target) => newCollection(machine, 'map', args, target))
  for (const name of ['Set', 'WeakSet'])
    realm.type(name, realm.setPrototype, (_machine, _self, args, target) => newCollection(machine, 'set', args, target))
  const { mapPrototype, setPrototype } = realm
  realm.method(mapPrototype, 'get', (_machine, self, args) => read(machine, self, argument(machine, args, 0)))
  realm.method(mapPrototype, 'set', (_machine, self, args) => {
    put(machine, self, argument(machine, args, 0), args[1] ?? plainSlot(undefined))
    return self
  })
  realm.method(setPrototype, 'add', (_machine, self, args) => {
    put(machine, self, argument(machine, args, 0), { value: undefined, place: args[0]?.place })
    return self
  })
  for (const prototype of [mapPrototype, setPrototype]) shared(machine, realm, prototype)
}

function newCollection(machine: Machine, kind: 'map' | 'set', args: readonly Slot[], target: Value): Value {
  if (target === undefined)
    return machine.fail('TypeError', `Constructor ${kind === 'map' ? 'Map' : 'Set'} requires 'new'`)
  const prototype = get(machine, target, 'prototype', 'prototype')
  const made = machine.register(new Obj(prototype instanceof Obj ? prototype : null, kind))
  made.data = new Map()
  const source = argument(machine, args, 0)
  if (source === undefined || source === null) return made
  eachSlot(machine, iterationSlots(machine, source, 'iterable'), (slot) => {
    if (slot.repeated) made.open = slot.repeated
    else if (kind === 'set') put(machine, made, machine.settle(slot.value), { value: undefined, place: slot.place })
    else {
      const key = get(machine, slot.value, 0, 'key')
      const value = get(machine, slot.value, 1, 'value')
      put(machine, made, key, { value, place: machine.place ?? slot.place })
    }
  })
  return made
}

function put(machine: Machine, self: Value, key: Value, slot: Slot): void {
  each(machine, key, (one) => {
    const { object } = dataOf(machine, self)
    machine.heap.write(object)
    object.data?.set(normal(one), { value: slot.value, place: slot.place, key: one })
    if ((object.data?.size ?? 0) > limits.items)
      machine.array(Array.from({ length: limits.items + 1 }, () => plainSlot(undefined)))
    return undefined
  })
}

function normal(key: Value): Value {
  return Object.is(key, -0) ? 0 : key
}

/** Whether a key is there, as far as it is known. */
function lookUp(
  machine: Machine,
  object: Obj,
  data: Data,
  key: Value,
  found: (slot: Slot) => Value,
  none: Value,
): Value {
  const slot = data.get(normal(key))
  if (slot && machine.isHere(slot)) return found(slot)
  if (slot && !machine.isGone(slot)) {
    const literal = slot.perhaps?.find((one) => !machine.heap.assumes(one))
    if (literal)
      return fork(
        machine,
        literal,
        () => lookUp(machine, object, data, key, found, none),
        () => none,
      )
  }
  const uncertain = object.open || isUncertain(key) || [...data.keys()].some(isUncertain)
  if (!uncertain || (typeof key !== 'string' && !(key instanceof Unknown)))
    return object.open ? new Unknown(object.open, { text: 'entry' }) : none
  return mayBe(object, data, key, found, none)
}

function mayBe(object: Obj, data: Data, key: Value, found: (slot: Slot) => Value, none: Value): Value {
  const [first, ...rest] = [...(object.open ?? []), ...gapsOf(key), ...[...data.keys()].flatMap(gapsOf)]
  const unknown = new Unknown(first ? [first, ...rest] : [{ what: 'an entry', hint: 'write it out' }], {
    text: 'entry',
  })
  const values = [...data.values()].map(found)
  if (values.length > 6 || object.open) return unknown
  return values.reduce<Value>(
    (value, one) => choose(new Unknown(unknown.gaps, { text: 'same' }).literal, one, value),
    none,
  )
}

function read(machine: Machine, self: Value, key: Value): Value {
  const { object, data } = dataOf(machine, self)
  machine.place = undefined
  return each(machine, key, (one) =>
    lookUp(
      machine,
      object,
      data,
      one,
      (slot) => {
        machine.place = slot.place
        return machine.settle(slot.value)
      },
      undefined,
    ),
  )
}

function shared(machine: Machine, realm: Realm, prototype: Obj): void {
  realm.method(prototype, 'has', (_machine, self, args) => {
    const { object, data } = dataOf(machine, self)
    return each(machine, argument(machine, args, 0), (key) => lookUp(machine, object, data, key, () => true, false))
  })
  realm.method(prototype, 'delete', (_machine, self, args) => {
    const { object } = dataOf(machine, self)
    machine.heap.write(object)
    return object.data?.delete(normal(argument(machine, args, 0))) ?? false
  })
  realm.method(prototype, 'clear', (_machine, self) => {
    const { object } = dataOf(machine, self)
    machine.heap.write(object)
    object.data = new Map()
    return undefined
  })
  realm.method(prototype, 'forEach', (_machine, self, args) => {
    const { object, data } = dataOf(machine, self)
    const callback = argument(machine, args, 0)
    eachSlot(machine, [...data.values()], (slot) => {
      const key = plainSlot(slot.key, slot.place)
      const value = object.kind === 'set' ? key : plainSlot(slot.value, slot.place)
      invoke(machine, callback, undefined, [value, key, plainSlot(object)], 'forEach')
    })
    return undefined
  })
  const size = machine.native('size', (_machine, self) => sizeOf(machine, self))
  prototype.props.set('size', { value: undefined, get: size, hidden: true })
  realm.method(prototype, 'keys', (_machine, self) => listOf(machine, self, (slot) => slot.key))
  realm.method(prototype, 'values', (_machine, self) =>
    listOf(machine, self, (slot, kind) => (kind === 'set' ? slot.key : slot.value)),
  )
  realm.method(prototype, 'entries', (_machine, self) =>
    listOf(machine, self, (slot, kind) =>
      machine.array([plainSlot(slot.key, slot.place), plainSlot(kind === 'set' ? slot.key : slot.value, slot.place)]),
    ),
  )
}

function sizeOf(machine: Machine, self: Value): Value {
  const { object, data } = dataOf(machine, self)
  const slots = [...data.values()].filter((slot) => !machine.isGone(slot))
  const list = machine.array(slots.map(({ perhaps }) => ({ value: true, perhaps })))
  if (object.open) list.open = object.open
  const uncertain = [...data.keys()].filter(isUncertain)
  return uncertain.length > 0 && data.size > 1
    ? unknownFrom('size', uncertain, 'number')
    : get(machine, list, 'length', 'size')
}

function listOf(machine: Machine, self: Value, take: (slot: Slot, kind: string) => Value): Value {
  const { object, data } = dataOf(machine, self)
  const slots = [...data.values()].filter((slot) => !machine.isGone(slot))
  const list = machine.array(
    slots.map((slot) => ({ value: take(slot, object.kind), place: slot.place, perhaps: slot.perhaps })),
  )
  if (object.open) list.open = object.open
  return list
}
