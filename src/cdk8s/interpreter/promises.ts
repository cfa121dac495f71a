import { each } from './fork.ts'
import { invoke } from './functions.ts'
import { type Machine, Thrown } from './machine.ts'
import { Choice, Unknown, unknownFrom } from './unknown.ts'
import { FunctionObj, Obj, type Slot, type Value } from './values.ts'

/** How a promise came out; undefined as long as it has not. */
type Outcome = { readonly value: Value } | { readonly thrown: Thrown } | undefined

function make(machine: Machine, outcome: Outcome): Obj {
  const promise = machine.register(new Obj(machine.realm.promisePrototype, 'promise'))
  promise.inner = outcome
  return promise
}

function outcomeOf(promise: Obj): Outcome {
  return promise.inner as Outcome
}

/** A promise of a value; of another promise, that one. */
export function promiseOf(machine: Machine, of: Value): Value {
  const value = machine.settle(of)
  if (value instanceof Obj && value.kind === 'promise') return value
  return make(machine, { value })
}

export function rejection(machine: Machine, thrown: Thrown): Value {
  const promise = make(machine, { thrown })
  machine.rejected.set(promise, thrown)
  return promise
}

/** What `await` gives: functions of the program itself have come to their end by then. */
export function awaited(machine: Machine, of: Value, text: string): Value {
  const value = machine.settle(of)
  if (value instanceof Choice) return each(machine, value, (one) => awaited(machine, one, text))
  if (value instanceof Unknown) return value
  if (!(value instanceof Obj) || value.kind !== 'promise') return value
  machine.rejected.delete(value)
  const outcome = outcomeOf(value)
  if (!outcome) return unknownFrom(text, [])
  if ('thrown' in outcome) throw outcome.thrown
  return machine.settle(outcome.value)
}

/** `then`, `catch` and `finally`. */
export function chain(machine: Machine, self: Value, fulfilled: Value, rejected: Value): Value {
  if (!(self instanceof Obj)) return self
  machine.rejected.delete(self)
  const outcome = outcomeOf(self)
  if (!outcome) return make(machine, undefined)
  const handler = 'thrown' in outcome ? rejected : fulfilled
  const isThere = handler instanceof FunctionObj || handler instanceof Unknown
  if (!isThere) return 'thrown' in outcome ? rejection(machine, outcome.thrown) : self
  const argument = 'thrown' in outcome ? outcome.thrown.value : outcome.value
  return attempted(machine, () => invoke(machine, handler, undefined, [{ value: argument }], 'callback'))
}

/** Runs something as a promise's callback: what it throws rejects the promise. */
export function attempted(machine: Machine, run: () => Value): Value {
  const { call, site } = machine
  try {
    return promiseOf(machine, run())
  } catch (error) {
    if (!(error instanceof Thrown)) throw error
    Object.assign(machine, { call, site })
    return rejection(machine, error)
  }
}

/** `new Promise(…)`: its callback runs at once. */
export function newPromise(machine: Machine, executor: Value): Value {
  const promise = make(machine, undefined)
  const settle = (kind: 'value' | 'thrown') =>
    machine.native(kind, (_machine, _self, [slot]) => {
      if (promise.inner !== undefined) return undefined
      if (kind === 'thrown') reject(machine, promise, slot)
      else promise.inner = outcomeFor(machine.settle(slot?.value))
      return undefined
    })
  try {
    invoke(machine, executor, undefined, [{ value: settle('value') }, { value: settle('thrown') }], 'executor')
  } catch (error) {
    if (!(error instanceof Thrown)) throw error
    promise.inner ??= { thrown: error }
  }
  return promise
}

function reject(machine: Machine, promise: Obj, slot: Slot | undefined): void {
  const thrown = new Thrown(slot?.value, machine.at)
  promise.inner = { thrown }
  machine.rejected.set(promise, thrown)
}

function outcomeFor(value: Value): Outcome {
  return value instanceof Obj && value.kind === 'promise' ? outcomeOf(value) : { value }
}

/** The values of all promises of a list, in a promise. */
export function allOf(machine: Machine, list: readonly Slot[]): Value {
  return attempted(machine, () =>
    machine.array(list.map((slot) => ({ ...slot, value: awaited(machine, slot.value, 'promise') }))),
  )
}

/** What became of each promise of a list, in a promise. */
export function allSettled(machine: Machine, list: readonly Slot[]): Value {
  const results = list.map((slot) => {
    const result = machine.object()
    const promise = attempted(machine, () => awaited(machine, slot.value, 'promise'))
    const outcome = promise instanceof Obj ? outcomeOf(promise) : undefined
    if (promise instanceof Obj) machine.rejected.delete(promise)
    const thrown = outcome && 'thrown' in outcome ? outcome.thrown : undefined
    result.props.set('status', { value: thrown ? 'rejected' : 'fulfilled' })
    if (thrown) result.props.set('reason', { value: thrown.value })
    else result.props.set('value', { value: outcome && 'value' in outcome ? outcome.value : undefined })
    return { ...slot, value: result }
  })
  return promiseOf(machine, machine.array(results))
}

export function firstOf(machine: Machine, list: readonly Slot[]): Value {
  const [first] = list
  return first ? attempted(machine, () => awaited(machine, first.value, 'promise')) : make(machine, undefined)
}
