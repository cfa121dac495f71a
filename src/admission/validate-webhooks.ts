import type { Maybe } from '../base/maybe.ts'
import type { TreePath } from '../base/tree.ts'
import { validateSelector } from '../kube/label-selector.ts'
import { isDns1035Label, isDns1123Subdomain, isQualifiedName } from '../kube/names.ts'
import type { View } from '../kube/view.ts'
import type { Configuration } from './default-webhooks.ts'
import { conditionProblem } from './match-conditions.ts'
import type { WebhookBody } from './webhook.ts'

type Rule = NonNullable<WebhookBody['rules']>[number]

/** Why the API server would refuse a configuration, and where. */
export interface WebhookProblem {
  readonly path: TreePath
  /** A clause that follows a colon: `sideEffects must be None or NoneOnDryRun`. */
  readonly why: string
}

/** Whether the API server would refuse a configuration, so that it is not on the cluster. */
export function isRefused(configuration: Configuration): boolean {
  return webhookProblems(configuration).length > 0
}

/**
 * Why it would: parts that are not known pass. Source: Kubernetes v1.35.4,
 * pkg/apis/admissionregistration/validation/validation.go (validateMutatingWebhook); recorded in
 * injection-recorded.md E. Not looked at: objects of `v1beta1`, whose rules were laxer and which no API server since
 * 1.22 takes.
 */
export function webhookProblems(configuration: Configuration): readonly WebhookProblem[] {
  if (!configuration.apiVersion.endsWith('/v1')) return []
  const seen = new Set<string>()
  return configuration.entries('webhooks').items.flatMap((webhook) => {
    const name = textOf(webhook.get('name'))
    const isRepeated = name !== undefined && seen.has(name)
    if (name !== undefined) seen.add(name)
    const repeated = isRepeated
      ? [{ path: [...webhook.path, 'name'], why: 'another of its webhooks has the same name' }]
      : []
    return [...repeated, ...problemsOf(webhook)]
  })
}

type Check = readonly [isWrong: boolean, field: string, why: string]

function problemsOf(webhook: View<WebhookBody>): readonly WebhookProblem[] {
  const checks = [...valueChecks(webhook), ...partChecks(webhook)]
  const found = checks.filter(([isWrong]) => isWrong).map(([, field, why]) => ({ path: [...webhook.path, field], why }))
  const rules = webhook.entries('rules').items.filter(isRefusedRule)
  return [...found, ...rules.map(({ path }) => ({ path, why: ruleProblem })), ...conditionProblems(webhook)]
}

const ruleProblem =
  'a rule needs operations, apiGroups, apiVersions and resources, each a wildcard alone or values that exist'

function valueChecks(webhook: View<WebhookBody>): readonly Check[] {
  const oneOf = (field: 'failurePolicy' | 'matchPolicy' | 'reinvocationPolicy', a: string, b: string): Check => {
    return [isNoneOf<string | undefined>(webhook.get(field), [a, b, undefined]), field, `${field} must be ${a} or ${b}`]
  }
  const sideEffects = isNoneOf(webhook.get('sideEffects'), ['None', 'NoneOnDryRun'])
  return [
    [isNot(webhook.get('name'), isFullyQualified), 'name', 'a name must be a domain of at least three parts'],
    [sideEffects, 'sideEffects', 'sideEffects must be None or NoneOnDryRun'],
    oneOf('failurePolicy', 'Fail', 'Ignore'),
    oneOf('matchPolicy', 'Exact', 'Equivalent'),
    oneOf('reinvocationPolicy', 'Never', 'IfNeeded'),
    [isNot(webhook.get('timeoutSeconds'), isTimeout), 'timeoutSeconds', 'timeoutSeconds must be between 1 and 30'],
  ]
}

function partChecks(webhook: View<WebhookBody>): readonly Check[] {
  const versions = 'admissionReviewVersions must name v1 or v1beta1, and each version once'
  const client = 'clientConfig must have either an https url or a Service'
  return [
    [lacksReviewVersion(webhook), 'admissionReviewVersions', versions],
    [isRefusedClient(webhook.view('clientConfig')), 'clientConfig', client],
    ...(['namespaceSelector', 'objectSelector'] as const).map((field): Check => {
      return [validateSelector(webhook.view(field)).length > 0, field, `${field} is invalid`]
    }),
  ]
}

function isTimeout(seconds: number | bigint | undefined): boolean {
  return seconds === undefined || (seconds >= 1 && seconds <= 30)
}

/** IsFullyQualifiedName, k8s.io/apimachinery v0.35.4, pkg/util/validation/validation.go. */
function isFullyQualified(name: string | undefined): boolean {
  return name !== undefined && isDns1123Subdomain(name).length === 0 && name.split('.').length >= 3
}

/** validateAdmissionReviewVersions: each once, each a name, at least one that the API server speaks. */
function lacksReviewVersion(webhook: View<WebhookBody>): boolean {
  const { known, isAll } = textsOf(webhook.entries('admissionReviewVersions'))
  if (new Set(known).size < known.length || known.some((version) => isDns1035Label(version).length > 0)) return true
  return isAll && !known.some((version) => version === 'v1' || version === 'v1beta1')
}

