import { nearestNames } from '../base/nearest.ts'
import type { AdmittedPod } from '../injection/admitted-pod.ts'
import { kinds } from '../istio/known-kinds.ts'
import { otherClusterScopedKinds } from '../kube/kinds.ts'
import { showName, showNamespace } from '../kube/resource.ts'

/** Whether the first word of `why` can only be a path: `-`, `.`, `./a`, `../a`, `/a`, a glob, a manifest. */
export function looksLikePath(word: string): boolean {
  return /^(-|\.|\.\.)$|^\.{0,2}[/\\]|^[A-Za-z]:[/\\]|[*?[\]{}]|\.(ya?ml|json)$/i.test(word)
}

/** `[KIND/][NAMESPACE/]NAME`, read. */
export interface WorkloadName {
  readonly kind?: string | undefined
  readonly namespace?: string | undefined
  readonly name: string
}

/** The short names of kubectl. */
const shortNames: Readonly<Record<string, string>> = {
  ...{ sts: 'statefulset', deploy: 'deployment', ds: 'daemonset', rs: 'replicaset', po: 'pod', cj: 'cronjob' },
  ...{ rc: 'replicationcontroller', svc: 'service', ns: 'namespace', cm: 'configmap' },
}

/** Reads a name; of `A/B`, A is a kind where it is known as one, else a namespace. */
export function readWorkloadName(written: string, pods: readonly AdmittedPod[]): WorkloadName | undefined {
  const parts = written.split('/')
  const [first = '', second = '', third] = parts
  if (parts.length > 3 || parts.includes('')) return undefined
  if (parts.length === 1) return { name: first }
  if (third !== undefined) return { kind: first, namespace: second, name: third }
  const known = new Set([...Object.keys(kinds), ...otherClusterScopedKinds, ...pods.map(({ owner }) => owner.kind)])
  const isKind = [...known].some((kind) => isSameKind(first, kind))
  return isKind ? { kind: first, name: second } : { namespace: first, name: second }
}

/** The workloads of that name. */
export function findWorkloads({ kind, namespace, name }: WorkloadName, pods: readonly AdmittedPod[]): AdmittedPod[] {
  return pods.filter(
    ({ owner }) =>
      showName(owner) === name &&
      (kind === undefined || isSameKind(kind, owner.kind)) &&
      (namespace === undefined || (owner.namespace !== undefined && showNamespace(owner.namespace) === namespace)),
  )
}

/** `sts`, `statefulsets`, `StatefulSet`, `statefulset.apps`: as kubectl understands a kind. */
function isSameKind(written: string, kind: string): boolean {
  const [word = ''] = written.toLowerCase().split('.')
  const singular = kind.toLowerCase()
  return word === singular || shortNames[word] === singular || word === `${singular}s` || word === `${singular}es`
}

/** Says that no workload has that name, with the nearest that are there. */
export function noSuchWorkload(written: string, { name }: WorkloadName, pods: readonly AdmittedPod[]): string {
  if (pods.length === 0) return `There is no workload "${written}": no workload was read at all.`
  const owner = pods.find((pod) => isPodOf(name, pod))
  const near = owner
    ? [showName(owner.owner)]
    : nearestNames(
        name,
        pods.map((pod) => showName(pod.owner)),
      )
  const named = near.flatMap((one) => pods.filter((pod) => showName(pod.owner) === one).map(fullName))
  const some = [...new Set(named)].slice(0, 3)
  if (some.length === 0) return `There is no workload "${written}". "meshlint why" lists those that were read.`
  return `There is no workload "${written}". Did you mean ${some.map((one) => `"${one}"`).join(' or ')}?`
}

/** Whether a name is that of a pod of a workload, or may be where its pods' names are not known. */
function isPodOf(name: string, { pods: { names, pattern } }: AdmittedPod): boolean {
  if (names || pattern === undefined || !/-X$/.test(pattern)) return names?.includes(name) ?? false
  const parts = pattern.split(/(?<=-)X(?=-|$)/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('[a-z0-9]+')}$`).test(name)
}

/** A name that finds this workload again. */
function fullName({ owner }: AdmittedPod): string {
  const namespace = owner.namespace?.known ? `${owner.namespace.value}/` : ''
  return `${owner.kind}/${namespace}${showName(owner)}`
}
