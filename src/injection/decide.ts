import { allOf, anyOf, type Gap, isKnown, known, type Maybe, not, type Unknown, unknownFrom } from '../base/maybe.ts'
import type { SourceLocation } from '../base/source-file.ts'
import { explainMatch, type Selector, selectorMatches } from '../kube/label-selector.ts'
import { type Labels, labelPlace, labelValue } from '../kube/labels.ts'
import type { InjectorSetting } from '../sidecar/injector-source.ts'
import type { TrailStep } from './admitted-pod.ts'
import type { InjectorConfig, InjectorSettings, InjectSelectors } from './injector-config.ts'

/** The pod as the injector looks at it. */
export interface InjectorPod {
  readonly namespace: Maybe<string>
  readonly namespaceAt?: SourceLocation | undefined
  readonly hostNetwork: Maybe<boolean | undefined>
  readonly hostNetworkAt?: SourceLocation | undefined
  readonly labels: Labels
  readonly annotations: Labels
}

/** One step of the injector: what it looked at, what it found, where that is written. */
type DecisionStep = Pick<TrailStep, 'outcome' | 'because' | 'at'> & Required<Pick<TrailStep, 'reason'>>

export interface Decision {
  readonly inject: Maybe<boolean>
  /** The step that settled it; where nothing does, every step that is not known. */
  readonly steps: readonly DecisionStep[]
}

/** The pod's switch: a label, or the annotation that it replaced. */
export const injectKey = 'sidecar.istio.io/inject'

/** pkg/kube/inject/initializer.go: IgnoredNamespaces, Istio 1.31. `istio-system` is none of them. */
export const ignoredNamespaces: ReadonlySet<string> = new Set([
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'local-path-storage',
])

/**
 * Whether an injector that was called for a pod injects it: pkg/kube/inject/inject.go, injectRequired, Istio 1.31, in
 * its order. Where the injector's settings are contradicting, only what all of them say is known.
 */
export function decide(settings: InjectorSettings, pod: InjectorPod): Decision {
  const decisions = settings.alternatives.map((config) => decideBy(config, pod))
  const [first] = decisions
  if (!first) throw new Error('an injector without settings')
  const answers = new Set(decisions.flatMap(({ inject }) => (inject.known ? [inject.value] : [])))
  if (answers.size < 2 || !settings.gap) return decisions.find(({ inject }) => !inject.known) ?? first
  const missing: Unknown = { known: false, gaps: [settings.gap] }
  const because = `It is not known ${settings.gap.what}, and the possible ones differ in whether this pod is injected`
  return { inject: missing, steps: [step('policy', 'unknown', because, settings.gap.at)] }
}

function decideBy(config: InjectorConfig, pod: InjectorPod): Decision {
  const usesHost = hostNetworkStep(pod)
  if (usesHost?.outcome === 'skipped') return { inject: known(false), steps: [usesHost] }
  const ignored = namespaceStep(pod)
  if (ignored?.outcome === 'skipped') return { inject: known(false), steps: [ignored] }
  const decided = decideByPod(config, pod)
  const isIgnored = pod.namespace.known ? known(ignoredNamespaces.has(pod.namespace.value)) : pod.namespace
  const inject = allOf([not(hostNetworkOf(pod)), not(isIgnored), decided.inject])
  if (inject.known) return { inject, steps: decided.steps }
  const unknownSteps = decided.inject.known ? [] : decided.steps
  return { inject, steps: [usesHost, ignored, ...unknownSteps].filter((one) => one !== undefined) }
}

function hostNetworkOf({ hostNetwork }: InjectorPod): Maybe<boolean> {
  return hostNetwork.known ? known(hostNetwork.value ?? false) : hostNetwork
}

function hostNetworkStep(pod: InjectorPod): DecisionStep | undefined {
  const at = pod.hostNetworkAt
  if (!pod.hostNetwork.known)
    return step('host-network', 'unknown', "It is not known whether the pod uses the host's network", at)
  if (!pod.hostNetwork.value) return undefined
  return step('host-network', 'skipped', 'The pod has "hostNetwork: true", and such pods are never injected', at)
}

function namespaceStep({ namespace, namespaceAt }: InjectorPod): DecisionStep | undefined {
  if (!namespace.known)
    return step(
      'ignored-namespace',
      'unknown',
      "It is not known whether the namespace is one of Kubernetes' own",
      namespaceAt,
    )
  if (!ignoredNamespaces.has(namespace.value)) return undefined
  const because = `The injector never injects pods of namespace "${namespace.value}"`
  return step('ignored-namespace', 'skipped', because, namespaceAt)
}

/** What the pod's switch says: `default` where it says nothing that counts. */
type Wish = 'true' | 'false' | 'default'

interface Switch {
  readonly reason: 'label' | 'annotation'
  readonly value: Maybe<string | undefined>
  readonly at: SourceLocation | undefined
}

/** The label counts if it is there, even empty; else the annotation. */
function switchOf({ labels, annotations }: InjectorPod): Switch {
  const label = labelValue(labels, injectKey)
  if (!label.known || label.value !== undefined)
    return { reason: 'label', value: label, at: labelPlace(labels, injectKey) }
  const value = labelValue(annotations, injectKey)
  return { reason: 'annotation', value, at: labelPlace(annotations, injectKey) }
}

/** Case counts: `"False"` is neither. */
function wishOf(value: string | undefined): Wish {
  return value === 'true' || value === 'false' ? value : 'default'
}

