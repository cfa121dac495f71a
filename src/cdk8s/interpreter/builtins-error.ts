import { argument } from './lift.ts'
import type { Machine } from './machine.ts'
import { get } from './objects.ts'
import type { Realm } from './realm.ts'
import { joinText, toText } from './text.ts'
import { Obj, plainSlot, type Slot, type Value } from './values.ts'

const kinds = [
  'Error',
  'TypeError',
  'RangeError',
  'SyntaxError',
  'ReferenceError',
  'EvalError',
  'URIError',
  'AggregateError',
]

export function errorBuiltins(machine: Machine, realm: Realm): void {
  for (const name of kinds) {
    const prototype = new Obj(name === 'Error' ? realm.objectPrototype : (realm.errorPrototypes.get('Error') ?? null))
    realm.errorPrototypes.set(name, prototype)
    prototype.props.set('name', { value: name, hidden: true })
    prototype.props.set('message', { value: '', hidden: true })
    const type = realm.type(name, prototype, (_machine, _self, args, target) => newError(machine, name, args, target))
    if (name === 'Error') realm.method(type, 'captureStackTrace', () => undefined)
    else type.proto = (realm.globals.get('Error')?.value as Obj) ?? null
    realm.method(prototype, 'toString', (_machine, self) => {
      const message = toText(machine, get(machine, self, 'message', 'message'))
      const named = toText(machine, get(machine, self, 'name', 'name'))
      return message === '' ? named : joinText(machine, [named, ': ', message])
    })
  }
}

function newError(machine: Machine, name: string, args: readonly Slot[], target: Value): Value {
  const error = machine.error(name, undefined)
  const prototype = target === undefined ? undefined : get(machine, target, 'prototype', 'prototype')
  if (prototype instanceof Obj) error.proto = prototype
  const message = argument(machine, args, name === 'AggregateError' ? 1 : 0)
  if (message === undefined) error.props.delete('message')
  else error.props.set('message', { value: toText(machine, message), hidden: true })
  error.props.set('stack', { value: machine.unknown('stack', 'the stack of an error', 'do not use it'), hidden: true })
  const options = argument(machine, args, 1)
  if (options instanceof Obj) {
    const cause = get(machine, options, 'cause', 'cause')
    if (cause !== undefined) error.props.set('cause', { ...plainSlot(cause), hidden: true })
  }
  return error
}
