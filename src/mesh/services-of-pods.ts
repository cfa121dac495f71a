import { known, type Maybe, type Unknown, unknown } from '../base/maybe.ts'
import type { AdmittedPod } from '../injection/admitted-pod.ts'
import { showName, showNamespace } from '../kube/resource.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { demandedPairs, type PodIndex } from './pod-index.ts'
import { isSelectorless, type Service, selectorOf, selectsPod } from './service-pods.ts'

/** The Services of a unit by the rarest label that each demands. */
interface ServiceIndex {
  readonly byPair: ReadonlyMap<string, readonly Service[]>
  readonly byKey: ReadonlyMap<string, readonly Service[]>
  /** Those that demand no label that is certain: they are looked at for every pod. */
  readonly loose: readonly Service[]
}

/** Answers which Services select a workload's pods; everything is indexed at the first question. */
export function makeServicesOf(snapshot: Snapshot, index: PodIndex): (pod: AdmittedPod) => Maybe<readonly Service[]> {
  const found = new Map<AdmittedPod, Maybe<readonly Service[]>>()
  let services: ServiceIndex | undefined
  return (pod) => {
    services ??= indexServices(snapshot, index)
    const answer = found.get(pod) ?? servicesOf(snapshot, services, pod)
    found.set(pod, answer)
    return answer
  }
}

function indexServices(snapshot: Snapshot, index: PodIndex): ServiceIndex {
  const byPair = new Map<string, Service[]>()
  const byKey = new Map<string, Service[]>()
  const loose: Service[] = []
  const put = (groups: Map<string, Service[]>, key: string, service: Service): void => {
    const group = groups.get(key)
    if (group) group.push(service)
    else groups.set(key, [service])
  }
  for (const service of snapshot.all('Service')) {
    const selectorless = isSelectorless(service)
    if (selectorless.known && selectorless.value) continue
    const pairs = demandedPairs(selectorOf(service))
    const [rarest] = pairs
      .map(([key, value]) => ({ key, value, count: index.count(key, value) }))
      .sort((a, b) => a.count - b.count)
    if (!rarest) loose.push(service)
    else {
      put(byPair, `${rarest.key}=${rarest.value}`, service)
      put(byKey, rarest.key, service)
    }
  }
  return { byPair, byKey, loose }
}

function servicesOf(snapshot: Snapshot, index: ServiceIndex, pod: AdmittedPod): Maybe<readonly Service[]> {
  const certain: Service[] = []
  let undecided: Unknown | undefined
  for (const service of candidates(index, pod)) {
    const selects = selectsPod(service, pod)
    if (!selects.known) undecided ??= selects
    else if (selects.value) certain.push(service)
  }
  if (certain.length > 0) return known(certain)
  return undecided ?? possiblySelected(index, pod) ?? mayBeElsewhere(snapshot, pod) ?? known([])
}

/** The Services whose rarest label a workload has, or may have: the label is there, its value unknown. */
function candidates({ byPair, byKey, loose }: ServiceIndex, pod: AdmittedPod): ReadonlySet<Service> {
  const found = new Set<Service>()
  for (const { labels } of [pod, ...pod.exceptions])
    for (const [key, { value }] of labels.known)
      for (const service of (value.known ? byPair.get(`${key}=${value.value}`) : byKey.get(key)) ?? [])
        found.add(service)
  for (const service of loose) found.add(service)
  return found
}

/** Why a Service may select a workload by a label that nobody lists; at most one such Service is looked for. */
function possiblySelected({ byKey }: ServiceIndex, pod: AdmittedPod): Unknown | undefined {
  if (!pod.labels.open) return undefined
  for (const [key, services] of byKey) {
    if (pod.labels.known.has(key)) continue
    for (const service of services) {
      const selects = selectsPod(service, pod)
      if (!selects.known) return selects
    }
  }
  return undefined
}

function mayBeElsewhere(snapshot: Snapshot, { owner }: AdmittedPod): Unknown | undefined {
  const namespace = owner.namespace
  if (!namespace || (snapshot.describes(namespace) && !snapshot.mayHoldMore(namespace))) return undefined
  return unknown({
    what: `Services for ${owner.kind} "${showName(owner)}" in namespace "${showNamespace(namespace)}"`,
    hint: 'add them to the input, or say --complete if the input is the whole cluster',
  })
}
