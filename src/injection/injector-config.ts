import type { Webhook } from '../admission/webhook.ts'
import { type Gap, known, type Maybe, type Unknown, unknown } from '../base/maybe.ts'
import { groupBy } from '../base/order.ts'
import { SourceFile, type SourceLocation } from '../base/source-file.ts'
import { type Node, nodeAt } from '../base/tree.ts'
import type { Kinds } from '../istio/known-kinds.ts'
import { labelSelectorError, readSelector, type Selector } from '../kube/label-selector.ts'
import { type LabelSelector, labelSelectorShape } from '../kube/pod.ts'
import { type Resource, sameNamespace, showName } from '../kube/resource.ts'
import { list, object, text } from '../kube/shape.ts'
import { type View, viewOf } from '../kube/view.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { withHoles } from '../sources/holes.ts'
import { readText } from '../yaml/read-text.ts'

/** The injector's settings that decide whether a pod is injected: `Config` of pkg/kube/inject/inject.go, Istio 1.31. */
export interface InjectorConfig {
  readonly policy: Maybe<string>
  readonly never: InjectSelectors
  readonly always: InjectSelectors
  /** The ConfigMap's line; undefined for Istio's defaults. */
  readonly at: SourceLocation | undefined
}

/** The selectors of one list that can match at all: empty ones never do, invalid ones are ignored. */
export interface InjectSelectors {
  readonly selectors: readonly Selector[]
  /** Why there may be more. */
  readonly more?: Unknown | undefined
}

/** What one injector is set to; several alternatives where the input contradicts itself. */
export interface InjectorSettings {
  /** The ConfigMap that holds them: `istio-sidecar-injector-canary`. */
  readonly name: string
  readonly alternatives: readonly [InjectorConfig, ...InjectorConfig[]]
  /** Why it is not known which alternative holds. */
  readonly gap: Gap | undefined
}

/**
 * The chart's default: `global.proxy.autoInject: enabled`, no selectors (manifests/charts/istio-control, Istio 1.31).
 */
const chartDefaults: InjectorConfig = {
  policy: known('enabled'),
  never: { selectors: [] },
  always: { selectors: [] },
  at: undefined,
}

type ConfigMap = Resource<Kinds['ConfigMap']>

/** The settings of every injector of a unit, by its webhook; each ConfigMap is read once. */
export function injectorSettings(snapshot: Pick<Snapshot, 'all'>): (webhook: Webhook) => InjectorSettings {
  const found = new Map<string, InjectorSettings>()
  let byName: Map<string, ConfigMap[]> | undefined
  return (webhook) => {
    const name = `istio-sidecar-injector${revisionSuffix(webhook)}`
    const namespace = webhook.service?.namespace ?? 'istio-system'
    const key = `${namespace}/${name}`
    byName ??= groupBy(snapshot.all('ConfigMap'), showName)
    const settings = found.get(key) ?? settingsOf(name, namespace, byName.get(name) ?? [])
    found.set(key, settings)
    return settings
  }
}

/** The chart names the ConfigMap as it names istiod's Service: with the revision unless that is the unnamed one. */
function revisionSuffix({ service, revision }: Webhook): string {
  if (service?.name === 'istiod') return ''
  if (service?.name === `istiod-${revision}`) return `-${revision}`
  return revision === undefined || revision === 'default' ? '' : `-${revision}`
}

function settingsOf(name: string, namespace: string, named: readonly ConfigMap[]): InjectorSettings {
  const wanted = known(namespace)
  const here = named.map((one) => ({ one, same: one.namespace ? sameNamespace(one.namespace, wanted) : wanted }))
  const perhaps = here.filter(({ same }) => !same.known || same.value !== false).map(({ one }) => one)
  const isCertain = here.some(({ one, same }) => same.known && same.value === true && one.exists.known)
  const different = [...groupBy(perhaps, (one) => configText(one) ?? '').values()].flatMap((same) => same.slice(0, 1))
  const read = different.map(readConfig)
  const [first, ...rest] = isCertain ? read : [...read, chartDefaults]
  const place = different.at(-1)?.at(['metadata', 'name'])
  const gap: Gap = {
    what: `which settings ConfigMap "${name}" in namespace "${namespace}" holds`,
    hint: 'lint only the files that are applied together, and write the namespace of the ConfigMap',
    ...(place && { at: place }),
  }
  return { name, alternatives: [first ?? chartDefaults, ...rest], gap: rest.length > 0 ? gap : undefined }
}

