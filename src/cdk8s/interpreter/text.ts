import { invoke } from './functions.ts'
import { limits, type Machine } from './machine.ts'
import { getOf, isCertain, listGaps } from './objects.ts'
import { Choice, choose, type Part, stringOf, Unknown, unknownFrom } from './unknown.ts'
import { ArrayObj, FunctionObj, Obj, Sym, type Value } from './values.ts'

/** The string that values make one after the other, as a template does. */
export function joinText(machine: Machine, values: readonly Value[]): Value {
  const parts = values.map((value) => toText(machine, value))
  const at = parts.findIndex((part) => part instanceof Choice)
  const choice = parts[at]
  if (choice instanceof Choice) {
    const rest = parts.slice(at + 1)
    const before = joinText(machine, parts.slice(0, at))
    const withPart = (part: Value) => joinText(machine, [before, part, ...rest])
    return choose(choice.literal, withPart(choice.yes), withPart(choice.no))
  }
  const joined = stringOf(parts as Part[])
  if (typeof joined !== 'string') return joined
  if (joined.length > limits.text) return unknownFrom('a text of more than a million characters', [])
  return machine.text(joined)
}

/** A value as text: a string, one that is known in part, or a choice of such. */
export function toText(machine: Machine, of: Value): string | Unknown | Choice {
  const value = machine.settle(of)
  if (typeof value === 'string' || value instanceof Unknown) return value
  if (value instanceof Choice) {
    const text = choose(value.literal, toText(machine, value.yes), toText(machine, value.no))
    return text as string | Unknown | Choice
  }
  if (value instanceof Sym) return machine.fail('TypeError', 'Cannot convert a Symbol value to a string')
  return value instanceof Obj ? objectText(machine, value) : String(value)
}

function objectText(machine: Machine, object: Obj): string | Unknown | Choice {
  const own = getOf(machine, object, 'toString')
  if (own instanceof FunctionObj) {
    const text = machine.settle(invoke(machine, own, object, [], 'toString'))
    return text instanceof Obj
      ? machine.fail('TypeError', 'Cannot convert object to primitive value')
      : toText(machine, text)
  }
  if (own instanceof Unknown) return own
  return machine.fail('TypeError', 'Cannot convert object to primitive value')
}

/** What `join` makes of a list. */
export function joinList(machine: Machine, array: ArrayObj, separator: Value): Value {
  if (!isCertain(machine, array)) {
    const certain = array.items.every((slot) => !slot.repeated) && !array.open
    if (!certain || array.items.filter((slot) => !machine.isHere(slot)).length > 3)
      return new Unknown(listGaps(array), { text: 'join', type: 'string' })
    return joinPerhaps(machine, array, separator)
  }
  const parts: Value[] = []
  for (const [index, slot] of array.items.entries()) {
    if (index > 0) parts.push(separator)
    const value = machine.read(slot)
    parts.push(value === undefined || value === null ? '' : value)
  }
  return joinText(machine, parts)
}

/** A list of which some items may be missing, joined with and without them. */
function joinPerhaps(machine: Machine, array: ArrayObj, separator: Value): Value {
  const at = array.items.findIndex((slot) => !machine.isHere(slot))
  const slot = array.items[at]
  const literal = slot?.perhaps?.find((one) => !machine.heap.assumes(one))
  if (!slot || !literal) return joinList(machine, array, separator)
  const others = array.items.filter((one) => one !== slot)
  const rest = (slot.perhaps ?? []).filter((one) => one !== literal)
  const { perhaps: _, ...certain } = slot
  const here = rest.length > 0 ? { ...certain, perhaps: rest } : certain
  const withSlot = new ArrayObj(
    null,
    array.items.map((one) => (one === slot ? here : one)),
  )
  return choose(
    literal,
    joinList(machine, withSlot, separator),
    joinList(machine, new ArrayObj(null, others), separator),
  )
}
