import { compareText } from '../base/order.ts'
import type { SourceLocation } from '../base/source-file.ts'
import { locationOf, type Node, nodeAt, type TreePath } from '../base/tree.ts'
import type { Resource } from './resource.ts'
import { podTemplatePath } from './workload.ts'

/** A label or annotation whose value is no string: the API server refuses the whole object. */
export interface NonStringEntry {
  /** The path of the value in the resource. */
  readonly path: TreePath
  /** The label's or annotation's key; undefined where the whole map has a wrong type. */
  readonly key: string | undefined
  readonly at: SourceLocation
  /** What is written, in the words of Go's decoder. */
  readonly type: 'bool' | 'number' | 'string' | 'array' | 'object'
}

/**
 * The labels and annotations of an object, and of the pods, Jobs and claims that it is a template of, whose values are
 * no strings; a null is fine. In the order in which the API server meets them: kubectl sends keys sorted.
 */
export function nonStringEntries(resource: Resource): readonly NonStringEntry[] {
  const found: NonStringEntry[] = []
  for (const path of metadataPaths(resource)) {
    for (const field of ['annotations', 'labels']) {
      const node = nodeAt(resource.root, [...path, field])
      if (node) for (const entry of entriesOf(node, [...path, field])) found.push(entry)
    }
  }
  return found
}

/** The name of an object that is no string: `name: y` is a boolean, as YAML 1.1 reads it. */
export function nonStringName(resource: Resource): NonStringEntry | undefined {
  const path = ['metadata', 'name']
  const node = nodeAt(resource.root, path)
  const type = node && typeOf(node)
  return node && type && type !== 'string' ? { path, key: undefined, at: locationOf(node), type } : undefined
}

function metadataPaths(resource: Resource): readonly TreePath[] {
  const template = podTemplatePath(resource)
  const paths: TreePath[] = [['metadata']]
  if (resource.kindName === 'CronJob') paths.push(['spec', 'jobTemplate', 'metadata'])
  if (template && template.length > 0) paths.push([...template, 'metadata'])
  const claims = nodeAt(resource.root, ['spec', 'volumeClaimTemplates'])
  if (resource.kindName === 'StatefulSet' && claims?.type === 'list')
    for (const index of claims.items.keys()) paths.push(['spec', 'volumeClaimTemplates', index, 'metadata'])
  return paths
}

function entriesOf(node: Node, path: TreePath): readonly NonStringEntry[] {
  if (node.type !== 'map') {
    const type = typeOf(node)
    return type ? [{ path, key: undefined, at: locationOf(node), type }] : []
  }
  const found = node.entries.flatMap(({ key, value }) => {
    const type = typeOf(value)
    return type && type !== 'string' ? [{ path: [...path, key], key, at: locationOf(value), type }] : []
  })
  return found.sort((a, b) => compareText(a.key, b.key))
}

/** The type of a node as Go's encoding/json calls it; undefined for null and for what is not known. */
function typeOf(node: Node): NonStringEntry['type'] | undefined {
  if (node.type === 'hole') return undefined
  if (node.type !== 'scalar') return node.type === 'list' ? 'array' : 'object'
  if (node.value === null) return undefined
  if (typeof node.value === 'boolean') return 'bool'
  return typeof node.value === 'string' ? 'string' : 'number'
}

/**
 * What the API server answers to an object with such an entry, as kubectl shows it (recorded from
 * Kubernetes 1.35.4).
 */
export function unmarshalError(resource: Pick<Resource, 'apiVersion' | 'kind'>, entry: NonStringEntry): string {
  const version = resource.apiVersion.slice(resource.apiVersion.indexOf('/') + 1)
  const steps = entry.path.filter((step) => typeof step === 'string')
  const field = (entry.key === undefined ? steps : steps.slice(0, -1)).join('.')
  const wanted = entry.key === undefined && steps.at(-1) !== 'name' ? 'map[string]string' : 'string'
  return `${resource.kind} in version ${JSON.stringify(version)} cannot be handled as a ${resource.kind}: json: cannot unmarshal ${entry.type} into Go struct field ObjectMeta.${field} of type ${wanted}`
}
