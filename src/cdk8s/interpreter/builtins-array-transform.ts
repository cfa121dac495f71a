import { bound, listMethod } from './builtins-array.ts'
import { branch, eachSlot, fork, repeat } from './fork.ts'
import { invoke } from './functions.ts'
import { argument } from './lift.ts'
import type { Machine } from './machine.ts'
import { isCertain, listGaps } from './objects.ts'
import type { Realm } from './realm.ts'
import { sortSlots } from './sorting.ts'
import { joinList } from './text.ts'
import { Choice, type Guard, Unknown, unknownFrom } from './unknown.ts'
import { ArrayObj, Obj, plainSlot, type Slot, type Value } from './values.ts'

/** Calls a callback as the methods of lists do. */
function caller(machine: Machine, list: ArrayObj, args: readonly Slot[], name: string) {
  const callback = argument(machine, args, 0)
  const self = argument(machine, args, 1)
  return (slot: Slot, index: number): Value => {
    machine.place = undefined
    return invoke(
      machine,
      callback,
      self,
      [{ value: slot.value, place: slot.place }, plainSlot(index), plainSlot(list)],
      name,
    )
  }
}

/** The items of a list, with one for all that are not known. */
function slotsOf(list: ArrayObj): Slot[] {
  return list.open
    ? [...list.items, { value: new Unknown(list.open, { text: 'item' }), repeated: list.open }]
    : [...list.items]
}

/** What a callback makes of each item, under the conditions of that item. */
export function mapSlots(
  machine: Machine,
  slots: readonly Slot[],
  change: (slot: Slot, index: number) => Slot[],
): Slot[] {
  const made = new Map<number, Slot[]>()
  eachSlot(machine, slots, (slot, index) => {
    const results = change(slot, index).map((result) => ({
      ...result,
      ...(slot.perhaps ? { perhaps: [...slot.perhaps, ...(result.perhaps ?? [])] } : {}),
      ...(slot.repeated ? { repeated: slot.repeated } : {}),
    }))
    // An item that stands for several is gone through twice: the second time counts.
    made.set(index, results)
  })
  return [...made.values()].flat()
}

export function transformBuiltins(realm: Realm): void {
  listMethod(realm, 'map', (machine, list, args) => {
    const call = caller(machine, list, args, 'map')
    const made = mapSlots(machine, slotsOf(list), (slot, index) => [
      { value: call(slot, index), place: machine.place ?? slot.place },
    ])
    return machine.array(made)
  })
  listMethod(realm, 'flatMap', (machine, list, args) => {
    const call = caller(machine, list, args, 'flatMap')
    const made = mapSlots(machine, slotsOf(list), (slot, index) =>
      flattened(machine, { value: call(slot, index), place: slot.place }, 1),
    )
    return machine.array(made)
  })
  listMethod(realm, 'forEach', (machine, list, args) => {
    const call = caller(machine, list, args, 'forEach')
    eachSlot(machine, slotsOf(list), (slot, index) => void call(slot, index))
    return undefined
  })
  listMethod(realm, 'filter', (machine, list, args) => {
    const call = caller(machine, list, args, 'filter')
    const kept = mapSlots(machine, slotsOf(list), (slot, index) => keptIf(machine, call(slot, index), slot))
    return machine.array(kept)
  })
  listMethod(realm, 'flat', (machine, list, args) => {
    const depth = argument(machine, args, 0) ?? 1
    return machine.array(slotsOf(list).flatMap((slot) => flattened(machine, slot, Math.min(Number(depth) || 0, 64))))
  })
  listMethod(realm, 'concat', (machine, list, args) =>
    machine.array([...slotsOf(list), ...args.flatMap((slot) => flattened(machine, slot, 1))]),
  )
  listMethod(realm, 'slice', slice)
  listMethod(realm, 'join', (machine, list, args) => joinList(machine, list, argument(machine, args, 0) ?? ','))
  listMethod(realm, 'toString', (machine, list) => joinList(machine, list, ','))
  listMethod(realm, 'reduce', (machine, list, args) => reduce(machine, slotsOf(list), args))
  listMethod(realm, 'reduceRight', (machine, list, args) => reduce(machine, slotsOf(list).reverse(), args))
  ordering(realm)
  iterators(realm)
}

function keptIf(machine: Machine, test: Value, slot: Slot): Slot[] {
  const kept = machine.array([])
  const { perhaps: _perhaps, repeated: _repeated, ...item } = slot
  branch(
    machine,
    test,
    () => {
      machine.heap.write(kept)
      kept.items.push(item)
      return undefined
    },
    () => undefined,
  )
  return kept.items
}

