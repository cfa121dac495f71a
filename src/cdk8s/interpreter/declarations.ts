import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { Completion } from './completion.ts'
import { evaluate, memberKey } from './evaluate.ts'
import type { Machine } from './machine.ts'
import { keyOf } from './objects.ts'
import { childScope, declareBlock, initialise, namesOf, scopeOf } from './scopes.ts'
import { runStatement } from './statements.ts'
import { Obj, plainSlot, type Scope, type Value } from './values.ts'
import { define } from './writes.ts'

/** `enum`: its members by name, and the names of numbers. */
export function defineEnum(machine: Machine, node: TSESTree.TSEnumDeclaration, scope: Scope): Completion {
  if (node.declare) return undefined
  const { name } = node.id
  const old = scope.props.get(name)?.value
  const made = old instanceof Obj ? old : machine.object(machine.placeOf(node, scope.unit))
  const inner = childScope(machine, scope)
  let next: number | undefined = 0
  for (const member of node.body.members) {
    const key = keyOf(memberKey(machine, { computed: false }, member.id, scope))
    if (typeof key !== 'string') continue
    const value: Value = member.initializer ? evaluate(machine, member.initializer, inner) : next
    const place = machine.placeOf(member, scope.unit)
    define(machine, made, key, plainSlot(value, place))
    inner.props.set(key, plainSlot(value, place))
    if (typeof value === 'number') define(machine, made, String(value), plainSlot(key, place))
    next = typeof value === 'number' ? value + 1 : undefined
  }
  initialise(machine, scope, name, plainSlot(made))
  return undefined
}

/** `namespace`: an object with what is exported in it. */
export function defineNamespace(machine: Machine, node: TSESTree.TSModuleDeclaration, scope: Scope): Completion {
  const body = node.body
  if (node.declare || node.id.type !== 'Identifier' || body?.type !== 'TSModuleBlock') return undefined
  const { name } = node.id
  const old = scopeOf(scope, name) === scope ? scope.props.get(name)?.value : undefined
  const made = old instanceof Obj ? old : machine.object(machine.placeOf(node, scope.unit))
  if (!(old instanceof Obj)) initialise(machine, scope, name, plainSlot(made))
  const inner = childScope(machine, scope)
  declareBlock(machine, body.body, inner)
  for (const statement of body.body) {
    runStatement(machine, statement, inner)
    if (statement.type !== 'ExportNamedDeclaration') continue
    for (const exported of exportedNames(statement)) {
      const slot = inner.props.get(exported)
      if (slot) define(machine, made, exported, slot)
    }
  }
  return undefined
}

/** The names that an `export` with a declaration exports. */
export function exportedNames(statement: TSESTree.ExportNamedDeclaration): string[] {
  const { declaration } = statement
  switch (declaration?.type) {
    case 'VariableDeclaration':
      return declaration.declarations.flatMap(({ id }) => namesOf(id))
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'TSEnumDeclaration':
      return declaration.id ? [declaration.id.name] : []
    case 'TSModuleDeclaration':
      return declaration.id.type === 'Identifier' ? [declaration.id.name] : []
    case 'TSImportEqualsDeclaration':
      return [declaration.id.name]
    default:
      return []
  }
}
