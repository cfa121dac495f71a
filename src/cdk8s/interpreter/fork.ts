import type { Gap, Gaps } from '../../base/maybe.ts'
import { type Completion, goTogether, rankOf } from './completion.ts'
import { type Changes, repeatAdded, widen } from './heap.ts'
import { type Machine, Thrown } from './machine.ts'
import { Choice, Condition, choose, type Literal, Unknown } from './unknown.ts'
import type { Journaled, Slot, Value } from './values.ts'

type Outcome<T> = { readonly value: T } | { readonly thrown: Thrown }

/** Runs a branch in a frame of its own. What is left conditionally within the branch is joined before it ends. */
function attempt<T>(machine: Machine, literal: Literal, run: () => T): Outcome<T> {
  const { heap, pending } = machine
  heap.open(literal)
  const mark = pending.length
  const { call, site } = machine
  try {
    return { value: run() }
  } catch (error) {
    if (!(error instanceof Thrown)) throw error
    unwind(machine, mark)
    Object.assign(machine, { call, site })
    return { thrown: error }
  }
}

/** Forgets the paths that left since `mark`: the present one has thrown. */
function unwind(machine: Machine, mark: number): void {
  while (machine.pending.length > mark) {
    machine.pending.pop()
    machine.heap.commit()
  }
}

/**
 * Runs code from which paths may leave under a condition. Where the path that goes on throws, the one that left last since
 * `mark` is what is left: the program either fails or has taken that one.
 */
export function resuming(machine: Machine, mark: number, run: () => Completion): Completion {
  const { call, site } = machine
  try {
    return run()
  } catch (error) {
    const top = error instanceof Thrown && machine.pending.length > mark ? machine.pending.pop() : undefined
    if (!top) throw error
    machine.heap.close()
    drop(machine, top.literal.opposite)
    machine.heap.apply(top.changes)
    Object.assign(machine, { call, site })
    return top.completion
  }
}

/**
 * Runs what happens under a condition and what happens else, and joins the states. A branch that throws is left out where
 * the other does not: the program either fails or goes on with the other one.
 */
export function fork(machine: Machine, literal: Literal, yes: () => Value, no: () => Value): Value {
  const { heap } = machine
  if (heap.assumes(literal)) return yes()
  if (heap.assumes(literal.opposite)) return no()
  const a = attempt(machine, literal, yes)
  const changesA = heap.close()
  const b = attempt(machine, literal.opposite, no)
  if ('thrown' in b) {
    heap.close()
    if ('thrown' in a) throw a.thrown
    drop(machine, literal.opposite)
    heap.apply(changesA)
    return a.value
  }
  if ('thrown' in a) {
    drop(machine, literal)
    heap.commit()
    return b.value
  }
  heap.merge(literal, changesA, heap.close())
  return choose(literal, a.value, b.value)
}

/** Leaves out a branch that throws: unless a `try` is around, its condition does not hold in a program that runs. */
function drop(machine: Machine, literal: Literal): void {
  const { heap } = machine
  machine.mayThrow(literal.condition.gaps)
  const outer = heap.top.parent && heap.top.literal === literal.opposite ? heap.top.parent : heap.top
  if (machine.tries.length === 0 && !outer.parent) heap.decided.add(literal.opposite)
}

/** The same for statements: where one branch leaves the code, the rest runs on under the condition of the other. */
export function forkStatements(
  machine: Machine,
  literal: Literal,
  yes: () => Completion,
  no: () => Completion,
): Completion {
  const { heap, pending } = machine
  if (heap.assumes(literal)) return yes()
  if (heap.assumes(literal.opposite)) return no()
  const a = attempt(machine, literal, () => joined(machine, yes))
  const changesA = heap.close()
  const b = attempt(machine, literal.opposite, () => joined(machine, no))
  if ('thrown' in b) {
    heap.close()
    if ('thrown' in a) throw a.thrown
    drop(machine, literal.opposite)
    heap.apply(changesA)
    return a.value
  }
  if ('thrown' in a) {
    drop(machine, literal)
    heap.commit()
    return b.value
  }
  if (goTogether(a.value, b.value)) {
    heap.merge(literal, changesA, heap.close())
    if (a.value?.type !== 'return' || b.value?.type !== 'return') return a.value
    return { type: 'return', value: choose(literal, a.value.value, b.value.value) }
  }
  if (rankOf(b.value) < rankOf(a.value)) {
    pending.push({ literal, changes: changesA, completion: a.value })
    return b.value
  }
  const changes: Changes = heap.close()
  heap.open(literal)
  heap.apply(changesA)
  pending.push({ literal: literal.opposite, changes, completion: b.value })
  return a.value
}

