import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { Gap } from '../../base/maybe.ts'
import type { Completion } from './completion.ts'
import { forkStatements } from './fork.ts'
import { type Machine, Thrown } from './machine.ts'
import { bindPattern } from './patterns.ts'
import { childScope } from './scopes.ts'
import { runBlock, runStatement } from './statements.ts'
import { Condition, mergeGaps, Unknown } from './unknown.ts'
import { plainSlot, type Scope, type Value } from './values.ts'

/** `try`: what is thrown for certain is caught; where something may be thrown, the handler runs perhaps. */
export function runTry(machine: Machine, node: TSESTree.TryStatement, scope: Scope): Completion {
  const { finalizer } = node
  if (!finalizer) return runCaught(machine, node, scope)
  let end: Completion
  try {
    end = runCaught(machine, node, scope)
  } catch (error) {
    if (!(error instanceof Thrown)) throw error
    const last = runStatement(machine, finalizer, scope)
    if (last) return last
    throw error
  }
  return runStatement(machine, finalizer, scope) ?? end
}

function runCaught(machine: Machine, node: TSESTree.TryStatement, scope: Scope): Completion {
  const { handler } = node
  if (!handler) return runBlock(machine, node.block.body, scope)
  const { call, site } = machine
  const may: Gap[] = []
  machine.tries.push(may)
  let end: Completion
  let thrown: Thrown | undefined
  try {
    end = runBlock(machine, node.block.body, scope)
  } catch (error) {
    if (!(error instanceof Thrown)) throw error
    Object.assign(machine, { call, site })
    thrown = error
  } finally {
    machine.tries.pop()
  }
  if (thrown) return handle(machine, handler, thrown.value, scope)
  const [first, ...rest] = may
  if (!first) return end
  const gaps = mergeGaps([first], rest)
  const error = new Unknown(gaps, { text: 'error', truthy: true })
  return forkStatements(
    machine,
    new Condition(gaps).fails,
    () => end,
    () => handle(machine, handler, error, scope),
  )
}

function handle(machine: Machine, handler: TSESTree.CatchClause, value: Value, scope: Scope): Completion {
  const inner = childScope(machine, scope)
  if (handler.param) bindPattern(machine, handler.param, plainSlot(value), inner, 'let')
  return runBlock(machine, handler.body.body, inner)
}
