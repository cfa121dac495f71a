import type { Failure } from '../../base/failure.ts'
import { locationOf, type Node } from '../../base/tree.ts'
import { resourceName } from '../../engine/problem-of.ts'
import type { Resource } from '../../kube/resource.ts'
import type { Unit } from '../../sources/unit.ts'
import { failuresJson, locationJson, missingJson } from '../json/json-parts.ts'
import { type JsonValue, jsonText } from '../json/json-text.ts'

/** What was read. */
export interface ResourcesRead {
  readonly units: readonly Unit[]
  readonly failures: readonly Failure[]
}

export interface ResourcesJsonOptions {
  /** Whether to give the location of every value. */
  readonly positions: boolean
}

/** The JSON of `resources`, version 1: a contract, every key of it. */
export function resourcesJson({ units, failures }: ResourcesRead, options: ResourcesJsonOptions): string {
  return jsonText({
    version: 1,
    units: units.map(({ name, kind, resources }) => ({
      name,
      kind,
      resources: resources.map((resource) => resourceJson(resource, options)),
    })),
    failures: failuresJson(failures),
  })
}

function resourceJson(resource: Resource, { positions }: ResourcesJsonOptions): JsonValue {
  const { root, exists, repeated } = resource
  const within = resource.made.slice(1)
  const { apiVersion, kind, namespace, name } = resourceName(resource)
  return {
    apiVersion,
    kind,
    namespace,
    name,
    location: locationJson(locationOf(root)),
    exists: exists.known ? 'yes' : 'perhaps',
    missing: exists.known ? undefined : missingJson(exists.gaps),
    repeated: repeated && { missing: missingJson(repeated) },
    related:
      within.length > 0
        ? within.map((at) => ({ location: locationJson(at), message: 'in this construct' }))
        : undefined,
    body: bodyJson(root),
    unknown: unknownParts(root),
    positions: positions ? positionsOf(root) : undefined,
  }
}

/** The body as plain data: keys in written order, holes null. */
export function bodyJson(node: Node): JsonValue {
  switch (node.type) {
    case 'scalar':
      return node.value
    case 'hole':
      return null
    case 'list':
      return node.items.map(bodyJson)
    case 'map':
      return new Map(node.entries.map((entry) => [entry.key, bodyJson(entry.value)]))
  }
}

/** The parts of a body that the input does not say: holes, and maps and lists that may hold more than is written. */
export function unknownParts(root: Node): JsonValue[] {
  const parts: JsonValue[] = []
  visit(root, '', (pointer, node) => {
    if (node.type === 'hole') {
      const { partial, oneOf, gaps } = node
      parts.push({ pointer, partial, oneOf, missing: missingJson(gaps) })
    } else if (node.type !== 'scalar' && node.open) parts.push({ pointer, open: true, missing: missingJson(node.open) })
  })
  return parts
}

function positionsOf(root: Node): JsonValue {
  const positions = new Map<string, JsonValue>()
  visit(root, '', (pointer, node) => positions.set(pointer, locationJson(locationOf(node))))
  return positions
}

/** Shows every node of a body with its JSON pointer, in written order, the body itself first. */
function visit(node: Node, pointer: string, see: (pointer: string, node: Node) => void): void {
  see(pointer, node)
  if (node.type === 'map') for (const { key, value } of node.entries) visit(value, `${pointer}/${escaped(key)}`, see)
  if (node.type === 'list') for (const [index, item] of node.items.entries()) visit(item, `${pointer}/${index}`, see)
}

/** RFC 6901, section 3. */
function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
