import { allOf, type Maybe, no, unknown, yes } from '../base/maybe.ts'
import type { AdmittedPod } from '../injection/admitted-pod.ts'
import { kubeKinds } from '../kube/kinds.ts'
import { namespaceKey, sameNamespace } from '../kube/resource.ts'
import { viewOf } from '../kube/view.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { StatefulPod } from './mesh.ts'
import { hasOrdinal, type PodIndex } from './pod-index.ts'

const podName = /^(.+)-(0|[1-9]\d*)$/

/**
 * The pod of a StatefulSet that a host names. Kubernetes' DNS has `POD.SERVICE.NAMESPACE.svc.DOMAIN` for the pods of a
 * headless Service; Istio's registry has no such host (Istio 1.30.3, serviceregistry/kube/conversion.go: ConvertService).
 */
export function statefulPodOf(
  snapshot: Snapshot,
  index: PodIndex,
  host: string,
  namespace: Maybe<string>,
): StatefulPod | undefined {
  const parts = splitPodHost(host, snapshot.clusterDomain)
  if (!parts) return undefined
  const { pod, service } = parts
  if (parts.namespace === undefined && isService(snapshot, pod, service)) return undefined
  const place: Maybe<string> = parts.namespace === undefined ? namespace : { known: true, value: parts.namespace }
  const found = podNamed(index, pod, place)
  if (!found) return undefined
  const declared = snapshot.find('Service', service, found.workload.owner.namespace)
  const services = declared.known ? declared.value : []
  if (services.length === 0 && !isGoverned(found.workload, service)) return undefined
  return { ...found, serviceName: service, services }
}

/** The pod of a StatefulSet by its own name. */
export function statefulPodNamed(
  snapshot: Snapshot,
  index: PodIndex,
  name: string,
  namespace: Maybe<string>,
): StatefulPod | undefined {
  const found = podNamed(index, name, namespace)
  if (!found) return undefined
  const governing = serviceNameOf(found.workload)
  const serviceName = governing.known ? (governing.value ?? '') : ''
  const declared = snapshot.find('Service', serviceName, found.workload.owner.namespace)
  return { ...found, serviceName, services: declared.known ? declared.value : [] }
}

interface PodHost {
  readonly pod: string
  readonly service: string
  readonly namespace: string | undefined
}

function splitPodHost(host: string, domain: string): PodHost | undefined {
  const bare = host.endsWith('.') ? host.slice(0, -1) : host
  const [pod, service, namespace, ...rest] = bare.split('.')
  if (!pod || !service || !podName.test(pod)) return undefined
  const ending = rest.join('.')
  return ending === '' || ending === 'svc' || ending === `svc.${domain}` ? { pod, service, namespace } : undefined
}

/** Whether `NAME.NAMESPACE` stands for a Service instead. */
function isService(snapshot: Snapshot, name: string, namespace: string): boolean {
  const services = snapshot.find('Service', name, { known: true, value: namespace })
  return services.known && services.value.length > 0
}

function podNamed(
  index: PodIndex,
  name: string,
  namespace: Maybe<string>,
): Pick<StatefulPod, 'name' | 'ordinal' | 'workload' | 'exists'> | undefined {
  const [, owner, digits] = podName.exec(name) ?? []
  if (owner === undefined) return undefined
  const ordinal = Number(digits)
  const sets = index.named(owner).filter((pod) => pod.owner.kindName === 'StatefulSet')
  const found = sets.flatMap((workload) => {
    const same = isIn(workload, namespace)
    return same.known && !same.value
      ? []
      : [{ name, ordinal, workload, exists: allOf([same, hasOrdinal(workload, ordinal)]) }]
  })
  // Of several declarations the one that makes the pod speaks for all: a reference is contradicted only if none satisfies it.
  return (
    found.find(({ exists }) => exists.known && exists.value) ?? found.find(({ exists }) => !exists.known) ?? found[0]
  )
}

function isIn({ owner }: AdmittedPod, namespace: Maybe<string>): Maybe<boolean> {
  if (!owner.namespace) return no
  return namespaceKey(owner.namespace) === namespaceKey(namespace) ? yes : sameNamespace(owner.namespace, namespace)
}

function serviceNameOf({ owner }: AdmittedPod): Maybe<string | undefined> {
  if (owner.kindName !== 'StatefulSet')
    return unknown({ what: 'the Service of a workload', hint: 'name a StatefulSet' })
  return viewOf(owner.root, kubeKinds.StatefulSet.shape).get('spec', 'serviceName')
}

function isGoverned(workload: AdmittedPod, service: string): boolean {
  const name = serviceNameOf(workload)
  return name.known && name.value === service
}