/** Exactly one of url and service; webhook.ValidateWebhookURL and ValidateWebhookService, k8s.io/apiserver v0.35.4. */
function isRefusedClient(client: View<NonNullable<WebhookBody['clientConfig']>>): boolean {
  const [url, service] = [client.has('url'), client.has('service')]
  if (!url.known || !service.known) return false
  if (url.value === service.value) return true
  if (url.value) return isNot(client.get('url'), (text) => text !== undefined && isHttps(text))
  return (
    isNot(client.get('service', 'name'), Boolean) ||
    isNot(client.get('service', 'namespace'), Boolean) ||
    isNot(client.get('service', 'path'), isServicePath) ||
    isNot(client.get('service', 'port'), (port) => port === undefined || (port >= 1 && port <= 65535))
  )
}

function isServicePath(path: string | undefined): boolean {
  if (!path || path === '/') return true
  const steps = path.slice(1).replace(/\/$/, '').split('/')
  return path.startsWith('/') && steps.every((step) => isDns1123Subdomain(step).length === 0)
}

function isHttps(url: string): boolean {
  return /^https:\/\/[^/?#@]+(\/[^?#]*)?$/i.test(url)
}

const operations = new Set(['*', 'CREATE', 'UPDATE', 'DELETE', 'CONNECT'])

function isRefusedRule(rule: View<Rule>): boolean {
  return (
    isNoneOf(rule.get('scope'), ['*', 'Cluster', 'Namespaced', undefined]) ||
    isRefusedList(rule.entries('operations'), (operation) => operations.has(operation)) ||
    isRefusedList(rule.entries('apiGroups'), () => true) ||
    isRefusedList(rule.entries('apiVersions'), (version) => version !== '') ||
    areRefusedResources(textsOf(rule.entries('resources')))
  )
}

/** Not empty, `*` alone, and every text as `accepts` wants it. */
function isRefusedList(list: TextEntries, accepts: (text: string) => boolean): boolean {
  const { known, isAll } = textsOf(list)
  if (isAll && known.length === 0) return true
  return (known.includes('*') && known.length > 1) || !known.every(accepts)
}

/** validateResources: wildcards stand beside nothing that they cover. */
function areRefusedResources({ known, isAll }: Texts): boolean {
  if (isAll && known.length === 0) return true
  if (known.includes('') || (known.includes('*/*') && known.length > 1)) return true
  const wholes = known.filter((resource) => !resource.includes('/'))
  // Only the last resource without a subresource counts beside `*`: upstream overwrites what it found before.
  if (wholes.includes('*') && wholes.at(-1) !== '*') return true
  const [resources, subresources] = [new Set<string>(), new Set<string>()]
  for (const text of known.filter((resource) => resource.includes('/'))) {
    const [resource = '', ...rest] = text.split('/')
    const subresource = rest.join('/')
    if (resources.has(resource) || subresources.has(subresource)) return true
    if (subresource === '*') resources.add(resource)
    if (resource === '*') subresources.add(subresource)
  }
  return false
}

/** At most 64, with names of their own, each a CEL expression of type bool. */
function conditionProblems(webhook: View<WebhookBody>): readonly WebhookProblem[] {
  const conditions = webhook.entries('matchConditions').items
  const seen = new Set<string>()
  const found = conditions.flatMap((condition) => {
    const name = condition.get('name')
    const text = textOf(name)
    const isRepeated = text !== undefined && seen.has(text)
    if (text !== undefined) seen.add(text)
    const isBad = isRepeated || isNot(name, (one) => one !== undefined && isQualifiedName(one).length === 0)
    const why = isBad ? undefined : expressionProblem(condition.get('expression'))
    if (isBad) return [{ path: [...condition.path, 'name'], why: 'a condition needs a name of its own' }]
    return why === undefined ? [] : [{ path: [...condition.path, 'expression'], why }]
  })
  const tooMany = { path: [...webhook.path, 'matchConditions'], why: 'it has more than 64 matchConditions' }
  return conditions.length > 64 ? [...found, tooMany] : found
}

function expressionProblem(expression: Maybe<string | undefined>): string | undefined {
  if (!expression.known) return undefined
  const text = expression.value ?? ''
  if (text.trim() === '') return 'a condition has no expression'
  const problem = conditionProblem(text)
  return problem && `a condition does not compile: ${problem}`
}

interface TextEntries {
  readonly items: readonly View<string>[]
  readonly gaps: readonly unknown[]
}

interface Texts {
  readonly known: readonly string[]
  /** Whether the known texts are all. */
  readonly isAll: boolean
}

function textsOf({ items, gaps }: TextEntries): Texts {
  const values = items.map((item) => item.get())
  const known = values.flatMap((value) => (value.known ? [value.value ?? ''] : []))
  return { known, isAll: gaps.length === 0 && known.length === items.length }
}

function textOf(value: Maybe<string | undefined>): string | undefined {
  return value.known ? value.value : undefined
}

function isNot<T>(value: Maybe<T>, accepts: (value: T) => boolean): boolean {
  return value.known && !accepts(value.value)
}

function isNoneOf<T>(value: Maybe<T>, accepted: readonly T[]): boolean {
  return value.known && !accepted.includes(value.value)
}
