import { type Gap, known, type Maybe, unknown } from '../base/maybe.ts'
import { holeNode, locationOf, type MapNode, type Node, nodeAt, scalarNode, textAt, withEntries } from '../base/tree.ts'
import {
  cronJobPod,
  customPod,
  daemonSetPod,
  deploymentPod,
  generatedName,
  jobPod,
  type MadePod,
  type Owner,
  replicaSetPod,
  statefulSetPod,
} from './controllers.ts'
import { podShape } from './pod.ts'
import { podBody } from './pod-body.ts'
import type { PodsOfWorkload, WrittenPod } from './pods-of-workload.ts'
import { readLabels } from './read-labels.ts'
import type { Resource } from './resource.ts'
import { viewOf } from './view.ts'
import { podTemplatePath } from './workload.ts'

/** The longest list of names: nobody reads more, and replicas may be any number. */
const mostNames = 1000

/**
 * The pods of a workload as its controller asks the API server to create them, before admission. `scaled` is what an
 * autoscaler that targets the workload makes of its replicas.
 */
export function podsOfWorkload(resource: Resource, scaled?: { readonly replicas: Maybe<number> }): PodsOfWorkload {
  const owner = ownerOf(resource)
  switch (resource.kindName) {
    case 'Pod':
      return barePod(owner)
    case 'StatefulSet':
      return statefulSetPods(owner, scaled?.replicas ?? replicasOf(owner.root))
    case 'Deployment':
      return alike(owner, deploymentPod(owner), scaled?.replicas ?? replicasOf(owner.root))
    case 'ReplicaSet':
    case 'ReplicationController':
      return alike(owner, replicaSetPod(owner), scaled?.replicas ?? replicasOf(owner.root))
    case 'DaemonSet':
      return alike(owner, daemonSetPod(owner), unknown(nodesGap))
    case 'Job':
      return alike(owner, jobPod(owner), jobPods(nodeAt(owner.root, ['spec'])))
    case 'CronJob':
      return alike(owner, cronJobPod(owner), jobPods(nodeAt(owner.root, ['spec', 'jobTemplate', 'spec'])))
    default:
      return alike(owner, customPod(owner), scaled?.replicas ?? replicasOf(owner.root))
  }
}

const nodesGap: Gap = {
  what: 'how many nodes the cluster has',
  hint: 'nothing to do: a DaemonSet has a pod on every node',
}

function ownerOf(resource: Resource): Owner {
  const { root } = resource
  const origin = nodeAt(root, ['kind']) ?? root
  const path = podTemplatePath(resource) ?? ['spec', 'template']
  return {
    resource,
    root,
    name: resource.name,
    shownName: shownNameOf(resource),
    nameNode: nodeAt(root, ['metadata', 'name']) ?? nodeAt(root, ['metadata', 'generateName']) ?? origin,
    origin,
    template: templateAt(root, path, origin),
  }
}

/** The template; where it is not written an empty one, and a hole where an ancestor is one. */
function templateAt(root: Node, path: readonly (string | number)[], origin: Node): Node {
  let node: Node | undefined = root
  for (const step of path) {
    if (node?.type === 'hole') return node
    node = node && nodeAt(node, [step])
  }
  return node ?? withEntries(undefined, origin, {})
}

/** The name, or what is written of it; `X` stands for what the API server generates. */
function shownNameOf({ name, root }: Resource): string {
  if (name.known) return name.value
  const node = nodeAt(root, ['metadata', 'name'])
  if (node?.type === 'hole') return node.partial ?? '?'
  const base = textAt(root, 'metadata', 'generateName')
  return base === undefined ? '?' : generatedName(base)
}

/** `spec.replicas`: 1 where it is not written. */
function replicasOf(root: Node): Maybe<number> {
  return countAt(nodeAt(root, ['spec']), 'replicas', 1)
}

function countAt(spec: Node | undefined, field: string, fallback: number): Maybe<number> {
  if (spec?.type === 'hole') return unknown(...spec.gaps)
  const node = spec && nodeAt(spec, [field])
  if (!node && spec?.type === 'map' && spec.open) return unknown(...spec.open)
  if (!node || (node.type === 'scalar' && node.value === null)) return known(fallback)
  if (node.type === 'hole') return unknown(...node.gaps)
  const value = node.type === 'scalar' ? node.value : undefined
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return known(value)
  return unknown({
    what: `a valid number at spec.${field}`,
    hint: 'write a whole number from 0: Kubernetes refuses anything else',
    at: locationOf(node),
  })
}

