import { each, eachSlot } from './fork.ts'
import { iterationSlots } from './iteration.ts'
import { argument } from './lift.ts'
import { defineAccessor } from './literals.ts'
import type { Machine } from './machine.ts'
import { enumerated, get, getOf, keyOf } from './objects.ts'
import { hasProperty } from './operators.ts'
import type { Realm } from './realm.ts'
import { spreadInto } from './spread.ts'
import { gapsOf, Unknown, unknownFrom } from './unknown.ts'
import { FunctionObj, Obj, plainSlot, type Slot, type Value } from './values.ts'
import { define, setUnknown } from './writes.ts'

export function objectBuiltins(machine: Machine, realm: Realm): void {
  const { objectPrototype: prototype } = realm
  const type = realm.type(
    'Object',
    prototype,
    (_machine, _self, args) => argument(machine, args, 0) ?? machine.object(),
  )
  realm.method(prototype, 'hasOwnProperty', (_machine, self, args) => owns(machine, self, args[0]))
  realm.method(prototype, 'propertyIsEnumerable', (_machine, self, args) => owns(machine, self, args[0]))
  realm.method(prototype, 'isPrototypeOf', () => unknownFrom('isPrototypeOf(…)', [], 'boolean'))
  realm.method(prototype, 'toString', () => '[object Object]')
  realm.method(prototype, 'toLocaleString', () => '[object Object]')
  realm.method(prototype, 'valueOf', (_machine, self) => self)
  realm.method(type, 'hasOwn', (_machine, _self, args) => owns(machine, argument(machine, args, 0), args[1]))
  const listing = (name: string, take: (key: Value, slot: Slot) => Slot) =>
    realm.method(type, name, (_machine, _self, args) => list(machine, argument(machine, args, 0), name, take))
  listing('keys', (key, slot) => ({ ...conditions(slot), value: key, place: slot.place }))
  listing('values', (_key, slot) => ({ ...conditions(slot), value: slot.value, place: slot.place }))
  listing('entries', (key, slot) => {
    const { value, place } = slot
    return { ...conditions(slot), value: machine.array([plainSlot(key, place), { value, place }]), place }
  })
  listing('getOwnPropertyNames', (key, slot) => ({ ...conditions(slot), value: key }))
  realm.method(type, 'fromEntries', (_machine, _self, args) => fromEntries(machine, argument(machine, args, 0)))
  realm.method(type, 'assign', (_machine, _self, [target, ...sources]) => assign(machine, target, sources))
  prototypes(machine, realm, type)
  sealing(machine, realm, type)
}

function conditions({ perhaps, repeated }: Slot): Partial<Slot> {
  return { ...(perhaps ? { perhaps } : {}), ...(repeated ? { repeated } : {}) }
}

function owns(machine: Machine, self: Value, key: Slot | undefined): Value {
  return each(machine, self, (target) =>
    each(machine, key?.value, (name) => {
      if (target instanceof Unknown) return unknownFrom('hasOwnProperty(…)', [target], 'boolean')
      return target instanceof Obj ? hasProperty(machine, target, name, () => 'hasOwnProperty(…)', true) : false
    }),
  )
}

function list(machine: Machine, of: Value, name: string, take: (key: Value, slot: Slot) => Slot): Value {
  return each(machine, of, (value) => {
    if (value instanceof Unknown) return unknownFrom(`Object.${name}(${value.text})`, [value], 'list')
    if (value === undefined || value === null)
      return machine.fail('TypeError', 'Cannot convert undefined or null to object')
    if (typeof value === 'string')
      return machine.array([...value].map((char, index) => take(String(index), plainSlot(char))))
    if (!(value instanceof Obj)) return machine.array([])
    return machine.array(
      enumerated(machine, value).map(({ key, slot }) =>
        take(key, typeof key === 'string' ? slot : inAnyPlace(key, slot)),
      ),
    )
  })
}

/** An entry under an unknown name may be one of the others, and stand anywhere. */
function inAnyPlace(key: Value, slot: Slot): Slot {
  const [first, ...rest] = gapsOf(key)
  return slot.repeated || !first ? slot : { ...slot, repeated: [first, ...rest] }
}

