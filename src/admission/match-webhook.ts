import { allOf, anyOf, known, type Maybe, unknown, yes } from '../base/maybe.ts'
import type { SourceLocation } from '../base/source-file.ts'
import { readSelector, type Selector, selectorMatches } from '../kube/label-selector.ts'
import type { Labels } from '../kube/labels.ts'
import { requirementMatches } from '../kube/requirement.ts'
import { namespaceKey, showNamespace } from '../kube/resource.ts'
import type { Entries, View } from '../kube/view.ts'
import { capital, matchStory, requirementStory, type Story, type Subject } from './selector-story.ts'
import type { Refusal, Webhook, WebhookBody, WebhookMatch } from './webhook.ts'

/** The creation of a pod, as far as webhooks look at it. */
export interface PodRequest {
  readonly namespace: Maybe<string>
  /** The Namespace's labels, `kubernetes.io/metadata.name` included. */
  readonly namespaceLabels: Labels
  /** The pod's labels as its controller asks for it. */
  readonly labels: Labels
}

type Rule = NonNullable<WebhookBody['rules']>[number]

/** What one part of a webhook says of a request. */
interface Part {
  readonly refusal: Refusal
  readonly matches: Maybe<boolean>
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
  const conditions = conditionsPart(webhook)
  const byNamespace = new Map<string, { readonly part: Part; readonly refused: WebhookMatch | undefined }>()

  const ofNamespace = (request: PodRequest) => {
    const key = namespaceKey(request.namespace)
    const before = byNamespace.get(key)
    if (before) return before
    const subject = namespaceSubject(request.namespace)
    const part = selectorPart('namespaceSelector', namespaceSelector, subject, request.namespaceLabels)
    const found = { part, refused: isFalse(part.matches) ? outcome(webhook, [part]) : undefined }
    byNamespace.set(key, found)
    return found
  }
  return (request) => {
    if (refusedByRules) return refusedByRules
    const namespace = ofNamespace(request)
    if (namespace.refused) return namespace.refused
    const object = selectorPart('objectSelector', objectSelector, podSubject, request.labels)
    const parts = [rules, namespace.part, object, conditions]
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
  const called = allOf([webhook.exists, ...parts.map((part) => part.matches)])
  const culprit = parts.find(({ matches }) => (called.known ? isFalse(matches) : !matches.known))
  if (culprit) return matchOf(webhook, called, culprit.refusal, culprit.story())
  const because = `It is not known whether MutatingWebhookConfiguration "${webhook.configuration}" with this webhook exists`
  return matchOf(webhook, called, undefined, { key: undefined, because, at: webhook.body.at(['name']) })
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

/** Conditions are CEL; what they give is not known here. */
function conditionsPart(webhook: Webhook): Part {
  const { items, gaps } = webhook.body.entries('matchConditions')
  const at = webhook.body.at(['matchConditions'], 'key')
  const matches = items.length + gaps.length === 0 ? yes : unknown({ ...conditionsGap(webhook), at })
  const because = 'The webhook has matchConditions, which are not evaluated'
  return { refusal: 'matchConditions', matches, story: () => ({ key: undefined, because, at }) }
}

function conditionsGap(webhook: Webhook): { readonly what: string; readonly hint: string } {
  return {
    what: `the outcome of the matchConditions of webhook "${webhook.name}"`,
    hint: 'compare the conditions with the pod by hand: meshlint does not evaluate them',
  }
}

function isFalse(maybe: Maybe<boolean>): boolean {
  return maybe.known && !maybe.value
}

function isKnownTrue(maybe: Maybe<boolean>): boolean {
  return maybe.known && maybe.value
}
