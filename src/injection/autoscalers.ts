import { type Maybe, type Unknown, unknown } from '../base/maybe.ts'
import type { Kinds } from '../istio/known-kinds.ts'
import { type Resource, sameNamespace, showName, unsetNamespace } from '../kube/resource.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'

type Autoscaler = Resource<Kinds['HorizontalPodAutoscaler']>

/** The HorizontalPodAutoscalers of a unit, by what they scale. */
export interface Autoscalers {
  /** What an autoscaler makes of a workload's replicas; undefined where none targets it. */
  scaled(workload: Resource): { readonly replicas: Maybe<number> } | undefined
}

export function autoscalersOf(snapshot: Pick<Snapshot, 'all'>): Autoscalers {
  const byTarget = new Map<string, Autoscaler[]>()
  for (const autoscaler of snapshot.all('HorizontalPodAutoscaler')) {
    const target = autoscaler.view('spec', 'scaleTargetRef')
    const [kind, name] = [target.get('kind'), target.get('name')]
    if (!kind.known || !name.known) continue
    const key = `${kind.value}/${name.value}`
    byTarget.set(key, [...(byTarget.get(key) ?? []), autoscaler])
  }
  return {
    scaled: (workload) => {
      if (!workload.name.known) return undefined
      const targeting = byTarget.get(`${workload.kind}/${workload.name.value}`)
      const found = targeting?.find((one) => mayBeBeside(one, workload))
      return found && { replicas: scaledBy(found) }
    },
  }
}

function mayBeBeside(autoscaler: Autoscaler, workload: Resource): boolean {
  const same = sameNamespace(autoscaler.namespace ?? unsetNamespace, workload.namespace ?? unsetNamespace)
  return !same.known || same.value
}

function scaledBy(autoscaler: Autoscaler): Unknown {
  return unknown({
    what: `how many replicas HorizontalPodAutoscaler "${showName(autoscaler)}" asks for`,
    hint: 'nothing to do: it changes while the cluster runs',
    at: autoscaler.at(['spec', 'scaleTargetRef']),
  })
}
