import { callFunction, invoke } from './functions.ts'
import { iterationSlots } from './iteration.ts'
import { argument } from './lift.ts'
import type { Machine } from './machine.ts'
import type { Realm } from './realm.ts'
import { unknownFrom } from './unknown.ts'
import { FunctionObj, Obj } from './values.ts'

export function functionBuiltins(machine: Machine, realm: Realm): void {
  const prototype = realm.functionPrototype
  realm.type('Function', prototype, () => unknownFrom('Function(…)', []))
  realm.method(prototype, 'call', (_machine, self, [target, ...args]) =>
    invoke(machine, self, target ? machine.read(target) : undefined, args, 'call'),
  )
  realm.method(prototype, 'apply', (_machine, self, [target, list]) => {
    const value = list ? machine.read(list) : undefined
    const args = value === undefined || value === null ? [] : iterationSlots(machine, value, 'apply')
    return invoke(machine, self, target ? machine.read(target) : undefined, args, 'apply')
  })
  realm.method(prototype, 'bind', (_machine, self, [target, ...bound]) => {
    const this_ = target ? machine.read(target) : undefined
    if (!(self instanceof FunctionObj)) return self
    return machine.native('bound', (_inner, _self, args) => callFunction(machine, self, this_, [...bound, ...args]))
  })
  realm.method(prototype, 'toString', () => 'function () { … }')
  realm.define('globalThis', new Obj(realm.objectPrototype))
  realm.define(
    'eval',
    machine.native('eval', () => unknownFrom('eval(…)', [])),
  )
  realm.define(
    'structuredClone',
    machine.native('structuredClone', (_machine, _self, args) => clone(machine, argument(machine, args, 0), 0)),
  )
}

function clone(machine: Machine, value: ReturnType<typeof argument>, depth: number): ReturnType<typeof argument> {
  if (!(value instanceof Obj) || value instanceof FunctionObj || depth > 100) return value
  const copy = value.items ? machine.array([]) : machine.object()
  if (value.items && copy.items)
    copy.items.push(...value.items.map((slot) => ({ ...slot, value: clone(machine, slot.value, depth + 1) })))
  copy.open = value.open
  copy.extra = value.extra
  for (const [key, slot] of value.props)
    if (!slot.get && !slot.set) copy.props.set(key, { ...slot, value: clone(machine, slot.value, depth + 1) })
  return copy
}
