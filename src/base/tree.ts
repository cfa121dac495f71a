import type { Gap, Gaps } from './maybe.ts'
import type { SourceFile, SourceLocation } from './source-file.ts'

/** A leaf's value. Integers beyond 2^53 that fit in 64 bits are bigint; all other numbers are number. */
export type Scalar = string | number | bigint | boolean | null

/** Where a node is written: every node knows its file, since one body may come from several. */
interface Written {
  readonly file: SourceFile
  readonly start: number
  readonly end: number
  /** Where the node itself is written nowhere: this is the place of the object around it. */
  readonly precision?: 'resource'
}

export interface ScalarNode extends Written {
  readonly type: 'scalar'
  readonly value: Scalar
}

export interface MapEntry {
  readonly key: string
  /** Span of the key, in the file of the value unless `keyFile` says otherwise. */
  readonly keyStart: number
  readonly keyEnd: number
  readonly keyFile?: SourceFile
  /** Where the key is written nowhere: its place is that of the object around it. */
  readonly keyPrecision?: 'resource'
  readonly value: Node
}

export interface MapNode extends Written {
  readonly type: 'map'
  /** In written order, each key once. */
  readonly entries: readonly MapEntry[]
  /** Why more entries may exist than are listed. */
  readonly open?: Gaps
}

export interface ListNode extends Written {
  readonly type: 'list'
  readonly items: readonly Node[]
  /** Why more items may exist than are listed. */
  readonly open?: Gaps
}

/** A part of a body that the input does not say. */
export interface HoleNode extends Written {
  readonly type: 'hole'
  readonly gaps: Gaps
  /** What is written, when a part of the text is a placeholder: `redis-${ENV}`. */
  readonly partial?: string
  /** The values it can have, where they are few and known. */
  readonly oneOf?: readonly Scalar[]
}

/** A body, or a part of one, in which every node knows its span. Aliased parts may be shared between parents. */
export type Node = ScalarNode | MapNode | ListNode | HoleNode

/** A way into a body: keys of maps and indices of lists. */
export type TreePath = readonly (string | number)[]

export function locationOf(node: Node): SourceLocation {
  return { file: node.file, span: { start: node.start, end: node.end }, precision: node.precision ?? 'node' }
}

export function keyLocation(entry: MapEntry): SourceLocation {
  return {
    file: entry.keyFile ?? entry.value.file,
    span: { start: entry.keyStart, end: entry.keyEnd },
    precision: entry.keyPrecision ?? 'node',
  }
}

/** The entry of a map by key, or undefined. */
export function entryOf(node: Node, key: string): MapEntry | undefined {
  if (node.type !== 'map') return undefined
  for (const entry of node.entries) if (entry.key === key) return entry
  return undefined
}

/** The child of a node: by key of a map, by index of a list; undefined when it is not written. */
export function childOf(node: Node, step: string | number): Node | undefined {
  if (node.type === 'list') return typeof step === 'number' ? node.items[step] : undefined
  return entryOf(node, String(step))?.value
}

/** The node at a path, or undefined when it is not written (also below a hole). */
export function nodeAt(root: Node, path: TreePath): Node | undefined {
  let node: Node | undefined = root
  for (const step of path) {
    if (!node) return undefined
    node = childOf(node, step)
  }
  return node
}

/** The text of a string leaf at a path; undefined for everything else. For reading what decides how to read the rest. */
export function textAt(root: Node, ...path: TreePath): string | undefined {
  const node = nodeAt(root, path)
  return node?.type === 'scalar' && typeof node.value === 'string' ? node.value : undefined
}

/** A leaf that is written nowhere by itself: it stands where the node that caused it stands. */
export function scalarNode(value: Scalar, origin: Node): ScalarNode {
  return { type: 'scalar', value, file: origin.file, start: origin.start, end: origin.end }
}

export function holeNode(origin: Node, ...gaps: readonly [Gap, ...Gap[]]): HoleNode {
  return { type: 'hole', gaps, file: origin.file, start: origin.start, end: origin.end }
}

/** A map with `changes` laid over it: values by key, a new key at the end, its place that of the value. */
export function withEntries(
  base: Node | undefined,
  origin: Node,
  changes: Readonly<Record<string, Node | undefined>>,
): MapNode {
  const from = base?.type === 'map' ? base : undefined
  const place = from ?? origin
  const entries: MapEntry[] = []
  const left = new Map(Object.entries(changes))
  for (const entry of from?.entries ?? []) {
    if (!left.has(entry.key)) entries.push(entry)
    else {
      const value = left.get(entry.key)
      if (value) entries.push({ ...entry, keyFile: entry.keyFile ?? entry.value.file, value })
    }
    left.delete(entry.key)
  }
  for (const [key, value] of left) if (value) entries.push({ key, keyStart: value.start, keyEnd: value.end, value })
  const map: MapNode = { type: 'map', entries, file: place.file, start: place.start, end: place.end }
  return from?.open ? { ...map, open: from.open } : map
}

/** The same body as plain JSON data, holes as null: for output only. Integers beyond 2^53 stay bigint. */
export function plainData(node: Node): unknown {
  switch (node.type) {
    case 'scalar':
      return node.value
    case 'hole':
      return null
    case 'list':
      return node.items.map(plainData)
    case 'map':
      return Object.fromEntries(node.entries.map((entry) => [entry.key, plainData(entry.value)]))
  }
}
