import { type Node, scalarNode } from '../base/tree.ts'
import { isGenerated } from './pod-body.ts'

/**
 * A body with what nobody can know before the object is there as texts: hashes and uids as `*`, random ends of names as
 * `X`. Other holes stay.
 */
export function generatedTexts(node: Node): Node {
  switch (node.type) {
    case 'scalar':
      return node
    case 'hole':
      return isGenerated(node) && node.partial !== undefined ? scalarNode(node.partial, node) : node
    case 'list':
      return { ...node, items: node.items.map(generatedTexts) }
    case 'map':
      return { ...node, entries: node.entries.map((entry) => ({ ...entry, value: generatedTexts(entry.value) })) }
  }
}
