import { arrayBuiltins } from './builtins-array.ts'
import { collectionBuiltins } from './builtins-collections.ts'
import { errorBuiltins } from './builtins-error.ts'
import { functionBuiltins } from './builtins-function.ts'
import { jsonBuiltins } from './builtins-json.ts'
import { nodeBuiltins, nodeModule } from './builtins-node.ts'
import { numberBuiltins } from './builtins-number.ts'
import { objectBuiltins } from './builtins-object.ts'
import { promiseBuiltins } from './builtins-promise.ts'
import { stringBuiltins } from './builtins-string.ts'
import { invoke } from './functions.ts'
import type { Machine } from './machine.ts'
import { nativeDoor } from './native-door.ts'
import { type FunctionObj, type Native, Obj, type Slot, Sym, type Value } from './values.ts'

/** The objects that every program finds in place: prototypes, globals, Node's modules. */
export class Realm {
  readonly objectPrototype = new Obj(null)
  readonly functionPrototype = new Obj(this.objectPrototype)
  readonly arrayPrototype = new Obj(this.objectPrototype)
  readonly promisePrototype = new Obj(this.objectPrototype)
  readonly regexpPrototype = new Obj(this.objectPrototype)
  readonly mapPrototype = new Obj(this.objectPrototype)
  readonly setPrototype = new Obj(this.objectPrototype)
  readonly bufferPrototype = new Obj(this.objectPrototype)
  readonly errorPrototypes = new Map<string, Obj>()
  readonly primitivePrototypes = new Map<string, Obj>()
  readonly globals = new Map<string, Slot>()
  readonly iteratorSymbol = new Sym('Symbol.iterator')
  readonly call = (machine: Machine, callee: Value, self: Value, args: readonly Slot[]): Value =>
    invoke(machine, callee, self, args, 'function')
  nativeModule: Obj = new Obj(null)
  readonly #machine: Machine
  readonly #modules = new Map<string, Obj | undefined>()

  constructor(machine: Machine) {
    this.#machine = machine
  }

  /** A module of Node, undefined where the name is none. */
  builtin(specifier: string): Obj | undefined {
    const name = specifier.replace(/^node:/, '')
    if (!this.#modules.has(name)) this.#modules.set(name, nodeModule(this.#machine, name))
    return this.#modules.get(name)
  }

  define(name: string, value: Value): void {
    this.globals.set(name, { value })
  }

  /** Adds a method to an object. */
  method(target: Obj, name: string, run: Native<Machine>, length = 0): void {
    target.props.set(name, { value: this.#machine.native(name, run, length), hidden: true })
  }

  /** Makes a built-in class that `new` may be called with, and its name known. */
  type(name: string, prototype: Obj, run: Native<Machine>): FunctionObj {
    const made = this.#machine.native(name, run)
    made.constructs = true
    made.props.set('prototype', { value: prototype, hidden: true })
    prototype.props.set('constructor', { value: made, hidden: true })
    this.define(name, made)
    return made
  }
}

/** Makes everything that a run finds in place. */
export function createRealm(machine: Machine): void {
  const realm = new Realm(machine)
  machine.realm = realm
  for (const install of [
    objectBuiltins,
    functionBuiltins,
    arrayBuiltins,
    stringBuiltins,
    numberBuiltins,
    collectionBuiltins,
    errorBuiltins,
    promiseBuiltins,
    jsonBuiltins,
    nodeBuiltins,
  ])
    install(machine, realm)
  realm.nativeModule = nativeDoor(machine)
}
