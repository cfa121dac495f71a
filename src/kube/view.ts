import { absent, type Gap, known, type Maybe, unknown } from '../base/maybe.ts'
import type { SourceLocation } from '../base/source-file.ts'
import { childOf, entryOf, keyLocation, locationOf, type Node, type Scalar, type TreePath } from '../base/tree.ts'
import { type Shape, shapeBelow } from './shape.ts'

type Leaf = string | number | bigint | boolean

/** The steps that lead on from a body. */
export type Step<B> = B extends Leaf
  ? never
  : B extends readonly unknown[]
    ? number
    : string extends keyof B
      ? string
      : keyof B & string

type Below<B, S> = B extends readonly (infer Item)[] ? Item : S extends keyof B ? NonNullable<B[S]> : never

/** What `get` gives for a place: the leaf there. Places that hold maps or lists give `never`: read them by `entries`. */
export type LeafAt<B> = B extends Leaf ? B : never
type ItemOf<B> = B extends readonly (infer Item)[] ? Item : B extends Leaf ? never : NonNullable<B[keyof B]>

/** What is known of a map or list. */
export interface Entries<Item> {
  /** What is written, in written order. Null entries are listed too; their `get()` is absent. */
  readonly items: readonly View<Item>[]
  /** Why there may be more; empty when the items are all. */
  readonly gaps: readonly Gap[]
  /** Whether the map or list itself is there: written, and not null. */
  readonly written: boolean
}

/**
 * A body, or a part of one, as rules and the simulation may read it: leaf by leaf, three-valued.
 * A leaf is unknown where the input has a placeholder, and where its type is not the one that Kubernetes demands.
 */
export interface View<Body> {
  /** Where this view stands in its resource. */
  readonly path: TreePath
  /** The last step of `path`: the key in a map, the index in a list; empty for a whole body. */
  readonly key: string | number
  get(): Maybe<LeafAt<Body> | undefined>
  get<A extends Step<Body>>(a: A): Maybe<LeafAt<Below<Body, A>> | undefined>
  get<A extends Step<Body>, B extends Step<Below<Body, A>>>(
    a: A,
    b: B,
  ): Maybe<LeafAt<Below<Below<Body, A>, B>> | undefined>
  get<A extends Step<Body>, B extends Step<Below<Body, A>>, C extends Step<Below<Below<Body, A>, B>>>(
    a: A,
    b: B,
    c: C,
  ): Maybe<LeafAt<Below<Below<Below<Body, A>, B>, C>> | undefined>
  get<
    A extends Step<Body>,
    B extends Step<Below<Body, A>>,
    C extends Step<Below<Below<Body, A>, B>>,
    D extends Step<Below<Below<Below<Body, A>, B>, C>>,
  >(a: A, b: B, c: C, d: D): Maybe<LeafAt<Below<Below<Below<Below<Body, A>, B>, C>, D>> | undefined>
  get<
    A extends Step<Body>,
    B extends Step<Below<Body, A>>,
    C extends Step<Below<Below<Body, A>, B>>,
    D extends Step<Below<Below<Below<Body, A>, B>, C>>,
    E extends Step<Below<Below<Below<Below<Body, A>, B>, C>, D>>,
  >(a: A, b: B, c: C, d: D, e: E): Maybe<LeafAt<Below<Below<Below<Below<Below<Body, A>, B>, C>, D>, E>> | undefined>

  /** The part of the body below a path, which need not be written: then all of it is absent. */
  view<A extends Step<Body>>(a: A): View<Below<Body, A>>
  view<A extends Step<Body>, B extends Step<Below<Body, A>>>(a: A, b: B): View<Below<Below<Body, A>, B>>
  view<A extends Step<Body>, B extends Step<Below<Body, A>>, C extends Step<Below<Below<Body, A>, B>>>(
    a: A,
    b: B,
    c: C,
  ): View<Below<Below<Below<Body, A>, B>, C>>
  view<
    A extends Step<Body>,
    B extends Step<Below<Body, A>>,
    C extends Step<Below<Below<Body, A>, B>>,
    D extends Step<Below<Below<Below<Body, A>, B>, C>>,
  >(a: A, b: B, c: C, d: D): View<Below<Below<Below<Below<Body, A>, B>, C>, D>>

  entries(): Entries<ItemOf<Body>>
  entries<A extends Step<Body>>(a: A): Entries<ItemOf<Below<Body, A>>>
  entries<A extends Step<Body>, B extends Step<Below<Body, A>>>(a: A, b: B): Entries<ItemOf<Below<Below<Body, A>, B>>>
  entries<A extends Step<Body>, B extends Step<Below<Body, A>>, C extends Step<Below<Below<Body, A>, B>>>(
    a: A,
    b: B,
    c: C,
  ): Entries<ItemOf<Below<Below<Below<Body, A>, B>, C>>>

  /** The leaf exactly as written, whatever its type; absent when nothing, null, a map or a list is there. */
  raw(...path: TreePath): Maybe<Scalar | undefined>
  /** Whether something that is not null is written at a path (from this view). */
  has(...path: TreePath): Maybe<boolean>
  /** The node at a path (from this view), or its nearest ancestor that is written down. */
  at(path?: TreePath, part?: 'key' | 'value'): SourceLocation
}

/** A view of a whole body. */
export function viewOf<Body>(node: Node, shape: Shape<Body> | undefined): View<Body> {
  return new NodeView(node, [], node, shape) as unknown as View<Body>
}

