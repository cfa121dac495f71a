import type { AdmittedPod, Severity } from '../../src/rule/index.ts'
import { optOut, usesHostNetwork } from './injection.ts'

/** What a switch that nobody reads leads to. */
export interface Consequence {
  /** An error where the pods get the contrary of what it says, harmless where they get just that. */
  readonly severity: Severity
  /** The end of a sentence; empty where nothing certain can be said. */
  readonly effect: string
}

/** What becomes of pods whose switch nobody reads; `wants` tells whether it asks for a sidecar or refuses one. */
export function consequenceOf(pod: AdmittedPod, wants: boolean): Consequence {
  const { verdict } = pod
  if (verdict !== 'injected' && verdict !== 'not-injected') return { severity: 'warning', effect: '' }
  if (wants === (verdict === 'injected')) return { severity: 'info', effect: '' }
  if (!wants) return { severity: 'error', effect: ', so its pods get a sidecar all the same' }
  return optOut(pod) || usesHostNetwork(pod)
    ? { severity: 'warning', effect: '' }
    : { severity: 'error', effect: ', so its pods get none' }
}