function fromEntries(machine: Machine, source: Value): Value {
  const object = machine.object()
  return each(machine, source, (entries) => {
    if (entries instanceof Unknown) return unknownFrom(`Object.fromEntries(${entries.text})`, [entries], 'object')
    eachSlot(machine, iterationSlots(machine, entries, 'Object.fromEntries'), (slot) => {
      const entry = machine.settle(slot.value)
      const key = get(machine, entry, 0, 'key')
      const value = get(machine, entry, 1, 'value')
      const place = machine.place ?? slot.place
      each(machine, key, (name) => {
        const known = keyOf(name)
        if (known === undefined) setUnknown(machine, object, name, { value, place })
        else define(machine, object, known, { value, place })
        return undefined
      })
    })
    return object
  })
}

function assign(machine: Machine, target: Slot | undefined, sources: readonly Slot[]): Value {
  const into = target ? machine.read(target) : undefined
  return each(machine, into, (object) => {
    if (!(object instanceof Obj)) return object
    for (const source of sources) spreadInto(machine, object, machine.read(source), 'Object.assign(…)')
    return object
  })
}

function prototypes(machine: Machine, realm: Realm, type: FunctionObj): void {
  realm.method(type, 'create', (_machine, _self, args) => {
    const proto = argument(machine, args, 0)
    const made = machine.object()
    made.proto = proto instanceof Obj ? proto : null
    return made
  })
  realm.method(type, 'getPrototypeOf', (_machine, _self, args) => {
    const value = argument(machine, args, 0)
    return value instanceof Obj ? value.proto : unknownFrom('Object.getPrototypeOf(…)', [value])
  })
  realm.method(type, 'setPrototypeOf', (_machine, _self, args) => {
    const value = argument(machine, args, 0)
    const proto = argument(machine, args, 1)
    if (value instanceof Obj && (proto instanceof Obj || proto === null)) value.proto = proto
    return value
  })
  realm.method(type, 'defineProperty', (_machine, _self, [target, name, description]) => {
    const object = target ? machine.read(target) : undefined
    if (object instanceof Obj && description)
      defineBy(machine, object, name ? machine.read(name) : undefined, machine.read(description))
    return object
  })
  realm.method(type, 'defineProperties', (_machine, _self, [target, all]) => {
    const object = target ? machine.read(target) : undefined
    const parts = all ? machine.read(all) : undefined
    if (object instanceof Obj && parts instanceof Obj)
      for (const { key, slot } of enumerated(machine, parts)) defineBy(machine, object, key, machine.read(slot))
    return object
  })
}

function defineBy(machine: Machine, object: Obj, name: Value, description: Value): void {
  const key = keyOf(name)
  if (!(description instanceof Obj) || key === undefined) return
  const hidden = getOf(machine, description, 'enumerable') !== true
  for (const part of ['get', 'set'] as const) {
    const accessor = getOf(machine, description, part)
    if (accessor instanceof FunctionObj) {
      defineAccessor(machine, object, key, part, accessor, hidden)
      return
    }
  }
  const value = getOf(machine, description, 'value')
  machine.heap.write(object)
  object.props.set(key, { value, place: machine.place, hidden })
}

function sealing(machine: Machine, realm: Realm, type: FunctionObj): void {
  for (const name of ['freeze', 'seal', 'preventExtensions'])
    realm.method(type, name, (_machine, _self, args) => {
      const value = argument(machine, args, 0)
      if (value instanceof Obj && name === 'freeze' && machine.heap.top.parent === undefined) value.frozen = true
      return value
    })
  for (const name of ['isFrozen', 'isSealed'])
    realm.method(type, name, (_machine, _self, args) => {
      const value = argument(machine, args, 0)
      return value instanceof Obj ? value.frozen : true
    })
  realm.method(type, 'is', (_machine, _self, args) => {
    const [a, b] = [argument(machine, args, 0), argument(machine, args, 1)]
    return a instanceof Unknown || b instanceof Unknown
      ? unknownFrom('Object.is(…)', [a, b], 'boolean')
      : Object.is(a, b)
  })
}
