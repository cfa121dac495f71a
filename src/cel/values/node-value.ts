import type { Node } from '../../base/tree.ts'
import { keyOf, type Value } from './value.ts'

/** A tree as an expression sees it: integers are int, everything else that is a number is double, holes stay unknown. */
export function nodeValue(node: Node | undefined): Value {
  switch (node?.type) {
    case undefined:
      return null
    case 'hole':
      return { t: 'unknown', gaps: node.gaps }
    case 'scalar':
      return typeof node.value === 'number' && Number.isInteger(node.value) ? BigInt(node.value) : node.value
    case 'list':
      return { t: 'list', items: node.items.map(nodeValue), ...(node.open && { open: node.open }) }
    case 'map': {
      const entries = node.entries.map(({ key, value }) => [keyOf(key), [key, nodeValue(value)]] as const)
      return { t: 'map', entries: new Map(entries), ...(node.open && { open: node.open }) }
    }
  }
}
