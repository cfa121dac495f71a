import { invoke } from './functions.ts'
import type { Machine } from './machine.ts'
import { toText } from './text.ts'
import { gapsOf, isUncertain } from './unknown.ts'
import { plainSlot, type Slot, type Value } from './values.ts'

class Undecided extends Error {}

/** Items in order. What may be missing keeps its place among the others; what is unknown comes first, for any number of items. */
export function sortSlots(machine: Machine, slots: readonly Slot[], comparator: Value): Slot[] {
  if (slots.length < 2) return [...slots]
  const known = slots.filter((slot) => !isUncertain(machine.settle(slot.value)) && !slot.repeated)
  const rest = slots.filter((slot) => !known.includes(slot))
  const compare = comparator === undefined ? byText(machine) : byComparator(machine, comparator)
  try {
    const present = known.filter((slot) => slot.value !== undefined)
    const sorted = mergeSort(present, compare)
    return [...anyOrder(machine, rest), ...sorted, ...known.filter((slot) => slot.value === undefined)]
  } catch (error) {
    if (error instanceof Undecided) return anyOrder(machine, slots)
    throw error
  }
}

/** Unknown items could stand anywhere: each of them is repeated, as if it stood for some of them. */
function anyOrder(machine: Machine, slots: readonly Slot[]): Slot[] {
  return slots.map((slot) => {
    const [first, ...rest] = gapsOf(machine.settle(slot.value))
    return first && !slot.repeated ? { ...slot, repeated: [first, ...rest] } : slot
  })
}

type Compare = (a: Slot, b: Slot) => number

function byText(machine: Machine): Compare {
  const texts = new Map<Slot, string>()
  const textOf = (slot: Slot): string => {
    const known = texts.get(slot)
    if (known !== undefined) return known
    const text = toText(machine, slot.value)
    if (typeof text !== 'string') throw new Undecided()
    texts.set(slot, text)
    return text
  }
  return (a, b) => {
    const x = textOf(a)
    const y = textOf(b)
    return x < y ? -1 : x > y ? 1 : 0
  }
}

function byComparator(machine: Machine, comparator: Value): Compare {
  return (a, b) => {
    const result = machine.settle(
      invoke(
        machine,
        comparator,
        undefined,
        [a, b].map((slot) => plainSlot(slot.value, slot.place)),
        'sort',
      ),
    )
    if (isUncertain(result)) throw new Undecided()
    return Number(result) || 0
  }
}

/** A stable sort of our own: what compares may throw, or never agree with itself. */
function mergeSort(slots: readonly Slot[], compare: Compare): Slot[] {
  if (slots.length < 2) return [...slots]
  const middle = slots.length >> 1
  const left = mergeSort(slots.slice(0, middle), compare)
  const right = mergeSort(slots.slice(middle), compare)
  const merged: Slot[] = []
  let at = 0
  for (const slot of left) {
    for (let next = right[at]; next && compare(slot, next) > 0; next = right[at]) {
      merged.push(next)
      at += 1
    }
    merged.push(slot)
  }
  return [...merged, ...right.slice(at)]
}
