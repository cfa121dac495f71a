import type { InstalledRevision } from '../admission/default-webhooks.ts'
import { isKnown, type Maybe, thenMaybe } from '../base/maybe.ts'
import { showName } from '../kube/resource.ts'
import { type InjectorAddress, sidecarSettings } from '../sidecar/sidecar-settings.ts'
import { agreedTraits, type SidecarTraits, type StatedSettings, sidecarTraits } from '../sidecar/sidecar-traits.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { AdmittedPod } from './admitted-pod.ts'
import { addressOf } from './injected-by.ts'
import { planOf } from './plan.ts'

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
  const candidates = pod.matches.flatMap(({ webhook, called }) => {
    const planned = isKnown(called, false) ? undefined : plan.planned.get(webhook)
    return planned?.settings ? [addressOf(planned)] : []
  })
  const addresses = new Map(candidates.map((address) => [JSON.stringify(address), address]))
  const traits = [...addresses.values()].map((address) => traitsBy(pod, snapshot, address))
  return agreedTraits(traits, {
    what: `the settings of the injector that acts on ${pod.owner.kind} "${showName(pod.owner)}"`,
    hint: 'add the injector and its ConfigMaps to the input',
  })
}

function traitsBy(pod: AdmittedPod, snapshot: Snapshot, address: Maybe<InjectorAddress>): SidecarTraits {
  const settings = thenMaybe(address, (known) => sidecarSettings(snapshot, known))
  const stated = address.known ? statedBy(snapshot, address.value) : { values: false, mesh: false }
  return sidecarTraits(settings, stated, pod.pods.first)
}

function statedBy(snapshot: Snapshot, { revision }: InjectorAddress): StatedSettings {
  const suffix = revision === '' ? '' : `-${revision}`
  const names = new Set(snapshot.all('ConfigMap').map(showName))
  return { values: names.has(`istio-sidecar-injector${suffix}`), mesh: names.has(`istio${suffix}`) }
}