function flattened(machine: Machine, slot: Slot, depth: number): Slot[] {
  const value = machine.settle(slot.value)
  if (depth < 1) return [slot]
  if (value instanceof Choice) {
    const { literal, yes, no } = value
    const under = (one: Value, guard: Guard) =>
      flattened(machine, { ...slot, value: one, perhaps: [...guard, ...(slot.perhaps ?? [])] }, depth)
    return [...under(yes, [literal]), ...under(no, [literal.opposite])]
  }
  if (value instanceof Unknown) {
    // What is unknown may be a list of any number of items.
    const mayBeList = value.type === undefined || value.type === 'list'
    return mayBeList && !value.parts ? [{ ...slot, repeated: slot.repeated ?? value.gaps }] : [slot]
  }
  if (!(value instanceof ArrayObj)) return [slot]
  return slotsOf(value)
    .map((item) => ({
      ...item,
      ...(slot.perhaps ? { perhaps: [...slot.perhaps, ...(item.perhaps ?? [])] } : {}),
      ...(slot.repeated ? { repeated: slot.repeated } : {}),
    }))
    .flatMap((item) => flattened(machine, item, depth - 1))
}

function slice(machine: Machine, list: ArrayObj, args: readonly Slot[]): Value {
  const start = argument(machine, args, 0) ?? 0
  const end = argument(machine, args, 1)
  const slots = slotsOf(list)
  if (start instanceof Unknown || end instanceof Unknown) {
    const { gaps } = unknownFrom('slice', [start, end])
    return machine.array(slots.map((slot) => ({ ...slot, repeated: gaps })))
  }
  if (isCertain(machine, list))
    return machine.array(
      slots.slice(bound(start, slots.length), end === undefined ? undefined : bound(end, slots.length)),
    )
  if (end === undefined && Number(start) === 0) return machine.array(slots)
  const sure = slots.findIndex((slot) => slot.repeated || !machine.isHere(slot))
  if (Number(start) >= 0 && Number(start) <= sure && end === undefined) return machine.array(slots.slice(Number(start)))
  return machine.array(slots.map((slot) => ({ ...slot, repeated: listGaps(list) })))
}

function reduce(machine: Machine, slots: readonly Slot[], args: readonly Slot[]): Value {
  const callback = argument(machine, args, 0)
  let rest = slots
  let result: Value
  if (args.length > 1) result = argument(machine, args, 1)
  else {
    const [first, ...others] = slots
    if (!first) return machine.fail('TypeError', 'Reduce of empty array with no initial value')
    result = machine.read(first)
    rest = others
  }
  for (const [index, slot] of rest.entries()) {
    if (machine.isGone(slot)) continue
    const { value, place } = slot
    const next = (): Value =>
      invoke(machine, callback, undefined, [plainSlot(result), { value, place }, plainSlot(index)], 'reduce')
    const literal = slot.perhaps?.find((one) => !machine.heap.assumes(one))
    if (slot.repeated) result = reduceRepeated(machine, slot, result, callback)
    else if (literal) {
      const before = result
      result = fork(machine, literal, next, () => before)
    } else result = next()
  }
  return result
}

function reduceRepeated(machine: Machine, slot: Slot, before: Value, callback: Value): Value {
  const gaps = slot.repeated ?? listGaps(new ArrayObj(null, [slot]))
  const holder = machine.object()
  repeat(machine, gaps, () => {
    const start = before instanceof Obj ? before : new Unknown(gaps, { text: 'result' })
    const value = invoke(
      machine,
      callback,
      undefined,
      [
        plainSlot(start),
        { value: slot.value, place: slot.place },
        plainSlot(new Unknown(gaps, { text: 'index', type: 'number' })),
      ],
      'reduce',
    )
    machine.heap.write(holder)
    holder.props.set('result', plainSlot(value))
  })
  const after = holder.props.get('result')
  return after ? (machine.settle(after.value) === before ? before : new Unknown(gaps, { text: 'reduce(…)' })) : before
}

function ordering(realm: Realm): void {
  listMethod(realm, 'sort', (machine, list, args) => {
    const sorted = sortSlots(machine, slotsOf(list), argument(machine, args, 0))
    machine.heap.write(list)
    list.items = sorted
    return list
  })
  listMethod(realm, 'toSorted', (machine, list, args) =>
    machine.array(sortSlots(machine, slotsOf(list), argument(machine, args, 0))),
  )
  listMethod(realm, 'toReversed', (machine, list) => machine.array(slotsOf(list).reverse()))
  listMethod(realm, 'with', (machine, list, args) => {
    const copy = [...list.items]
    const [index, value] = args
    if (index && value && isCertain(machine, list)) copy[bound(machine.read(index), copy.length)] = value
    return machine.array(copy)
  })
}

function iterators(realm: Realm): void {
  const numbered = (list: ArrayObj) => slotsOf(list)
  listMethod(realm, 'keys', (machine, list) =>
    machine.array(numbered(list).map((slot, index) => ({ ...slot, value: index }))),
  )
  listMethod(realm, 'values', (machine, list) => machine.array(numbered(list)))
  listMethod(realm, 'entries', (machine, list) =>
    machine.array(
      numbered(list).map((slot, index) => {
        const { value, place, ...rest } = slot
        return { ...rest, value: machine.array([plainSlot(index), { value, place }]) }
      }),
    ),
  )
}