function decideByPod(config: InjectorConfig, pod: InjectorPod): Decision {
  const asked = switchOf(pod)
  const wishes: readonly Wish[] = asked.value.known ? [wishOf(asked.value.value)] : ['true', 'false', 'default']
  const never = matchesAny(config.never, pod.labels)
  const always = matchesAny(config.always, pod.labels)
  const outcomes = new Set(possible(config.policy).flatMap((policy) => results(policy, wishes, never, always)))
  const [only] = outcomes
  if (outcomes.size === 1 && only !== undefined)
    return { inject: known(only), steps: [settlingStep(config, pod, only)] }
  const isDefault = wishes.includes('default')
  const { source } = config
  const { title } = source
  const missing = [
    unknownStep(asked.value, asked.reason, `what the pod's ${asked.reason} "${injectKey}" says`, asked.at),
    isDefault
      ? unknownStep(
          never,
          'never-selector',
          `whether neverInjectSelector of ${title} matches the pod`,
          source.place('neverInjectSelector'),
        )
      : [],
    isDefault
      ? unknownStep(
          always,
          'always-selector',
          `whether alwaysInjectSelector of ${title} matches the pod`,
          source.place('alwaysInjectSelector'),
        )
      : [],
    unknownStep(config.policy, 'policy', `what the policy in ${title} is`, source.place('policy')),
  ].flat()
  const [first, ...rest] = missing
  if (!first) throw new Error('a decision that is open although nothing is missing')
  const inject = unknownFrom(first.missing, ...rest.map((one) => one.missing))
  return { inject, steps: missing.map((one) => one.step) }
}

/** The policies that tell outcomes apart; any other text is one that injects nothing. */
function possible(policy: Maybe<string>): readonly string[] {
  return policy.known ? [policy.value] : ['enabled', 'disabled', 'other']
}

/** Every outcome that the known parts leave open. */
function results(policy: string, wishes: readonly Wish[], never: Maybe<boolean>, always: Maybe<boolean>): boolean[] {
  if (policy !== 'enabled' && policy !== 'disabled') return [false]
  const byDefault = policy === 'enabled'
  return wishes.flatMap((wish) => {
    if (wish !== 'default') return [wish === 'true']
    if (isKnown(never, true)) return [false]
    const rest = always.known ? [always.value || byDefault] : [true, byDefault]
    return never.known ? rest : [false, ...rest]
  })
}

function matchesAny({ selectors, more }: InjectSelectors, labels: Labels): Maybe<boolean> {
  return anyOf([...selectors.map((selector) => selectorMatches(selector, labels)), ...(more ? [more] : [])])
}

/** The step of the first rule that alone leads to a known outcome. */
function settlingStep(config: InjectorConfig, pod: InjectorPod, inject: boolean): DecisionStep {
  const outcome = inject ? 'injected' : 'skipped'
  const { policy, source } = config
  if (policy.known && policy.value !== 'enabled' && policy.value !== 'disabled')
    return step(
      'policy',
      outcome,
      `The policy in ${source.title} is "${policy.value}", which injects nothing`,
      source.place('policy'),
    )
  const asked = switchOf(pod)
  const value = asked.value.known ? asked.value.value : undefined
  if (wishOf(value) !== 'default')
    return step(asked.reason, outcome, `The pod has ${asked.reason} "${injectKey}" with value "${value}"`, asked.at)
  const never = config.never.selectors.find((one) => isKnown(selectorMatches(one, pod.labels), true))
  if (never) return selectorStep('never-selector', outcome, 'neverInjectSelector', never, config, pod)
  const always = config.always.selectors.find((one) => isKnown(selectorMatches(one, pod.labels), true))
  if (always) return selectorStep('always-selector', outcome, 'alwaysInjectSelector', always, config, pod)
  return policyStep(config, asked, value, outcome)
}

function policyStep(
  { policy, source }: InjectorConfig,
  asked: Switch,
  value: string | undefined,
  outcome: 'injected' | 'skipped',
): DecisionStep {
  const rule = policy.known ? `the injector's policy is "${policy.value}"` : 'every policy leads to the same'
  if (value === undefined)
    return step('policy', outcome, `The pod says nothing for itself, and ${rule}`, source.place('policy'))
  const because = `The pod has ${asked.reason} "${injectKey}" with value "${value}", which counts as none, and ${rule}`
  return step('policy', outcome, because, asked.at)
}

function selectorStep(
  reason: 'never-selector' | 'always-selector',
  outcome: 'injected' | 'skipped',
  field: InjectorSetting,
  selector: Selector,
  { source }: InjectorConfig,
  { labels }: InjectorPod,
): DecisionStep {
  const key = selector.requirements.find((one) => one.key.known && labels.known.has(one.key.value))?.key
  const at = (key?.known ? labelPlace(labels, key.value) : undefined) ?? source.place(field)
  const found = explainMatch(selector, labels).because
  return step(reason, outcome, `${field} of ${source.title} matches the pod: ${found}`, at)
}

interface MissingStep {
  readonly missing: Unknown
  readonly step: DecisionStep
}

function unknownStep(
  part: Maybe<unknown>,
  reason: DecisionStep['reason'],
  what: string,
  at: SourceLocation | undefined,
): readonly MissingStep[] {
  if (part.known) return []
  return [{ missing: part, step: step(reason, 'unknown', `It is not known ${what}`, at ?? firstPlace(part.gaps)) }]
}

function firstPlace(gaps: readonly Gap[]): SourceLocation | undefined {
  return gaps.find((gap) => gap.at)?.at
}

function step(
  reason: DecisionStep['reason'],
  outcome: DecisionStep['outcome'],
  because: string,
  at: SourceLocation | undefined,
): DecisionStep {
  return at ? { reason, outcome, because, at } : { reason, outcome, because }
}