/** How many pods a Job runs at once: `parallelism`, and no more than `completions`. */
function jobPods(spec: Node | undefined): Maybe<number> {
  const parallelism = countAt(spec, 'parallelism', 1)
  const completions = countAt(spec, 'completions', Number.POSITIVE_INFINITY)
  if (!parallelism.known || !completions.known) return parallelism.known ? completions : parallelism
  return known(Math.min(parallelism.value, completions.value))
}

function written(owner: Owner, made: MadePod): WrittenPod {
  const body = podBody(owner.template, owner.origin, { namespace: namespaceNode(owner), ...made.parts })
  return podOf(body, made.name, made.shownName)
}

function podOf(body: Node, name: Maybe<string>, shownName: string): WrittenPod {
  const metadata = nodeAt(body, ['metadata'])
  const texts = (key: string): Node | undefined =>
    metadata?.type === 'hole' ? metadata : nodeAt(body, ['metadata', key])
  return {
    name,
    shownName,
    body: viewOf(body, podShape),
    root: body,
    labels: readLabels(texts('labels')),
    annotations: readLabels(texts('annotations')),
  }
}

/** The namespace that the pod shares with its workload. */
function namespaceNode({ resource, root, origin }: Owner): Node | undefined {
  const node = nodeAt(root, ['metadata', 'namespace']) ?? origin
  const { namespace } = resource
  if (!namespace) return undefined
  return namespace.known ? scalarNode(namespace.value, node) : holeNode(node, ...namespace.gaps)
}

/** Pods that differ in nothing but their generated names. */
function alike(owner: Owner, made: MadePod, replicas: Maybe<number>): PodsOfWorkload {
  const first = written(owner, made)
  return { replicas, names: undefined, pattern: made.shownName, first, pod: () => first }
}

function barePod(owner: Owner): PodsOfWorkload {
  const { name, shownName, root } = owner
  const metadata = nodeAt(root, ['metadata'])
  const namespace = namespaceNode(owner)
  const body =
    metadata?.type === 'map' && namespace && !nodeAt(metadata, ['namespace'])
      ? withEntries(root, owner.origin, { metadata: withNamespace(metadata, namespace) })
      : root
  const first = podOf(body, name, shownName)
  const names = name.known ? [name.value] : undefined
  return { replicas: known(1), names, pattern: names ? undefined : shownName, first, pod: () => first }
}

/** The namespace comes after the name, where people write it. */
function withNamespace(metadata: MapNode, value: Node): MapNode {
  const after = metadata.entries.findIndex(({ key }) => key === 'name') + 1
  const entry = { key: 'namespace', keyStart: value.start, keyEnd: value.end, value }
  return { ...metadata, entries: metadata.entries.toSpliced(after, 0, entry) }
}

function statefulSetPods(owner: Owner, replicas: Maybe<number>): PodsOfWorkload {
  const start = countAt(nodeAt(owner.root, ['spec', 'ordinals']), 'start', 0)
  const make = (index: number): WrittenPod =>
    written(owner, statefulSetPod(owner, start.known ? known(start.value + index) : start))
  const first = make(0)
  const { name } = owner
  if (!name.known || !start.known || !replicas.known)
    return { replicas, names: undefined, pattern: `${owner.shownName}-X`, first, pod: pods(first, make) }
  const count = Math.min(replicas.value, mostNames)
  const names = Array.from({ length: count }, (_, index) => `${name.value}-${start.value + index}`)
  return { replicas, names, pattern: undefined, first, pod: pods(first, make) }
}

/** Pods by index, each made when it is asked for. */
function pods(first: WrittenPod, make: (index: number) => WrittenPod): (index: number) => WrittenPod {
  const made = new Map([[0, first]])
  return (index) => {
    const pod = made.get(index) ?? make(index)
    if (made.size < mostNames) made.set(index, pod)
    return pod
  }
}
