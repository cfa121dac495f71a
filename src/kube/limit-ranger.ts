import type { Gaps } from '../base/maybe.ts'
import { childOf, entryOf, type MapNode, type Node, scalarNode, withEntries } from '../base/tree.ts'
import { asStored, list, quantities, scalarAt, struct, text } from './api-type.ts'
import { mapNode, partOf } from './pod-body.ts'
import { withMissing } from './pod-defaults.ts'

const annotation = 'kubernetes.io/limit-ranger'
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
  const spec = childOf(pod, 'spec')
  if (pod.type !== 'map' || spec?.type !== 'map') return pod
  return limitRanges.reduce((before, body) => limited(before, defaultsOf(body)), perhapsMore(pod, spec, more))
}

function limited(pod: Node, defaults: Defaults): Node {
  const spec = childOf(pod, 'spec')
  if (pod.type !== 'map' || spec?.type !== 'map') return pod
  const told: string[] = []
  const containers = changed(spec, 'containers', (one) => limitedContainer(one, defaults, 'container', told))
  const init = changed(spec, 'initContainers', (one) => limitedContainer(one, defaults, 'init container', told))
  if (told.length === 0) return pod
  const metadata = partOf(pod, 'metadata') ?? mapNode(pod, {})
  const text = scalarNode(`LimitRanger plugin set: ${told.join('; ')}`, spec)
  const annotations = withEntries(partOf(metadata, 'annotations'), metadata, { [annotation]: text })
  return withEntries(pod, pod, {
    metadata: metadata.type === 'hole' ? metadata : withEntries(metadata, pod, { annotations }),
    spec: withEntries(spec, spec, { containers, initContainers: init }),
  })
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
function perhapsMore(pod: MapNode, spec: MapNode, more: Gaps | undefined): Node {
  if (!more) return pod
  const open = (container: MapNode): Node => {
    const resources = partOf(container, 'resources') ?? mapNode(container, {})
    const opened: Node =
      resources.type === 'map' ? { ...resources, open: [...more, ...(resources.open ?? [])] } : resources
    return withEntries(container, container, { resources: opened })
  }
  const containers = {
    containers: changed(spec, 'containers', open),
    initContainers: changed(spec, 'initContainers', open),
  }
  return withEntries(pod, pod, { spec: withEntries(spec, spec, containers) })
}
