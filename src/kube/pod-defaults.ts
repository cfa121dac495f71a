import { childOf, entryOf, holeNode, type MapNode, type Node, scalarNode, withEntries } from '../base/tree.ts'
import { asStored, eachItem, scalarAt } from './api-type.ts'
import { imageTag } from './image-tag.ts'
import { mapNode, partOf } from './pod-body.ts'
import { withPodRequests } from './pod-resources.ts'
import { podType } from './pod-type.ts'

/**
 * A pod as the API server decodes and fills it in, before admission and again after every webhook that changed it:
 * pkg/apis/core/v1/defaults.go, Kubernetes 1.35.
 */
export function withPodDefaults(root: Node): Node {
  const decoded = asStored(root, podType, root)
  const spec = decoded && childOf(decoded, 'spec')
  if (decoded?.type !== 'map' || spec?.type !== 'map') return decoded ?? root
  const filled = withEntries(spec, spec, {
    volumes: eachItem(childOf(spec, 'volumes'), filledVolume),
    ...eachContainer(spec, (container) => filledContainer(container, spec)),
    ...accountNames(spec),
  })
  return asStored(withEntries(decoded, decoded, { spec: withPodRequests(filled) }), podType, root) ?? root
}

/** The fields of a pod's spec that hold containers, each container changed. */
export function eachContainer(
  spec: Node,
  change: (container: MapNode, index: number) => Node,
): Record<'containers' | 'initContainers', Node | undefined> {
  return {
    initContainers: eachItem(childOf(spec, 'initContainers'), change),
    containers: eachItem(childOf(spec, 'containers'), change),
  }
}

/** SetDefaults_Volume: without any source a volume is an `emptyDir`. */
function filledVolume(volume: MapNode): Node {
  if (!volume.open && volume.entries.length === 1) {
    return withEntries(volume, volume, { emptyDir: mapNode(volume, {}) })
  }
  const image = childOf(volume, 'image')
  if (image?.type !== 'map' || entryOf(image, 'pullPolicy')) return volume
  const pullPolicy = pullPolicyOf(partOf(image, 'reference'), image)
  return withEntries(volume, volume, { image: withEntries(image, image, { pullPolicy }) })
}

function filledContainer(container: MapNode, spec: Node): Node {
  const policy = partOf(container, 'imagePullPolicy') ?? pullPolicyOf(partOf(container, 'image'), container)
  return withEntries(container, container, {
    imagePullPolicy: policy,
    resources: withRequests(childOf(container, 'resources')),
    ports: withHostPorts(childOf(container, 'ports'), partOf(spec, 'hostNetwork')),
  })
}

/** SetDefaults_Container: what is pulled as `latest` is pulled always. */
function pullPolicyOf(image: Node | undefined, origin: Node): Node {
  if (image?.type === 'hole') return holeNode(image, ...image.gaps)
  const name = image?.type === 'scalar' && typeof image.value === 'string' ? image.value : ''
  return scalarNode(imageTag(name) === 'latest' ? 'Always' : 'IfNotPresent', image ?? origin)
}

/** SetDefaults_Pod: of what has a limit and no request, the limit is requested. */
function withRequests(resources: Node | undefined): Node | undefined {
  const limits = resources && partOf(resources, 'limits')
  if (resources?.type !== 'map' || !limits) return resources
  return withEntries(resources, resources, { requests: withMissing(partOf(resources, 'requests'), limits) })
}

/** A map with the entries of another one that it lacks. */
export function withMissing(map: Node | undefined, from: Node): Node | undefined {
  if (from.type === 'scalar' || from.type === 'list' || map?.type === 'hole') return map
  if (from.type === 'hole') return map?.type === 'map' ? { ...map, open: from.gaps } : holeNode(from, ...from.gaps)
  const gaps = map?.type === 'map' ? map.open : undefined
  const added = from.entries.filter(({ key }) => !map || !entryOf(map, key))
  if (added.length === 0) return map && from.open ? opened(map, from) : map
  const changes = Object.fromEntries(added.map(({ key, value }) => [key, gaps ? holeNode(value, ...gaps) : value]))
  return opened(withEntries(map, from, changes), from)
}

function opened(map: Node, from: MapNode): Node {
  return map.type === 'map' && from.open && !map.open ? { ...map, open: from.open } : map
}

/** On the host's network every port of a container is a port of the host (defaultHostNetworkPorts). */
function withHostPorts(ports: Node | undefined, hostNetwork: Node | undefined): Node | undefined {
  if (!hostNetwork || (hostNetwork.type === 'scalar' && hostNetwork.value !== true)) return ports
  return eachItem(ports, (port) => {
    if (entryOf(port, 'hostPort') || port.open) return port
    const own = childOf(port, 'containerPort')
    const hostPort = hostNetwork.type === 'hole' ? holeNode(hostNetwork, ...hostNetwork.gaps) : own
    return withEntries(port, port, { hostPort })
  })
}

/** `serviceAccount` is the old name of `serviceAccountName`, and always says the same (pkg/apis/core/v1/conversion.go). */
function accountNames(spec: Node): Record<'serviceAccountName' | 'serviceAccount', Node | undefined> {
  const name = scalarAt(spec, 'serviceAccountName') === '' ? undefined : partOf(spec, 'serviceAccountName')
  const used = name ?? partOf(spec, 'serviceAccount')
  return { serviceAccountName: used, serviceAccount: used }
}
