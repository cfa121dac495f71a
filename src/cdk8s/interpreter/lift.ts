import type { Machine } from './machine.ts'
import { Choice, choose, Unknown, unknownFrom } from './unknown.ts'
import { Obj, type Slot, type Value } from './values.ts'

export function argument(machine: Machine, args: readonly Slot[], index: number): Value {
  const slot = args[index]
  return slot ? machine.read(slot) : undefined
}

/** How a value is told in the text of an unknown one. */
export function told(value: Value): string {
  if (value instanceof Unknown) return value.text
  if (value instanceof Choice || value instanceof Obj) return '…'
  return typeof value === 'string' ? `'${value.slice(0, 30)}'` : String(value)
}

/** Applies what needs known values: to each alternative of choices, and unknown where one of the values is. */
export function lift(
  machine: Machine,
  text: string,
  values: readonly Value[],
  type: Unknown['type'],
  run: (values: readonly Value[]) => Value,
): Value {
  const settled = values.map((value) => machine.settle(value))
  const at = settled.findIndex((value) => value instanceof Choice)
  const choice = settled[at]
  if (choice instanceof Choice) {
    const withValue = (value: Value) => lift(machine, text, settled.with(at, value), type, run)
    return choose(choice.literal, withValue(choice.yes), withValue(choice.no))
  }
  if (settled.some((value) => value instanceof Unknown)) return unknownFrom(text, settled, type)
  return run(settled)
}
