import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { closure } from './functions.ts'
import type { Machine } from './machine.ts'
import {
  type FunctionNode,
  type Key,
  plainSlot,
  type Scope,
  Scope as ScopeClass,
  type Slot,
  uninitialised,
  type Value,
} from './values.ts'

type Statement = TSESTree.ProgramStatement

/** What a block declares. */
interface Declarations {
  readonly names: readonly string[]
  readonly functions: readonly TSESTree.FunctionDeclaration[]
}

const blocks = new WeakMap<readonly Statement[], Declarations>()
const variables = new WeakMap<TSESTree.Node, readonly string[]>()

/** The variables that a pattern names. */
export function namesOf(pattern: TSESTree.Node | null, into: string[] = []): string[] {
  switch (pattern?.type) {
    case 'Identifier':
      into.push(pattern.name)
      break
    case 'ObjectPattern':
      for (const property of pattern.properties)
        namesOf(property.type === 'RestElement' ? property.argument : property.value, into)
      break
    case 'ArrayPattern':
      for (const element of pattern.elements) namesOf(element, into)
      break
    case 'AssignmentPattern':
      namesOf(pattern.left, into)
      break
    case 'RestElement':
      namesOf(pattern.argument, into)
  }
  return into
}

function unwrapExport(statement: Statement): TSESTree.Node {
  if (statement.type === 'ExportNamedDeclaration' && statement.declaration) return statement.declaration
  if (statement.type === 'ExportDefaultDeclaration') return statement.declaration
  return statement
}

function declarationsOf(statements: readonly Statement[]): Declarations {
  const found = blocks.get(statements)
  if (found) return found
  const names: string[] = []
  const functions: TSESTree.FunctionDeclaration[] = []
  for (const statement of statements) {
    const node = unwrapExport(statement)
    if (node.type === 'VariableDeclaration' && node.kind !== 'var')
      for (const { id } of node.declarations) namesOf(id, names)
    else if (node.type === 'ClassDeclaration' && node.id) names.push(node.id.name)
    else if (node.type === 'FunctionDeclaration' && node.id) functions.push(node)
  }
  const made = { names, functions }
  blocks.set(statements, made)
  return made
}

/** Declares what a block declares: functions at once, the rest uninitialised. */
export function declareBlock(machine: Machine, statements: readonly Statement[], scope: Scope): void {
  const { names, functions } = declarationsOf(statements)
  for (const name of names) scope.props.set(name, { value: uninitialised })
  for (const node of functions)
    if (node.id) scope.props.set(node.id.name, plainSlot(closure(machine, node, scope, node.id.name)))
}

export function needsScope(statements: readonly Statement[]): boolean {
  const { names, functions } = declarationsOf(statements)
  return names.length > 0 || functions.length > 0
}

export function declareFunctionScope(machine: Machine, code: FunctionNode, scope: Scope): void {
  if (code.body.type !== 'BlockStatement') return
  for (const name of variablesOf(code.body)) if (!scope.props.has(name)) scope.props.set(name, plainSlot(undefined))
  declareBlock(machine, code.body.body, scope)
}

/** The names of all `var` of a function, which are declared wherever they stand. */
export function variablesOf(root: TSESTree.Node): readonly string[] {
  const found = variables.get(root)
  if (found) return found
  const names: string[] = []
  collectVariables(root, names)
  variables.set(root, names)
  return names
}

const opaque = /Function|^Class|Expression$|^TS(?!ModuleBlock)|Literal|Identifier/

function collectVariables(node: TSESTree.Node, names: string[]): void {
  if (node.type === 'VariableDeclaration' && node.kind === 'var')
    for (const { id } of node.declarations) namesOf(id, names)
  for (const child of Object.values(node)) {
    for (const each of Array.isArray(child) ? child : [child])
      if (isNode(each) && !opaque.test(each.type)) collectVariables(each, names)
  }
}

function isNode(value: unknown): value is TSESTree.Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** The scope that declares a name. */
export function scopeOf(scope: Scope, name: Key): Scope | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) if (at.props.has(name)) return at
  return undefined
}

export function childScope(machine: Machine, scope: Scope): Scope {
  const made = new ScopeClass(scope, scope.unit, scope.frame)
  made.stamp = machine.heap.top.stamp
  return made
}

/** Reads a variable; its place is then that of the machine. Undefined slot: nothing declares the name. */
export function readVariable(machine: Machine, scope: Scope, name: string): Value | typeof uninitialised {
  const holder = scopeOf(scope, name)
  const slot = holder?.props.get(name)
  if (!slot)
    return name === 'arguments' && scope.frame.callee ? machine.array([...scope.frame.args]) : readGlobal(machine, name)
  machine.place = slot.place
  if (slot.link) return slot.link()
  const value = machine.read(slot)
  if (value === uninitialised) return machine.fail('ReferenceError', `Cannot access '${name}' before initialization`)
  return value
}

function readGlobal(machine: Machine, name: string): Value {
  machine.place = undefined
  const slot = machine.realm.globals.get(name)
  if (slot) return slot.value
  return machine.fail('ReferenceError', `${name} is not defined`)
}

export function initialise(machine: Machine, scope: Scope, name: string, slot: Slot): void {
  machine.heap.write(scope)
  scope.props.set(name, slot)
}

export function assignVariable(machine: Machine, scope: Scope, name: string, slot: Slot): void {
  const holder = scopeOf(scope, name)
  const old = holder?.props.get(name)
  if (!holder || !old) {
    machine.fail('ReferenceError', `${name} is not defined`)
    return
  }
  if (old.value === uninitialised && !old.link)
    machine.fail('ReferenceError', `Cannot access '${name}' before initialization`)
  if (old.constant || old.link) machine.fail('TypeError', 'Assignment to constant variable.')
  machine.heap.write(holder)
  holder.props.set(name, slot)
}
