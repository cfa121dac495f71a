import type { InstalledRevision } from '../admission/default-webhooks.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { admitPods } from './admit.ts'
import type { AdmittedPod } from './admitted-pod.ts'

/** What becomes of the pods of every workload of a unit, in the order of its files. */
export function simulate(
  snapshot: Snapshot,
  installed: readonly InstalledRevision[],
  istioVersion?: string,
): readonly AdmittedPod[] {
  return snapshot.workloads.map((workload) => admitPods(workload, snapshot, installed, istioVersion))
}
