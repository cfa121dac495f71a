import { allOf, anyOf, known, type Maybe, no, type Unknown, unknown, yes } from '../base/maybe.ts'
import type { SourceLocation } from '../base/source-file.ts'
import type { Variables } from '../cel/evaluate.ts'
import { readSelector, type Selector, selectorMatches } from '../kube/label-selector.ts'
import type { Labels } from '../kube/labels.ts'
import { requirementMatches } from '../kube/requirement.ts'
import { showNamespace } from '../kube/resource.ts'
import type { Entries, View } from '../kube/view.ts'
import { matchConditions } from './match-conditions.ts'
import { capital, matchStory, requirementStory, type Story, type Subject } from './selector-story.ts'
import type { Refusal, Webhook, WebhookBody, WebhookMatch } from './webhook.ts'

/** The creation of a pod, as far as webhooks look at it. */
export interface PodRequest {
  readonly namespace: Maybe<string>
  /** The Namespace's labels, `kubernetes.io/metadata.name` included. */
  readonly namespaceLabels: Labels
  /** The pod's labels as its controller asks for it. */
  readonly labels: Labels
  /** What the expressions of webhooks see; only needed where there are some. */
  readonly variables?: () => Variables
}

type Rule = NonNullable<WebhookBody['rules']>[number]

/** What one part of a webhook says of a request. */
interface Part {
  readonly refusal: Refusal
  readonly matches: Maybe<boolean>
  /** Why the request is refused, where this part refuses more than the call. */
  readonly error?: string
  /** Why the request may be refused. */
  readonly mayFail?: Unknown | undefined
  story(): Story
}

/** Whether a webhook is called for the creation of a pod, and what settled it. */
export function matchWebhook(webhook: Webhook, request: PodRequest): WebhookMatch {
  return webhookMatcher(webhook)(request)
}

/**
 * `matchWebhook` for many requests: remembers what does not depend on the pod. All requests must be of one snapshot.
 * A known refusal settles it, whichever part it is of. Source: k8s.io/apiserver v0.35.4,
 * pkg/admission/plugin/webhook/generic/webhook.go (ShouldCallHook): rules, both selectors and all matchConditions
 * must agree.
 */
export function webhookMatcher(webhook: Webhook): (request: PodRequest) => WebhookMatch {
  const rules = rulesPart(webhook)
  const refusedByRules = isFalse(rules.matches) ? outcome(webhook, [rules]) : undefined
  const namespaceSelector = readSelector(webhook.body.view('namespaceSelector'))
  const objectSelector = readSelector(webhook.body.view('objectSelector'))
  const byNamespace = new WeakMap<Labels, { readonly part: Part; readonly refused: WebhookMatch | undefined }>()

  const ofNamespace = (request: PodRequest) => {
    const before = byNamespace.get(request.namespaceLabels)
    if (before) return before
    const subject = namespaceSubject(request.namespace)
    const part = selectorPart('namespaceSelector', namespaceSelector, subject, request.namespaceLabels)
    const found = { part, refused: isFalse(part.matches) ? outcome(webhook, [part]) : undefined }
    byNamespace.set(request.namespaceLabels, found)
    return found
  }
  return (request) => {
    if (refusedByRules) return refusedByRules
    const namespace = ofNamespace(request)
    if (namespace.refused) return namespace.refused
    const object = selectorPart('objectSelector', objectSelector, podSubject, request.labels)
    const selected = [rules, namespace.part, object]
    // As upstream: who is not selected is not asked.
    const parts = selected.some(({ matches }) => isFalse(matches))
      ? selected
      : [...selected, ...conditionsOf(webhook, request)]
    const match = outcome(webhook, parts)
    if (!isKnownTrue(match.called)) return match
    const { namespaceLabels, labels } = request
    const story = calledStory(webhook, [
      matchStory(namespaceSubject(request.namespace), namespaceSelector.requirements, namespaceLabels),
      matchStory(podSubject, objectSelector.requirements, labels),
    ])
    return matchOf(webhook, yes, undefined, story)
  }
}

const podSubject: Subject = { name: 'the pod', plural: 'pods' }

function namespaceSubject(namespace: Maybe<string>): Subject {
  return { name: `Namespace "${showNamespace(namespace)}"`, plural: 'namespaces' }
}

/** What the parts say together: the first known refusal, else the first part that is not known. */
function outcome(webhook: Webhook, parts: readonly Part[]): WebhookMatch {
  const failing = parts.find(({ error }) => error !== undefined)
  const others = [webhook.exists, ...parts.filter((part) => part !== failing).map(({ matches }) => matches)]
  const called = failing ? failedCall(allOf(others)) : allOf(others)
  const culprit = parts.find(({ matches }) => (called.known ? isFalse(matches) : !matches.known))
  const refused = refusedBy(failing, others, parts)
  if (culprit) return { ...matchOf(webhook, called, culprit.refusal, culprit.story()), ...refused }
  const because = `It is not known whether MutatingWebhookConfiguration "${webhook.configuration}" with this webhook exists`
  return {
    ...matchOf(webhook, called, undefined, { key: undefined, because, at: webhook.body.at(['name']) }),
    ...refused,
  }
}

