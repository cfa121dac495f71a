import { type Node, nodeAt } from '../base/tree.ts'
import { Unclear } from './unclear.ts'

/** The labels or annotations of a pod, read on demand: what nobody asks for may be unknown. */
export interface Texts {
  /** The value, or undefined where the key is not there. */
  get(key: string): string | undefined
  has(key: string): boolean
  keys(): readonly string[]
}

export function textsOf(pod: Node, kind: 'labels' | 'annotations'): Texts {
  const map = nodeAt(pod, ['metadata', kind])
  const entries = new Map(map?.type === 'map' ? map.entries.map(({ key, value }) => [key, value]) : [])
  const open = map?.type === 'hole' ? map.gaps : map?.type === 'map' ? map.open : undefined
  const read = (key: string): string | undefined => {
    const node = entries.get(key)
    if (node?.type === 'hole') throw new Unclear(...node.gaps)
    if (!node && open) throw new Unclear(...open)
    if (node?.type !== 'scalar') return undefined
    return node.value === null ? '' : String(node.value)
  }
  return {
    get: read,
    has: (key) => read(key) !== undefined,
    keys: () => {
      if (open) throw new Unclear(...open)
      return [...entries.keys()]
    },
  }
}

/** The leaf at a path of a body; undefined where nothing is. */
export function leafAt(node: Node, ...path: readonly string[]): string | number | bigint | boolean | undefined {
  let found: Node | undefined = node
  for (const step of path) {
    if (found?.type === 'hole') throw new Unclear(...found.gaps)
    found = found && nodeAt(found, [step])
  }
  if (found?.type === 'hole') throw new Unclear(...found.gaps)
  return found?.type === 'scalar' && found.value !== null ? found.value : undefined
}

/** The text at a path; empty where none is. */
export function wordAt(node: Node, ...path: readonly string[]): string {
  const value = leafAt(node, ...path)
  return value === undefined ? '' : String(value)
}

/** The items of a list at a path. */
export function itemsAt(node: Node, ...path: readonly string[]): readonly Node[] {
  let found: Node | undefined = node
  for (const step of path) {
    if (found?.type === 'hole') throw new Unclear(...found.gaps)
    found = found && nodeAt(found, [step])
  }
  if (found?.type === 'hole') throw new Unclear(...found.gaps)
  if (found?.type === 'list' && found.open) throw new Unclear(...found.open)
  return found?.type === 'list' ? found.items : []
}
