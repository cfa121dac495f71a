import { type Gap, known, type Maybe, unknown } from '../base/maybe.ts'
import { compareText, groupBy } from '../base/order.ts'
import { type Node, nodeAt } from '../base/tree.ts'
import { showName } from '../kube/resource.ts'
import type { View } from '../kube/view.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { anyWebhook, type Configuration, defaultConfigurations, type InstalledRevision } from './default-webhooks.ts'
import { calledService, injectorRevision, isInjector } from './is-injector.ts'
import { isRefused } from './validate-webhooks.ts'
import type { Webhook, WebhookBody } from './webhook.ts'

/**
 * Every mutating webhook in the order in which the API server calls them: configurations by name, entries as written
 * (k8s.io/apiserver v0.35.4, pkg/admission/configuration/mutating_webhook_manager.go; recorded: injection-recorded.md
 * E). With an injector of Istio among the input's exactly those of the input, else Istio's defaults and the input's.
 */
export function webhooksOf(
  snapshot: Pick<Snapshot, 'all'>,
  installed: readonly InstalledRevision[],
): readonly Webhook[] {
  const accepted = snapshot.all('MutatingWebhookConfiguration').filter((configuration) => !isRefused(configuration))
  const written = [...groupBy(accepted, showName).values()].flatMap(alternativesOf)
  const exist = defaultsExist(written)
  const defaults = exist && defaultConfigurations(installed).flatMap((one) => entriesOf(one, true))
  const all = [...written, ...(defaults ?? []).map((one) => ({ ...one, exists: exist ?? one.exists }))]
  return all.sort((a, b) => compareText(a.configuration, b.configuration))
}

/**
 * Whether Istio's defaults stand in for an injector that the input does not show; undefined where it shows one. Where
 * it shows one only perhaps, or only in some of several declarations, so do the defaults.
 */
function defaultsExist(written: readonly Webhook[]): Maybe<true> | undefined {
  const injectors = written.filter(({ revision }) => revision !== undefined)
  const [first] = injectors
  if (!first) return known(true)
  const isCertain = injectors.some((one) => one.exists.known && isInEveryDeclaration(one, injectors))
  if (isCertain) return undefined
  return first.exists.known && first.alternative ? unknown(first.alternative.gap) : first.exists
}

function isInEveryDeclaration({ configuration, alternative }: Webhook, injectors: readonly Webhook[]): boolean {
  if (!alternative) return true
  const certain = injectors.filter((one) => one.configuration === configuration && one.exists.known)
  return new Set(certain.map((one) => one.alternative?.index)).size === alternative.count
}

/** The entries of all declarations of one configuration; declarations of the same content are one. */
function alternativesOf(declared: readonly Configuration[]): readonly Webhook[] {
  const different = [...groupBy(declared, contentOf).values()].flatMap((same) => same.slice(0, 1))
  const [first, second] = different
  if (!first || !second) return different.flatMap((one) => entriesOf(one, false))
  const gap: Gap = {
    what: `which of ${different.length} different declarations of MutatingWebhookConfiguration "${showName(first)}" is applied`,
    hint: 'lint only the files that are applied together',
    at: second.at(['metadata', 'name']),
  }
  return different.flatMap((one, index) =>
    entriesOf(one, false).map((entry) => ({ ...entry, alternative: { index, count: different.length, gap } })),
  )
}

function entriesOf(configuration: Configuration, embedded: boolean): readonly Webhook[] {
  const { items, gaps } = configuration.entries('webhooks')
  const entries = items.map((body) => webhookOf(configuration, body, embedded))
  const [first, ...rest] = gaps
  if (!first || !mayHoldInjectors(configuration, entries)) return entries
  const more = webhookOf(configuration, anyWebhook, true)
  const revision = injectorRevision(undefined, configuration.get('metadata', 'labels', 'istio.io/rev'))
  return [...entries, { ...more, name: '?', revision, exists: unknown(first, ...rest) }]
}

function mayHoldInjectors(configuration: Configuration, entries: readonly Webhook[]): boolean {
  if (entries.some(({ revision }) => revision !== undefined)) return true
  return /^istio-(sidecar-injector|revision-tag)(-|$)/.test(showName(configuration))
}

function webhookOf(configuration: Configuration, body: View<WebhookBody>, embedded: boolean): Webhook {
  const name = body.get('name')
  const service = calledService(body)
  const label = configuration.get('metadata', 'labels', 'istio.io/rev')
  return {
    configuration: showName(configuration),
    name: (name.known ? name.value : undefined) ?? '?',
    body,
    embedded,
    revision: isInjector(body) ? injectorRevision(service, label) : undefined,
    service: service && { name: service.name, namespace: service.namespace },
    exists: configuration.exists,
  }
}

/**
 * What decides about calls, as one text: declarations that differ only in certificates, comments or labels are the
 * same.
 */
function contentOf(configuration: Configuration): string {
  const revision = configuration.get('metadata', 'labels', 'istio.io/rev')
  const entries = configuration.entries('webhooks')
  const texts = entries.items.map((entry) =>
    decisiveFields.map((path) => canonicalText(nodeAt(configuration.root, [...entry.path, ...path]))).join(),
  )
  return JSON.stringify([configuration.exists.known, revision, entries.gaps.length, texts])
}

const decisiveFields = [
  ['name'],
  ['clientConfig', 'service'],
  ['clientConfig', 'url'],
  ['rules'],
  ['namespaceSelector'],
  ['objectSelector'],
  ['matchConditions'],
  ['failurePolicy'],
  ['reinvocationPolicy'],
]

/** A body as text, keys in order of their names. Holes differ from one another: nobody knows that they are the same. */
function canonicalText(node: Node | undefined): string {
  switch (node?.type) {
    case undefined:
      return ''
    case 'scalar':
      return `${typeof node.value}:${JSON.stringify(String(node.value))}`
    case 'hole':
      return `?${node.file.path}:${node.start}`
    case 'list':
      return `[${node.items.map(canonicalText).join()}]`
    case 'map': {
      const entries = [...node.entries].sort((a, b) => compareText(a.key, b.key))
      return `{${entries.map(({ key, value }) => `${JSON.stringify(key)}:${canonicalText(value)}`).join()}}`
    }
  }
}
