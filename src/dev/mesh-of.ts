import { SourceFile } from '../base/source-file.ts'
import type { AdmittedPod } from '../injection/admitted-pod.ts'
import { simulate } from '../injection/simulate.ts'
import type { Kinds } from '../istio/known-kinds.ts'
import type { Resource } from '../kube/resource.ts'
import { makeMesh } from '../mesh/make-mesh.ts'
import type { Mesh } from '../mesh/mesh.ts'
import { makeSnapshot } from '../snapshot/make-snapshot.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { plainUnit } from '../sources/plain.ts'
import { readManifest } from '../sources/read-manifest.ts'
import { readText } from '../yaml/read-text.ts'

/** A unit of one text, for tests. */
export interface TestUnit {
  readonly snapshot: Snapshot
  readonly pods: readonly AdmittedPod[]
  readonly mesh: Mesh
  /** The workload of a name. */
  pod(name: string): AdmittedPod
  /** The first Service of a name. */
  service(name: string): Resource<Kinds['Service']>
}

export function meshOf(text: string, complete = false): TestUnit {
  const unit = plainUnit([readManifest(readText(new SourceFile('a.yaml', text)), true)], undefined)
  const snapshot = makeSnapshot(unit, { complete })
  const pods = simulate(snapshot, [{ revision: '' }])
  return {
    snapshot,
    pods,
    mesh: makeMesh(snapshot, pods),
    pod: (name) => the(pods.find(({ owner }) => owner.name.known && owner.name.value === name)),
    service: (wanted) => the(snapshot.all('Service').find(({ name }) => name.known && name.value === wanted)),
  }
}

function the<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('the text of this test holds no such object')
  return found
}
