import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { placeOfValue } from './assign.ts'
import { defineClass } from './classes.ts'
import { type Completion, joinPending } from './completion.ts'
import { defineEnum, defineNamespace } from './declarations.ts'
import { evaluate, mark } from './evaluate.ts'
import { branchStatements, resuming } from './fork.ts'
import { nameFunction } from './literals.ts'
import { runDoWhile, runFor, runForIn, runForOf, runWhile } from './loops.ts'
import { type Machine, Thrown } from './machine.ts'
import { exportDefault, exportEquals, importEquals } from './modules.ts'
import { bindPattern } from './patterns.ts'
import { childScope, declareBlock, initialise, needsScope } from './scopes.ts'
import { runSwitch } from './switch.ts'
import { runTry } from './try.ts'
import { plainSlot, type Scope } from './values.ts'

type Runners = {
  readonly [T in TSESTree.Node['type']]?: (
    machine: Machine,
    node: Extract<TSESTree.Node, { type: T }>,
    scope: Scope,
    label: string | undefined,
  ) => Completion
}

const runners: Runners = {
  ExpressionStatement: (machine, node, scope) => {
    evaluate(machine, node.expression, scope)
    return undefined
  },
  VariableDeclaration: declareVariables,
  ReturnStatement: (machine, node, scope) => ({
    type: 'return',
    value: node.argument ? evaluate(machine, node.argument, scope) : undefined,
  }),
  IfStatement: (machine, node, scope) =>
    branchStatements(
      machine,
      evaluate(machine, node.test, scope),
      () => runStatement(machine, node.consequent, scope),
      () => (node.alternate ? runStatement(machine, node.alternate, scope) : undefined),
    ),
  BlockStatement: (machine, node, scope) => runBlock(machine, node.body, scope),
  ForOfStatement: runForOf,
  ForInStatement: runForIn,
  ForStatement: runFor,
  WhileStatement: runWhile,
  DoWhileStatement: runDoWhile,
  SwitchStatement: runSwitch,
  TryStatement: runTry,
  ThrowStatement: (machine, node, scope) => {
    const value = evaluate(machine, node.argument, scope)
    mark(machine, node, scope)
    throw new Thrown(value, scope.unit.isLibrary ? machine.site : machine.at)
  },
  BreakStatement: (_machine, node) => ({ type: 'break', label: node.label?.name }),
  ContinueStatement: (_machine, node) => ({ type: 'continue', label: node.label?.name }),
  LabeledStatement: runLabelled,
  ClassDeclaration: (machine, node, scope) => {
    const name = node.id?.name
    if (node.declare) return undefined
    const made = defineClass(machine, node, scope, name ?? 'default')
    if (name) initialise(machine, scope, name, plainSlot(made))
    return undefined
  },
  ExportNamedDeclaration: (machine, node, scope) =>
    node.declaration ? runStatement(machine, node.declaration, scope) : undefined,
  ExportDefaultDeclaration: exportDefault,
  TSEnumDeclaration: defineEnum,
  TSModuleDeclaration: defineNamespace,
  TSImportEqualsDeclaration: importEquals,
  TSExportAssignment: exportEquals,
}

type Run = (machine: Machine, node: TSESTree.Node, scope: Scope, label: string | undefined) => Completion
const table = new Map(Object.entries(runners)) as unknown as ReadonlyMap<string, Run>

/** Runs one statement; what it does not know (types) does nothing. */
export function runStatement(machine: Machine, node: TSESTree.Node, scope: Scope, label?: string): Completion {
  machine.step(node, scope.unit)
  return table.get(node.type)?.(machine, node, scope, label)
}

/** Runs statements one after the other. */
export function runStatements(machine: Machine, nodes: readonly TSESTree.Node[], scope: Scope): Completion {
  for (const node of nodes) {
    const completion = runStatement(machine, node, scope)
    if (completion) return completion
  }
  return undefined
}

/** Runs a block in a scope of its own. */
export function runBlock(machine: Machine, nodes: readonly TSESTree.ProgramStatement[], scope: Scope): Completion {
  if (!needsScope(nodes)) return runStatements(machine, nodes, scope)
  const inner = childScope(machine, scope)
  declareBlock(machine, nodes, inner)
  return runStatements(machine, nodes, inner)
}

function declareVariables(machine: Machine, node: TSESTree.VariableDeclaration, scope: Scope): Completion {
  if (node.declare) return undefined
  const kind = node.kind === 'var' ? 'var' : node.kind === 'let' ? 'let' : 'const'
  for (const { id, init } of node.declarations) {
    if (!init) {
      if (kind !== 'var') bindPattern(machine, id, plainSlot(undefined), scope, kind)
      continue
    }
    const value = evaluate(machine, init, scope)
    if (id.type === 'Identifier') nameFunction(value, id.name, init)
    bindPattern(machine, id, { value, place: placeOfValue(machine, init, scope) }, scope, kind)
  }
  return undefined
}

function runLabelled(machine: Machine, node: TSESTree.LabeledStatement, scope: Scope): Completion {
  const mark = machine.pending.length
  const { name } = node.label
  const end = resuming(machine, mark, () => runStatement(machine, node.body, scope, name))
  return joinPending(machine, mark, end, (completion) =>
    completion?.type === 'break' && completion.label === name ? undefined : completion,
  )
}
