import { fork } from './fork.ts'
import { invoke } from './functions.ts'
import { limits, type Machine } from './machine.ts'
import { get, getOf, listGaps } from './objects.ts'
import { Choice, type Guard, type Literal, Unknown } from './unknown.ts'
import { ArrayObj, FunctionObj, Obj, plainSlot, type Slot, type Value } from './values.ts'

/** What a value yields when it is iterated over, in order; items that may be missing or repeated are marked so. */
export function iterationSlots(machine: Machine, source: Value, text: string): Slot[] {
  const value = machine.settle(source)
  if (value instanceof Choice)
    return [
      ...guardedBy(value.literal, iterationSlots(machine, value.yes, text)),
      ...guardedBy(value.literal.opposite, iterationSlots(machine, value.no, text)),
    ]
  if (value instanceof Unknown) {
    if (value.truthy === false && value.type !== 'string') return []
    const item = value.derived('[…]', () => new Unknown(value.gaps, { text: `${value.text}[…]` }))
    return [{ value: item, repeated: value.gaps }]
  }
  if (typeof value === 'string') return [...value].map((char) => plainSlot(char))
  if (!(value instanceof Obj)) return machine.fail('TypeError', `${text} is not iterable`)
  return slotsOfObject(machine, value, text)
}

function guardedBy(literal: Literal, slots: readonly Slot[]): Slot[] {
  return slots.map((slot) => ({ ...slot, perhaps: [literal, ...(slot.perhaps ?? [])] satisfies Guard }))
}

function slotsOfObject(machine: Machine, value: Obj, text: string): Slot[] {
  if (value instanceof ArrayObj) {
    const slots = value.items.filter((slot) => !machine.isGone(slot))
    return value.open ? [...slots, { value: new Unknown(value.open, { text: 'item' }), repeated: value.open }] : slots
  }
  if (value.data)
    return [...value.data.values()].filter((slot) => !machine.isGone(slot)).map((slot) => entryOf(machine, value, slot))
  const iterator = getOf(machine, value, machine.realm.iteratorSymbol)
  if (iterator instanceof FunctionObj) return fromIterator(machine, invoke(machine, iterator, value, [], text))
  if (value.open) return [{ value: new Unknown(value.open, { text: 'item' }), repeated: listGaps(value) }]
  return machine.fail('TypeError', `${text} is not iterable`)
}

function entryOf(machine: Machine, value: Obj, slot: Slot): Slot {
  if (value.kind === 'set') return { ...slot, value: slot.key }
  const entry = machine.array([
    { value: slot.key, place: slot.place },
    { value: slot.value, place: slot.place },
  ])
  return { ...slot, value: entry }
}

/** All that an iterator of the program itself yields. */
function fromIterator(machine: Machine, iterator: Value): Slot[] {
  if (machine.settle(iterator) instanceof ArrayObj) return iterationSlots(machine, iterator, 'iterator')
  const slots: Slot[] = []
  const next = get(machine, iterator, 'next', 'next')
  while (slots.length < limits.items) {
    const result = machine.settle(invoke(machine, next, iterator, [], 'next'))
    if (result instanceof Unknown) return [...slots, { value: result, repeated: result.gaps }]
    if (get(machine, result, 'done', 'done') === true) return slots
    slots.push(plainSlot(get(machine, result, 'value', 'value')))
  }
  return machine.fail('RangeError', 'Invalid array length')
}

/** Runs something where an item is there: at once, or under its conditions. */
export function whereHere(machine: Machine, slot: Slot, run: () => void): void {
  const literal = slot.perhaps?.find((one) => !machine.heap.assumes(one))
  if (!literal) {
    run()
    return
  }
  fork(
    machine,
    literal,
    () => {
      whereHere(machine, slot, run)
      return undefined
    },
    () => undefined,
  )
}
