import { canonicalText } from '../base/canonical-text.ts'
import { type Gap, known, type Maybe, unknown } from '../base/maybe.ts'
import { compareText, groupBy } from '../base/order.ts'
import { nodeAt } from '../base/tree.ts'
import { installationsOf } from '../install/installations.ts'
import { showName } from '../kube/resource.ts'
import type { View } from '../kube/view.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { anyWebhook, type Configuration, defaultConfiguration, type InstalledRevision } from './default-webhooks.ts'
import { installedConfigurations } from './installed-webhooks.ts'
import { calledService, injectorRevision, isInjector } from './is-injector.ts'
import { isRefused } from './validate-webhooks.ts'
import type { Webhook, WebhookBody } from './webhook.ts'

/**
 * Every mutating webhook in the order in which the API server calls them: configurations by name, entries as written
 * (k8s.io/apiserver v0.35.4, pkg/admission/configuration/mutating_webhook_manager.go; recorded: injection-recorded.md
 * E). With an injector of Istio among the input's exactly those of the input, else the input's and what is installed:
 * by the user's word, else by the input's IstioOperators and the like, else Istio's defaults.
 */
export function webhooksOf(
  snapshot: Pick<Snapshot, 'all'>,
  installed: readonly InstalledRevision[],
): readonly Webhook[] {
  const accepted = snapshot.all('MutatingWebhookConfiguration').filter((configuration) => !isRefused(configuration))
  const written = webhooksIn(accepted.map((configuration) => ({ configuration, embedded: false })))
  const exist = defaultsExist(written)
  const assumed = exist ? webhooksIn(assumedConfigurations(snapshot, installed)) : []
  const all = [...written, ...assumed.map((one) => (exist?.known ? one : { ...one, exists: exist ?? one.exists }))]
  return all.sort((one, other) => compareText(one.configuration, other.configuration))
}

/**
 * Whether what is installed otherwise stands in for an injector that the input does not show; undefined where it shows one. Where
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

/** A configuration with what is known of its entries beyond what is written. */
interface Declared {
  readonly configuration: Configuration
  readonly embedded: boolean
  /** Whether an installation of the input makes it. */
  readonly isMade?: boolean
  /** Whether the entries are there, in their order. */
  readonly exist?: readonly Maybe<true>[]
}

/** What is installed where the input shows no injector. */
function assumedConfigurations(
  snapshot: Pick<Snapshot, 'all'>,
  installed: readonly InstalledRevision[],
): readonly Declared[] {
  const found = installationsOf(snapshot).flatMap(installedConfigurations)
  const made = found.map((one) => ({ ...one, embedded: false, isMade: true }))
  if (made.length > 0 && installed.every(({ isAssumed }) => isAssumed)) return made
  return installed.flatMap((one): readonly Declared[] => {
    const same = made.filter(({ revision, tag, exist }) => {
      const [isNamed] = exist
      return revision === one.revision && tag === one.tag && isNamed?.known
    })
    return same.length > 0 ? same : [{ configuration: defaultConfiguration(one), embedded: true }]
  })
}

function webhooksIn(declared: readonly Declared[]): readonly Webhook[] {
  const byName = groupBy(declared, ({ configuration }) => showName(configuration))
  return [...byName.values()].flatMap(alternativesOf)
}

/** The entries of all declarations of one configuration; declarations of the same content are one. */
function alternativesOf(declared: readonly Declared[]): readonly Webhook[] {
  const different = [...groupBy(declared, contentOf).values()].flatMap((same) => same.slice(0, 1))
  const [first, second] = different
  if (!first || !second) return different.flatMap(entriesOf)
  const gap: Gap = {
    what: `which of ${different.length} different declarations of MutatingWebhookConfiguration "${showName(first.configuration)}" is applied`,
    hint: 'lint only the files that are applied together',
    at: second.configuration.at(['metadata', 'name']),
  }
  return different.flatMap((one, index) =>
    entriesOf(one).map((entry) => ({ ...entry, alternative: { index, count: different.length, gap } })),
  )
}

function entriesOf({ configuration, embedded, isMade, exist }: Declared): readonly Webhook[] {
  const { items, gaps } = configuration.entries('webhooks')
  const entries = items.map((body, index) => ({
    ...webhookOf(configuration, body, embedded, exist?.[index]),
    ...(isMade && { isMade }),
  }))
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

function webhookOf(
  configuration: Configuration,
  body: View<WebhookBody>,
  embedded: boolean,
  exists: Maybe<true> = configuration.exists,
): Webhook {
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
    exists,
  }
}

/**
 * What decides about calls, as one text: declarations that differ only in certificates, comments or labels are the
 * same.
 */
function contentOf({ configuration, exist }: Declared): string {
  const revision = configuration.get('metadata', 'labels', 'istio.io/rev')
  const entries = configuration.entries('webhooks')
  const texts = entries.items.map((entry) =>
    decisiveFields.map((path) => canonicalText(nodeAt(configuration.root, [...entry.path, ...path]))).join(),
  )
  const known = exist?.map((one) => one.known) ?? configuration.exists.known
  return JSON.stringify([known, revision, entries.gaps.length, texts])
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