/** The one implementation of `View`; what it can promise of types, `View` says. */
export class NodeView {
  readonly path: TreePath
  readonly #root: Node
  readonly #node: Node | undefined
  readonly #shape: Shape | undefined

  constructor(root: Node, path: TreePath, node: Node | undefined, shape: Shape | undefined) {
    this.#root = root
    this.path = path
    this.#node = node
    this.#shape = shape
  }

  get key(): string | number {
    return this.path.at(-1) ?? ''
  }

  get(...path: TreePath): Maybe<Scalar | undefined> {
    const found = descend(this.#node, path)
    if (!found.known) return found
    const node = found.value
    if (!node || node.type === 'hole' || (node.type === 'scalar' && node.value === null)) return leafOf(node)
    const shape = path.reduce<Shape | undefined>(shapeBelow, this.#shape)
    return fits(node, shape) ? leafOf(node) : unknown(this.#misfit(path, node, shape))
  }

  raw(...path: TreePath): Maybe<Scalar | undefined> {
    const found = descend(this.#node, path)
    return found.known ? leafOf(found.value) : found
  }

  has(...path: TreePath): Maybe<boolean> {
    const found = descend(this.#node, path)
    if (!found.known) return found
    const node = found.value
    return known(node !== undefined && !(node.type === 'scalar' && node.value === null))
  }

  view(...path: TreePath): NodeView {
    const found = descend(this.#node, path)
    const node = found.known ? found.value : { type: 'hole' as const, gaps: found.gaps, ...this.#place() }
    return new NodeView(
      this.#root,
      [...this.path, ...path],
      node,
      path.reduce<Shape | undefined>(shapeBelow, this.#shape),
    )
  }

  entries(...path: TreePath): { items: NodeView[]; gaps: readonly Gap[]; written: boolean } {
    const found = descend(this.#node, path)
    if (!found.known) return { items: [], gaps: found.gaps, written: false }
    const node = found.value
    if (!node || node.type === 'scalar') return { items: [], gaps: [], written: false }
    if (node.type === 'hole') return { items: [], gaps: node.gaps, written: true }
    const shape = path.reduce<Shape | undefined>(shapeBelow, this.#shape)
    const base = [...this.path, ...path]
    const items =
      node.type === 'list'
        ? node.items.map((item, index) => new NodeView(this.#root, [...base, index], item, shapeBelow(shape, index)))
        : node.entries.map(
            (entry) => new NodeView(this.#root, [...base, entry.key], entry.value, shapeBelow(shape, entry.key)),
          )
    return { items, gaps: node.open ?? [], written: true }
  }

  at(path: TreePath = [], part: 'key' | 'value' = 'value'): SourceLocation {
    return placeAt(this.#root, [...this.path, ...path], part)
  }

  #place(): { file: SourceLocation['file']; start: number; end: number } {
    const at = this.at()
    return { file: at.file, start: at.span.start, end: at.span.end }
  }

  #misfit(path: TreePath, node: Node, shape: Shape | undefined): Gap {
    const where = [...this.path, ...path].join('.')
    return {
      what: `a value of type ${shape?.type ?? 'unknown'} at ${where}`,
      hint: `write a ${shape?.type ?? 'valid value'} there: Kubernetes refuses any other type`,
      at: locationOf(node),
    }
  }
}

/** Follows a path; unknown where it leads through a hole, or out of a map or list that may hold more than is written. */
function descend(root: Node | undefined, path: TreePath): Maybe<Node | undefined> {
  let node = root
  for (const step of path) {
    if (!node) return absent
    if (node.type === 'hole') return { known: false, gaps: node.gaps }
    if (node.type === 'scalar') return absent
    const next = childOf(node, step)
    if (!next && node.open) return { known: false, gaps: node.open }
    node = next
  }
  return known(node)
}

function leafOf(node: Node | undefined): Maybe<Scalar | undefined> {
  if (node?.type === 'hole') return { known: false, gaps: node.gaps }
  return node?.type === 'scalar' && node.value !== null ? known(node.value) : absent
}

function fits(node: Node, shape: Shape | undefined): boolean {
  if (!shape) return true
  const value = node.type === 'scalar' ? node.value : undefined
  switch (shape.type) {
    case 'string':
    case 'boolean':
      return typeof value === shape.type
    case 'integer':
      return typeof value === 'bigint' || Number.isInteger(value)
    case 'intOrString':
      return typeof value === 'string' || Number.isInteger(value)
    case 'list':
      return node.type === 'list'
    case 'map':
    case 'object':
      return node.type === 'map'
  }
}

/**
 * The place of a path in a body, always small: a leaf, a key, or a list item's first key, never a whole object.
 * A path that is not written down stands at its nearest ancestor that is.
 */
function placeAt(root: Node, path: TreePath, part: 'key' | 'value'): SourceLocation {
  let node = root
  let place = headOf(root)
  for (const [index, step] of path.entries()) {
    const entry = typeof step === 'string' ? entryOf(node, step) : undefined
    const next = entry?.value ?? childOf(node, step)
    if (!next) return place
    const isLeaf = next.type === 'scalar' || next.type === 'hole'
    if (entry) place = isLeaf && !(part === 'key' && index === path.length - 1) ? locationOf(next) : keyLocation(entry)
    else place = isLeaf ? locationOf(next) : headOf(next)
    node = next
  }
  return place
}

function headOf(node: Node): SourceLocation {
  if (node.type === 'map' && node.entries[0]) return keyLocation(node.entries[0])
  if (node.type === 'list' && node.items[0]) return headOf(node.items[0])
  return locationOf(node)
}