/** A condition that fails refuses the pod only where the webhook is there and selects it. */
function refusedBy(
  failing: Part | undefined,
  others: readonly Maybe<boolean>[],
  parts: readonly Part[],
): Pick<WebhookMatch, 'error' | 'mayFail'> {
  const selected = allOf(others)
  if (isFalse(selected)) return {}
  const mayFail = failing ? selected : parts.find((part) => part.mayFail)?.mayFail
  if (mayFail && !mayFail.known) return { mayFail }
  return failing?.error === undefined ? {} : { error: failing.error }
}

/** A webhook is never called where a condition of it fails; but whether the pod is refused depends on the other parts. */
function failedCall(others: Maybe<boolean>): Maybe<boolean> {
  return others.known ? no : others
}

function calledStory(webhook: Webhook, stories: readonly (Story | undefined)[]): Story {
  const [first, second] = stories.filter((story) => story !== undefined)
  if (first) {
    const because = second ? `${first.because}, and ${second.because}` : first.because
    return { ...first, because: capital(because) }
  }
  const because = 'Nothing that the webhook leaves out is true of the pod and its Namespace'
  return { key: undefined, because, at: webhook.body.at(['name']) }
}

function matchOf(
  webhook: Webhook,
  called: Maybe<boolean>,
  refusal: Refusal | undefined,
  { key, because, at }: Story,
): WebhookMatch {
  return { webhook, called, refusal, key, because, at: place(webhook, at) }
}

/** The embedded defaults are written nowhere. */
function place(webhook: Webhook, at: SourceLocation | undefined): SourceLocation | undefined {
  return webhook.embedded && at?.file === webhook.body.at().file ? undefined : at
}

function selectorPart(refusal: Refusal, selector: Selector, subject: Subject, labels: Labels): Part {
  const matches = selectorMatches(selector, labels)
  const story = (): Story => {
    const wanted = selector.requirements.find((requirement) => {
      const found = requirementMatches(requirement, labels)
      return matches.known ? isFalse(found) : !found.known
    })
    if (wanted) return requirementStory(subject, wanted, labels)
    return { key: undefined, because: `The webhook's ${refusal} is not fully known`, at: selector.at }
  }
  return { refusal, matches, story }
}

/**
 * Whether a webhook asks for the creation of pods: `rules.Matcher`, k8s.io/apiserver v0.35.4,
 * pkg/admission/plugin/webhook/predicates/rules/rules.go. `pods/*` covers the pod itself, `core` and `v1` are no
 * groups of it (recorded: injection-recorded.md E). Pods have one version, so `matchPolicy` changes nothing.
 */
export function coversPods(webhook: Webhook): Maybe<boolean> {
  const { items, gaps } = webhook.body.entries('rules')
  const [gap, ...more] = gaps
  return anyOf([...items.map(ruleCoversPods), ...(gap ? [unknown(gap, ...more)] : [])])
}

function rulesPart(webhook: Webhook): Part {
  const matches = coversPods(webhook)
  const because = matches.known
    ? 'The rules of the webhook do not cover the creation of pods'
    : 'The rules of the webhook are not fully known'
  return {
    refusal: 'rules',
    matches,
    story: () => ({ key: undefined, because, at: webhook.body.at(['rules'], 'key') }),
  }
}

function ruleCoversPods(rule: View<Rule>): Maybe<boolean> {
  const scope = rule.get('scope')
  return allOf([
    isAmong(rule.entries('operations'), ['*', 'CREATE']),
    isAmong(rule.entries('apiGroups'), ['*', '']),
    isAmong(rule.entries('apiVersions'), ['*', 'v1']),
    isAmong(rule.entries('resources'), ['*', '*/*', 'pods', 'pods/*', '*/', 'pods/']),
    scope.known ? known(scope.value !== 'Cluster') : scope,
  ])
}

function isAmong({ items, gaps }: Entries<string>, accepted: readonly string[]): Maybe<boolean> {
  const parts = items.map((item): Maybe<boolean> => {
    const value = item.get()
    return value.known ? known(accepted.includes(value.value ?? '')) : value
  })
  const [gap, ...more] = gaps
  return anyOf([...parts, ...(gap ? [unknown(gap, ...more)] : [])])
}

/** The conditions, where there are any. */
function conditionsOf(webhook: Webhook, request: PodRequest): readonly Part[] {
  const { items, gaps } = webhook.body.entries('matchConditions')
  if (items.length + gaps.length === 0) return []
  const found = matchConditions(webhook.body, request.variables?.() ?? new Map())
  const { matches, error, mayFail, expression, at = webhook.body.at(['matchConditions'], 'key') } = found
  return [
    {
      refusal: 'matchConditions',
      matches,
      mayFail,
      ...(error !== undefined && { error }),
      story: () => ({ key: undefined, because: conditionsStory(matches, expression, error), at }),
    },
  ]
}

function conditionsStory(matches: Maybe<boolean>, expression: string | undefined, error: string | undefined): string {
  const which = expression === undefined ? 'The conditions of the webhook are' : `Condition "${expression}" is`
  if (error !== undefined) return `A condition of the webhook fails: ${error}`
  return matches.known ? `${which} not true of the pod` : `${which} not known to be true of the pod`
}

function isFalse(maybe: Maybe<boolean>): boolean {
  return maybe.known && !maybe.value
}

function isKnownTrue(maybe: Maybe<boolean>): boolean {
  return maybe.known && maybe.value
}
