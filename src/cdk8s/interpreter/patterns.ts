import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { placeOfValue } from './assign.ts'
import { evaluate, memberKey, sourceText } from './evaluate.ts'
import { each } from './fork.ts'
import { iterationSlots } from './iteration.ts'
import { nameFunction } from './literals.ts'
import type { Machine } from './machine.ts'
import { get, keyOf } from './objects.ts'
import { defaulted } from './operators.ts'
import { assignVariable, initialise } from './scopes.ts'
import { spreadInto } from './spread.ts'
import { Unknown } from './unknown.ts'
import { Obj, type Scope, type Slot, type Value } from './values.ts'
import { set } from './writes.ts'

type Kind = 'let' | 'const' | 'var'
type Store = (target: TSESTree.Node, slot: Slot) => void

/** Declares the variables of a pattern. */
export function bindPattern(machine: Machine, pattern: TSESTree.Node, slot: Slot, scope: Scope, kind: Kind): void {
  const store: Store = (target, value) => {
    if (target.type !== 'Identifier') return
    if (kind === 'var') assignVariable(machine, scope, target.name, value)
    else initialise(machine, scope, target.name, kind === 'const' ? { ...value, constant: true } : value)
  }
  destructure(machine, pattern, slot, scope, store)
}

/** Assigns to what a pattern names. */
export function assignPattern(machine: Machine, pattern: TSESTree.Node, slot: Slot, scope: Scope): void {
  destructure(machine, pattern, slot, scope, (target, value) => {
    if (target.type === 'Identifier') assignVariable(machine, scope, target.name, value)
    else if (target.type === 'MemberExpression')
      set(machine, evaluate(machine, target.object, scope), memberKey(machine, target, target.property, scope), value)
  })
}

function destructure(machine: Machine, pattern: TSESTree.Node, slot: Slot, scope: Scope, store: Store): void {
  switch (pattern.type) {
    case 'AssignmentPattern':
      destructure(machine, pattern.left, withDefault(machine, pattern, slot, scope), scope, store)
      return
    case 'ObjectPattern':
      destructureObject(machine, pattern, slot, scope, store)
      return
    case 'ArrayPattern':
      destructureArray(machine, pattern, slot, scope, store)
      return
    case 'TSAsExpression':
    case 'TSNonNullExpression':
      destructure(machine, pattern.expression, slot, scope, store)
      return
    default:
      store(
        pattern,
        slot.perhaps ? { value: machine.read(slot), place: slot.place } : { value: slot.value, place: slot.place },
      )
  }
}

function withDefault(machine: Machine, pattern: TSESTree.AssignmentPattern, slot: Slot, scope: Scope): Slot {
  const right = () => {
    const value = evaluate(machine, pattern.right, scope)
    nameFunction(value, pattern.left.type === 'Identifier' ? pattern.left.name : '', pattern.right)
    return value
  }
  const value = machine.read(slot)
  if (value === undefined) {
    const made = right()
    return { value: made, place: placeOfValue(machine, pattern.right, scope) }
  }
  const filled = each(machine, value, (one) => {
    if (one instanceof Unknown) return defaulted(machine, one, '??', right)
    return one === undefined ? right() : one
  })
  return { value: filled, place: slot.place }
}

function destructureObject(
  machine: Machine,
  pattern: TSESTree.ObjectPattern,
  slot: Slot,
  scope: Scope,
  store: Store,
): void {
  const value = machine.read(slot)
  if (value === undefined || value === null)
    machine.fail('TypeError', `Cannot destructure '${sourceText(pattern, scope)}' as it is ${value}.`)
  const taken = new Set<string>()
  for (const property of pattern.properties) {
    if (property.type === 'RestElement') {
      const rest = machine.object(machine.placeOf(property, scope.unit))
      spreadInto(machine, rest, value, sourceText(pattern, scope), taken)
      destructure(machine, property.argument, { value: rest }, scope, store)
      continue
    }
    const key = memberKey(machine, property, property.key, scope)
    const name = keyOf(machine.settle(key))
    if (typeof name === 'string') taken.add(name)
    const text =
      value instanceof Unknown && typeof name === 'string' ? `${value.text}.${name}` : sourceText(property.key, scope)
    const part: Value = get(machine, value, key, text)
    destructure(machine, property.value, { value: part, place: machine.place ?? slot.place }, scope, store)
  }
}

function destructureArray(
  machine: Machine,
  pattern: TSESTree.ArrayPattern,
  slot: Slot,
  scope: Scope,
  store: Store,
): void {
  const value = machine.read(slot)
  const isList = value instanceof Unknown || (value instanceof Obj && value.kind === 'array')
  const list = isList ? value : machine.array(iterationSlots(machine, value, sourceText(pattern, scope)))
  destructureItems(machine, pattern, list, scope, store)
}

function destructureItems(
  machine: Machine,
  pattern: TSESTree.ArrayPattern,
  value: Value,
  scope: Scope,
  store: Store,
): void {
  for (const [index, element] of pattern.elements.entries()) {
    if (!element) continue
    if (element.type === 'RestElement') {
      const rest = machine.array(iterationSlots(machine, value, sourceText(pattern, scope)).slice(index))
      destructure(machine, element.argument, { value: rest }, scope, store)
      return
    }
    const part = get(machine, value, index, sourceText(element, scope))
    destructure(machine, element, { value: part, place: machine.place }, scope, store)
  }
}
