import type { Maybe } from '../base/maybe.ts'
import type { Remark } from '../cdk8s/interpret-program.ts'
import type { KindName, Kinds } from '../istio/known-kinds.ts'
import type { Labels } from '../kube/labels.ts'
import type { Resource } from '../kube/resource.ts'
import type { Unit } from '../sources/unit.ts'

/** One unit as the input describes it: frozen, indexed, all alternatives kept, honest about what it lacks. */
export interface Snapshot<K extends KindName = KindName> {
  readonly unit: Unit
  /** The cluster's DNS domain. */
  readonly clusterDomain: string
  /** Whether the user declared that the input is the whole cluster: then what is absent is absent. */
  readonly complete: boolean
  /** Every object of a kind, in the order of files and documents. */
  all<N extends K>(kind: N): readonly Resource<Kinds[N]>[]
  /**
   * All declarations of an object. Known and empty only where the place that must hold it is described by the unit
   * (see `describes`) and it is not there; a declaration that may be the one makes an otherwise empty answer unknown.
   * `namespace` is ignored for cluster-scoped kinds.
   */
  find<N extends K>(kind: N, name: string, namespace?: Maybe<string>): Maybe<readonly Resource<Kinds[N]>[]>
  /** Whether the unit describes a namespace: it holds a Service or workload in it, or the input is complete. */
  describes(namespace: Maybe<string>): boolean
  /** Whether pods or Services may come into being in a namespace that no manifest shows: an operator's resource lives there. */
  mayHoldMore(namespace: Maybe<string>): boolean
  /** Every object that is a workload: the built-in ones and any with `spec.template.spec.containers`. */
  readonly workloads: readonly Resource[]
  /**
   * The labels of a Namespace as the API server knows them, `kubernetes.io/metadata.name` included: declarations merged label
   * by label, a label on which they disagree unknown; of a Namespace that is not in the unit only the name is known.
   */
  namespaceLabels(namespace: Maybe<string>): Labels
  /** What the libraries of a program tell of its constructs, by what it is about. */
  remarks(kind: string): readonly Remark[]
  /** Whether the unit uses the mesh at all: Istio resources, injection labels or Istio's webhooks are in it. */
  readonly usesMesh: boolean
}
