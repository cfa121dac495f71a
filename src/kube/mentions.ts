import type { Node } from '../base/tree.ts'

/**
 * Whether bodies speak of a label or annotation elsewhere than in the metadata of an object, where it is given: in a
 * selector, a template, an argument.
 */
export function mentionsIn(bodies: Iterable<Node>): (key: string) => boolean {
  const keys = new Set<string>()
  const texts: string[] = []
  for (const body of bodies) collect(body, keys, texts)
  const text = texts.join('\n')
  return (key) => keys.has(key) || text.includes(key)
}

function collect(node: Node, keys: Set<string>, texts: string[]): void {
  if (node.type === 'scalar') {
    // No key is shorter, and few texts have what all keys have.
    if (typeof node.value === 'string' && /[./-]/.test(node.value)) texts.push(node.value)
  } else if (node.type === 'list') for (const item of node.items) collect(item, keys, texts)
  else if (node.type === 'map')
    for (const { key, value } of node.entries) {
      keys.add(key)
      if (key !== 'metadata' || value.type !== 'map') collect(value, keys, texts)
      // Labels and annotations are given there; in annotations kubectl keeps the whole object once more.
      else
        for (const entry of value.entries)
          if (entry.key !== 'labels' && entry.key !== 'annotations') collect(entry.value, keys, texts)
    }
}
