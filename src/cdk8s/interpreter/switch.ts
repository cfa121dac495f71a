import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { type Completion, joinPending } from './completion.ts'
import { evaluate, sourceText } from './evaluate.ts'
import { branchStatements, resuming } from './fork.ts'
import type { Machine } from './machine.ts'
import { binary } from './operators.ts'
import { childScope, declareBlock } from './scopes.ts'
import { runStatements } from './statements.ts'
import type { Scope } from './values.ts'

/** `switch`: where a case may match or not, both that and the following cases are tried. */
export function runSwitch(
  machine: Machine,
  node: TSESTree.SwitchStatement,
  scope: Scope,
  label: string | undefined,
): Completion {
  const value = evaluate(machine, node.discriminant, scope)
  const inner = childScope(machine, scope)
  for (const { consequent } of node.cases) declareBlock(machine, consequent, inner)
  const mark = machine.pending.length
  const leave = afterSwitch(label)
  const runFrom = (index: number): Completion => {
    const end = runStatements(
      machine,
      node.cases.slice(index).flatMap(({ consequent }) => consequent),
      inner,
    )
    return leave(end)
  }
  const tests = node.cases.map(({ test }, index) => ({ test, index })).filter(({ test }) => test)
  const tryFrom = (at: number): Completion => {
    const next = tests[at]
    if (!next?.test) {
      const standard = node.cases.findIndex(({ test }) => !test)
      return standard < 0 ? undefined : runFrom(standard)
    }
    const { test, index } = next
    const text = () => `${sourceText(node.discriminant, scope)} === ${sourceText(test, scope)}`
    const same = binary(machine, '===', value, evaluate(machine, test, inner), text)
    return branchStatements(
      machine,
      same,
      () => runFrom(index),
      () => tryFrom(at + 1),
    )
  }
  const run = () => tryFrom(0)
  return joinPending(machine, mark, resuming(machine, mark, run), leave)
}

/** How a path that ends a switch goes on after it. */
function afterSwitch(label: string | undefined): (end: Completion) => Completion {
  return (end) => (end?.type === 'break' && (end.label === undefined || end.label === label) ? undefined : end)
}
