import type { Node } from '../base/tree.ts'

/**
 * Whether a body speaks of a label or annotation elsewhere than in the metadata of an object, where it is given: in a
 * selector, a template, an argument.
 */
export function mentions(body: Node, key: string): boolean {
  if (body.type === 'scalar') return typeof body.value === 'string' && body.value.includes(key)
  if (body.type === 'list') return body.items.some((item) => mentions(item, key))
  if (body.type !== 'map') return false
  return body.entries.some(({ key: name, value }) => {
    if (name === key) return true
    return name === 'metadata' ? mentionsBeside(value, key) : mentions(value, key)
  })
}

/** Labels and annotations are given; in annotations kubectl keeps the whole object once more. */
function mentionsBeside(metadata: Node, key: string): boolean {
  if (metadata.type !== 'map') return mentions(metadata, key)
  return metadata.entries.some(
    ({ key: name, value }) => name !== 'labels' && name !== 'annotations' && mentions(value, key),
  )
}
