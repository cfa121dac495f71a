import { known, type Maybe, unknown } from '../base/maybe.ts'
import { childOf, type Node, nodeAt, scalarNode, textAt, withEntries } from '../base/tree.ts'
import { addDaemonTolerations, daemonAffinity } from './daemon-pod.ts'
import { type ControllerParts, generatedGap, generatedNode, listNode, mapNode, partOf, textNode } from './pod-body.ts'
import type { Resource } from './resource.ts'

/** A workload as its controller sees it, read once. */
export interface Owner {
  readonly resource: Resource
  readonly root: Node
  readonly name: Maybe<string>
  readonly shownName: string
  /** Where the name is written, for what is made of it. */
  readonly nameNode: Node
  /** A small place for what the kind alone causes. */
  readonly origin: Node
  readonly template: Node
}

/** A pod's parts with its name: known only where the controller gives it. */
export interface MadePod {
  readonly name: Maybe<string>
  readonly shownName: string
  readonly parts: ControllerParts
}

/** What is made of a name, known or not. */
function derived(owner: Owner, make: (name: string) => string, origin: Node = owner.nameNode): Node {
  return textNode(derivedText(owner.name, make), make(owner.shownName), origin)
}

function derivedText(name: Maybe<string>, make: (name: string) => string): Maybe<string> {
  return name.known ? known(make(name.value)) : name
}

/**
 * The name that the API server makes of `generateName`, with `X` for its five random characters; the rest is cut to 58
 * (k8s.io/apiserver v0.35.4, pkg/storage/names/generate.go).
 */
export function generatedName(base: string): string {
  return `${base.slice(0, 58)}X`
}

const nameGap = generatedGap('a name that the API server generates')

function generated(owner: Owner, base: (name: string) => string, parts: Omit<ControllerParts, 'owner'>): MadePod {
  const { apiVersion, kind } = owner.resource
  return {
    name: unknown(nameGap),
    shownName: generatedName(base(owner.shownName)),
    parts: {
      generateName: derived(owner, base),
      owner: { apiVersion, kind, name: derived(owner, (name) => name) },
      ...parts,
    },
  }
}

/**
 * A StatefulSet's pod: its name is its host name, `serviceName` its subdomain, both over what the template says, and the
 * claims come before the other volumes (newStatefulSetPod, pkg/controller/statefulset/stateful_set_utils.go, 1.35.4).
 */
export function statefulSetPod(owner: Owner, ordinal: Maybe<number>): MadePod {
  const suffix = ordinal.known ? String(ordinal.value) : 'X'
  const make = (name: string): string => `${name}-${suffix}`
  const name = ordinal.known ? derivedText(owner.name, make) : ordinal
  const shownName = make(owner.shownName)
  const node = (origin: Node): Node => textNode(name, shownName, origin)
  const start = nodeAt(owner.root, ['spec', 'ordinals', 'start']) ?? owner.nameNode
  const index = textNode(ordinal.known ? known(suffix) : ordinal, 'X', start)
  const claims = nodeAt(owner.root, ['spec', 'volumeClaimTemplates'])
  const hasClaims = claims !== undefined && claims.type !== 'scalar'
  const { apiVersion, kind } = owner.resource
  return {
    name,
    shownName,
    parts: {
      name: node(owner.nameNode),
      generateName: derived(owner, (text) => `${text}-`),
      labels: {
        'apps.kubernetes.io/pod-index': index,
        'controller-revision-hash': generatedNode(owner.origin),
        'statefulset.kubernetes.io/pod-name': node(owner.nameNode),
      },
      owner: { apiVersion, kind, name: derived(owner, (text) => text) },
      spec: {
        hostname: node(owner.nameNode),
        subdomain: subdomainOf(owner.root),
        ...(hasClaims ? { volumes: claimVolumes(claims, owner, name, shownName) } : {}),
      },
    },
  }
}

