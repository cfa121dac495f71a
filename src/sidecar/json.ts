import type { Gaps } from '../base/maybe.ts'
import type { ListNode, MapEntry, Node, Scalar } from '../base/tree.ts'

/** Plain data; entries that are undefined are not there. */
export type Json = Scalar | readonly Json[] | JsonMap | Hidden
export interface JsonMap {
  readonly [key: string]: Json | undefined
}

/** A value that hangs on what the input does not say. */
export class Hidden {
  readonly gaps: Gaps

  constructor(gaps: Gaps) {
    this.gaps = gaps
  }
}

/** Data as a body that stands where its cause stands. */
export function jsonNode(value: Json, origin: Node): Node {
  const place = { file: origin.file, start: origin.start, end: origin.end }
  if (isList(value)) return { type: 'list', items: value.map((item) => jsonNode(item, origin)), ...place }
  if (value instanceof Hidden) return { type: 'hole', gaps: value.gaps, ...place }
  if (!isMap(value)) return { type: 'scalar', value, ...place }
  const entries = Object.entries(value).flatMap(([key, child]): MapEntry[] => {
    if (child === undefined) return []
    const node = jsonNode(child, origin)
    return [{ key, keyStart: node.start, keyEnd: node.end, value: node }]
  })
  return { type: 'map', entries, ...place }
}

export function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !isList(value) && !(value instanceof Hidden)
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

/** A part of plain data by its path. */
export function jsonAt(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let found: Json | undefined = value
  for (const step of path) found = isMap(found) ? found[step] : undefined
  return found
}

/** Data that was JSON or YAML text a moment ago; undefined where a part of it is not known. */
export function jsonOf(node: Node): Json | undefined {
  switch (node.type) {
    case 'scalar':
      return node.value
    case 'hole':
      return undefined
    case 'list': {
      const items: Json[] = []
      for (const item of node.items) {
        const value = jsonOf(item)
        if (value === undefined) return undefined
        items.push(value)
      }
      return node.open ? undefined : items
    }
    case 'map': {
      const map: Record<string, Json> = {}
      for (const { key, value } of node.entries) {
        const data = jsonOf(value)
        if (data === undefined) return undefined
        map[key] = data
      }
      return node.open ? undefined : map
    }
  }
}

/** A body as data in which what is not known is hidden. A map or list that may hold more than is written is hidden as a whole. */
export function jsonWithHidden(node: Node): Json {
  switch (node.type) {
    case 'scalar':
      return node.value
    case 'hole':
      return new Hidden(node.gaps)
    case 'list':
      return node.open ? new Hidden(node.open) : node.items.map(jsonWithHidden)
    case 'map':
      if (node.open) return new Hidden(node.open)
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, jsonWithHidden(value)]))
  }
}

/** What `fmt.Sprint` of Go makes of a value of a chart. */
export function printed(value: Json | undefined): string {
  if (value === undefined || value === null) return '<nil>'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Whether a Go template takes a value as true. */
export function isTrue(value: Json | undefined): boolean {
  if (isList(value)) return value.length > 0
  return isMap(value) ? Object.keys(value).length > 0 : Boolean(value)
}

/** A map with another order of its entries, or others. */
export function withItems(list: Node | undefined, origin: Node, items: readonly Node[]): ListNode {
  const place = list ?? origin
  const made: ListNode = { type: 'list', items, file: place.file, start: place.start, end: place.end }
  const open = list?.type === 'list' ? list.open : list?.type === 'hole' ? list.gaps : undefined
  return open ? { ...made, open } : made
}
