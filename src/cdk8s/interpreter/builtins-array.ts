import { searchBuiltins } from './builtins-array-search.ts'
import { transformBuiltins } from './builtins-array-transform.ts'
import { each, truthOf } from './fork.ts'
import { invoke } from './functions.ts'
import { iterationSlots } from './iteration.ts'
import { argument } from './lift.ts'
import { limits, type Machine } from './machine.ts'
import { certainLength, get, getOf, isCertain, listGaps } from './objects.ts'
import type { Realm } from './realm.ts'
import { Condition, choose, Unknown } from './unknown.ts'
import { ArrayObj, Obj, plainSlot, type Slot, type Value } from './values.ts'

type ListMethod = (machine: Machine, list: ArrayObj, args: readonly Slot[]) => Value

/** Adds a method that works on lists, and on nothing else. */
export function listMethod(realm: Realm, name: string, run: ListMethod): void {
  realm.method(realm.arrayPrototype, name, (machine, self, args) =>
    each(machine, self, (one) => {
      if (one instanceof ArrayObj) return run(machine, one, args)
      if (one instanceof Obj || one instanceof Unknown || typeof one === 'string')
        return run(machine, machine.array(iterationSlots(machine, one, name)), args)
      return machine.fail('TypeError', `Array.prototype.${name} called on null or undefined`)
    }),
  )
}

export function arrayBuiltins(machine: Machine, realm: Realm): void {
  const type = realm.type('Array', realm.arrayPrototype, (_machine, _self, args) => newArray(machine, args))
  realm.method(type, 'isArray', (_machine, _self, args) => isArray(machine, argument(machine, args, 0)))
  realm.method(type, 'of', (_machine, _self, args) => machine.array([...args]))
  realm.method(type, 'from', (_machine, _self, args) => arrayFrom(machine, args))
  mutators(realm)
  searchBuiltins(realm)
  transformBuiltins(realm)
}

function newArray(machine: Machine, args: readonly Slot[]): Value {
  const length = argument(machine, args, 0)
  if (args.length !== 1 || typeof length !== 'number') return machine.array([...args])
  if (!Number.isInteger(length) || length < 0) return machine.fail('RangeError', 'Invalid array length')
  return machine.array(holes(machine, length))
}

function holes(machine: Machine, length: number): Slot[] {
  if (length > limits.items) machine.array(Array.from({ length: limits.items + 1 }, () => plainSlot(undefined)))
  return Array.from({ length }, () => plainSlot(undefined))
}

function isArray(machine: Machine, value: Value): Value {
  return each(machine, value, (one) => {
    if (one instanceof Unknown) return one.type === 'list' || isArrayUnknown(one)
    return one instanceof ArrayObj
  })
}

function isArrayUnknown(value: Unknown): Value {
  if (value.type || value.parts) return false
  return value.derived(
    'isArray',
    () => new Unknown(value.gaps, { text: `Array.isArray(${value.text})`, type: 'boolean' }),
  )
}

function arrayFrom(machine: Machine, args: readonly Slot[]): Value {
  const source = argument(machine, args, 0)
  const change = argument(machine, args, 1)
  const slots = sourceSlots(machine, source)
  if (change === undefined) return machine.array(slots)
  return machine.array(
    slots.map((slot, index) => {
      const value = invoke(machine, change, undefined, [slot, plainSlot(index)], 'Array.from')
      return { ...slot, value, place: machine.place ?? slot.place }
    }),
  )
}

function sourceSlots(machine: Machine, source: Value): Slot[] {
  if (!(source instanceof Obj) || source instanceof ArrayObj || source.data)
    return iterationSlots(machine, source, 'Array.from')
  if (getOf(machine, source, realmIterator(machine))) return iterationSlots(machine, source, 'Array.from')
  const length = machine.settle(getOf(machine, source, 'length'))
  if (length instanceof Unknown) return [{ value: undefined, repeated: length.gaps }]
  const count = Math.max(0, Math.trunc(Number(length)) || 0)
  return holes(machine, count).map((slot, index) => {
    const value = get(machine, source, String(index), 'item')
    return value === undefined ? slot : plainSlot(value, machine.place)
  })
}

