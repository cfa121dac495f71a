import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { assign, update } from './assign.ts'
import { evaluateCall, evaluateNew, evaluateTagged } from './calls.ts'
import { defineClass } from './classes.ts'
import { branch, each } from './fork.ts'
import { closure } from './functions.ts'
import { evaluateArray, evaluateObject } from './literals.ts'
import type { Machine } from './machine.ts'
import { importDynamically, importMeta } from './modules.ts'
import { get, getOf, keyOf } from './objects.ts'
import { binary, defaulted, unary } from './operators.ts'
import { awaited } from './promises.ts'
import { regexpOf } from './regexp.ts'
import { childScope, readVariable, scopeOf } from './scopes.ts'
import { joinText } from './text.ts'
import { Choice, Unknown, unknownFrom } from './unknown.ts'
import { Obj, type Scope, uninitialised, type Value } from './values.ts'
import { remove } from './writes.ts'

type Evaluators = {
  readonly [T in TSESTree.Node['type']]?: (
    machine: Machine,
    node: Extract<TSESTree.Node, { type: T }>,
    scope: Scope,
  ) => Value
}

/** What each kind of expression evaluates to. */
const evaluators: Evaluators = {
  Literal: evaluateLiteral,
  Identifier: (machine, node, scope) =>
    node.name === 'undefined' ? nothing(machine) : readVariable(machine, scope, node.name),
  TemplateLiteral: evaluateTemplate,
  TaggedTemplateExpression: evaluateTagged,
  ObjectExpression: evaluateObject,
  ArrayExpression: evaluateArray,
  MemberExpression: evaluateMember,
  ChainExpression: (machine, node, scope) => {
    const value = evaluate(machine, node.expression, scope)
    return value === shortCircuit ? undefined : machine.settle(value)
  },
  CallExpression: evaluateCall,
  NewExpression: evaluateNew,
  BinaryExpression: evaluateBinary,
  LogicalExpression: evaluateLogical,
  ConditionalExpression: (machine, node, scope) =>
    branch(
      machine,
      evaluate(machine, node.test, scope),
      () => evaluate(machine, node.consequent, scope),
      () => evaluate(machine, node.alternate, scope),
    ),
  UnaryExpression: evaluateUnary,
  UpdateExpression: update,
  AssignmentExpression: assign,
  SequenceExpression: (machine, node, scope) => {
    let value: Value
    for (const expression of node.expressions) value = evaluate(machine, expression, scope)
    return value
  },
  ArrowFunctionExpression: (machine, node, scope) => closure(machine, node, scope, ''),
  FunctionExpression: evaluateFunction,
  ClassExpression: (machine, node, scope) => defineClass(machine, node, scope, node.id?.name ?? ''),
  ThisExpression: evaluateThis,
  AwaitExpression: (machine, node, scope) =>
    awaited(machine, evaluate(machine, node.argument, scope), sourceText(node, scope)),
  ImportExpression: (machine, node, scope) =>
    importDynamically(machine, evaluate(machine, node.source, scope), node, scope),
  MetaProperty: (machine, node, scope) =>
    node.meta.name === 'import' ? importMeta(machine, scope) : scope.frame.newTarget,
  TSAsExpression: (machine, node, scope) => evaluate(machine, node.expression, scope),
  TSSatisfiesExpression: (machine, node, scope) => evaluate(machine, node.expression, scope),
  TSNonNullExpression: (machine, node, scope) => evaluate(machine, node.expression, scope),
  TSTypeAssertion: (machine, node, scope) => evaluate(machine, node.expression, scope),
  TSInstantiationExpression: (machine, node, scope) => evaluate(machine, node.expression, scope),
}

/** Stands for an optional chain that ended early. */
export const shortCircuit = uninitialised

type Evaluate = (machine: Machine, node: TSESTree.Node, scope: Scope) => Value
const table = new Map(Object.entries(evaluators)) as unknown as ReadonlyMap<string, Evaluate>

/** Evaluates an expression. The machine's `place` is then where the value was written, if it was read from somewhere. */
export function evaluate(machine: Machine, node: TSESTree.Node, scope: Scope): Value {
  machine.step(node, scope.unit)
  const run = table.get(node.type)
  if (run) return run(machine, node, scope)
  return unknownFrom(sourceText(node, scope), [])
}

function nothing(machine: Machine): undefined {
  machine.place = undefined
  return undefined
}

/** The text of a node in its file, shortened; library files have none. */
export function sourceText(node: TSESTree.Node, scope: Scope): string {
  if (scope.unit.isLibrary) return 'value'
  const text = scope.unit.file.text
    .slice(node.range[0], Math.min(node.range[1], node.range[0] + 200))
    .replace(/\s+/g, ' ')
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}

function evaluateLiteral(machine: Machine, node: TSESTree.Literal): Value {
  machine.place = undefined
  if ('regex' in node) return regexpOf(machine, node.regex.pattern, node.regex.flags)
  if ('bigint' in node) return BigInt(node.bigint)
  return node.value as Value
}

function evaluateTemplate(machine: Machine, node: TSESTree.TemplateLiteral, scope: Scope): Value {
  const parts: Value[] = []
  for (const [index, quasi] of node.quasis.entries()) {
    parts.push(quasi.value.cooked)
    const expression = node.expressions[index]
    if (expression) parts.push(evaluate(machine, expression, scope))
  }
  machine.place = undefined
  return joinText(machine, parts)
}

/** The name that a member expression or a key stands for. */
export function memberKey(machine: Machine, node: { computed: boolean }, name: TSESTree.Node, scope: Scope): Value {
  if (node.computed) return evaluate(machine, name, scope)
  if (name.type === 'Identifier') return name.name
  if (name.type === 'PrivateIdentifier') return `#${name.name}`
  return name.type === 'Literal' ? String(name.value) : ''
}

