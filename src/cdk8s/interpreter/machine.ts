import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { Failure } from '../../base/failure.ts'
import type { Host } from '../../base/host.ts'
import type { Gap, Gaps } from '../../base/maybe.ts'
import type { Library, ProgramRequest, Remark } from '../interpret-program.ts'
import type { ProgramParser } from '../parser.ts'
import type { Completion } from './completion.ts'
import { ProjectFiles } from './files.ts'
import { type Changes, Heap } from './heap.ts'
import type { ModuleRecord } from './modules.ts'
import type { Realm } from './realm.ts'
import { Resolver } from './resolve.ts'
import { Choice, choose, type Literal, Unknown, under } from './unknown.ts'
import {
  ArrayObj,
  type Call,
  FunctionObj,
  type Making,
  type Native,
  Obj,
  type Place,
  type Scope,
  type Slot,
  type Unit,
  type Value,
} from './values.ts'

/** Something that the program throws. */
export class Thrown {
  readonly value: Value
  readonly place: Place | undefined
  constructor(value: Value, place: Place | undefined) {
    this.value = value
    this.place = place
  }
}

/** The program takes more than we grant it: what it did so far stands, and it goes no further. */
export class Exhausted {
  readonly message: string
  readonly place: Place | undefined
  constructor(message: string, place: Place | undefined) {
    this.message = message
    this.place = place
  }
}

/** A path that left the code by `return`, `break` or `continue` under a condition, while the rest runs on under its opposite. */
export interface Pending {
  /** Under which the path left. */
  readonly literal: Literal
  readonly changes: Changes
  readonly completion: Completion
}

/** What one run of a program may take. */
export const limits = {
  steps: 5_000_000,
  librarySteps: 12_000_000,
  depth: 420,
  objects: 600_000,
  text: 1 << 20,
  allText: 256 << 20,
  items: 200_000,
}

/** One run of one program: its state, what it has come to, and what it may still take. */
export class Machine {
  readonly request: ProgramRequest
  readonly host: Host
  readonly parser: ProgramParser
  readonly library: Library
  readonly heap = new Heap()
  readonly pending: Pending[] = []
  readonly failures: Failure[] = []
  readonly notes: Gap[] = []
  readonly remarks: Remark[] = []
  readonly apps: Obj[] = []
  readonly files: ProjectFiles
  readonly resolver: Resolver
  readonly modules = new Map<
    string,
    { readonly record: ModuleRecord } | { readonly library: ModuleRecord } | { readonly unknown: Unknown }
  >()
  readonly packages = new Map<string, Unknown>()
  /** Entries of the library's tables, by the function that gives them. */
  readonly tables = new Map<unknown, Map<string, Value>>()
  /** Rejected promises that nobody has looked at yet. */
  readonly rejected = new Map<Obj, Thrown>()
  /** Conditions under which something may be thrown within each `try` that is running, innermost last. */
  readonly tries: Gap[][] = []
  /** Where the value that was just read was written. */
  place: Place | undefined
  /** The innermost call or `new` of the program itself that is running. */
  site: Place | undefined
  #node: TSESTree.Node | undefined
  #unit: Unit | undefined
  call: Call | undefined
  realm!: Realm
  steps = 0
  librarySteps = 0
  #objects = 0
  #text = 0

  constructor(request: ProgramRequest, host: Host, parser: ProgramParser, library: Library) {
    this.request = request
    this.host = host
    this.parser = parser
    this.library = library
    this.files = new ProjectFiles(host, request.root, request.directory)
    this.resolver = new Resolver(this.files)
  }

  /** The syntax tree of a text. */
  parse(text: string, path: string): TSESTree.Program {
    return this.parser(text, path)
  }

  /** Counts a step of the run at a node. */
  step(node: TSESTree.Node, unit: Unit): void {
    if (unit.isLibrary) this.librarySteps += 1
    else {
      this.steps += 1
      this.#node = node
      this.#unit = unit
    }
    if (this.steps > limits.steps || this.librarySteps > limits.librarySteps)
      throw new Exhausted('The program does not come to an end', this.placeOf(node, unit) ?? this.at)
  }

  /** Notes where in the program itself the run is. */
  mark(node: TSESTree.Node | undefined, unit: Unit | undefined): void {
    this.#node = node
    this.#unit = unit
  }

  /** Where in the program itself the run is. */
  get at(): Place | undefined {
    const file = this.#unit?.file
    return this.#node && file && { file, start: this.#node.range[0], end: this.#node.range[1] }
  }

  placeOf(node: TSESTree.Node, unit: Unit): Place | undefined {
    return unit.isLibrary ? this.site : { file: unit.file, start: node.range[0], end: node.range[1] }
  }

