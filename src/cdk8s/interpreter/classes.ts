import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { placeOfValue } from './assign.ts'
import { evaluate, memberKey } from './evaluate.ts'
import { closure } from './functions.ts'
import { defineAccessor, nameFunction } from './literals.ts'
import type { Machine } from './machine.ts'
import { getOf, keyOf } from './objects.ts'
import { childScope } from './scopes.ts'
import { runStatements } from './statements.ts'
import { Choice, Unknown, unknownFrom } from './unknown.ts'
import { type FunctionFrame, FunctionObj, Obj, Scope, type Value } from './values.ts'

type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression

/** Makes the class that a declaration or expression stands for. */
export function defineClass(machine: Machine, node: ClassNode, outer: Scope, name: string): FunctionObj {
  const scope = childScope(machine, outer)
  const base = baseOf(machine, node, scope)
  const made = machine.register(new FunctionObj(base.constructor), machine.placeOf(node, scope.unit))
  const prototype = machine.object()
  prototype.proto = base.prototype
  prototype.props.set('constructor', { value: made, hidden: true })
  made.props.set('prototype', { value: prototype, hidden: true })
  made.props.set('name', { value: node.id?.name ?? name, hidden: true })
  made.scope = scope
  made.home = prototype
  if (node.id) scope.props.set(node.id.name, { value: made })
  const fields: { key: Value; node: TSESTree.PropertyDefinition }[] = []
  for (const member of node.body.body) {
    if (member.type === 'MethodDefinition') defineMethod(machine, member, made, prototype, scope)
    else if (member.type === 'PropertyDefinition' && !member.static && !member.declare)
      fields.push({ key: memberKey(machine, member, member.key, scope), node: member })
  }
  made.classPart = { node, derived: node.superClass !== null, fields, unknownBase: base.unknown }
  runStatics(machine, node, made, scope)
  return made
}

interface Base {
  readonly constructor: Obj
  readonly prototype: Obj | null
  readonly unknown: Value
}

function baseOf(machine: Machine, node: ClassNode, scope: Scope): Base {
  const { functionPrototype, objectPrototype } = machine.realm
  if (!node.superClass) return { constructor: functionPrototype, prototype: objectPrototype, unknown: undefined }
  let base = machine.settle(evaluate(machine, node.superClass, scope))
  if (base instanceof Choice) base = unknownFrom('class', [base])
  if (base instanceof Unknown) {
    const parent = new FunctionObj(functionPrototype)
    parent.open = base.gaps
    return { constructor: parent, prototype: objectPrototype, unknown: base }
  }
  if (base === null) return { constructor: functionPrototype, prototype: null, unknown: undefined }
  if (!(base instanceof FunctionObj))
    return machine.fail('TypeError', 'Class extends value is not a constructor or null')
  const prototype = getOf(machine, base, 'prototype')
  return { constructor: base, prototype: prototype instanceof Obj ? prototype : null, unknown: undefined }
}

function defineMethod(
  machine: Machine,
  member: TSESTree.MethodDefinition,
  made: FunctionObj,
  prototype: Obj,
  scope: Scope,
): void {
  const code = member.value
  if (code.type !== 'FunctionExpression' || !code.body) return
  if (member.kind === 'constructor') {
    made.code = code
    return
  }
  const home = member.static ? made : prototype
  const key = memberKey(machine, member, member.key, scope)
  const method = closure(machine, code, scope, String(keyOf(key) ?? ''), home)
  defineAccessor(machine, home, key, member.kind === 'method' ? 'value' : member.kind, method, true)
}

/** Static fields and blocks, in order. */
function runStatics(machine: Machine, node: ClassNode, made: FunctionObj, scope: Scope): void {
  const callee = new FunctionObj(machine.realm.functionPrototype)
  callee.home = made
  const frame: FunctionFrame = { self: made, callee, args: [], newTarget: undefined }
  const inner = new Scope(scope, scope.unit, frame, true)
  for (const member of node.body.body) {
    if (member.type === 'StaticBlock') runStatements(machine, member.body, inner)
    else if (member.type === 'PropertyDefinition' && member.static && !member.declare)
      defineField(machine, made, memberKey(machine, member, member.key, scope), member, inner)
  }
}

function defineField(
  machine: Machine,
  target: Obj,
  name: Value,
  node: TSESTree.PropertyDefinition,
  scope: Scope,
): void {
  const key = keyOf(machine.settle(name))
  if (key === undefined) return
  const value = node.value ? evaluate(machine, node.value, scope) : undefined
  if (node.value) nameFunction(value, key as string, node.value)
  const place = node.value ? placeOfValue(machine, node.value, scope, node.key) : undefined
  machine.heap.write(target)
  const hidden = node.key.type === 'PrivateIdentifier'
  target.props.set(key, hidden ? { value, place, hidden } : { value, place })
}

/** Sets the fields that a class declares on a new object. */
export function initialiseFields(machine: Machine, callee: FunctionObj, self: Obj): void {
  const { classPart, scope } = callee
  if (!classPart || !scope || classPart.fields.length === 0) return
  const method = new FunctionObj(machine.realm.functionPrototype)
  method.home = callee.home
  const inner = new Scope(scope, scope.unit, { self, callee: method, args: [], newTarget: undefined }, true)
  for (const { key, node } of classPart.fields) defineField(machine, self, key, node, inner)
}
