import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { placeOfValue } from './assign.ts'
import { evaluate, memberKey, sourceText } from './evaluate.ts'
import { each } from './fork.ts'
import { closure } from './functions.ts'
import { iterationSlots } from './iteration.ts'
import type { Machine } from './machine.ts'
import { keyOf } from './objects.ts'
import { spreadInto } from './spread.ts'
import { FunctionObj, type Obj, type Scope, type Slot, type Value } from './values.ts'
import { define, setUnknown } from './writes.ts'

/** `{ … }`: every entry knows where its key and value are written. */
export function evaluateObject(machine: Machine, node: TSESTree.ObjectExpression, scope: Scope): Value {
  const object = machine.object(machine.placeOf(node, scope.unit))
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      const source = evaluate(machine, property.argument, scope)
      spreadInto(machine, object, source, sourceText(property.argument, scope))
    } else defineProperty(machine, object, property, scope)
  }
  machine.place = undefined
  return object
}

function defineProperty(machine: Machine, object: Obj, property: TSESTree.Property, scope: Scope): void {
  const key = memberKey(machine, property, property.key, scope)
  if (property.kind !== 'init' || property.method) {
    const code = property.value as TSESTree.FunctionExpression
    const made = closure(machine, code, scope, String(keyOf(key) ?? ''), object)
    defineAccessor(machine, object, key, property.kind === 'init' ? 'value' : property.kind, made)
    return
  }
  const value = evaluate(machine, property.value, scope)
  nameFunction(value, key, property.value)
  const slot = { value, place: placeOfValue(machine, property.value, scope, property.key) }
  if (key === '__proto__' && !property.computed && !property.shorthand) define(machine, object, '__proto__', slot)
  else defineUnder(machine, object, key, slot)
}

/** An anonymous function takes the name of what it is assigned to. */
export function nameFunction(value: Value, key: Value, node: TSESTree.Node): void {
  if (!(value instanceof FunctionObj) || typeof key !== 'string') return
  if (!/Function|Class/.test(node.type) || value.props.get('name')?.value !== '') return
  value.props.set('name', { value: key, hidden: true })
}

function defineUnder(machine: Machine, object: Obj, name: Value, slot: Slot): void {
  each(machine, name, (key) => {
    const known = keyOf(key)
    if (known === undefined) setUnknown(machine, object, key, slot)
    else if (known === '__proto__') {
      machine.heap.write(object)
      object.props.set(known, slot)
    } else define(machine, object, known, slot)
    return undefined
  })
}

/** Adds a method, or one half of an accessor. */
export function defineAccessor(
  machine: Machine,
  object: Obj,
  name: Value,
  part: 'value' | 'get' | 'set',
  made: FunctionObj,
  hidden = false,
): void {
  const key = keyOf(machine.settle(name))
  if (key === undefined) return
  machine.heap.write(object)
  if (part === 'value') {
    object.props.set(key, { value: made, hidden })
    return
  }
  const old = object.props.get(key)
  const get = part === 'get' ? made : old?.get
  const set = part === 'set' ? made : old?.set
  object.props.set(key, { value: undefined, hidden, ...(get ? { get } : {}), ...(set ? { set } : {}) })
}

/** `[ … ]`. */
export function evaluateArray(machine: Machine, node: TSESTree.ArrayExpression, scope: Scope): Value {
  const items: Slot[] = []
  for (const element of node.elements) {
    if (!element) items.push({ value: undefined })
    else if (element.type === 'SpreadElement') {
      const source = evaluate(machine, element.argument, scope)
      items.push(...iterationSlots(machine, source, sourceText(element.argument, scope)))
    } else {
      const value = evaluate(machine, element, scope)
      items.push({ value, place: placeOfValue(machine, element, scope) })
    }
  }
  machine.place = undefined
  return machine.array(items, machine.placeOf(node, scope.unit))
}
