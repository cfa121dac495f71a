import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import type { Gaps } from '../base/maybe.ts'
import type { Node } from '../base/tree.ts'

/**
 * A body as a YAML document that Kubernetes' tools read as the same body: quoted wherever YAML 1.1 would read a string as
 * something else. Unknown parts are null with a comment that says what is missing; open maps and lists end in such a comment.
 */
export function writeYaml(root: Node): string {
  const document = new Document(null, { version: '1.1' })
  document.contents = nodeOf(root)
  return document.toString({ lineWidth: 0, nullStr: 'null' })
}

function nodeOf(node: Node): Scalar | YAMLMap | YAMLSeq {
  switch (node.type) {
    case 'scalar':
      return new Scalar(node.value)
    case 'hole': {
      const hole = new Scalar(null)
      hole.comment = ` unknown: ${node.partial ?? reasons(node.gaps)}`
      return hole
    }
    case 'list': {
      const list = new YAMLSeq()
      list.items = node.items.map(nodeOf)
      return withMore(list, node.open)
    }
    case 'map': {
      const map = new YAMLMap()
      map.items = node.entries.map(({ key, value }) => new Pair(new Scalar(key), nodeOf(value)))
      return withMore(map, node.open)
    }
  }
}

function withMore<T extends YAMLMap | YAMLSeq>(collection: T, open: Gaps | undefined): T {
  if (open) collection.comment = ` perhaps more: ${reasons(open)}`
  collection.flow = collection.items.length === 0
  return collection
}

function reasons(gaps: Gaps): string {
  return gaps.map((gap) => gap.what.replaceAll('\n', ' ')).join('; ')
}
