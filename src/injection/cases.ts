import { isKnown, known, type Maybe, no, yes } from '../base/maybe.ts'
import { type Labels, labelValue, withLabels, withoutLabel } from '../kube/labels.ts'
import type { WrittenPod } from '../kube/pods-of-workload.ts'
import type { Resource } from '../kube/resource.ts'
import { namespaceNameLabel } from '../snapshot/namespace-labels.ts'
import { ignoredNamespaces, injectKey } from './decide.ts'
import { podKey } from './fate-key.ts'
import { denialOf, type PodOnItsWay } from './look.ts'
import { callAll, startOf } from './look-at-all.ts'
import { type AskedValues, type Plan, worldsOf } from './plan.ts'

/** What becomes of a pod in every case that the input leaves open. */
export interface SettledFate {
  readonly injected: Maybe<boolean>
  readonly rejected: Maybe<boolean>
  readonly message: string | undefined
}

/** How many cases are looked at, at most. */
const mostCases = 400

/** A label's value that no selector names, and that is none for Kubernetes. */
const irrelevant = '*'

/** Injectors fill in a label that is empty. */
const otherValues = ['', irrelevant]

/** One thing about a pod that the input does not say: the pod with each answer that makes a difference. */
type Question = readonly PodOnItsWay[]

/**
 * Whether a pod fares alike in every case that the input leaves open, although each of its webhooks alone is open:
 * whatever the label is, one of two selectors matches it. Undefined where cases differ, or there are too many. Nothing
 * is tried where expressions read the pod: there any value may make a difference.
 */
export function settledByCases(plan: Plan, workload: Resource, pod: WrittenPod): SettledFate | undefined {
  if (plan.readsPods) return undefined
  const start = startOf(plan, workload, pod)
  const key = caseKey(plan, workload, start)
  const shared = settledFates.get(plan) ?? new Map<string, SettledFate | undefined>()
  settledFates.set(plan, shared)
  if (key !== undefined && shared.has(key)) return shared.get(key)
  const settled = settle(plan, start)
  if (key !== undefined) shared.set(key, settled)
  return settled
}

const settledFates = new WeakMap<Plan, Map<string, SettledFate | undefined>>()

/** All that tells pods apart in this: of a Namespace only what somebody asks for. */
function caseKey(plan: Plan, workload: Resource, { request, written }: PodOnItsWay): string | undefined {
  const isAsked = (label: string, value: string): boolean =>
    value === '' || label === injectKey || (plan.asked.ofPods.get(label)?.has(value) ?? false)
  const ofPod = podKey(plan, workload, written, (label, value) => (isAsked(label, value) ? value : irrelevant))
  if (ofPod === undefined) return undefined
  const { namespace, namespaceLabels } = request
  const asked = [...plan.asked.ofNamespaces].map(([key, values]) => {
    const value = labelValue(namespaceLabels, key)
    if (!value.known) return (key !== namespaceNameLabel && namespaceLabels.known.get(key)) || null
    return value.value === undefined || values.has(value.value) ? (value.value ?? false) : irrelevant
  })
  if (asked.some((one) => typeof one === 'object' && one !== null)) return undefined
  return JSON.stringify([namespace.known && ignoredNamespaces.has(namespace.value), namespace.known, asked, ofPod])
}

function settle(plan: Plan, start: PodOnItsWay): SettledFate | undefined {
  const worlds = worldsOf(plan)
  if (worlds.length === 1 && !nextQuestion(plan, start)) return undefined
  const cases = new Cases(plan)
  const agree = worlds.every((configurations) => cases.agree(configurations, start))
  return agree ? cases.found : undefined
}

class Cases {
  found: SettledFate | undefined
  readonly #plan: Plan
  #count = 0

  constructor(plan: Plan) {
    this.#plan = plan
  }

  /** Whether all cases lead to what is found already. */
  agree(configurations: Plan['configurations'], state: PodOnItsWay): boolean {
    if (++this.#count > mostCases) return false
    const { looks, injected, rejected } = callAll(configurations, state)
    const isKnownFate = isKnown(rejected, true) || (rejected.known && injected.known)
    if (!isKnownFate) {
      const question = nextQuestion(this.#plan, state)
      return question?.every((answered) => this.agree(configurations, answered)) ?? false
    }
    const message = looks.map((look) => denialOf(look, state.written)).find((text) => text !== undefined)
    const fate: SettledFate = { injected: isKnown(rejected, true) ? no : injected, rejected, message }
    this.found ??= fate
    return isSame(fate.rejected, this.found.rejected) && isSame(fate.injected, this.found.injected)
  }
}

function isSame(a: Maybe<boolean>, b: Maybe<boolean>): boolean {
  return b.known && isKnown(a, b.value)
}

/** The first thing that is open and that somebody asks of the pod. */
function nextQuestion(plan: Plan, state: PodOnItsWay): Question | undefined {
  const { request, pod } = state
  const { ofPods, ofNamespaces } = plan.asked
  if (!request.namespace.known) return ofNamespace(ofNamespaces, state)
  if (!pod.hostNetwork.known) return [yes, no].map((hostNetwork) => answered(state, { hostNetwork }))
  const asked = openLabel(ofNamespaces, request.namespaceLabels)
  if (asked)
    return asked.map((namespaceLabels) => ({ ...state, findings: new Map(), request: { ...request, namespaceLabels } }))
  const ofLabels = openLabel(ofPods, pod.labels) ?? openLabel(switchValues, pod.labels)
  if (ofLabels) return ofLabels.map((labels) => answered(state, { labels }))
  return openLabel(switchValues, pod.annotations)?.map((annotations) => answered(state, { annotations }))
}

const switchValues: AskedValues = new Map([[injectKey, new Set(['true', 'false'])]])

function answered(state: PodOnItsWay, said: Partial<PodOnItsWay['pod']>): PodOnItsWay {
  const pod = { ...state.pod, ...said }
  return { ...state, pod, findings: new Map(), request: { ...state.request, labels: pod.labels } }
}

/** The labels with each value of the first one that is open. */
function openLabel(asked: AskedValues, labels: Labels): readonly Labels[] | undefined {
  for (const [key, values] of asked) {
    const value = labelValue(labels, key)
    if (value.known) continue
    const label = labels.known.get(key)
    const all = label?.oneOf ?? [...values, ...(switchValues.get(key) ?? []), ...otherValues]
    const said = [...new Set(all)].map((text) => withLabels(labels, [[key, { value: known(text) }]]))
    return label && !label.perhaps ? said : [...said, withoutLabel(labels, key)]
  }
  return undefined
}

/** The namespaces that make a difference: those that injectors ignore, those that selectors name, and any other. */
function ofNamespace(asked: AskedValues, state: PodOnItsWay): Question {
  const named = asked.get(namespaceNameLabel) ?? []
  return [...new Set([irrelevant, ...ignoredNamespaces, ...named])].map((name) => {
    const namespace = known(name)
    const namespaceLabels = withLabels(state.request.namespaceLabels, [[namespaceNameLabel, { value: namespace }]])
    const request = { ...state.request, namespace, namespaceLabels }
    return { ...state, findings: new Map(), request, pod: { ...state.pod, namespace } }
  })
}
