import { isKnown, type Maybe, no } from '../base/maybe.ts'
import { goQuote } from '../kube/go-text.ts'
import type { TrailStep } from './admitted-pod.ts'
import type { Decision } from './decide.ts'
import type { Look } from './look.ts'
import type { RefusalReason } from './refusal.ts'

/** The steps of a webhook and, where it comes to that, of its injector. */
export function stepsOf(look: Look): readonly TrailStep[] {
  const { match, decision } = look
  const { webhook, called } = match
  if (look.again !== undefined) return [secondStep(look, look.again)]
  const isForeign = webhook.revision === undefined
  if (isForeign && isKnown(called, false) && match.error === undefined) return []
  const step: TrailStep = {
    stage: 'webhook',
    configuration: webhook.configuration,
    name: webhook.name,
    outcome:
      match.error === undefined && !(look.failure && isKnown(look.rejects, true)) ? outcomeOf(called) : 'rejected',
    because: look.failure
      ? look.failure.because
      : isForeign && match.error === undefined
        ? `${match.because}; the webhook is not Istio's and is assumed not to change what decides injection`
        : match.because,
    ...(match.at && { at: match.at }),
  }
  const isDecisive = decision && (isKnown(called, true) || isKnown(decision.inject, false))
  if (!isDecisive) return [step]
  const refusal = refusalSteps(look)
  const steps = refusal.length > 0 ? decision.steps.filter(({ outcome }) => outcome !== 'injected') : decision.steps
  return [step, ...[...steps, ...refusal].map((one) => injectorStep(look, one))]
}

/** The second call of a webhook, in one step: its injector decides as before. */
function secondStep({ match }: Look, because: string): TrailStep {
  const { webhook, error } = match
  const at = webhook.embedded ? undefined : webhook.body.at(['reinvocationPolicy'])
  return {
    stage: 'webhook',
    configuration: webhook.configuration,
    name: webhook.name,
    outcome: error === undefined ? 'called' : 'rejected',
    because,
    ...(at && { at }),
  }
}

function outcomeOf(called: Maybe<boolean>): TrailStep['outcome'] {
  return called.known ? (called.value ? 'called' : 'not-matched') : 'unknown'
}

/** What the injector says against the pod, or may say. */
function refusalSteps({ match, decision, outcome }: Look): Decision['steps'] {
  if (!outcome || !isKnown(match.called, true)) return []
  if (!outcome.known) {
    const [gap] = outcome.gaps
    const because = `It is not known whether Istio accepts ${gap.what}`
    return [{ reason: 'refused', outcome: 'unknown', because, ...(gap.at && { at: gap.at }) }]
  }
  const reasons = outcome.value.refusal?.reasons ?? []
  return reasons.map(({ annotation, value, error, at }) => {
    const because = `Istio refuses annotation "${annotation}" with value ${goQuote(value)}: ${error.trim()}`
    const isCertain = isKnown(decision?.inject ?? no, true)
    return { reason: 'refused', outcome: isCertain ? 'rejected' : 'unknown', because, ...(at && { at }) } as const
  })
}

/** Why the injector rejects the pod, or would. */
export function refusalReasons({ outcome }: Look): readonly RefusalReason[] {
  return outcome?.known ? (outcome.value.refusal?.reasons ?? []) : []
}

function injectorStep({ match }: Look, step: Decision['steps'][number]): TrailStep {
  const { service, revision } = match.webhook
  return {
    stage: 'injector',
    name: service?.name ?? (revision === 'default' ? 'istiod' : `istiod-${revision}`),
    ...step,
  }
}
