import { compareText } from './order.ts'
import type { Node } from './tree.ts'

/** A body as text, keys in order of their names. Holes differ from one another: nobody knows that they are the same. */
export function canonicalText(node: Node | undefined): string {
  switch (node?.type) {
    case undefined:
      return ''
    case 'scalar':
      return `${typeof node.value}:${JSON.stringify(String(node.value))}`
    case 'hole':
      return `?${node.file.path}:${node.start}`
    case 'list':
      return `[${node.items.map(canonicalText).join()}]`
    case 'map': {
      const entries = [...node.entries].sort((a, b) => compareText(a.key, b.key))
      return `{${entries.map(({ key, value }) => `${JSON.stringify(key)}:${canonicalText(value)}`).join()}}`
    }
  }
}