function evaluateMember(machine: Machine, node: TSESTree.MemberExpression, scope: Scope): Value {
  if (node.object.type === 'Super') return superMember(machine, node, scope)
  const object = evaluate(machine, node.object, scope)
  return memberOf(machine, node, object, scope)
}

/** The member of an object that is already evaluated. */
export function memberOf(machine: Machine, node: TSESTree.MemberExpression, object: Value, scope: Scope): Value {
  const target = machine.settle(object)
  if (target === shortCircuit) return target
  if (node.optional && (target === undefined || target === null)) return shortCircuit
  if (target instanceof Choice && node.optional)
    return each(machine, target, (one) => {
      const value = memberOf(machine, node, one, scope)
      return value === shortCircuit ? undefined : value
    })
  const key = memberKey(machine, node, node.property, scope)
  mark(machine, node, scope)
  return get(
    machine,
    target,
    key,
    target instanceof Unknown ? textOf(node, target, key, scope) : sourceText(node, scope),
  )
}

function textOf(node: TSESTree.MemberExpression, target: Unknown, key: Value, scope: Scope): string {
  return typeof key === 'string' && target.text
    ? `${target.text}${node.computed ? `['${key}']` : `.${key}`}`
    : sourceText(node, scope)
}

/** Notes where the run is, for what may be thrown there. */
export function mark(machine: Machine, node: TSESTree.Node, scope: Scope): void {
  if (!scope.unit.isLibrary) machine.mark(node, scope.unit)
}

function superMember(machine: Machine, node: TSESTree.MemberExpression, scope: Scope): Value {
  const proto = superObject(scope)
  const name = keyOf(memberKey(machine, node, node.property, scope))
  if (!proto || name === undefined) return undefined
  const { self } = scope.frame
  const value = getOf(machine, proto, name, self)
  if (value === undefined && self instanceof Obj && self.open)
    return new Unknown(self.open, { text: sourceText(node, scope) })
  return value
}

/** The object that `super` means in the function around. */
export function superObject(scope: Scope): Obj | undefined {
  return scope.frame.callee?.home?.proto ?? undefined
}

function evaluateBinary(machine: Machine, node: TSESTree.BinaryExpression, scope: Scope): Value {
  if (node.left.type === 'PrivateIdentifier') {
    const right = machine.settle(evaluate(machine, node.right, scope))
    return right instanceof Obj && right.props.has(`#${node.left.name}`)
  }
  const left = evaluate(machine, node.left, scope)
  const right = evaluate(machine, node.right, scope)
  machine.place = undefined
  mark(machine, node, scope)
  return binary(machine, node.operator, left, right, () => sourceText(node, scope))
}

function evaluateLogical(machine: Machine, node: TSESTree.LogicalExpression, scope: Scope): Value {
  const left = machine.settle(evaluate(machine, node.left, scope))
  const { place } = machine
  const value = logical(machine, node.operator, left, () => evaluate(machine, node.right, scope))
  if (value === left) machine.place = place
  return value
}

/** `&&`, `||` and `??`, also of an assignment. */
export function logical(machine: Machine, operator: '&&' | '||' | '??', left: Value, right: () => Value): Value {
  if (left instanceof Choice) return each(machine, left, (one) => logical(machine, operator, one, right))
  if (operator === '??') {
    if (left instanceof Unknown) return defaulted(machine, left, operator, right)
    return left ?? right()
  }
  if (operator === '||') {
    if (left instanceof Unknown) return left.truthy === false ? right() : defaulted(machine, left, operator, right)
    return left || right()
  }
  if (left instanceof Unknown) return branch(machine, left, right, () => falsy(left))
  return left && right()
}

/** An unknown value where it is known to be falsy. */
function falsy(value: Unknown): Value {
  const { type, text, gaps } = value
  if (type === 'boolean') return false
  return value.derived('falsy', () => new Unknown(gaps, { text, type, truthy: false }))
}

function evaluateUnary(machine: Machine, node: TSESTree.UnaryExpression, scope: Scope): Value {
  if (node.operator === 'delete') return evaluateDelete(machine, node, scope)
  if (node.operator === 'typeof' && node.argument.type === 'Identifier') {
    const { name } = node.argument
    if (!scopeOf(scope, name) && !machine.realm.globals.has(name)) return 'undefined'
  }
  const value = evaluate(machine, node.argument, scope)
  machine.place = undefined
  return unary(machine, node.operator, value, () => sourceText(node, scope))
}

function evaluateDelete(machine: Machine, node: TSESTree.UnaryExpression, scope: Scope): Value {
  const target = node.argument.type === 'ChainExpression' ? node.argument.expression : node.argument
  const member = target.type === 'TSNonNullExpression' ? target.expression : target
  if (member.type !== 'MemberExpression') return true
  const object = evaluate(machine, member.object, scope)
  const key = memberKey(machine, member, member.property, scope)
  each(machine, object, (one) => {
    if (one instanceof Obj) remove(machine, one, machine.settle(key))
    return undefined
  })
  return true
}

function evaluateFunction(machine: Machine, node: TSESTree.FunctionExpression, scope: Scope): Value {
  if (!node.id) return closure(machine, node, scope, '')
  const inner = childScope(machine, scope)
  const made = closure(machine, node, inner, node.id.name)
  inner.props.set(node.id.name, { value: made })
  return made
}

function evaluateThis(machine: Machine, _node: TSESTree.ThisExpression, scope: Scope): Value {
  machine.place = undefined
  const { self } = scope.frame
  if (self === uninitialised)
    return machine.fail('ReferenceError', "Must call super constructor in derived class before accessing 'this'")
  return self
}
