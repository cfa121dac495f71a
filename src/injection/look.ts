import type { PodRequest } from '../admission/match-webhook.ts'
import { podVariables } from '../admission/pod-variables.ts'
import type { Alternative, WebhookMatch } from '../admission/webhook.ts'
import { allOf, anyOf, isKnown, type Maybe, no, not, type Unknown, unknown, unknownFrom, yes } from '../base/maybe.ts'
import { groupBy } from '../base/order.ts'
import { nodeAt } from '../base/tree.ts'
import type { Labels } from '../kube/labels.ts'
import type { WrittenPod } from '../kube/pods-of-workload.ts'
import type { WebhookCall } from './admitted-pod.ts'
import { type Decision, decide, type InjectorPod } from './decide.ts'
import type { InjectorConfig, InjectorSettings } from './injector-config.ts'
import type { PlannedWebhook } from './plan.ts'
import { getsProxy, type InjectionOutcome, injectionOutcome, isRefused, sameOutcome } from './refusal.ts'
import { type FailedCall, failedCall } from './unreachable-injector.ts'

/** One webhook looked at for one pod. */
export interface Look {
  readonly match: WebhookMatch
  /**
   * What the injector does when it is called; undefined for webhooks of others, and where it certainly is not called.
   */
  readonly decision: Decision | undefined
  /** What comes of it where it injects the pod; there with `decision`, unless that is a certain no. */
  readonly outcome?: Maybe<InjectionOutcome> | undefined
  /** The settings of the injector, where they are certain. */
  readonly config?: InjectorConfig | undefined
  /** Whether the pod gets its sidecar through this webhook. */
  readonly injects: Maybe<boolean>
  /** Whether the pod is rejected by this webhook. */
  readonly rejects: Maybe<boolean>
  /** Only where the call of the webhook certainly fails. */
  readonly failure?: FailedCall
  /** Only in the second round: why the webhook is looked at once more, as a sentence. */
  readonly again?: string
}

/** One configuration looked at for one pod. */
export interface ConfigurationLook {
  readonly looks: readonly Look[]
  readonly injects: Maybe<boolean>
  readonly rejects: Maybe<boolean>
}

/** What one injector says of a pod for which it is called. */
interface Finding {
  readonly decision: Decision
  readonly outcome: Maybe<InjectionOutcome> | undefined
}

/** A pod on its way through the webhooks: each sees it as those before it left it. */
export interface PodOnItsWay {
  readonly request: PodRequest
  readonly pod: InjectorPod
  /** The same pod as the expressions of webhooks see it. */
  readonly written: WrittenPod
  /** Whether it certainly has a container `istio-proxy`. */
  readonly hasProxy: boolean
  /** Whether an injector before did its work. */
  readonly injected: Maybe<boolean>
  /** What injectors with the same settings said of the pod as it is. */
  readonly findings: Map<unknown, Finding>
  /** The labels once an injector did, or perhaps did, its work; undefined where no webhook reads what it adds. */
  readonly relabel: ((labels: Labels, injected: Maybe<boolean>) => Labels) | undefined
}

/** The request for a pod, with what the expressions of webhooks see of it. */
export function requestOf(base: Omit<PodRequest, 'variables'>, pod: WrittenPod, injected: Maybe<boolean>): PodRequest {
  const { namespace, namespaceLabels, labels } = base
  let variables: ReturnType<typeof podVariables> | undefined
  const subject = {
    namespace,
    name: pod.name,
    hasGeneratedName: !pod.name.known && nodeAt(pod.root, ['metadata', 'generateName']) !== undefined,
    root: pod.root,
    labels,
    annotations: pod.annotations,
    injected,
  }
  return {
    namespace,
    namespaceLabels,
    labels,
    variables: () => {
      variables ??= podVariables(subject)
      return variables
    },
  }
}

/** The pod as the next webhook sees it (recorded: injection-recorded.md E). */
export function onward(state: PodOnItsWay, injects: Maybe<boolean>): PodOnItsWay {
  const isProxied = isKnown(injects, true) && !state.hasProxy
  return relabelled(isProxied ? { ...state, hasProxy: true, findings: new Map() } : state, injects)
}

function relabelled(state: PodOnItsWay, injects: Maybe<boolean>): PodOnItsWay {
  const { injected, relabel } = state
  const isSame = isKnown(injects, false) || isKnown(injected, true) || (!injects.known && !injected.known)
  if (isSame || !relabel) return state
  const labels = relabel(state.request.labels, injects)
  const request = requestOf({ ...state.request, labels }, state.written, injects)
  return { ...state, request, pod: { ...state.pod, labels }, injected: injects, findings: new Map() }
}

/**
 * What the webhooks of one configuration do with a pod; where it is declared in several ways, what all of them agree
 * on.
 */
export function lookAt(webhooks: readonly PlannedWebhook[], state: PodOnItsWay): ConfigurationLook {
  const alternative = webhooks[0]?.webhook.alternative
  if (!alternative) return lookInOrder(webhooks, state)
  const answers = Array.from({ length: alternative.count }, (_, index) =>
    lookInOrder(
      webhooks.filter(({ webhook }) => webhook.alternative?.index === index),
      state,
    ),
  )
  const byName = groupBy(
    answers.flatMap(({ looks }) => looks),
    ({ match }) => match.webhook.name,
  )
  return {
    looks: [...byName.values()].map((same) => mergeLooks(same, alternative)),
    injects: agreed(
      answers.map(({ injects }) => injects),
      alternative,
    ),
    rejects: agreed(
      answers.map(({ rejects }) => rejects),
      alternative,
    ),
  }
}

