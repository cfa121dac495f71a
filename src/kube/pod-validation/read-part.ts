import { childOf, type Node, type TreePath } from '../../base/tree.ts'

/**
 * How validation reads a body of which a part may be unknown: absent parts are `undefined`, as are null ones; what is not
 * known is a hole, and a hole is never wrong.
 */
export function part(node: Node | undefined, key: string | number): Node | undefined {
  if (node === undefined || node.type === 'hole') return node
  const child = childOf(node, key)
  if (child) return child.type === 'scalar' && child.value === null ? undefined : child
  const [gap, ...more] = (node.type === 'scalar' ? undefined : node.open) ?? []
  return gap && { type: 'hole', gaps: [gap, ...more], file: node.file, start: node.start, end: node.end }
}

/** Whether a map has a field of several; what it may have beside is not known, and so never wrong. */
export function hasAny(node: Node, keys: ReadonlySet<string>): boolean {
  if (node.type !== 'map') return false
  for (const { key } of node.entries) if (keys.has(key)) return true
  return false
}

/** The part at a path. */
export function partAt(node: Node | undefined, path: TreePath): Node | undefined {
  let found = node
  for (const step of path) found = found && part(found, step)
  return found
}

/** A text, empty where it is absent; undefined where it is not known, or none. */
export function textOf(node: Node | undefined, key: string): string | undefined {
  const found = part(node, key)
  if (!found) return ''
  return found.type === 'scalar' && typeof found.value === 'string' ? found.value : undefined
}

/** A number, zero where it is absent; undefined where it is not known, or none. */
export function numberOf(node: Node | undefined, key: string): number | undefined {
  const found = part(node, key)
  if (!found) return 0
  if (found.type !== 'scalar') return undefined
  return typeof found.value === 'number' || typeof found.value === 'bigint' ? Number(found.value) : undefined
}

/** Whether a switch is certainly set to a value. */
export function isFlag(node: Node | undefined, key: string, value: boolean): boolean {
  const found = part(node, key)
  return found?.type === 'scalar' && found.value === value
}

/** Whether something certainly stands there. */
export function isSet(node: Node | undefined, key: string): boolean {
  const found = part(node, key)
  return found !== undefined && found.type !== 'hole'
}

/** Whether certainly nothing stands there. */
export function isUnset(node: Node | undefined, key: string): boolean {
  return part(node, key) === undefined
}

/** The items of a list that are known. */
export function itemsOf(node: Node | undefined, key: string): readonly Node[] {
  const found = part(node, key)
  return found?.type === 'list' ? found.items : []
}

/** The entries of a map that are known, by key. */
export function entriesOf(
  node: Node | undefined,
  key: string,
): readonly { readonly key: string; readonly value: Node }[] {
  const found = part(node, key)
  return found?.type === 'map' ? found.entries : []
}

/** Whether a list certainly has no items. */
export function isEmptyList(node: Node | undefined, key: string): boolean {
  const found = part(node, key)
  return found === undefined || (found.type === 'list' && found.items.length === 0 && !found.open)
}
