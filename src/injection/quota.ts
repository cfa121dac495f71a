import { nodeAt } from '../base/tree.ts'
import { labelPlace } from '../kube/labels.ts'
import { type Resource, showName } from '../kube/resource.ts'
import { type PodQuota, podQuota, type QuotaError } from '../kube/resource-quota.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { AdmittedPod, PodOutcome } from './admitted-pod.ts'
import { serverStep } from './refused-workload.ts'
import type { ServerRefusal } from './server-refusal.ts'
import { quotasOf } from './surroundings.ts'

interface CountedQuota {
  readonly quota: Resource
  readonly counts: PodQuota
}

/**
 * A workload's pods once the ResourceQuotas of the namespace have been asked, which the API server does last of all.
 * What other workloads use is unknown: pods are refused only where one workload alone is too much. Which pods of a
 * Parallel StatefulSet are stored is a race: the first are taken to win it.
 */
export function withinQuotas(pod: AdmittedPod, snapshot: Snapshot): AdmittedPod {
  if (pod.verdict === 'rejected' || pod.verdict === 'unknown') return pod
  const found = quotasOf(snapshot, pod.owner.namespace)
  const stored = found.length > 0 ? pod.stored() : undefined
  if (!stored) return pod
  const quotas = found.flatMap((quota): CountedQuota[] => {
    const counts = podQuota(quota.root, stored)
    return counts ? [{ quota, counts }] : []
  })
  const names = pod.pods.names ?? []
  for (let count = 0; count < Math.max(1, names.length); count++) {
    const refusal = refusalAfter(count, quotas, pod, names[count] ?? pod.pods.first.shownName)
    if (refusal) return refusedFrom(count, refusal, pod)
  }
  return pod
}

/** Every quota is asked for what pods must say before any of them counts. */
function refusalAfter(
  count: number,
  quotas: readonly CountedQuota[],
  pod: AdmittedPod,
  name: string,
): ServerRefusal | undefined {
  const errors = quotas.flatMap(({ quota, counts }) => {
    const error = counts.errorAfter(count)
    return error ? [{ quota, error }] : []
  })
  const first = errors.find(({ error }) => error.kind === 'failed') ?? errors[0]
  return first && refusalBy(first.quota, first.error, pod, name)
}

function refusalBy(quota: Resource, error: QuotaError, pod: AdmittedPod, name: string): ServerRefusal {
  const shown = showName(quota)
  const { kind, text, resources } = error
  const because =
    kind === 'failed'
      ? `ResourceQuota "${shown}" wants every container to say what it asks for: ${text}`
      : `ResourceQuota "${shown}" allows less, counted with the containers that Istio adds: ${text}`
  return {
    message: `pods ${JSON.stringify(name)} is forbidden: ${kind} quota: ${shown}${kind === 'failed' ? ': ' : ', '}${text}`,
    because,
    at: culprit(error, pod),
    related: { at: quota.at(['spec', 'hard', resources[0] ?? '']), message: `ResourceQuota "${shown}"` },
  }
}

/**
 * The first of the workload's own containers that lacks what the quota wants, else what all of them ask for; of the
 * containers that Istio adds, the annotation that replaces all that its chart asks for.
 */
function culprit({ kind, containers }: QuotaError, { owner, pods }: AdmittedPod): ServerRefusal['at'] {
  const list = nodeAt(pods.first.root, ['spec', 'containers'])
  const items = list?.type === 'list' ? list.items : []
  const index = items.findIndex((one) => {
    const name = nodeAt(one, ['name'])
    if (kind === 'failed') return name?.type === 'scalar' && containers.includes(String(name.value))
    return nodeAt(one, ['resources']) !== undefined
  })
  if (index < 0) {
    const { annotations } = pods.first
    const key = [...annotations.known.keys()].find((one) => /^sidecar\.istio\.io\/proxy(CPU|Memory)/.test(one))
    return key === undefined ? owner.at(['metadata', 'name']) : labelPlace(annotations, key)
  }
  return kind === 'failed'
    ? pods.first.body.at(['spec', 'containers', index, 'name'])
    : pods.first.body.at(['spec', 'containers', index, 'resources'], 'key')
}

function refusedFrom(count: number, refusal: ServerRefusal, pod: AdmittedPod): AdmittedPod {
  const { owner, pods } = pod
  const names = pods.names?.slice(0, count) ?? []
  const stored = names.map((name) => {
    const { owner: _owner, pods: _pods, exceptions, stored: _stored, ...outcome } = pod
    return { ...(exceptions.find((one) => one.name === name) ?? outcome), name }
  })
  return {
    ...refusedOutcome(pod, refusal),
    owner,
    pods,
    exceptions: stored,
    stored: (name) => (name !== undefined && names.includes(name) ? pod.stored(name) : undefined),
  }
}

function refusedOutcome(pod: AdmittedPod, refusal: ServerRefusal): PodOutcome {
  return {
    verdict: 'rejected',
    revision: undefined,
    webhooks: pod.webhooks,
    trail: [...pod.trail, serverStep(refusal)],
    matches: pod.matches,
    injectors: pod.injectors,
    missing: [],
    message: refusal.message,
    serverRefusal: refusal,
    refusals: pod.refusals,
    labels: pod.pods.first.labels,
  }
}
