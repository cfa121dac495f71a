import type { Maybe } from '../base/maybe.ts'
import type { Node } from '../base/tree.ts'
import type { Labels } from './labels.ts'
import type { Pod } from './pod.ts'
import type { View } from './view.ts'

/** One pod as its controller asks the API server to create it. */
export interface WrittenPod {
  /** `redis-0`; unknown for pods whose name the API server generates. */
  readonly name: Maybe<string>
  /** How the name is shown: `redis-0`, `web-X-X`. */
  readonly shownName: string
  /** The pod's body: metadata with the labels that the controller adds, the spec with what it sets. */
  readonly body: View<Pod>
  /** The same body as a tree: for output and for making the stored pod of it, never for deciding. */
  readonly root: Node
  readonly labels: Labels
  readonly annotations: Labels
}

/** The pods of one workload before admission. */
export interface PodsOfWorkload {
  /** How many; unknown under an autoscaler or a placeholder, and for a DaemonSet. */
  readonly replicas: Maybe<number>
  /** The names where they are certain (StatefulSet, Pod), at most 1,000 of them. */
  readonly names: readonly string[] | undefined
  /** Else their pattern: `web-X-X`. */
  readonly pattern: string | undefined
  /** The pod that stands for all: ordinal `ordinals.start` of a StatefulSet. */
  readonly first: WrittenPod
  /** The pod of one position, from 0; only for names that are certain. */
  pod(index: number): WrittenPod
}
