import { each, fork } from './fork.ts'
import type { Machine } from './machine.ts'
import { enumerated, isCertain, listGaps } from './objects.ts'
import { Condition, choose, mergeGaps, Unknown, unknownFrom } from './unknown.ts'
import { ArrayObj, Obj, plainSlot, type Slot, type Value } from './values.ts'
import { define, setUnknown } from './writes.ts'

/** Copies all that can be enumerated into an object, as a spread does. */
export function spreadInto(
  machine: Machine,
  target: Obj,
  source: Value,
  text: string,
  skip?: ReadonlySet<string>,
): void {
  each(machine, source, (value) => {
    if (value instanceof Unknown) spreadUnknown(machine, target, value, text)
    else if (typeof value === 'string')
      for (const [index, char] of [...value].entries()) define(machine, target, `${index}`, plainSlot(char))
    else if (value instanceof Obj) copyEntries(machine, target, value, skip)
    return undefined
  })
}

function copyEntries(machine: Machine, target: Obj, source: Obj, skip: ReadonlySet<string> | undefined): void {
  for (const { key, slot } of enumerated(machine, source)) {
    if (typeof key === 'string' && skip?.has(key)) continue
    const { value, place, perhaps } = slot
    const literal = perhaps?.find((each) => !machine.heap.assumes(each))
    const copy: Slot = { value: machine.settle(value), place }
    const write = () => {
      if (typeof key === 'string') define(machine, target, key, copy)
      else if (!slot.repeated) setUnknown(machine, target, key, copy)
      return undefined
    }
    if (literal) fork(machine, literal, write, () => undefined)
    else write()
  }
  if (source instanceof ArrayObj && !isCertain(machine, source))
    overridable(machine, target, listGaps(source), undefined)
  else if (source.open) overridable(machine, target, source.open, source)
}

function spreadUnknown(machine: Machine, target: Obj, value: Unknown, text: string): void {
  if (value.truthy === false) return
  overridable(machine, target, unknownFrom(text, [value]).gaps, undefined)
}

/** Every entry so far may be overwritten by what is spread now, except those that the spread object is known to hold. */
function overridable(machine: Machine, target: Obj, gaps: Unknown['gaps'], source: Obj | undefined): void {
  machine.heap.write(target)
  for (const [key, slot] of target.props) {
    if (typeof key !== 'string' || source?.props.has(key)) continue
    const value = choose(new Condition(gaps).holds, new Unknown(gaps, { text: key }), slot.value)
    target.props.set(key, { ...slot, value })
  }
  target.open = target.open ? mergeGaps(target.open, gaps) : gaps
}
