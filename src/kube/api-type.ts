import {
  childOf,
  entryOf,
  holeNode,
  type ListNode,
  type MapEntry,
  type MapNode,
  type Node,
  type Scalar,
  scalarNode,
} from '../base/tree.ts'
import { mapNode } from './pod-body.ts'
import { parseQuantity, quantityText } from './quantity.ts'

/**
 * A type of Kubernetes' API as its codec sees it: which fields there are, which of them the API server writes though
 * they are empty (no `omitempty`, or a struct without pointer), and what it fills in where they are.
 */
export type ApiType = LeafType | StructType | ListType | MapType

/** `filled`: written unless it is empty; `given`: written unless it is null (a pointer); `always`: whatever it holds. */
type Presence = 'filled' | 'given' | 'always'

interface LeafType {
  readonly type: 'leaf'
  readonly empty: Scalar
  readonly written: Presence
  readonly fallback?: Scalar
  readonly quantity?: true
}

export interface StructType {
  readonly type: 'struct'
  readonly fields: Readonly<Record<string, ApiType>>
  readonly written: Exclude<Presence, 'filled'>
}

interface ListType {
  readonly type: 'list'
  readonly of: ApiType
}

interface MapType {
  readonly type: 'map'
  readonly of: ApiType
}

function leaf(empty: Scalar, written: Presence): LeafType {
  return { type: 'leaf', empty, written }
}

export const text = leaf('', 'filled')
export const number = leaf(0, 'filled')
export const flag = leaf(false, 'filled')
/** Fields without `omitempty`. */
export const wholeText = leaf('', 'always')
export const wholeNumber = leaf(0, 'always')
/** A pointer to a scalar of any type. */
export const pointer = leaf(null, 'given')
export const quantity: LeafType = { ...leaf('0', 'always'), quantity: true }
export const quantityPointer: LeafType = { ...pointer, quantity: true }

/** A leaf that the API server fills in where it is empty. */
export function or(type: LeafType, fallback: Scalar): LeafType {
  return { ...type, fallback }
}

/** A struct behind a pointer. */
export function part(fields: StructType['fields']): StructType {
  return { type: 'struct', fields, written: 'given' }
}

/** A struct that is always there, be it empty. */
export function struct(fields: StructType['fields']): StructType {
  return { type: 'struct', fields, written: 'always' }
}

export function list(of: LeafType | StructType): ListType {
  return { type: 'list', of: { ...of, written: 'always' } }
}

export const texts = list(text)
export const textMap: MapType = { type: 'map', of: wholeText }
export const quantities: MapType = { type: 'map', of: quantity }

/**
 * A part of a body as the API server writes it: fields that the type does not know dropped, as are empty ones, its
 * fallbacks filled in, fields in the type's order, maps sorted. undefined: nothing is written. Holes stay, and where more
 * may be written than we see, whatever has a fallback is a hole.
 */
export function asStored(node: Node | undefined, type: ApiType, origin: Node): Node | undefined {
  if (node?.type === 'hole') return node
  const given = node?.type === 'scalar' && node.value === null ? undefined : node
  switch (type.type) {
    case 'leaf':
      return leafAsStored(given, type, given ?? origin)
    case 'struct':
      if (given) return given.type === 'map' ? structAsStored(given, type) : given
      return type.written === 'always' ? structAsStored(mapNode(origin, {}), type) : undefined
    case 'list':
      return given?.type === 'list' ? listAsStored(given, type) : given
    case 'map':
      return given?.type === 'map' ? mapAsStored(given, type) : given
  }
}

function leafAsStored(given: Node | undefined, type: LeafType, origin: Node): Node | undefined {
  const { empty, written, fallback } = type
  if (given && given.type !== 'scalar') return given
  if (given && !(written === 'filled' && given.value === empty)) return type.quantity ? canonical(given) : given
  if (fallback !== undefined) return scalarNode(fallback, origin)
  return written === 'always' ? scalarNode(empty, origin) : undefined
}

function canonical(node: Node & { readonly type: 'scalar' }): Node {
  const { quantity } = parseQuantity(String(node.value).trim())
  if (!quantity) return node
  const value = quantityText(quantity)
  return value === node.value ? node : { ...node, value }
}

function structAsStored(map: MapNode, { fields }: StructType): Node {
  const entries: MapEntry[] = []
  for (const key in fields) {
    const type = fields[key]
    const entry = entryOf(map, key)
    const value = type && (entry || !map.open ? asStored(entry?.value, type, map) : unseen(map, type))
    if (value) entries.push(entry ? { ...entry, value } : { key, keyStart: value.start, keyEnd: value.end, value })
  }
  return { ...map, entries }
}

/** A field of a map that may hold more than we see: unknown where the API server would write it anyway. */
function unseen(map: MapNode, type: ApiType): Node | undefined {
  const isFilled = asStored(undefined, type, map) !== undefined
  return isFilled && map.open ? holeNode(map, ...map.open) : undefined
}

function listAsStored(node: ListNode, { of }: ListType): Node | undefined {
  if (node.items.length === 0 && !node.open) return undefined
  return { ...node, items: node.items.map((item) => asStored(item, of, item) ?? item) }
}

function mapAsStored(map: MapNode, { of }: MapType): Node | undefined {
  if (map.entries.length === 0 && !map.open) return undefined
  const entries = map.entries.map((entry) => ({
    ...entry,
    value: asStored(entry.value, of, entry.value) ?? entry.value,
  }))
  return { ...map, entries: entries.sort((a, b) => (a.key < b.key ? -1 : 1)) }
}

/** The items of a list, changed one by one where they are known; holes stay. */
export function eachItem(list: Node | undefined, change: (item: MapNode, index: number) => Node): Node | undefined {
  if (list?.type !== 'list') return list
  const items = list.items.map((item, index) => (item.type === 'map' ? change(item, index) : item))
  return items.every((item, index) => item === list.items[index]) ? list : { ...list, items }
}

/** The scalar of a field; undefined where it is not there, or not known. */
export function scalarAt(node: Node | undefined, key: string): Scalar | undefined {
  const child = node && childOf(node, key)
  return child?.type === 'scalar' ? child.value : undefined
}
