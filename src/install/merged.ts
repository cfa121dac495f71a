import { type HoleNode, holeNode, type MapEntry, type MapNode, type Node, type TreePath } from '../base/tree.ts'

/**
 * A body with another laid over it, key by key; everything but maps is replaced as a whole, by null as well. Where the
 * upper body may hold more than is written, what lies below and is not certainly covered is not known.
 */
function merged(base: Node | undefined, over: Node | undefined): Node | undefined {
  if (!over || !base) return over ?? base
  if (base.type !== 'map' || over.type !== 'map') return over
  const upper = new Map(over.entries.map((entry) => [entry.key, entry]))
  const entries: MapEntry[] = base.entries.map((entry) => {
    const covering = upper.get(entry.key)
    upper.delete(entry.key)
    if (!covering) return over.open ? { ...entry, value: holeNode(over, ...over.open) } : entry
    const value = merged(entry.value, covering.value) ?? covering.value
    return { ...covering, keyFile: covering.keyFile ?? covering.value.file, value }
  })
  const open = over.open ?? base.open
  const all: MapNode = { ...over, entries: [...entries, ...upper.values()] }
  return open ? { ...all, open } : all
}

/** Bodies one over the other, the last one on top. */
export function layered(...layers: readonly (Node | undefined)[]): Node | undefined {
  return layers.reduce(merged, undefined)
}

/** The part of a body at a path; a hole where the path leads through one, or out of a map that may hold more. */
export function partAt(root: Node | undefined, ...path: TreePath): Node | undefined {
  let node = root
  for (const step of path) {
    if (node?.type === 'hole') return lackingPart(node)
    if (node?.type !== 'map') return undefined
    const entry = node.entries.find(({ key }) => key === step)
    if (!entry && node.open) return holeNode(node, ...node.open)
    node = entry?.value
  }
  return node
}

/** A part of what is not known is not known either, and nothing of it is written. */
function lackingPart({ gaps, file, start, end }: HoleNode): HoleNode {
  return { type: 'hole', gaps, file, start, end }
}

/** A body that holds another at a path, and nothing else. */
export function nested(value: Node | undefined, ...path: readonly string[]): Node | undefined {
  return path.reduceRight<Node | undefined>((inner, key) => {
    if (!inner) return undefined
    const { file, start, end } = inner
    return { type: 'map', entries: [{ key, keyStart: start, keyEnd: end, value: inner }], file, start, end }
  }, value)
}
