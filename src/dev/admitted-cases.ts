import { groupBy } from '../base/order.ts'
import type { AdmittedPod, PodOutcome } from '../injection/admitted-pod.ts'
import { simulate } from '../injection/simulate.ts'
import type { Resource } from '../kube/resource.ts'
import { makeSnapshot } from '../snapshot/make-snapshot.ts'
import { type ClusterCase, caseResources, type Recording } from './cluster-oracle.ts'

/** A recorded case with what meshlint says of its workload. */
export interface Admitted {
  readonly recorded: ClusterCase
  readonly pod: AdmittedPod
}

/** Cases that are read together: one installation, each namespace written in one way. */
export function projectsOf(cases: readonly ClusterCase[]): readonly (readonly ClusterCase[])[] {
  const groups = groupBy(cases, (one) => {
    const [namespace] = one.objects
    if (namespace?.metadata.name === one.id) return one.installation
    const isAlone = one.objects.some(({ kind }) => kind === 'MutatingWebhookConfiguration')
    return `${one.installation} ${isAlone ? one.id : JSON.stringify(namespace)}`
  })
  return [...groups.values()]
}

/** Cases of one installation, admitted as one project. */
export function admitTogether(
  recording: Recording,
  cases: readonly ClusterCase[],
  complete = false,
): readonly Admitted[] {
  const installation = recording.installations.get(cases[0]?.installation ?? '') ?? []
  const owners = new Map<Resource, ClusterCase>()
  const resources = cases.flatMap((one) => {
    const read = caseResources(one)
    const workload = read.at(-1)
    if (workload) owners.set(workload, one)
    return read
  })
  const unit = { name: '.', kind: 'plain', resources: [...installation, ...resources], files: [] } as const
  const pods = simulate(makeSnapshot(unit, { complete }), [{ revision: '' }], recording.istioVersion)
  return pods.flatMap((pod) => {
    const recorded = owners.get(pod.owner)
    return recorded ? [{ recorded, pod }] : []
  })
}

/** What became of the pod of a name. */
export function outcomeOf(pod: AdmittedPod, name: string): PodOutcome {
  return pod.exceptions.find((one) => one.name === name) ?? pod
}

/** Whether a webhook is one of Istio's. */
export function isInjector(webhook: string): boolean {
  return webhook.endsWith('.sidecar-injector.istio.io')
}
