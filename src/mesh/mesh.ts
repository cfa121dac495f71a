import type { Maybe } from '../base/maybe.ts'
import type { AdmittedPod } from '../injection/admitted-pod.ts'
import type { Kinds } from '../istio/known-kinds.ts'
import type { Resource } from '../kube/resource.ts'

type Service = Resource<Kinds['Service']>
type ServiceEntry = Resource<Kinds['ServiceEntry']>

/** What a host name stands for in the mesh. */
export interface HostTarget {
  /** The host in full: `redis.prod.svc.cluster.local`. */
  readonly fqdn: string
  /** The Services of that name, all alternatives; empty when the host is a ServiceEntry's. */
  readonly services: readonly Service[]
  readonly serviceEntries: readonly ServiceEntry[]
}

/** The service registry of one unit, three-valued. */
export interface Mesh {
  /**
   * The workloads whose pods a Service may select, in its namespace, by the labels that their pods are stored with. A Service
   * without a selector (or of type ExternalName) selects nothing: known and empty. Unknown while a match is undecided and none is
   * certain, or where pods may exist that no manifest shows and none is certain.
   */
  podsOf(service: Service): Maybe<readonly AdmittedPod[]>
  /** Whether a Service names no pods by a selector: endpoints by hand, ExternalName, or an operator's. */
  isSelectorless(service: Service): Maybe<boolean>
  isHeadless(service: Service): Maybe<boolean>
  /** The Services that select a workload's pods. Unknown as `podsOf` is. */
  servicesOf(pod: AdmittedPod): Maybe<readonly Service[]>
  /**
   * What a host stands for, as Istio reads it in a resource of `namespace` (short names get that namespace and the cluster's
   * domain): the target; a known undefined when the place it must be found is described and it is not there; else unknown.
   * Wildcards match every host that they cover. ServiceEntries and Services that are not exported to `namespace` do not count.
   */
  resolve(host: string, namespace: Maybe<string>): Maybe<HostTarget | undefined>
  /** The workloads that mesh configuration names: by selector, by host, by the Service that selects their pods. */
  configurationOf(pod: AdmittedPod): readonly Resource[]
  /** The hosts nearest to one that is not there, best first. */
  nearestHosts(host: string, namespace: Maybe<string>): readonly string[]
}