function subdomainOf(root: Node): Node | undefined {
  const node = nodeAt(root, ['spec', 'serviceName'])
  return node?.type === 'scalar' && (node.value === null || node.value === '') ? undefined : node
}

/** The volumes of the claim templates, then those of the template that have other names (updateStorage, same file). */
function claimVolumes(claims: Node, owner: Owner, podName: Maybe<string>, shownName: string): Node {
  const spec = partOf(owner.template, 'spec')
  const written = spec && partOf(spec, 'volumes')
  const names = new Set<string>()
  const volumes = (claims.type === 'list' ? claims.items : []).map((claim) => {
    const node = nodeAt(claim, ['metadata', 'name']) ?? claim
    const name = textAt(claim, 'metadata', 'name')
    if (name !== undefined) names.add(name)
    const shown = `${name ?? '?'}-${shownName}`
    const claimName =
      name !== undefined && podName.known ? known(`${name}-${podName.value}`) : unknownName(node, podName)
    return mapNode(node, {
      name: node,
      persistentVolumeClaim: mapNode(node, { claimName: textNode(claimName, shown, node) }),
    })
  })
  const rest = (written?.type === 'list' ? written.items : []).filter((item) => !names.has(textAt(item, 'name') ?? ''))
  const gaps = [claims, written].flatMap((node) =>
    node?.type === 'hole' ? node.gaps : node?.type === 'list' ? (node.open ?? []) : [],
  )
  const [first, ...others] = gaps
  return listNode(claims, [...volumes, ...rest], first && [first, ...others])
}

function unknownName(node: Node, podName: Maybe<string>): Maybe<string> {
  if (node.type === 'hole') return { known: false, gaps: node.gaps }
  return podName.known
    ? unknown({ what: 'the name of a volume claim template', hint: 'write its metadata.name' })
    : podName
}

/**
 * A Deployment's pod, made by its ReplicaSet `NAME-HASH` (getNewReplicaSet, pkg/controller/deployment/sync.go, 1.35.4).
 */
export function deploymentPod(owner: Owner): MadePod {
  const gap = owner.name.known ? undefined : owner.name.gaps[0]
  const set = generatedNode(owner.nameNode, `${owner.shownName}-X`, gap)
  return {
    name: unknown(nameGap),
    shownName: generatedName(`${owner.shownName}-X-`),
    parts: {
      generateName: generatedNode(owner.nameNode, `${owner.shownName}-X-`, gap),
      labels: { 'pod-template-hash': generatedNode(owner.origin) },
      owner: { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: set },
    },
  }
}

/** The pod of a ReplicaSet or ReplicationController: nothing is added (pkg/controller/replicaset/replica_set.go, 1.35.4). */
export function replicaSetPod(owner: Owner): MadePod {
  return generated(owner, (name) => `${name}-`, { labels: {} })
}

/**
 * A DaemonSet's pod. The generation is that of a DaemonSet that was never changed
 * (pkg/controller/daemon/util/daemonset_util.go, CreatePodTemplate, 1.35.4).
 */
export function daemonSetPod(owner: Owner): MadePod {
  const spec = partOf(owner.template, 'spec')
  return generated(owner, (name) => `${name}-`, {
    labels: {
      'controller-revision-hash': generatedNode(owner.origin),
      'pod-template-generation': scalarNode('1', owner.origin),
    },
    spec: {
      affinity: daemonAffinity(spec && partOf(spec, 'affinity'), owner.origin),
      tolerations: addDaemonTolerations(spec, owner.origin),
    },
  })
}

/** A pod of a Job. */
export function jobPod(owner: Owner): MadePod {
  return podOfJob(owner, nodeAt(owner.root, ['spec']), (name) => name, owner.resource.apiVersion)
}

/** A pod of the Job that a CronJob makes at some minute; 29000000 stands for it (getJobName, pkg/controller/cronjob/utils.go, 1.35.4). */
export function cronJobPod(owner: Owner): MadePod {
  const spec = nodeAt(owner.root, ['spec', 'jobTemplate', 'spec'])
  return podOfJob(owner, spec, (name) => `${name}-29000000`, 'batch/v1')
}