/** A branch must end in the frame it began in: paths that left within it are joined, as far off as they may be. */
function joined(machine: Machine, run: () => Completion): Completion {
  const mark = machine.pending.length
  let now = run()
  while (machine.pending.length > mark) {
    const top = machine.pending.pop()
    if (!top) break
    machine.heap.merge(top.literal, top.changes, machine.heap.close())
    now = furthest(top.literal, top.completion, now)
  }
  return now
}

/** Of two paths that do not end alike, the one that leads further: what follows is then perhaps not reached. */
function furthest(literal: Literal, left: Completion, now: Completion): Completion {
  if (left?.type === 'return' && now?.type === 'return')
    return { type: 'return', value: choose(literal, left.value, now.value) }
  return rankOf(left) > rankOf(now) ? left : now
}

/** Runs one of two ways by whether a value is truthy; both where that is unknown. */
export function branch(machine: Machine, test: Value, yes: () => Value, no: () => Value): Value {
  const value = machine.settle(test)
  if (value instanceof Choice)
    return fork(
      machine,
      value.literal,
      () => branch(machine, value.yes, yes, no),
      () => branch(machine, value.no, yes, no),
    )
  if (value instanceof Unknown) {
    if (value.truthy !== undefined) return value.truthy ? yes() : no()
    return fork(machine, value.literal, yes, no)
  }
  return isTruthy(value) ? yes() : no()
}

export function branchStatements(
  machine: Machine,
  test: Value,
  yes: () => Completion,
  no: () => Completion,
): Completion {
  const value = machine.settle(test)
  if (value instanceof Choice) {
    const literal = literalOf(value)
    if (literal) return forkStatements(machine, literal, yes, no)
    return forkStatements(
      machine,
      value.literal,
      () => branchStatements(machine, value.yes, yes, no),
      () => branchStatements(machine, value.no, yes, no),
    )
  }
  if (value instanceof Unknown) {
    if (value.truthy !== undefined) return value.truthy ? yes() : no()
    return forkStatements(machine, value.literal, yes, no)
  }
  return isTruthy(value) ? yes() : no()
}

/** The literal that a choice between a truthy and a falsy value amounts to. */
function literalOf(value: Choice): Literal | undefined {
  const yes = truthOf(value.yes)
  const no = truthOf(value.no)
  if (yes === true && no === false) return value.literal
  return yes === false && no === true ? value.literal.opposite : undefined
}

/** Whether a value is truthy, where that is known. */
export function truthOf(value: Value): boolean | undefined {
  if (value instanceof Unknown) return value.truthy
  if (!(value instanceof Choice)) return isTruthy(value)
  const yes = truthOf(value.yes)
  return yes === truthOf(value.no) ? yes : undefined
}

function isTruthy(value: Value): boolean {
  return Boolean(value)
}

/** Does the same with every value that a choice may come to. */
export function each(machine: Machine, value: Value, run: (value: Value) => Value): Value {
  const now = machine.settle(value)
  if (!(now instanceof Choice)) return run(now)
  return fork(
    machine,
    now.literal,
    () => each(machine, now.yes, run),
    () => each(machine, now.no, run),
  )
}

/**
 * Runs what happens some number of times: once to see what it changes, then once more with all of that unknown. What it
 * makes stands for some number of such things.
 */
export function repeat(machine: Machine, gaps: Gaps, body: () => void): void {
  const { heap } = machine
  const { holds } = new Condition(gaps)
  const first = attempt(machine, holds, body)
  const changes = heap.close()
  heap.open(holds, gaps)
  const grown = new Map<Journaled, number>()
  for (const [target, after] of changes)
    if (target.items && after.items && after.items.length !== target.items.length)
      grown.set(target, target.items.length)
  widen(heap, changes, gaps)
  if (!('thrown' in first)) quietly(machine, gaps, body)
  repeatAdded(heap, grown, gaps)
  heap.merge(holds, heap.close(), new Map())
}

function quietly(machine: Machine, gaps: readonly Gap[], body: () => void): void {
  const mark = machine.pending.length
  try {
    body()
  } catch (error) {
    if (!(error instanceof Thrown)) throw error
    unwind(machine, mark)
    machine.mayThrow(gaps)
  }
}

/** Runs something for each item of a list, also where an item may not be there or stands for some number of items. */
export function eachSlot(machine: Machine, slots: readonly Slot[], run: (slot: Slot, index: number) => void): void {
  for (const [index, slot] of slots.entries()) {
    if (machine.isGone(slot)) continue
    const once = () => run(slot, index)
    if (slot.repeated) repeat(machine, slot.repeated, once)
    else whereHere(machine, slot, once)
  }
}

function whereHere(machine: Machine, slot: Slot, run: () => void): void {
  const literal = slot.perhaps?.find((each) => !machine.heap.assumes(each))
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
