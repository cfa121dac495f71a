import { nodeAt } from '../base/tree.ts'
import { versionNotice } from '../istio/istio-versions.ts'
import { showName } from '../kube/resource.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'

/** What to say of releases that are not known: of the one that is asked for, and of those that injectors name as theirs. */
export function versionNotices(snapshots: readonly Snapshot[], istioVersion: string): readonly string[] {
  const named = snapshots.flatMap((snapshot) =>
    snapshot.all('ConfigMap').flatMap((one) => {
      if (!/^istio-sidecar-injector(-|$)/.test(showName(one))) return []
      const values = nodeAt(one.root, ['data', 'values'])
      const text = values?.type === 'scalar' && typeof values.value === 'string' ? values.value : ''
      return [/"tag":\s*"(\d+\.\d+)[.\w-]*"/.exec(text)?.[1] ?? '']
    }),
  )
  const notices = [istioVersion, ...named].flatMap((version) => versionNotice(version) ?? [])
  return [...new Set(notices)]
}
