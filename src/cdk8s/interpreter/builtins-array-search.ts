import { listMethod } from './builtins-array.ts'
import { branch, fork } from './fork.ts'
import { invoke } from './functions.ts'
import { argument } from './lift.ts'
import type { Machine } from './machine.ts'
import { get, isCertain } from './objects.ts'
import { areEqual } from './operators.ts'
import type { Realm } from './realm.ts'
import { Choice, Condition, choose, type Literal, Unknown } from './unknown.ts'
import { type ArrayObj, plainSlot, type Slot, type Value } from './values.ts'

interface Search {
  readonly machine: Machine
  readonly list: ArrayObj
  readonly order: readonly number[]
  /** Whether an item is what is looked for. */
  readonly test: (slot: Slot, index: number) => Value
  readonly found: (slot: Slot, index: number) => Value
  readonly none: () => Value
}

/** The first item in an order that passes a test; where that is unknown, one of those that may. */
function search(job: Search, at = 0): Value {
  const { machine, list, order, test, found, none } = job
  let position = at
  for (;;) {
    const index = order[position]
    const slot = index === undefined ? undefined : list.items[index]
    if (!slot || index === undefined) return none()
    position += 1
    const next = position
    if (machine.isGone(slot)) continue
    const look = () =>
      branch(
        machine,
        test(slot, index),
        () => found(slot, index),
        () => search(job, next),
      )
    const literal = uncertainty(machine, slot)
    if (literal) return fork(machine, literal, look, () => search(job, next))
    const result = machine.settle(test(slot, index))
    if (result instanceof Unknown || result instanceof Choice)
      return branch(
        machine,
        result,
        () => found(slot, index),
        () => search(job, next),
      )
    if (result) return found(slot, index)
  }
}

function uncertainty(machine: Machine, slot: Slot): Literal | undefined {
  if (slot.repeated) return new Condition(slot.repeated).holds
  return slot.perhaps?.find((literal) => !machine.heap.assumes(literal))
}

function finder(
  realm: Realm,
  name: string,
  backwards: boolean,
  found: Search['found'],
  none: Value,
  negate = false,
): void {
  listMethod(realm, name, (machine, list, args) => {
    const callback = argument(machine, args, 0)
    const test = (slot: Slot, index: number) => {
      const value = invoke(
        machine,
        callback,
        argument(machine, args, 1),
        [slot, plainSlot(index), plainSlot(list)],
        name,
      )
      return negate ? choosing(value) : value
    }
    const order = [...list.items.keys()]
    if (backwards) order.reverse()
    const job: Search = {
      machine,
      list,
      order,
      test,
      found: (slot, index) => hit(machine, slot, found(slot, index)),
      none: () => none,
    }
    return search(job)
  })
}

function hit(machine: Machine, slot: Slot, value: Value): Value {
  machine.place = slot.place
  return machine.settle(value)
}

/** `!value`, for `every`. */
function choosing(value: Value): Value {
  if (value instanceof Choice) return choose(value.literal, choosing(value.yes), choosing(value.no))
  if (value instanceof Unknown) return new Choice(value.literal, false, true)
  return !value
}

export function searchBuiltins(realm: Realm): void {
  const item = (slot: Slot) => slot.value
  const place = (_slot: Slot, index: number) => index
  finder(realm, 'find', false, item, undefined)
  finder(realm, 'findLast', true, item, undefined)
  finder(realm, 'findIndex', false, place, -1)
  finder(realm, 'findLastIndex', true, place, -1)
  finder(realm, 'some', false, () => true, false)
  finder(realm, 'every', false, () => false, true, true)
  matcher(realm, 'includes', false, () => true, false)
  matcher(realm, 'indexOf', false, place, -1)
  matcher(realm, 'lastIndexOf', true, place, -1)
  listMethod(realm, 'at', (machine, list, args) => {
    const index = argument(machine, args, 0)
    if (typeof index === 'number' && index < 0 && isCertain(machine, list))
      return get(machine, list, list.items.length + index, 'at')
    if (typeof index === 'number' && index < 0) return lastOf(machine, list, index)
    return get(machine, list, index ?? 0, 'at')
  })
}

function lastOf(machine: Machine, list: ArrayObj, index: number): Value {
  const slot = list.items.at(index)
  if (slot && !list.open && list.items.slice(index).every((one) => !one.repeated && machine.isHere(one)))
    return machine.settle(slot.value)
  return get(machine, list, 'length', 'length') === 0 ? undefined : get(machine, list, list.items.length, 'at')
}

function matcher(realm: Realm, name: string, backwards: boolean, found: Search['found'], none: Value): void {
  listMethod(realm, name, (machine, list, args) => {
    const wanted = argument(machine, args, 0)
    const test = (slot: Slot): Value => same(machine, machine.settle(slot.value), wanted, name === 'includes')
    const order = [...list.items.keys()]
    if (backwards) order.reverse()
    const from = argument(machine, args, 1)
    const start = typeof from === 'number' && from > 0 && !backwards ? order.filter((index) => index >= from) : order
    const result = search({ machine, list, order: start, test, found, none: () => none })
    return list.open && result === none ? new Unknown(list.open, { text: name }) : result
  })
}

function same(machine: Machine, a: Value, b: Value, withNaN: boolean): Value {
  if (a instanceof Choice)
    return choose(
      a.literal,
      same(machine, machine.settle(a.yes), b, withNaN),
      same(machine, machine.settle(a.no), b, withNaN),
    )
  if (b instanceof Choice)
    return choose(
      b.literal,
      same(machine, a, machine.settle(b.yes), withNaN),
      same(machine, a, machine.settle(b.no), withNaN),
    )
  if (withNaN && Number.isNaN(a) && Number.isNaN(b)) return true
  return areEqual(a, b, true, () => 'item')
}
