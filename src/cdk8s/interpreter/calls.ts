import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { placeOfValue } from './assign.ts'
import { evaluate, mark, memberKey, memberOf, shortCircuit, sourceText, superObject } from './evaluate.ts'
import { branch } from './fork.ts'
import { construct, invoke, superCall } from './functions.ts'
import { iterationSlots } from './iteration.ts'
import type { Machine } from './machine.ts'
import { getOf, keyOf } from './objects.ts'
import { Choice, Unknown } from './unknown.ts'
import { Obj, type Scope, type Slot, type Value } from './values.ts'

function argumentsOf(machine: Machine, nodes: readonly TSESTree.CallExpressionArgument[], scope: Scope): Slot[] {
  const args: Slot[] = []
  for (const node of nodes) {
    if (node.type === 'SpreadElement') {
      args.push(...iterationSlots(machine, evaluate(machine, node.argument, scope), sourceText(node.argument, scope)))
    } else {
      const value = evaluate(machine, node, scope)
      args.push({ value, place: placeOfValue(machine, node, scope) })
    }
  }
  return args
}

/** Runs a call of the program itself as the innermost one. */
function within<T>(machine: Machine, node: TSESTree.Node, scope: Scope, run: () => T): T {
  if (scope.unit.isLibrary) return run()
  const before = machine.site
  mark(machine, node, scope)
  machine.site = machine.at
  const result = run()
  machine.site = before
  return result
}

export function evaluateCall(machine: Machine, node: TSESTree.CallExpression, scope: Scope): Value {
  const { callee } = node
  if (callee.type === 'Super') {
    const value = superCall(machine, scope.frame, argumentsOf(machine, node.arguments, scope), scope)
    machine.place = undefined
    return value
  }
  const target = unwrap(callee)
  if (target.type === 'MemberExpression') return callMember(machine, node, target, scope)
  const called = evaluate(machine, callee, scope)
  return callIfThere(machine, node, called, undefined, scope)
}

function unwrap(callee: TSESTree.Expression): TSESTree.Expression {
  return callee.type === 'TSNonNullExpression' ||
    callee.type === 'TSAsExpression' ||
    callee.type === 'TSInstantiationExpression'
    ? unwrap(callee.expression)
    : callee
}

function callMember(
  machine: Machine,
  node: TSESTree.CallExpression,
  member: TSESTree.MemberExpression,
  scope: Scope,
): Value {
  if (member.object.type === 'Super') {
    const proto = superObject(scope)
    const name = keyOf(memberKey(machine, member, member.property, scope))
    const { self } = scope.frame
    let method = proto && name !== undefined ? getOf(machine, proto, name, self) : undefined
    if (method === undefined && self instanceof Obj && self.open)
      method = new Unknown(self.open, { text: sourceText(member, scope) })
    return callIfThere(machine, node, method, self, scope)
  }
  const object = machine.settle(evaluate(machine, member.object, scope))
  if (object === shortCircuit) return object
  if (object instanceof Choice) return callOnChoice(machine, node, member, object, scope)
  const method = memberOf(machine, member, object, scope)
  return method === shortCircuit ? method : callIfThere(machine, node, method, object, scope)
}

function callOnChoice(
  machine: Machine,
  node: TSESTree.CallExpression,
  member: TSESTree.MemberExpression,
  object: Choice,
  scope: Scope,
): Value {
  const on = (one: Value): Value => {
    if (one instanceof Choice) return callOnChoice(machine, node, member, one, scope)
    const method = memberOf(machine, member, one, scope)
    return method === shortCircuit ? undefined : callIfThere(machine, node, method, one, scope)
  }
  return branch(
    machine,
    literalValue(object),
    () => on(machine.settle(object.yes)),
    () => on(machine.settle(object.no)),
  )
}

function literalValue(choice: Choice): Value {
  return new Choice(choice.literal, true, false)
}

function callIfThere(machine: Machine, node: TSESTree.CallExpression, called: Value, self: Value, scope: Scope): Value {
  const callee = machine.settle(called)
  if (callee === shortCircuit) return callee
  if (node.optional && (callee === undefined || callee === null)) return shortCircuit
  const args = argumentsOf(machine, node.arguments, scope)
  const text = callee instanceof Unknown && !scope.unit.isLibrary ? callee.text : sourceText(node.callee, scope)
  return within(machine, node, scope, () => {
    machine.place = undefined
    return invoke(machine, callee, self, args, text)
  })
}

export function evaluateNew(machine: Machine, node: TSESTree.NewExpression, scope: Scope): Value {
  const callee = evaluate(machine, node.callee, scope)
  const args = argumentsOf(machine, node.arguments, scope)
  const value = within(machine, node, scope, () => construct(machine, callee, args, sourceText(node.callee, scope)))
  machine.place = undefined
  return value
}

/** A template with a tag: the tag is called with the texts and the values. */
export function evaluateTagged(machine: Machine, node: TSESTree.TaggedTemplateExpression, scope: Scope): Value {
  const { tag, quasi } = node
  let self: Value
  let callee: Value
  if (tag.type === 'MemberExpression' && tag.object.type !== 'Super') {
    self = machine.settle(evaluate(machine, tag.object, scope))
    callee = memberOf(machine, tag, self, scope)
  } else callee = evaluate(machine, tag, scope)
  const texts = machine.array(quasi.quasis.map((part) => ({ value: part.value.cooked })))
  const raw = machine.array(quasi.quasis.map((part) => ({ value: part.value.raw })))
  texts.props.set('raw', { value: raw, hidden: true })
  const values = quasi.expressions.map((expression) => ({
    value: evaluate(machine, expression, scope),
    place: placeOfValue(machine, expression, scope),
  }))
  return within(machine, node, scope, () =>
    invoke(machine, callee, self, [{ value: texts }, ...values], sourceText(tag, scope)),
  )
}