const indexGap = generatedGap('the completion index of a pod', 'every pod of the Job has its own')
const indexKey = 'batch.kubernetes.io/job-completion-index'

/**
 * Labels come from the API server when the Job is created (generateSelector, pkg/registry/batch/job/strategy.go), the
 * finalizer and the index from the controller (pkg/controller/job/job_controller.go and indexed_job_utils.go, 1.35.4).
 */
function podOfJob(
  owner: Owner,
  spec: Node | undefined,
  jobName: (name: string) => string,
  apiVersion: string,
): MadePod {
  const job = derived(owner, jobName)
  const mode = spec && partOf(spec, 'completionMode')
  const manual = spec && partOf(spec, 'manualSelector')
  const isIndexed = mode?.type === 'scalar' && mode.value === 'Indexed'
  const isManual = manual?.type === 'scalar' && manual.value === true
  const index = { [indexKey]: generatedNode(owner.origin, 'X', indexGap) }
  const made = generated(owner, (name) => `${jobName(name)}-${isIndexed ? 'X-' : ''}`, {
    labels: { ...(isManual ? {} : jobLabels(owner, job)), ...(isIndexed ? index : {}) },
    annotations: isIndexed ? index : {},
    finalizer: 'batch.kubernetes.io/job-tracking',
    ...(isIndexed ? { spec: indexedSpec(owner, jobName) } : {}),
    more: [mode, manual].find((node) => node?.type === 'hole')?.gaps[0],
  })
  const parts = { ...made.parts, owner: { apiVersion, kind: 'Job', name: job } }
  if (!isIndexed) return { ...made, parts }
  const generateName = generatedNode(owner.nameNode, `${jobName(owner.shownName)}-X-`, indexGap)
  return { ...made, parts: { ...parts, generateName } }
}

function jobLabels(owner: Owner, job: Node): Readonly<Record<string, Node>> {
  return {
    'batch.kubernetes.io/controller-uid': generatedNode(owner.origin),
    'batch.kubernetes.io/job-name': job,
    'controller-uid': generatedNode(owner.origin),
    'job-name': job,
  }
}

function indexedSpec(owner: Owner, jobName: (name: string) => string): Readonly<Record<string, Node | undefined>> {
  const spec = partOf(owner.template, 'spec')
  return {
    hostname: generatedNode(owner.nameNode, `${jobName(owner.shownName)}-X`, indexGap),
    containers: withIndexVariable(spec && partOf(spec, 'containers'), owner.origin),
    initContainers: withIndexVariable(spec && partOf(spec, 'initContainers'), owner.origin),
  }
}

function withIndexVariable(containers: Node | undefined, origin: Node): Node | undefined {
  if (containers?.type !== 'list') return containers
  const name = 'JOB_COMPLETION_INDEX'
  const fieldRef = mapNode(origin, { fieldPath: `metadata.labels['${indexKey}']` })
  const variable = mapNode(origin, { name, valueFrom: mapNode(origin, { fieldRef }) })
  const items = containers.items.map((container) => {
    const env = childOf(container, 'env')
    const variables = env?.type === 'list' ? env.items : []
    if (container.type !== 'map' || variables.some((item) => textAt(item, 'name') === name)) return container
    const open = env?.type === 'hole' ? env.gaps : env?.type === 'list' ? env.open : undefined
    return withEntries(container, origin, { env: listNode(env ?? origin, [...variables, variable], open) })
  })
  return { ...containers, items }
}

/** The pod of a workload whose controller we do not know: it may add labels and annotations. */
export function customPod(owner: Owner): MadePod {
  const { kind } = owner.resource
  const more = {
    what: `labels and annotations that the controller of ${kind} ${JSON.stringify(owner.shownName)} adds`,
    hint: 'say what decides on the pod template itself',
  }
  return generated(owner, (name) => `${name}-`, { labels: {}, more })
}
