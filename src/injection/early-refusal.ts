import type { Gap, Maybe } from '../base/maybe.ts'
import { nodeAt } from '../base/tree.ts'
import type { WrittenPod } from '../kube/pods-of-workload.ts'
import { type Resource, showNamespace, unsetNamespace } from '../kube/resource.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { ServerRefusal } from './server-refusal.ts'
import { isAbsent, isPresent } from './surroundings.ts'

/** A name in a pod's spec, with the key that holds it. */
interface Reference {
  readonly key: string
  readonly name: string
}

/**
 * What the plugins that act before webhooks refuse: a pod that names an object which the cluster does not have (plugins
 * ServiceAccount, Priority and RuntimeClass, in the order of pkg/kubeapiserver/options/plugins.go, Kubernetes 1.35).
 * What the input does not show is taken to be there, unless the input is the whole cluster.
 */
export function earlyRefusal(workload: Resource, pod: WrittenPod, snapshot: Snapshot): ServerRefusal | undefined {
  if (!snapshot.complete) return undefined
  return missingAccount(workload, pod, snapshot) ?? missingPriority(pod, snapshot) ?? missingRuntime(pod, snapshot)
}

/**
 * Why nobody can tell whether those plugins accept a pod: it names a class that the input does not have. A ServiceAccount
 * is taken to be there; charts and operators make most of them.
 */
export function earlyDoubt(pod: WrittenPod, snapshot: Snapshot): Gap | undefined {
  const priority = referenceIn(pod, ['priorityClassName'])
  const runtime = referenceIn(pod, ['runtimeClassName'])
  const doubtful =
    priority &&
    !systemClasses.has(priority.name) &&
    !isPresent(snapshot, 'scheduling.k8s.io/v1', 'PriorityClass', priority.name)
      ? { kind: 'PriorityClass', ...priority }
      : runtime && !isPresent(snapshot, 'node.k8s.io/v1', 'RuntimeClass', runtime.name)
        ? { kind: 'RuntimeClass', ...runtime }
        : undefined
  if (!doubtful) return undefined
  const { kind, name, key } = doubtful
  return {
    what: `whether the cluster has a ${kind} "${name}"`,
    hint: `add the ${kind} to the input`,
    at: pod.body.at(['spec', key]),
  }
}

function referenceIn(pod: WrittenPod, keys: readonly string[]): Reference | undefined {
  for (const key of keys) {
    const node = nodeAt(pod.root, ['spec', key])
    if (node?.type === 'hole') return undefined
    if (node?.type === 'scalar' && typeof node.value === 'string' && node.value !== '') return { key, name: node.value }
  }
  return undefined
}

/** Before it is stored, a pod with a generated name has the start of it only. */
function refusal(pod: WrittenPod, key: string, error: string, because: string): ServerRefusal {
  const name = pod.name.known ? pod.shownName : pod.shownName.replace(/X$/, '')
  const message = `pods ${JSON.stringify(name)} is forbidden: ${error}`
  return { message, because, at: pod.body.at(['spec', key]) }
}

/** plugin/pkg/admission/serviceaccount/admission.go, Admit; the controller makes `default` in every namespace. */
function missingAccount(workload: Resource, pod: WrittenPod, snapshot: Snapshot): ServerRefusal | undefined {
  const namespace: Maybe<string> = workload.namespace ?? unsetNamespace
  const { key, name } = referenceIn(pod, ['serviceAccountName', 'serviceAccount']) ?? {}
  if (key === undefined || name === undefined || name === 'default') return undefined
  if (!isAbsent(snapshot, 'v1', 'ServiceAccount', name, namespace)) return undefined
  const shown = showNamespace(namespace)
  const error = `error looking up service account ${shown}/${name}: serviceaccount "${name}" not found`
  return refusal(pod, key, error, `There is no ServiceAccount "${name}" in namespace "${shown}"`)
}

/** The classes that every cluster has: pkg/apis/scheduling/helpers.go. */
const systemClasses: ReadonlySet<string> = new Set(['system-cluster-critical', 'system-node-critical'])

/** plugin/pkg/admission/priority/admission.go, admitPod. */
function missingPriority(pod: WrittenPod, snapshot: Snapshot): ServerRefusal | undefined {
  const { key, name } = referenceIn(pod, ['priorityClassName']) ?? {}
  if (key === undefined || name === undefined || systemClasses.has(name)) return undefined
  if (!isAbsent(snapshot, 'scheduling.k8s.io/v1', 'PriorityClass', name)) return undefined
  const error = `no PriorityClass with name ${name} was found`
  return refusal(pod, key, error, `There is no PriorityClass "${name}" in the cluster`)
}

/** plugin/pkg/admission/runtimeclass/admission.go, prepareObjects. */
function missingRuntime(pod: WrittenPod, snapshot: Snapshot): ServerRefusal | undefined {
  const { key, name } = referenceIn(pod, ['runtimeClassName']) ?? {}
  if (key === undefined || name === undefined) return undefined
  if (!isAbsent(snapshot, 'node.k8s.io/v1', 'RuntimeClass', name)) return undefined
  const error = `pod rejected: RuntimeClass "${name}" not found`
  return refusal(pod, key, error, `There is no RuntimeClass "${name}" in the cluster`)
}
