import { createHash } from 'node:crypto'
import posix from 'node:path/posix'
import { readText } from '../../yaml/read-text.ts'
import { mapSlots } from './builtins-array-transform.ts'
import { valueOfData, valueOfNode } from './documents.ts'
import { each } from './fork.ts'
import { invoke } from './functions.ts'
import { argument, lift, told } from './lift.ts'
import type { Machine } from './machine.ts'
import { enumerated, keyOf } from './objects.ts'
import { nodeOf } from './to-node.ts'
import { isUncertain, Unknown } from './unknown.ts'
import { ArrayObj, FunctionObj, Obj, plainSlot, type Slot, type Value } from './values.ts'
import { define, setUnknown } from './writes.ts'

/** What stands in the place of the library's `native.ts`: what its language can not do, and questions about unknown values. */
export function nativeDoor(machine: Machine): Obj {
  const { realm } = machine
  const door = new Obj(realm.objectPrototype)
  const add = (name: string, run: (args: readonly Slot[]) => Value) =>
    realm.method(door, name, (_machine, _self, args) => run(args))
  add('sha1', (args) => {
    const text = argument(machine, args, 0)
    return lift(machine, 'hash', [text], 'string', ([known]) => createHash('sha1').update(String(known)).digest('hex'))
  })
  add('loadYaml', (args) => loadYaml(machine, argument(machine, args, 0)))
  add('registerApp', (args) => {
    const app = argument(machine, args, 0)
    if (app instanceof Obj) machine.apps.push(app)
    return undefined
  })
  add('remark', (args) => {
    remark(machine, args)
    return undefined
  })
  add('unknownValue', (args) => {
    const what = String(keyOf(argument(machine, args, 0)) ?? 'a value')
    return machine.unknown(what, what, String(keyOf(argument(machine, args, 1)) ?? 'write it out'))
  })
  add('environment', (args) => machine.request.env.get(String(argument(machine, args, 0))))
  add('kubernetesClass', (args) => tableEntry(machine, machine.library.kubernetesClass, argument(machine, args, 0)))
  add('kubernetesStruct', (args) => tableEntry(machine, machine.library.kubernetesStruct, argument(machine, args, 0)))
  add('isKnown', (args) => !isUncertain(argument(machine, args, 0)))
  add('isPlainObject', (args) => isPlainObject(machine, argument(machine, args, 0)))
  add('isEmpty', (args) => isEmpty(argument(machine, args, 0)))
  add('mapObject', (args) => each(machine, argument(machine, args, 0), (object) => mapObject(machine, object, args)))
  return door
}

function remark(machine: Machine, args: readonly Slot[]): void {
  const construct = argument(machine, args, 1)
  const place = construct instanceof Obj ? construct.made?.place : undefined
  const root = place && nodeOf(machine, argument(machine, args, 2), place)
  if (!place || !root) return
  const at = { file: place.file, span: { start: place.start, end: place.end }, precision: 'node' as const }
  machine.remarks.push({ kind: String(argument(machine, args, 0)), at, root })
}

/** Entries of the table by name; each is made a value once. */
function tableEntry(machine: Machine, look: (name: string) => unknown, name: Value): Value {
  if (typeof name !== 'string') return undefined
  const known = machine.tables.get(look)?.get(name)
  if (known !== undefined) return known
  const found = look(name)
  const value = found === undefined ? undefined : valueOfData(machine, found)
  const table = machine.tables.get(look) ?? new Map<string, Value>()
  table.set(name, value)
  machine.tables.set(look, table)
  return value
}

function loadYaml(machine: Machine, of: Value): Value {
  return lift(machine, `the documents of ${told(of)}`, [of], 'list', ([known]) => {
    const given = String(known)
    const path = posix.resolve(machine.files.directory, given)
    const file = /^[a-z]+:\/\//i.test(given) ? undefined : machine.files.read(path)
    const what = `the manifests of ${given}`
    const made = machine.unknown(what, what, 'put them into the project')
    if (!file) return new Unknown(made.gaps, { text: what, type: 'list' })
    const { documents, errors } = readText(file)
    for (const { message, span } of errors)
      machine.failures.push({ stage: 'parse', message: `${message}.`, at: { file, span, precision: 'node' } })
    return machine.array(
      documents.flatMap(({ root }) =>
        root ? [plainSlot(valueOfNode(machine, root), { file, start: root.start, end: root.end })] : [],
      ),
    )
  })
}

function isPlainObject(machine: Machine, value: Value): boolean {
  if (!(value instanceof Obj) || value instanceof ArrayObj || value instanceof FunctionObj || value.kind !== 'object')
    return false
  return value.proto === machine.realm.objectPrototype || value.proto === null
}

function isEmpty(value: Value): Value {
  if (!(value instanceof Obj)) return false
  if (value.open || value.extra) return false
  return value instanceof ArrayObj
    ? value.items.length === 0
    : [...value.props].every(([key, slot]) => typeof key !== 'string' || slot.hidden)
}

/** A new object with each value changed: what is open stays open, and what may be missing may be missing. */
function mapObject(machine: Machine, of: Value, args: readonly Slot[]): Value {
  const change = argument(machine, args, 1)
  const rename = argument(machine, args, 2)
  const target = machine.object()
  if (of instanceof Unknown) return of
  if (!(of instanceof Obj)) return target
  target.open = of.open
  if (of.made && target.made) target.made = { ...target.made, place: of.made.place }
  for (const { key, slot } of enumerated(machine, of)) {
    if (slot.repeated) continue
    const name =
      rename === undefined || typeof key !== 'string'
        ? key
        : machine.settle(invoke(machine, rename, undefined, [plainSlot(key)], 'rename'))
    if (name === undefined) continue
    const mapped = mapSlots(machine, [slot], () => [
      {
        value: invoke(
          machine,
          change,
          undefined,
          [{ value: machine.settle(slot.value), place: slot.place }, plainSlot(key)],
          'change',
        ),
        place: slot.place,
      },
    ])
    for (const one of mapped) put(machine, target, name, one)
  }
  return target
}

function put(machine: Machine, target: Obj, name: Value, slot: Slot): void {
  const value = machine.settle(slot.value)
  if (value === undefined) return
  const known = keyOf(name)
  const { key: _, ...plain } = slot
  if (known === undefined) setUnknown(machine, target, name, { ...plain, value })
  else define(machine, target, known, { ...plain, value })
}
