import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { Gaps } from '../../base/maybe.ts'
import type { SourceFile } from '../../base/source-file.ts'
import type { Choice, Guard, Unknown } from './unknown.ts'

export type Primitive = string | number | bigint | boolean | null | undefined

/** What an expression of a program evaluates to. Known primitives are themselves. */
export type Value = Primitive | Obj | Sym | Unknown | Choice

export type Key = string | Sym

/** Where a value was written in the program (or in a YAML or JSON file): the value and, for an entry, its key. */
export interface Place {
  readonly file: SourceFile
  readonly start: number
  readonly end: number
  readonly keyStart?: number | undefined
  readonly keyEnd?: number | undefined
}

/** What one variable, property, item or entry holds. Slots are never changed, only replaced. */
export interface Slot {
  readonly value: Value
  readonly place?: Place | undefined
  /** Under which conditions it is there at all; without, it is there. */
  readonly perhaps?: Guard | undefined
  /** Why it stands for some number of items. */
  readonly repeated?: Gaps | undefined
  /** The key where that is not a known string: of a Map, a Set, or a property under an unknown name. */
  readonly key?: Value
  readonly get?: Value
  readonly set?: Value
  readonly hidden?: boolean | undefined
  readonly constant?: boolean | undefined
  /** Reads an imported variable where it is declared. */
  readonly link?: (() => Value) | undefined
}

export class Sym {
  readonly description: string
  constructor(description: string) {
    this.description = description
  }
}

/** All that can change of an object or scope, as it was at one moment. */
export interface Snapshot {
  readonly props: Map<Key, Slot>
  readonly extra: readonly Slot[] | undefined
  readonly open: Gaps | undefined
  readonly items: Slot[] | undefined
  readonly data: Map<Value, Slot> | undefined
}

/** What the heap keeps a journal of. */
export class Journaled {
  props: Map<Key, Slot> = new Map()
  /** Properties under unknown names. */
  extra: readonly Slot[] | undefined
  /** Why other properties (items, entries) may exist. */
  open: Gaps | undefined
  /** The items of an array. */
  items: Slot[] | undefined
  /** The entries of a Map or Set. */
  data: Map<Value, Slot> | undefined
  /** The frame that last wrote it; see Heap. */
  stamp = 0

  snapshot(): Snapshot {
    const { extra, open, items, data } = this
    return { props: new Map(this.props), extra, open, items: items?.slice(), data: data && new Map(data) }
  }

  restore(state: Snapshot): void {
    this.props = new Map(state.props)
    this.extra = state.extra
    this.open = state.open
    this.items = state.items?.slice()
    this.data = state.data && new Map(state.data)
  }
}

/** A call in progress: an entry of the list that leads to the outermost one. */
export interface Call {
  readonly frame: FunctionFrame
  readonly depth: number
  readonly parent: Call | undefined
}

/** The circumstances under which an object was made. */
export interface Making {
  readonly place: Place | undefined
  readonly call: Call | undefined
  readonly guard: Guard
  readonly repeated: Gaps | undefined
}

export type ObjKind = 'object' | 'array' | 'function' | 'map' | 'set' | 'regexp' | 'promise' | 'namespace' | 'error'

/** An object of the program. */
export class Obj extends Journaled {
  readonly kind: ObjKind
  proto: Obj | null
  made: Making | undefined
  frozen = false
  /** What a built-in object holds inside: a RegExp's pattern, a promise's outcome. */
  inner: unknown

  constructor(proto: Obj | null, kind: ObjKind = 'object') {
    super()
    this.proto = proto
    this.kind = kind
  }
}

export class ArrayObj extends Obj {
  declare items: Slot[]
  /** How many of which items are known to be there, each once: so that not all are looked at each time. */
  sure: { readonly items: readonly Slot[]; readonly length: number } | undefined
  constructor(proto: Obj | null, items: Slot[]) {
    super(proto, 'array')
    this.items = items
  }
}

export type FunctionNode = TSESTree.FunctionDeclaration | TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression

/** A module's file. */
export interface Unit {
  readonly file: SourceFile
  /** Absolute, in the project; the plain name of a library file. */
  readonly path: string
  readonly isLibrary: boolean
}

/** The variables of a block, function or module, and what `this` means there. */
export class Scope extends Journaled {
  readonly parent: Scope | undefined
  readonly unit: Unit
  /** Of the function around; arrows share that of their surroundings. */
  readonly frame: FunctionFrame
  readonly isFunction: boolean

  constructor(parent: Scope | undefined, unit: Unit, frame: FunctionFrame, isFunction = false) {
    super()
    this.parent = parent
    this.unit = unit
    this.frame = frame
    this.isFunction = isFunction
  }
}

/** What a function's body knows of its call. */
export interface FunctionFrame {
  self: Value
  readonly callee: FunctionObj | undefined
  readonly args: readonly Slot[]
  readonly newTarget: Value
}

export type Native<M> = (machine: M, self: Value, args: readonly Slot[], newTarget: Value) => Value

export interface ClassPart {
  readonly node: TSESTree.ClassDeclaration | TSESTree.ClassExpression
  readonly derived: boolean
  /** Instance fields with their (computed) keys. */
  readonly fields: readonly { readonly key: Value; readonly node: TSESTree.PropertyDefinition }[]
  /** The class that it extends, where that is unknown. */
  readonly unknownBase: Value
}

export class FunctionObj extends Obj {
  /** The function's code; undefined for native ones and for a class without a constructor. */
  code: FunctionNode | undefined
  scope: Scope | undefined
  /** The object whose prototype `super` means. */
  home: Obj | undefined
  classPart: ClassPart | undefined
  native: Native<never> | undefined
  /** For native functions: whether `new` is allowed, and what it does. */
  constructs = false

  constructor(proto: Obj | null) {
    super(proto, 'function')
  }
}

/** Stands in a scope for a variable that is not initialised yet. */
export const uninitialised = new Sym('uninitialised')

export function plainSlot(value: Value, place?: Place): Slot {
  return place ? { value, place } : { value }
}
