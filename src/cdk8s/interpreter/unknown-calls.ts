import type { Gap } from '../../base/maybe.ts'
import { repeat } from './fork.ts'
import { callFunction } from './functions.ts'
import type { Machine } from './machine.ts'
import { mergeGaps, Unknown } from './unknown.ts'
import { ArrayObj, FunctionObj, Obj, plainSlot, type Slot, type Value } from './values.ts'

/** What code that is not read gives: anything. What it was handed, it may have changed; functions, it may have called. */
export function callUnknown(machine: Machine, callee: Unknown, args: readonly Slot[], text: string): Value {
  // The library itself hands nothing to code that is not read: it asks unknown values questions.
  const isByLibrary = machine.call?.frame.callee?.scope?.unit.isLibrary === true
  if (!isByLibrary)
    for (const { value } of args) {
      callBack(machine, machine.settle(value), callee)
      handOver(machine, machine.settle(value), callee)
    }
  const place = machine.at ?? machine.site
  const at = place && { file: place.file, span: { start: place.start, end: place.end }, precision: 'node' as const }
  const [first, ...rest] = callee.gaps
  return new Unknown([at && !first.at ? { ...first, at } : first, ...rest], { text: `${text}(…)`.slice(0, 90) })
}

/** Code that is not read may call a function that it is given, any number of times. */
function callBack(machine: Machine, value: Value, caller: Unknown): void {
  if (!(value instanceof FunctionObj) || !value.code || value.classPart || value.scope?.unit.isLibrary) return
  const args = value.code.params.map(() => plainSlot(new Unknown(caller.gaps, { text: `${caller.text}(…)` })))
  repeat(machine, caller.gaps, () => {
    callFunction(machine, value, undefined, args)
  })
}

function handOver(machine: Machine, value: Value, receiver: Unknown, depth = 0): void {
  if (!(value instanceof Obj) || value.kind === 'namespace' || value instanceof FunctionObj || value.open || depth > 6)
    return
  if (value.proto !== machine.realm.objectPrototype && !(value instanceof ArrayObj)) {
    machine.notes.push(noteOf(receiver.gaps[0]))
    return
  }
  machine.heap.write(value)
  value.open = value.open ? mergeGaps(value.open, receiver.gaps) : receiver.gaps
  for (const slot of value.items ?? value.props.values()) handOver(machine, slot.value, receiver, depth + 1)
}

function noteOf(gap: Gap): Gap {
  return { ...gap, what: `what is added by ${gap.what}` }
}
