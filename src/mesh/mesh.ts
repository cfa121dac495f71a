import type { Maybe } from '../base/maybe.ts'
import type { AdmittedPod } from '../injection/admitted-pod.ts'
import type { Kinds } from '../istio/known-kinds.ts'
import type { Resource } from '../kube/resource.ts'
import type { View } from '../kube/view.ts'

type Service = Resource<Kinds['Service']>
type ServiceEntry = Resource<Kinds['ServiceEntry']>
type DestinationRule = Resource<Kinds['DestinationRule']>
type LabelMap = Readonly<Record<string, string>>

/** What a host name stands for in the mesh. */
export interface HostTarget {
  /** The host in full: `redis.prod.svc.cluster.local`. */
  readonly fqdn: string
  /** The Services of that name, all alternatives; empty when the host is a ServiceEntry's. */
  readonly services: readonly Service[]
  readonly serviceEntries: readonly ServiceEntry[]
}

/** The pod of a StatefulSet that a host names: a name for DNS, which Istio's registry does not have. */
export interface StatefulPod {
  /** `redis-0`. */
  readonly name: string
  readonly ordinal: number
  readonly workload: AdmittedPod
  /** The name of the Service in the host, and its declarations. */
  readonly serviceName: string
  readonly services: readonly Service[]
  /** Whether the StatefulSet makes a pod of that ordinal. */
  readonly exists: Maybe<boolean>
}

/** One definition of a subset by a DestinationRule. */
export interface Subset {
  readonly rule: DestinationRule
  readonly labels: View<LabelMap>
}

/** The service registry of one unit, three-valued. */
export interface Mesh {
  /**
   * The workloads whose pods a Service certainly selects, in its namespace, by the labels that their pods are stored with. A
   * Service without a selector (or of type ExternalName) selects nothing: known and empty. Unknown while a match is undecided
   * and none is certain, or where pods may exist that no manifest shows and none is certain.
   */
  podsOf(service: Service): Maybe<readonly AdmittedPod[]>
  /** Whether a Service selects any pod of a workload. */
  selects(service: Service, pod: AdmittedPod): Maybe<boolean>
  /** Whether a Service names no pods by a selector: endpoints by hand, ExternalName, or an operator's. */
  isSelectorless(service: Service): Maybe<boolean>
  isHeadless(service: Service): Maybe<boolean>
  /** The Services that certainly select a workload's pods. Unknown as `podsOf` is. */
  servicesOf(pod: AdmittedPod): Maybe<readonly Service[]>
  /**
   * What a host stands for, as Istio reads it in a resource of `namespace` (short names get that namespace and the cluster's
   * domain; a host with a dot is never completed): the target; a known undefined when the place it must be found is described
   * and it is not there; else unknown. Wildcards match every host that they cover. ServiceEntries and Services that are not
   * exported to `namespace` do not count.
   */
  resolve(host: string, namespace: Maybe<string>): Maybe<HostTarget | undefined>
  /** The host in full, `default?` in place of the namespace of objects that are written without one. */
  fullHost(host: string, namespace: Maybe<string>): string
  /** The Services and ServiceEntries of a host that exist and are not exported to a namespace: why `resolve` found none. */
  hiddenFrom(host: string, namespace: Maybe<string>): readonly (Service | ServiceEntry)[]
  /** What a host with too few dots seems to mean: the Service of `reviews.prod` or `reviews.prod.svc`, which Istio does not complete. */
  meantBy(host: string, namespace: Maybe<string>): HostTarget | undefined
  /** The pod of a StatefulSet of the unit that a host names, in any of DNS's forms: `redis-0.redis`, `redis-0.redis.prod.svc.cluster.local`. */
  statefulPodOf(host: string, namespace: Maybe<string>): StatefulPod | undefined
  /** The pod of a StatefulSet that a label `statefulset.kubernetes.io/pod-name` names, in a namespace. */
  statefulPodNamed(podName: string, namespace: Maybe<string>): StatefulPod | undefined
  /** Whether a target has a port of a number; of several alternatives one suffices. */
  hasPort(target: HostTarget, port: number): Maybe<boolean>
  /** The port numbers of a target's alternatives, ascending. */
  portsOf(target: HostTarget): readonly number[]
  /** Whether a route to a target must name a port: each alternative has more than one. */
  needsPort(target: HostTarget): Maybe<boolean>
  /**
   * The definitions of a subset, in DestinationRules for a host that are seen from a namespace; known and empty when none
   * does though the namespaces that may hold them are described, or another subset of the host is defined.
   */
  subsetsOf(host: string, subset: string, namespace: Maybe<string>): Maybe<readonly Subset[]>
  /** The names of the subsets that DestinationRules define for a host: what a misspelt one may have meant. */
  subsetNames(host: string, namespace: Maybe<string>): readonly string[]
  /** The workloads that a subset selects among the pods of Services, of which one suffices. Three-valued as `podsOf` is. */
  podsOfSubset(services: readonly Service[], labels: View<LabelMap>): Maybe<readonly AdmittedPod[]>
  /**
   * The mesh configuration that certainly names a workload: by its selector, or by a host (not a wildcard) whose Service
   * selects its pods. What holds for a whole namespace or mesh names no workload and is not listed; neither are Gateways.
   */
  configurationOf(pod: AdmittedPod): readonly Resource[]
  /** The hosts nearest to one that is not there, best first: short names for a short name, else full ones. */
  nearestHosts(host: string, namespace: Maybe<string>): readonly string[]
}
