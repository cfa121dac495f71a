import type { Gap, Gaps } from '../base/maybe.ts'
import { childOf, entryOf, holeNode, type MapNode, type Node, scalarNode, withEntries } from '../base/tree.ts'
import { asStored, list, quantities, scalarAt, struct, text } from './api-type.ts'
import { layOver, mapNode, partOf } from './pod-body.ts'
import { withMissing } from './pod-defaults.ts'

export const limitRangerAnnotation = 'kubernetes.io/limit-ranger'
const limitRange = struct({
  spec: struct({
    limits: list(
      struct({ type: text, max: quantities, min: quantities, default: quantities, defaultRequest: quantities }),
    ),
  }),
})

interface Defaults {
  readonly limits: Node
  readonly requests: Node
}

/**
 * A pod with the limits and requests that the LimitRanges of its namespace give to containers that have none, and the
 * annotation that tells of them (plugin/pkg/admission/limitranger/admission.go, mergePodResourceRequirements, Kubernetes
 * 1.35).
 */
export function withLimits(pod: Node, limitRanges: readonly Node[], more: Gaps | undefined): Node {
  return limitRanges.reduce((before, body) => limited(before, defaultsOf(body)), more ? perhapsMore(pod, more) : pod)
}

function limited(pod: Node, defaults: Defaults): Node {
  const spec = partOf(pod, 'spec')
  if (pod.type !== 'map' || !spec || (isEmpty(defaults.limits) && isEmpty(defaults.requests))) return pod
  const told: string[] = []
  const changes = {
    containers: changed(spec, 'containers', (one) => limitedContainer(one, defaults, 'container', told)),
    initContainers: changed(spec, 'initContainers', (one) => limitedContainer(one, defaults, 'init container', told)),
  }
  const after = spec.type === 'map' ? withEntries(pod, pod, { spec: withEntries(spec, spec, changes) }) : pod
  return annotated(after, told, [defaults.limits, defaults.requests, spec].flatMap(undecided))
}

function isEmpty(node: Node): boolean {
  return node.type === 'map' && node.entries.length === 0 && !node.open
}

/** Why nobody can tell which containers are given what: down to the names of resources, not to their amounts. */
function undecided(node: Node): readonly Gap[] {
  if (node.type === 'hole') return node.gaps
  const gaps = node.type === 'scalar' ? [] : (node.open ?? [])
  const items = node.type === 'list' ? node.items : []
  const parts = ['containers', 'initContainers', 'name', 'resources', 'limits', 'requests'].map((key) =>
    childOf(node, key),
  )
  return [...gaps, ...[...items, ...parts].flatMap((part) => (part ? undecided(part) : []))]
}

function annotated(pod: MapNode, told: readonly string[], gaps: readonly Gap[]): Node {
  const metadata = partOf(pod, 'metadata') ?? mapNode(pod, {})
  const [first, ...rest] = gaps
  if (metadata.type !== 'map' || (told.length === 0 && !first)) return pod
  const text = first ? holeNode(pod, first, ...rest) : scalarNode(`LimitRanger plugin set: ${told.join('; ')}`, pod)
  const before = partOf(metadata, 'annotations')
  const after = layOver(before, metadata, told.length > 0 ? { [limitRangerAnnotation]: text } : {})
  const annotations: Node =
    first && told.length === 0 && after.type === 'map' ? { ...after, open: [first, ...rest] } : after
  return withEntries(pod, pod, { metadata: withEntries(metadata, metadata, { annotations }) })
}

function changed(spec: Node, key: string, change: (container: MapNode) => Node): Node | undefined {
  const containers = childOf(spec, key)
  if (containers?.type !== 'list') return containers
  return { ...containers, items: containers.items.map((item) => (item.type === 'map' ? change(item) : item)) }
}

function limitedContainer(container: MapNode, defaults: Defaults, what: string, told: string[]): Node {
  const resources = partOf(container, 'resources') ?? mapNode(container, {})
  if (resources.type !== 'map') return container
  const requests = withMissing(partOf(resources, 'requests'), defaults.requests)
  const limits = withMissing(partOf(resources, 'limits'), defaults.limits)
  const name = String(scalarAt(container, 'name') ?? '*')
  for (const [kind, after] of [['request', requests] as const, ['limit', limits] as const]) {
    const before = childOf(resources, `${kind}s`)
    const set = after?.type === 'map' ? after.entries.filter(({ key }) => !before || !entryOf(before, key)) : []
    const keys = set.map(({ key }) => key).sort()
    if (keys.length > 0) told.push(`${keys.join(', ')} ${kind} for ${what} ${name}`)
  }
  return withEntries(container, container, { resources: withEntries(resources, resources, { requests, limits }) })
}

/**
 * What a LimitRange gives to containers, itself filled in: limits of its maxima, requests of its limits, then of its
 * minima (pkg/apis/core/v1/defaults.go, SetDefaults_LimitRangeItem; the last item that names a resource counts).
 */
function defaultsOf(body: Node): Defaults {
  const stored = asStored(body, limitRange, body) ?? body
  const spec = childOf(stored, 'spec')
  const items = spec && childOf(spec, 'limits')
  let limits: Node = mapNode(body, {})
  let requests: Node = mapNode(body, {})
  for (const item of items?.type === 'list' ? items.items : []) {
    if (scalarAt(item, 'type') !== 'Container') continue
    const none = mapNode(item, {})
    const given = withMissing(partOf(item, 'default'), partOf(item, 'max') ?? none) ?? none
    const asked = withMissing(withMissing(partOf(item, 'defaultRequest'), given), partOf(item, 'min') ?? none) ?? none
    limits = withMissing(given, limits) ?? limits
    requests = withMissing(asked, requests) ?? requests
  }
  return { limits, requests }
}

/** Where a LimitRange may be in the pod's namespace, nobody knows what else a container is given. */
function perhapsMore(pod: Node, more: Gaps): Node {
  const spec = childOf(pod, 'spec')
  if (pod.type !== 'map' || spec?.type !== 'map') return pod
  const open = (container: MapNode): Node => {
    const resources = partOf(container, 'resources') ?? mapNode(container, {})
    if (resources.type !== 'map') return container
    return withEntries(container, container, {
      resources: { ...resources, open: [...more, ...(resources.open ?? [])] },
    })
  }
  const changes = {
    containers: changed(spec, 'containers', open),
    initContainers: changed(spec, 'initContainers', open),
  }
  return annotated(withEntries(pod, pod, { spec: withEntries(spec, spec, changes) }), [], more)
}
