import type { Maybe } from '../base/maybe.ts'
import type { AdmittedPod } from '../injection/admitted-pod.ts'
import { isWildcard } from '../istio/host-names.ts'
import type { Kinds } from '../istio/known-kinds.ts'
import { readLabelMap } from '../kube/label-selector.ts'
import { type Resource, unsetNamespace } from '../kube/resource.ts'
import type { View } from '../kube/view.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { HostRegistry } from './host-registry.ts'
import type { PodIndex } from './pod-index.ts'
import type { LabelMap, ServicePods } from './service-pods.ts'

/** Every workload with the configuration that names it: kind by kind, each in the order of the input. */
export type Configuration = ReadonlyMap<AdmittedPod, ReadonlySet<Resource>>

interface Parts {
  readonly snapshot: Snapshot
  readonly pods: PodIndex
  readonly services: ServicePods
  readonly hosts: HostRegistry
}

/** Where Istio is installed: a selector in this namespace holds for the workloads of every namespace. */
const rootNamespace = 'istio-system'

/**
 * Goes once through all configuration and notes it with the workloads that it names. Left out is what names none: wildcard
 * hosts, empty selectors, and `targetRefs`, which only waypoints and gateways of the Gateway API read.
 */
export function configurationByPod(parts: Parts): Configuration {
  const found = new Map<AdmittedPod, Set<Resource>>()
  const note = (resource: Pick<Resource, 'id'>, pods: readonly AdmittedPod[]): void => {
    for (const pod of pods) {
      const known = found.get(pod) ?? new Set()
      // Every typed resource is a Resource; only its view's type is narrower.
      known.add(resource as Resource)
      found.set(pod, known)
    }
  }
  for (const [resource, hosts] of namedHosts(parts.snapshot))
    for (const host of hosts) note(resource, podsOfHost(parts, host, resource.namespace ?? unsetNamespace))
  for (const { resource, labels, everywhere } of selectors(parts.snapshot)) {
    const isRoot = resource.namespace?.known && resource.namespace.value === rootNamespace
    const namespace = everywhere && isRoot ? undefined : resource.namespace
    if (labels.entries().items.length > 0) note(resource, parts.pods.select(readLabelMap(labels), namespace).certain)
  }
  return found
}

function podsOfHost({ hosts, services }: Parts, host: string, namespace: Maybe<string>): readonly AdmittedPod[] {
  const isOfCluster = hosts.place(host, namespace).service !== undefined
  const target = isOfCluster ? hosts.resolve(host, namespace) : undefined
  if (!target?.known || !target.value) return []
  const pods = services.podsOfAny(target.value.services)
  return pods.known ? pods.value : []
}

type Named = Pick<Resource, 'id' | 'namespace'>

/** The VirtualServices and DestinationRules with the hosts that they name, each once. */
function namedHosts(snapshot: Snapshot): readonly (readonly [Named, ReadonlySet<string>])[] {
  return [
    ...snapshot
      .all('VirtualService')
      .map((one): [Named, ReadonlySet<string>] => [one, texts(virtualServiceHosts(one))]),
    ...snapshot
      .all('DestinationRule')
      .map((one): [Named, ReadonlySet<string>] => [one, texts([one.get('spec', 'host')])]),
  ]
}

function texts(values: readonly Maybe<string | undefined>[]): ReadonlySet<string> {
  return new Set(
    values.flatMap((value) => (value.known && value.value && !isWildcard(value.value) ? [value.value] : [])),
  )
}

function virtualServiceHosts(one: Resource<Kinds['VirtualService']>): readonly Maybe<string | undefined>[] {
  const http = one.entries('spec', 'http').items
  const other = [...one.entries('spec', 'tcp').items, ...one.entries('spec', 'tls').items]
  const routes = [
    ...http.flatMap((item) => item.entries('route').items),
    ...other.flatMap((item) => item.entries('route').items),
  ]
  return [
    ...one.entries('spec', 'hosts').items.map((host) => host.get()),
    ...routes.map((route) => route.get('destination', 'host')),
    ...http.map((item) => item.get('mirror', 'host')),
    ...http.flatMap((item) => item.entries('mirrors').items).map((mirror) => mirror.get('destination', 'host')),
  ]
}

interface SelectorUse {
  readonly resource: Named
  readonly labels: View<LabelMap>
  /** Whether in the root namespace it selects the workloads of all namespaces. */
  readonly everywhere: boolean
}

/** The configuration that selects workloads by labels. Source: Istio 1.30.3, pilot/pkg/model: authentication.go, authorization.go, sidecar.go, envoyfilter.go, telemetry.go, extensions.go. */
function selectors(snapshot: Snapshot): readonly SelectorUse[] {
  const policy = (resource: Resource<Kinds['AuthorizationPolicy']>): SelectorUse => ({
    resource,
    labels: resource.view('spec', 'selector', 'matchLabels'),
    everywhere: true,
  })
  const workload = (resource: Resource<Kinds['Sidecar']>, everywhere: boolean): SelectorUse => ({
    resource,
    labels: resource.view('spec', 'workloadSelector', 'labels'),
    everywhere,
  })
  return [
    ...snapshot.all('AuthorizationPolicy').map(policy),
    ...snapshot.all('RequestAuthentication').map(policy),
    ...snapshot.all('Telemetry').map(policy),
    ...snapshot.all('WasmPlugin').map(policy),
    ...snapshot.all('ProxyConfig').map(policy),
    ...snapshot.all('PeerAuthentication').map((resource) => ({
      resource,
      labels: resource.view('spec', 'selector', 'matchLabels'),
      everywhere: false,
    })),
    ...snapshot.all('Sidecar').map((resource) => workload(resource, false)),
    ...snapshot.all('EnvoyFilter').map((resource) => workload(resource, true)),
    ...snapshot.all('ServiceEntry').map((resource) => ({
      resource,
      labels: resource.view('spec', 'workloadSelector', 'labels'),
      everywhere: false,
    })),
  ]
}