  /** Counts text that the program makes. */
  text(text: string): string {
    if (text.length > 256) {
      this.#text += text.length
      if (this.#text > limits.allText) throw new Exhausted('The program makes more text than fits', this.site)
    }
    return text
  }

  #making(place: Place | undefined): Making {
    this.#objects += 1
    if (this.#objects > limits.objects) throw new Exhausted('The program makes more objects than fit', this.site)
    return { place, call: this.call, guard: this.heap.guard(), repeated: this.heap.repeated() }
  }

  register<T extends Obj>(object: T, place?: Place): T {
    object.stamp = this.heap.top.stamp
    object.made = this.#making(place ?? this.site)
    return object
  }

  /** The program ends itself. */
  stop(): never {
    throw new Exhausted('', undefined)
  }

  object(place?: Place): Obj {
    return this.register(new Obj(this.realm.objectPrototype), place)
  }

  array(items: Slot[], place?: Place): ArrayObj {
    if (items.length > limits.items) throw new Exhausted('The program makes a longer list than fits', this.site)
    return this.register(new ArrayObj(this.realm.arrayPrototype, items), place)
  }

  native(name: string, run: Native<Machine>, length = 0): FunctionObj {
    const made = new FunctionObj(this.realm.functionPrototype)
    made.native = run as Native<never>
    made.props.set('name', { value: name, hidden: true })
    made.props.set('length', { value: length, hidden: true })
    return made
  }

  error(name: string, message: Value): Obj {
    const error = this.register(new Obj(this.realm.errorPrototypes.get(name) ?? null, 'error'))
    error.props.set('message', { value: message, hidden: true })
    return error
  }

  /** Throws an error of the language itself. */
  fail(name: string, message: string): never {
    throw new Thrown(this.error(name, message), this.at ?? this.site)
  }

  unknown(text: string, what: string, hint: string): Unknown {
    const place = this.at ?? this.site
    const at = place && { file: place.file, span: { start: place.start, end: place.end }, precision: 'node' as const }
    return new Unknown([at ? { what, hint, at } : { what, hint }], { text })
  }

  /** An environment variable that is not stated: the same unknown value each time. */
  environment(name: string): Unknown {
    const text = `process.env.${name}`
    const known = this.packages.get(text)
    if (known) return known
    const hint = `state it with --env ${name}=VALUE`
    const made = new Unknown(this.unknown(text, text, hint).gaps, { text })
    this.packages.set(text, made)
    return made
  }

  /** Something of a module of Node that is not modelled. */
  ofNode(module: string, name: string): Unknown {
    const what = `${name} of Node's ${module}`
    return this.unknown(name, what, 'write the value out, or pass it in by --env')
  }

  /** What a slot holds as far as the present conditions tell; absent reads as undefined. */
  read(slot: Slot): Value {
    let value = this.settle(slot.value)
    for (const literal of slot.perhaps ?? [])
      if (!this.heap.assumes(literal))
        value = this.heap.assumes(literal.opposite) ? undefined : choose(literal, value, undefined)
    return value
  }

  /** A value as the present conditions leave it. */
  settle(value: Value): Value {
    if (typeof value !== 'object' || value === null || value instanceof Obj) return value
    let now: Value = value
    while (now instanceof Choice) {
      if (this.heap.assumes(now.literal)) now = under(now.literal, now.yes)
      else if (this.heap.assumes(now.literal.opposite)) now = under(now.literal.opposite, now.no)
      else return now
    }
    return now instanceof Unknown && now.type === 'boolean' ? this.#asAssumed(now) : now
  }

  /** An unknown truth is known where it is what the present conditions are about. */
  #asAssumed(value: Unknown): Value {
    if (!this.heap.top.parent && this.heap.decided.size === 0) return value
    if (this.heap.assumes(value.literal)) return true
    return this.heap.assumes(value.literal.opposite) ? false : value
  }

  isHere(slot: Slot): boolean {
    return !slot.perhaps || slot.perhaps.every((literal) => this.heap.assumes(literal))
  }

  isGone(slot: Slot): boolean {
    return slot.perhaps?.some((literal) => this.heap.assumes(literal.opposite)) ?? false
  }

  gap(node: TSESTree.Node, scope: Scope, what: string, hint: string): Gaps {
    const place = this.placeOf(node, scope.unit)
    if (!place) return [{ what, hint }]
    return [{ what, hint, at: { file: place.file, span: { start: place.start, end: place.end }, precision: 'node' } }]
  }

  /** Says that a path may throw: it is left, unless a `try` is there to go on with. */
  mayThrow(gaps: readonly Gap[]): void {
    this.tries.at(-1)?.push(...gaps)
  }
}