function realmIterator(machine: Machine) {
  return machine.realm.iteratorSymbol
}

function mutators(realm: Realm): void {
  listMethod(realm, 'push', (machine, list, args) => {
    machine.heap.write(list)
    list.items.push(...args)
    checkLength(machine, list)
    return lengthOf(machine, list)
  })
  listMethod(realm, 'unshift', (machine, list, args) => {
    machine.heap.write(list)
    list.items = [...args, ...list.items]
    checkLength(machine, list)
    return lengthOf(machine, list)
  })
  listMethod(realm, 'pop', (machine, list) => takeLast(machine, list))
  listMethod(realm, 'shift', (machine, list) => takeFirst(machine, list))
  listMethod(realm, 'splice', splice)
  listMethod(realm, 'reverse', (machine, list) => {
    machine.heap.write(list)
    list.items = [...list.items].reverse()
    return list
  })
  listMethod(realm, 'fill', (machine, list, args) => {
    machine.heap.write(list)
    const [value, from, to] = args
    const start = bound(argument(machine, from ? [from] : [], 0) ?? 0, list.items.length)
    const end = bound(argument(machine, to ? [to] : [], 0) ?? list.items.length, list.items.length)
    list.items = list.items.map((slot, index) =>
      index >= start && index < end ? (value ?? plainSlot(undefined)) : slot,
    )
    return list
  })
}

function checkLength(machine: Machine, list: ArrayObj): void {
  if (list.items.length > limits.items) machine.array(list.items)
}

function lengthOf(machine: Machine, list: ArrayObj): Value {
  return getOf(machine, list, 'length')
}

function takeLast(machine: Machine, list: ArrayObj): Value {
  const last = list.items.at(-1)
  if (!last && !list.open) return undefined
  machine.heap.write(list)
  if (last && !last.repeated && machine.isHere(last) && !list.open) {
    list.items.pop()
    machine.place = last.place
    return machine.settle(last.value)
  }
  return takeSome(machine, list)
}

/** Takes an item of which nobody knows which one: every one may be gone. */
function takeSome(_machine: Machine, list: ArrayObj): Value {
  const gaps = listGaps(list)
  const { holds } = new Condition(gaps)
  const taken = list.items.reduce<Value>(
    (value, slot) => choose(new Condition(gaps).holds, slot.value, value),
    undefined,
  )
  list.items = list.items.map((slot) => (slot.repeated ? slot : { ...slot, perhaps: [holds, ...(slot.perhaps ?? [])] }))
  return taken
}

function takeFirst(machine: Machine, list: ArrayObj): Value {
  const [first] = list.items
  if (!first && !list.open) return undefined
  machine.heap.write(list)
  if (certainLength(machine, list) === 0) return takeSome(machine, list)
  list.items = list.items.slice(1)
  machine.place = first?.place
  return first ? machine.settle(first.value) : undefined
}

/** An index as `slice` understands it: from the end where it is negative. */
export function bound(value: Value, length: number): number {
  const index = Math.trunc(Number(value)) || 0
  return index < 0 ? Math.max(0, length + index) : Math.min(index, length)
}

function splice(machine: Machine, list: ArrayObj, args: readonly Slot[]): Value {
  const [from, count, ...added] = args
  const start = from ? machine.read(from) : 0
  const remove = count ? machine.read(count) : list.items.length
  if (
    !isCertain(machine, list) ||
    typeof start === 'object' ||
    typeof remove === 'object' ||
    truthOf(start) === undefined
  ) {
    const gaps = listGaps(list)
    machine.heap.write(list)
    list.items = [...list.items, ...added].map((slot) => ({ ...slot, repeated: gaps }))
    return machine.array(list.items.slice())
  }
  machine.heap.write(list)
  if (args.length === 0) return machine.array([])
  const items = [...list.items]
  const removed = items.splice(bound(start, items.length), Math.max(0, Number(remove) || 0), ...added)
  list.items = items
  return machine.array(removed)
}
