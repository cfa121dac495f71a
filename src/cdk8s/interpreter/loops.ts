import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { Gaps } from '../../base/maybe.ts'
import { type Completion, joinPending } from './completion.ts'
import { evaluate, sourceText } from './evaluate.ts'
import { repeat, resuming, truthOf } from './fork.ts'
import { iterationSlots, whereHere } from './iteration.ts'
import type { Machine } from './machine.ts'
import { enumerated } from './objects.ts'
import { assignPattern, bindPattern } from './patterns.ts'
import { childScope } from './scopes.ts'
import { runStatement } from './statements.ts'
import { Choice, gapsOf, Unknown } from './unknown.ts'
import { Obj, type Scope, type Slot, type Value } from './values.ts'

type Label = string | undefined

/** How a path that ends a round goes on for the loop: `continue` is its normal end. */
function afterRound(label: Label): (completion: Completion) => Completion {
  return (completion) =>
    completion?.type === 'continue' && (completion.label === undefined || completion.label === label)
      ? undefined
      : completion
}

/** How a path that ends a loop goes on after it. */
function afterLoop(label: Label): (completion: Completion) => Completion {
  return (completion) => {
    if (completion?.type === 'return' || !completion) return completion
    return completion.label === undefined || completion.label === label ? undefined : completion
  }
}

function round(machine: Machine, body: TSESTree.Node, scope: Scope, label: Label): Completion {
  const mark = machine.pending.length
  const run = () => runStatement(machine, body, scope)
  return joinPending(machine, mark, resuming(machine, mark, run), afterRound(label))
}

/** Runs a body that may run any number of times: where it leaves the loop, it does so perhaps. */
function repeatedly(machine: Machine, gaps: Gaps, run: () => Completion): void {
  repeat(machine, gaps, () => {
    const mark = machine.pending.length
    joinPending(machine, mark, run(), () => undefined)
  })
}

function bindItem(machine: Machine, left: TSESTree.ForOfStatement['left'], slot: Slot, scope: Scope): void {
  if (left.type === 'VariableDeclaration') {
    const kind = left.kind === 'var' ? 'var' : 'let'
    for (const { id } of left.declarations) bindPattern(machine, id, slot, scope, kind)
  } else assignPattern(machine, left, slot, scope)
}

function runItems(
  machine: Machine,
  node: TSESTree.ForOfStatement | TSESTree.ForInStatement,
  slots: readonly Slot[],
  scope: Scope,
  label: Label,
): Completion {
  const mark = machine.pending.length
  const end = resuming(machine, mark, () => runEach(machine, node, slots, scope, label))
  return joinPending(machine, mark, end, afterLoop(label))
}

function runEach(
  machine: Machine,
  node: TSESTree.ForOfStatement | TSESTree.ForInStatement,
  slots: readonly Slot[],
  scope: Scope,
  label: Label,
): Completion {
  let end: Completion
  for (const slot of slots) {
    if (machine.isGone(slot)) continue
    const run = () => {
      const inner = childScope(machine, scope)
      bindItem(machine, node.left, { value: slot.value, place: slot.place }, inner)
      return round(machine, node.body, inner, label)
    }
    if (slot.repeated) {
      const { repeated } = slot
      whereHere(machine, slot, () => repeatedly(machine, repeated, run))
    } else if (slot.perhaps && !machine.isHere(slot)) whereHere(machine, slot, () => perhapsOnce(machine, run))
    else end = run()
    if (end) break
  }
  return end
}

function perhapsOnce(machine: Machine, run: () => Completion): void {
  const mark = machine.pending.length
  joinPending(machine, mark, run(), () => undefined)
}

export function runForOf(machine: Machine, node: TSESTree.ForOfStatement, scope: Scope, label: Label): Completion {
  const source = evaluate(machine, node.right, scope)
  const slots = iterationSlots(machine, source, sourceText(node.right, scope))
  return runItems(machine, node, slots, scope, label)
}

export function runForIn(machine: Machine, node: TSESTree.ForInStatement, scope: Scope, label: Label): Completion {
  const source = machine.settle(evaluate(machine, node.right, scope))
  if (source instanceof Unknown || source instanceof Choice) {
    const [first, ...rest] = gapsOf(source)
    const key = new Unknown(first ? [first, ...rest] : [{ what: 'key', hint: '' }], { text: 'key', type: 'string' })
    return runItems(machine, node, [{ value: key, repeated: key.gaps }], scope, label)
  }
  if (!(source instanceof Obj)) return undefined
  const keys = enumerated(machine, source).map(({ key, slot }) => ({ ...slot, value: key }))
  return runItems(machine, node, keys, scope, label)
}

export function runFor(machine: Machine, node: TSESTree.ForStatement, scope: Scope, label: Label): Completion {
  let inner = childScope(machine, scope)
  if (node.init?.type === 'VariableDeclaration') runStatement(machine, node.init, inner)
  else if (node.init) evaluate(machine, node.init, inner)
  const copies = node.init?.type === 'VariableDeclaration' && node.init.kind === 'let'
  const test = () => (node.test ? evaluate(machine, node.test, inner) : true)
  const next = () => {
    // Each round has variables of its own, which closures of the body keep.
    if (copies) {
      const copy = childScope(machine, scope)
      copy.props = new Map(inner.props)
      inner = copy
    }
    if (node.update) evaluate(machine, node.update, inner)
  }
  return runWhileTrue(machine, node.body, { test, next, scope: () => inner }, label)
}

interface Turn {
  readonly test: () => Value
  readonly next: () => void
  readonly scope: () => Scope
}

function runWhileTrue(machine: Machine, body: TSESTree.Node, turn: Turn, label: Label, first = false): Completion {
  const mark = machine.pending.length
  const end = resuming(machine, mark, () => runRounds(machine, body, turn, label, first))
  return joinPending(machine, mark, end, afterLoop(label))
}

function runRounds(machine: Machine, body: TSESTree.Node, turn: Turn, label: Label, first: boolean): Completion {
  for (let skipTest = first; ; skipTest = false) {
    machine.step(body, turn.scope().unit)
    const test = skipTest ? true : turn.test()
    const goes = truthOf(machine.settle(test))
    if (goes === undefined) {
      unknownRounds(machine, body, turn, gapsOf(test), label)
      return undefined
    }
    if (!goes) return undefined
    const end = round(machine, body, turn.scope(), label)
    if (end) return end
    turn.next()
  }
}

function unknownRounds(machine: Machine, body: TSESTree.Node, turn: Turn, why: readonly Gaps[0][], label: Label): void {
  const [firstGap, ...rest] = why
  const gaps: Gaps = firstGap ? [firstGap, ...rest] : [{ what: 'the condition of a loop', hint: 'write it out' }]
  repeatedly(machine, gaps, () => {
    const end = round(machine, body, turn.scope(), label)
    if (!end) turn.next()
    return end
  })
}

export function runWhile(machine: Machine, node: TSESTree.WhileStatement, scope: Scope, label: Label): Completion {
  const test = () => evaluate(machine, node.test, scope)
  return runWhileTrue(machine, node.body, { test, next: () => undefined, scope: () => scope }, label)
}

export function runDoWhile(machine: Machine, node: TSESTree.DoWhileStatement, scope: Scope, label: Label): Completion {
  const test = () => evaluate(machine, node.test, scope)
  return runWhileTrue(machine, node.body, { test, next: () => undefined, scope: () => scope }, label, true)
}
