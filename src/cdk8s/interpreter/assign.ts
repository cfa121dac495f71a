import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { evaluate, logical, mark, memberKey, sourceText } from './evaluate.ts'
import { each } from './fork.ts'
import type { Machine } from './machine.ts'
import { get } from './objects.ts'
import { binary } from './operators.ts'
import { assignPattern } from './patterns.ts'
import { assignVariable, readVariable } from './scopes.ts'
import type { Place, Scope, Slot, Value } from './values.ts'
import { set } from './writes.ts'

/** Something that can be assigned to, its object and key evaluated once. */
interface Target {
  read(): Value
  write(slot: Slot): void
}

/** The place of a value that is written by a node: that of the program, or in library code of what was read. */
export function placeOfValue(
  machine: Machine,
  value: TSESTree.Node,
  scope: Scope,
  key?: TSESTree.Node,
): Place | undefined {
  if (scope.unit.isLibrary) return machine.place
  const { file } = scope.unit
  const [start, end] = value.range
  return key ? { file, start, end, keyStart: key.range[0], keyEnd: key.range[1] } : { file, start, end }
}

function targetOf(machine: Machine, node: TSESTree.Node, scope: Scope): Target {
  if (
    node.type === 'TSAsExpression' ||
    node.type === 'TSNonNullExpression' ||
    node.type === 'TSTypeAssertion' ||
    node.type === 'TSSatisfiesExpression'
  )
    return targetOf(machine, node.expression, scope)
  if (node.type === 'Identifier')
    return {
      read: () => readVariable(machine, scope, node.name),
      write: (slot) => assignVariable(machine, scope, node.name, slot),
    }
  if (node.type !== 'MemberExpression') return { read: () => undefined, write: () => undefined }
  const object = node.object.type === 'Super' ? scope.frame.self : evaluate(machine, node.object, scope)
  const key = memberKey(machine, node, node.property, scope)
  return {
    read: () => get(machine, object, key, sourceText(node, scope)),
    write: (slot) => {
      mark(machine, node, scope)
      const place =
        slot.place && !scope.unit.isLibrary
          ? { ...slot.place, keyStart: node.property.range[0], keyEnd: node.property.range[1] }
          : slot.place
      set(machine, object, key, { value: slot.value, place })
    },
  }
}

/** `a = b` and all its kin. */
export function assign(machine: Machine, node: TSESTree.AssignmentExpression, scope: Scope): Value {
  const { left, operator } = node
  if (operator === '=') {
    if (left.type === 'ObjectPattern' || left.type === 'ArrayPattern') {
      const value = evaluate(machine, node.right, scope)
      assignPattern(machine, left, { value, place: machine.place }, scope)
      return value
    }
    const target = targetOf(machine, left, scope)
    const value = named(evaluate(machine, node.right, scope), left)
    const place = placeOfValue(machine, node.right, scope)
    target.write({ value, place })
    machine.place = place
    return value
  }
  const target = targetOf(machine, left, scope)
  const before = target.read()
  if (operator === '&&=' || operator === '||=' || operator === '??=')
    return assignLogically(machine, node, target, before, scope)
  const right = evaluate(machine, node.right, scope)
  const value = binary(machine, operator.slice(0, -1), before, right, () => sourceText(node, scope))
  target.write({ value, place: placeOfValue(machine, node.right, scope) })
  return value
}

/** A name for a function that had none is not needed by anything that we read. */
function named(value: Value, _target: TSESTree.Node): Value {
  return value
}

function assignLogically(
  machine: Machine,
  node: TSESTree.AssignmentExpression,
  target: Target,
  before: Value,
  scope: Scope,
): Value {
  const operator = node.operator.slice(0, 2) as '&&' | '||' | '??'
  return each(machine, before, (one) =>
    logical(machine, operator, one, () => {
      const value = evaluate(machine, node.right, scope)
      target.write({ value, place: placeOfValue(machine, node.right, scope) })
      return value
    }),
  )
}

/** `++` and `--`. */
export function update(machine: Machine, node: TSESTree.UpdateExpression, scope: Scope): Value {
  const target = targetOf(machine, node.argument, scope)
  const text = () => sourceText(node, scope)
  const old = target.read()
  const before = typeof old === 'bigint' ? old : binary(machine, '-', old, 0, text)
  const one = typeof before === 'bigint' ? 1n : 1
  const after = binary(machine, node.operator === '++' ? '+' : '-', before, one, text)
  target.write({ value: after, place: placeOfValue(machine, node, scope) })
  machine.place = undefined
  return node.prefix ? after : before
}