/** The text that istiod reads. Templates in it are the injector's own, not the manifest's. */
function configText(configMap: ConfigMap): string | undefined {
  const node = nodeAt(configMap.root, ['data', 'config'])
  if (node?.type === 'hole') return node.partial
  return node?.type === 'scalar' && typeof node.value === 'string' ? node.value : undefined
}

const configShape = object({
  policy: text,
  neverInjectSelector: list(labelSelectorShape),
  alwaysInjectSelector: list(labelSelectorShape),
})

/** `UnmarshalConfig`, pkg/kube/inject/webhook.go: a policy that is not there is the empty text, which is none. */
function readConfig(configMap: ConfigMap): InjectorConfig {
  const at = configMap.at(['data', 'config'], 'key')
  const written = configText(configMap)
  const config = written === undefined ? configMap.get('data', 'config') : undefined
  if (config?.known) return { ...chartDefaults, at }
  const root = written === undefined ? undefined : readYaml(written, configMap.file.path)
  if (!root) return unreadable(configMap, at)
  const view = viewOf(root, configShape)
  const policy = view.get('policy')
  return {
    policy: policy.known ? known(policy.value ?? '') : policy,
    never: readSelectors(view.entries('neverInjectSelector')),
    always: readSelectors(view.entries('alwaysInjectSelector')),
    at,
  }
}

function unreadable(configMap: ConfigMap, at: SourceLocation): InjectorConfig {
  const missing = unknown({
    what: `the settings in ConfigMap "${showName(configMap)}"`,
    hint: 'write data.config as YAML without placeholders',
    at,
  })
  const nothing = { selectors: [], more: missing }
  return { policy: missing, never: nothing, always: nothing, at }
}

/** An invalid selector is logged and ignored, an empty one never matches: injectRequired, pkg/kube/inject/inject.go. */
function readSelectors(entries: {
  readonly items: readonly View<LabelSelector>[]
  readonly gaps: readonly Gap[]
}): InjectSelectors {
  const valid = entries.items.filter((view) => labelSelectorError(view) === undefined).map(readSelector)
  const [gap, ...gaps] = entries.gaps
  return {
    selectors: valid.filter(({ requirements, more }) => requirements.length > 0 || more !== undefined),
    more: gap && unknown(gap, ...gaps),
  }
}

/** The settings as written; undefined where they are no YAML map. An empty text is a map without any. */
function readYaml(written: string, path: string): Node | undefined {
  const file = new SourceFile(path, decisivePart(written))
  const { documents, errors } = readText(file)
  if (errors.length > 0) return undefined
  const root = documents[0]?.root ?? { type: 'map', entries: [], file, start: 0, end: 0 }
  return root.type === 'map' ? withHoles(root) : undefined
}

const decisiveKeys = /^(policy|neverInjectSelector|alwaysInjectSelector):/

/**
 * The three settings without the templates beside them, which are a hundred times as long. A text that is laid out in
 * another way than Istio's charts do is read whole.
 */
function decisivePart(written: string): string {
  const kept: string[] = []
  let keeps = false
  for (const line of written.split('\n')) {
    const isTop = /^[^\s#-]/.test(line)
    if (isTop && !/^[A-Za-z]\w*:/.test(line)) return written
    if (isTop) keeps = decisiveKeys.test(line)
    if (keeps) kept.push(line)
  }
  return `${kept.join('\n')}\n`
}
