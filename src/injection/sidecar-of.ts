import type { InstalledRevision } from '../admission/default-webhooks.ts'
import { isKnown } from '../base/maybe.ts'
import { showName } from '../kube/resource.ts'
import { agreedTraits, type SidecarTraits, type StatedSettings, sidecarTraits } from '../sidecar/sidecar-traits.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { AdmittedPod } from './admitted-pod.ts'
import { settingsOf } from './injected-by.ts'
import { type PlannedWebhook, planOf } from './plan.ts'

/**
 * How the sidecar is set that a pod gets, or would get of any injector that may be called for it; unknown where those
 * differ.
 */
export function sidecarOf(
  pod: AdmittedPod,
  snapshot: Snapshot,
  installed: readonly InstalledRevision[],
  istioVersion: string,
): SidecarTraits {
  const plan = planOf(snapshot, installed, istioVersion)
  const injectors = pod.matches.flatMap(({ webhook, called }) => {
    const planned = isKnown(called, false) ? undefined : plan.planned.get(webhook)
    return planned?.settings ? [planned] : []
  })
  const different = new Map(injectors.map((one) => [settingsOf(plan, one), one]))
  const traits = [...different].map(([settings, one]) =>
    sidecarTraits(settings, statedBy(snapshot, one), pod.pods.first),
  )
  return agreedTraits(traits, {
    what: `the settings of the injector that acts on ${pod.owner.kind} "${showName(pod.owner)}"`,
    hint: 'add the injector and its ConfigMaps to the input',
  })
}

/** Which of an injector's two ConfigMaps the input holds: `istio-sidecar-injector-canary` and `istio-canary`. */
function statedBy(snapshot: Snapshot, { settings }: PlannedWebhook): StatedSettings {
  const injector = settings?.name ?? 'istio-sidecar-injector'
  const names = new Set(snapshot.all('ConfigMap').map(showName))
  return { values: names.has(injector), mesh: names.has(injector.replace('-sidecar-injector', '')) }
}
