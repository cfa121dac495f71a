import { absolute } from './files.ts'
import { argument, lift, told } from './lift.ts'
import type { Machine } from './machine.ts'
import { getOf } from './objects.ts'
import { attempted } from './promises.ts'
import { toText } from './text.ts'
import type { Unknown } from './unknown.ts'
import { Obj, plainSlot, type Slot, type Value } from './values.ts'

type Reader = (machine: Machine, path: string, args: readonly Slot[]) => Value

const readers: Readonly<Record<string, Reader>> = { readFile, exists, readdir, stat, lstat: stat }

/** Reading files of the project; writing does nothing. */
export function fileModule(machine: Machine, made: Obj, asPromises: boolean): void {
  const { realm } = machine
  for (const [name, read] of Object.entries(readers)) {
    const run = (args: readonly Slot[]) => reading(machine, `${name}Sync`, args, read)
    if (!asPromises) realm.method(made, `${name}Sync`, (_machine, _self, args) => run(args))
    else realm.method(made, name, (_machine, _self, args) => attempted(machine, () => run(args)))
  }
  for (const name of ['writeFile', 'mkdir', 'rm', 'rmdir', 'unlink', 'copyFile', 'appendFile', 'cp'])
    realm.method(made, asPromises ? name : `${name}Sync`, () =>
      asPromises ? attempted(machine, () => undefined) : undefined,
    )
  if (!asPromises) {
    const promises = new Obj(realm.objectPrototype)
    fileModule(machine, promises, true)
    made.props.set('promises', plainSlot(promises))
  }
}

function reading(machine: Machine, name: string, args: readonly Slot[], read: Reader): Value {
  const value = argument(machine, args, 0)
  const from = value instanceof Obj ? (value.props.get('pathname')?.value ?? value) : value
  return lift(machine, `${name}(${told(from)})`, [from], name === 'existsSync' ? 'boolean' : undefined, ([known]) => {
    const path = absolute(machine, String(toText(machine, known)).replace(/^file:\/\//, ''))
    if (!machine.files.holds(path)) return outside(machine, `${name}(${told(from)})`, path)
    return read(machine, path, args)
  })
}

function outside(machine: Machine, text: string, path: string): Unknown {
  return machine.unknown(
    text,
    `the file ${path}, which lies outside the project`,
    'put it into the project, or write the value out',
  )
}

function notThere(machine: Machine, path: string): never {
  return machine.fail('Error', `ENOENT: no such file or directory, open '${machine.files.display(path)}'`)
}

function readFile(machine: Machine, path: string, args: readonly Slot[]): Value {
  const file = machine.files.read(path)
  if (!file) return machine.files.type(path) ? outside(machine, 'readFileSync(…)', path) : notThere(machine, path)
  const options = argument(machine, args, 1)
  const encoding = options instanceof Obj ? getOf(machine, options, 'encoding') : options
  if (encoding !== undefined && encoding !== null) return file.text
  const made = machine.register(new Obj(machine.realm.bufferPrototype))
  made.inner = new TextEncoder().encode(file.text)
  return made
}

function exists(machine: Machine, path: string): Value {
  return machine.files.type(path) !== undefined
}

function readdir(machine: Machine, path: string, args: readonly Slot[]): Value {
  if (argument(machine, args, 1) instanceof Obj)
    return machine.unknown('readdirSync(…)', `the entries of ${machine.files.display(path)}`, 'write them out')
  const names = machine.files.list(path)
  return names ? machine.array(names.map((name) => plainSlot(name))) : notThere(machine, path)
}

function stat(machine: Machine, path: string): Value {
  const type = machine.files.type(path)
  if (!type) return notThere(machine, path)
  const made = machine.object()
  machine.realm.method(made, 'isFile', () => type === 'file')
  machine.realm.method(made, 'isDirectory', () => type === 'directory')
  machine.realm.method(made, 'isSymbolicLink', () => false)
  return made
}