/** The first webhook that rejects the pod is the last one that is called. */
function lookInOrder(webhooks: readonly PlannedWebhook[], start: PodOnItsWay): ConfigurationLook {
  let state = start
  const looks: Look[] = []
  for (const webhook of webhooks) {
    const look = lookAtWebhook(webhook, state)
    looks.push(look)
    if (isKnown(look.rejects, true)) break
    state = onward(state, look.injects)
  }
  return {
    looks,
    injects: anyOf(looks.map(({ injects }) => injects)),
    rejects: anyOf(looks.map(({ rejects }) => rejects)),
  }
}

function lookAtWebhook({ match, settings }: PlannedWebhook, state: PodOnItsWay): Look {
  const { request, pod, findings, hasProxy } = state
  const found = match(request)
  if (found.error !== undefined) return { match: found, decision: undefined, injects: no, rejects: yes }
  const failing = found.mayFail ?? no
  if (!settings || isKnown(found.called, false))
    return { match: found, decision: undefined, injects: no, rejects: failing }
  const failure = failedCall(found.webhook)
  if (failure) {
    const rejects = anyOf([failing, allOf([found.called, failure.rejects])])
    return { match: found, decision: undefined, injects: no, rejects, failure }
  }
  // The name of the ConfigMap stands in no step by the chart's defaults, which many injectors share.
  const key =
    settings.alternatives.length === 1 && !settings.alternatives[0].source.place('policy')
      ? settings.alternatives[0]
      : settings
  const finding = findings.get(key) ?? findingOf(settings, pod, hasProxy)
  findings.set(key, finding)
  const { decision, outcome } = finding
  const acts = [found.called, decision.inject]
  return {
    match: found,
    decision,
    outcome,
    config: settings.alternatives.length > 1 ? undefined : settings.alternatives[0],
    injects: allOf([...acts, outcome ? getsProxy(outcome) : no]),
    rejects: anyOf([failing, allOf([...acts, outcome ? isRefused(outcome) : no])]),
  }
}

function findingOf(settings: InjectorSettings, pod: InjectorPod, hasProxy: boolean): Finding {
  const decision = decide(settings, pod)
  if (isKnown(decision.inject, false)) return { decision, outcome: undefined }
  const [first, ...rest] = settings.alternatives.map((config) => injectionOutcome(config, pod.annotations, hasProxy))
  if (!first) throw new Error('an injector without settings')
  const agrees = !settings.gap || rest.every((other) => sameOutcome(first, other))
  return { decision, outcome: agrees || !settings.gap ? first : unknown(settings.gap) }
}

function agreed(answers: readonly Maybe<boolean>[], { gap }: Alternative): Maybe<boolean> {
  const [first, ...rest] = answers
  if (first?.known && rest.every((answer) => isKnown(answer, first.value))) return first
  const missing = answers.filter((answer): answer is Unknown => !answer.known)
  const differ = answers.some((answer) => isKnown(answer, true)) && answers.some((answer) => isKnown(answer, false))
  const [head, ...tail] = differ || missing.length === 0 ? [unknown(gap), ...missing] : missing
  return head ? unknownFrom(head, ...tail) : no
}

/** One entry as several declarations of its configuration have it. */
function mergeLooks(same: readonly Look[], { count, gap }: Alternative): Look {
  const [first] = same
  if (!first) throw new Error('a webhook that nobody looked at')
  const { called, error } = first.match
  const agrees =
    called.known &&
    same.length === count &&
    same.every(({ match }) => isKnown(match.called, called.value) && match.error === error)
  if (agrees && (!called.value || same.every(({ injects }) => injects.known && isKnown(first.injects, injects.value))))
    return first
  if (!called.known && same.length === count && same.every(({ match }) => !match.called.known)) return first
  const because = `MutatingWebhookConfiguration "${first.match.webhook.configuration}" is declared ${count} times, and the declarations differ in this webhook`
  const { at } = gap
  const { webhook } = first.match
  const match: WebhookMatch = { webhook, called: unknown(gap), refusal: undefined, key: undefined, because, at }
  return { match, decision: undefined, injects: unknown(gap), rejects: no }
}

const foreign = unknown({
  what: "what a webhook that is not Istio's changes",
  hint: 'nothing to do: it is assumed not to change what decides injection',
})

/** Whether a webhook changes the pod once it is called. */
export function mutatesOf({ decision, outcome, failure }: Look): Maybe<boolean> {
  if (failure) return no
  return decision ? allOf([decision.inject, outcome ? not(isRefused(outcome)) : no]) : foreign
}

/** The call of a webhook, where it is certain. */
export function callOf(look: Look): WebhookCall | undefined {
  if (!isKnown(look.match.called, true)) return undefined
  const { configuration, name } = look.match.webhook
  return { configuration, webhook: name, round: look.again ? 1 : 0, mutated: mutatesOf(look) }
}

/** What the API server answers once this webhook rejects the pod. */
export function denialOf({ match, outcome, rejects, failure }: Look, pod: WrittenPod): string | undefined {
  if (failure && isKnown(rejects, true)) return failure.message
  if (match.error !== undefined) return forbidden(pod, match.error)
  if (!outcome?.known || !outcome.value.refusal || !isKnown(rejects, true)) return undefined
  return `admission webhook "${match.webhook.name}" denied the request: ${outcome.value.refusal.answer}`
}

/** apierrors.NewForbidden: a name that is yet to be generated is left out. */
function forbidden({ name }: WrittenPod, error: string): string {
  return `pods ${name.known ? `"${name.value}" ` : ''}is forbidden: ${error}`
}
