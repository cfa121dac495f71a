import type { Maybe } from '../base/maybe.ts'
import { validateSelector } from '../kube/label-selector.ts'
import { isDns1035Label, isDns1123Subdomain, isQualifiedName } from '../kube/names.ts'
import type { View } from '../kube/view.ts'
import type { Configuration } from './default-webhooks.ts'
import { conditionProblem } from './match-conditions.ts'
import type { WebhookBody } from './webhook.ts'

type Rule = NonNullable<WebhookBody['rules']>[number]

/**
 * Whether the API server would refuse a configuration, so that it is not on the cluster. Parts that are not known pass.
 * Source: Kubernetes v1.35.4, pkg/apis/admissionregistration/validation/validation.go (validateMutatingWebhook);
 * recorded in injection-recorded.md E. Not looked at: objects of
 * `v1beta1`, whose rules were laxer and which no API server since 1.22 takes.
 */
export function isRefused(configuration: Configuration): boolean {
  if (!configuration.apiVersion.endsWith('/v1')) return false
  const webhooks = configuration.entries('webhooks').items
  const names = webhooks.map((webhook) => textOf(webhook.get('name'))).filter((name) => name !== undefined)
  return new Set(names).size < names.length || webhooks.some(isRefusedWebhook)
}

function isRefusedWebhook(webhook: View<WebhookBody>): boolean {
  return (
    isNot(webhook.get('name'), isFullyQualified) ||
    isNoneOf(webhook.get('sideEffects'), ['None', 'NoneOnDryRun']) ||
    isNoneOf(webhook.get('failurePolicy'), ['Fail', 'Ignore', undefined]) ||
    isNoneOf(webhook.get('matchPolicy'), ['Exact', 'Equivalent', undefined]) ||
    isNoneOf(webhook.get('reinvocationPolicy'), ['Never', 'IfNeeded', undefined]) ||
    isNot(webhook.get('timeoutSeconds'), (seconds) => seconds === undefined || (seconds >= 1 && seconds <= 30)) ||
    lacksReviewVersion(webhook) ||
    isRefusedClient(webhook.view('clientConfig')) ||
    webhook.entries('rules').items.some(isRefusedRule) ||
    validateSelector(webhook.view('namespaceSelector')).length > 0 ||
    validateSelector(webhook.view('objectSelector')).length > 0 ||
    hasRefusedConditions(webhook)
  )
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

function hasRefusedConditions(webhook: View<WebhookBody>): boolean {
  const conditions = webhook.entries('matchConditions').items
  const names = conditions.map((condition) => textOf(condition.get('name'))).filter((name) => name !== undefined)
  if (new Set(names).size < names.length || conditions.length > 64) return true
  return conditions.some(
    (condition) =>
      isNot(condition.get('expression'), isCondition) ||
      isNot(condition.get('name'), (name) => name !== undefined && isQualifiedName(name).length === 0),
  )
}

function isCondition(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== '' && conditionProblem(text) === undefined
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
