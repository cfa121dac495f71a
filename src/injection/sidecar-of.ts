import type { InstalledRevision } from '../admission/default-webhooks.ts'
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
  const injectors = pod.injectors.flatMap((webhook) => {
    const planned = plan.planned.get(webhook)
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

/** What of an injector's settings the input says: by its two ConfigMaps, or by an installation, which makes both. */
function statedBy(snapshot: Snapshot, { settings }: PlannedWebhook): StatedSettings {
  const source = settings?.alternatives[0].source
  const values = source?.place('policy') !== undefined
  const suffix = settings?.revision ? `-${settings.revision}` : ''
  const isInstalled = values && !source?.title.startsWith('ConfigMap ')
  return { values, mesh: isInstalled || snapshot.all('ConfigMap').some((one) => showName(one) === `istio${suffix}`) }
}
