import type { Webhook } from '../admission/webhook.ts'
import { type Gap, known, type Maybe, type Unknown, unknown } from '../base/maybe.ts'
import { groupBy } from '../base/order.ts'
import { SourceFile, type SourceLocation } from '../base/source-file.ts'
import { type Node, nodeAt } from '../base/tree.ts'
import type { Kinds } from '../istio/known-kinds.ts'
import { labelSelectorError, readSelector, type Selector } from '../kube/label-selector.ts'
import { type LabelSelector, labelSelectorShape } from '../kube/pod.ts'
import { type Resource, sameNamespace, showName } from '../kube/resource.ts'
import { type Infer, list, map, object, text } from '../kube/shape.ts'
import { type View, viewOf } from '../kube/view.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { withHoles } from '../sources/holes.ts'
import { readText } from '../yaml/read-text.ts'
import { type MeshSettings, meshSettings } from './mesh-settings.ts'
import { chartSettings, type TemplateSettings, templatesIn } from './template-settings.ts'

/** The injector's settings that decide whether a pod is injected: `Config` of pkg/kube/inject/inject.go, Istio 1.31. */
export interface InjectorConfig {
  readonly policy: Maybe<string>
  readonly never: InjectSelectors
  readonly always: InjectSelectors
  readonly templates: TemplateSettings
  readonly mesh: MeshSettings
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
function chartDefaults(mesh: MeshSettings): InjectorConfig {
  return {
    policy: known('enabled'),
    never: { selectors: [] },
    always: { selectors: [] },
    templates: chartSettings(mesh.minor),
    mesh,
    at: undefined,
  }
}

type ConfigMap = Resource<Kinds['ConfigMap']>

/** The settings of every injector of a unit, by its webhook; each ConfigMap is read once. */
export function injectorSettings(
  snapshot: Pick<Snapshot, 'all'>,
  istioVersion: string,
): (webhook: Webhook) => InjectorSettings {
  const found = new Map<string, InjectorSettings>()
  let byName: Map<string, ConfigMap[]> | undefined
  return (webhook) => {
    const suffix = revisionSuffix(webhook)
    const name = `istio-sidecar-injector${suffix}`
    const namespace = webhook.service?.namespace ?? 'istio-system'
    const key = `${namespace}/${name}`
    byName ??= groupBy(snapshot.all('ConfigMap'), showName)
    const meshes = inNamespace(byName.get(`istio${suffix}`) ?? [], namespace)
    const settings = found.get(key) ?? settingsOf(name, namespace, byName.get(name) ?? [], istioVersion, meshes.at(-1))
    found.set(key, settings)
    return settings
  }
}

function inNamespace(named: readonly ConfigMap[], namespace: string): readonly ConfigMap[] {
  const wanted = known(namespace)
  return named.filter((one) => {
    const same = one.namespace ? sameNamespace(one.namespace, wanted) : wanted
    return !same.known || same.value !== false
  })
}

/** The chart names the ConfigMap as it names istiod's Service: with the revision unless that is the unnamed one. */
function revisionSuffix({ service, revision }: Webhook): string {
  if (service?.name === 'istiod') return ''
  if (service?.name === `istiod-${revision}`) return `-${revision}`
  return revision === undefined || revision === 'default' ? '' : `-${revision}`
}

function settingsOf(
  name: string,
  namespace: string,
  named: readonly ConfigMap[],
  istioVersion: string,
  mesh: ConfigMap | undefined,
): InjectorSettings {
  const wanted = known(namespace)
  const perhaps = inNamespace(named, namespace)
  const isCertain = perhaps.some((one) => {
    const same = one.namespace ? sameNamespace(one.namespace, wanted) : wanted
    return same.known && one.exists.known
  })
  const different = [...groupBy(perhaps, (one) => configText(one) ?? '').values()].flatMap((same) => same.slice(0, 1))
  const defaults = chartDefaults(meshSettings(istioVersion, mesh, undefined))
  const read = different.map((one) => readConfig(one, chartDefaults(meshSettings(istioVersion, mesh, one))))
  const [first, ...rest] = isCertain ? read : [...read, defaults]
  const place = different.at(-1)?.at(['metadata', 'name'])
  const gap: Gap = {
    what: `which settings ConfigMap "${name}" in namespace "${namespace}" holds`,
    hint: 'lint only the files that are applied together, and write the namespace of the ConfigMap',
    ...(place && { at: place }),
  }
  return { name, alternatives: [first ?? defaults, ...rest], gap: rest.length > 0 ? gap : undefined }
}

/** The text that istiod reads. Templates in it are the injector's own, not the manifest's. */
function configText(configMap: ConfigMap): string | undefined {
  const node = nodeAt(configMap.root, ['data', 'config'])
  if (node?.type === 'hole') return node.partial
  return node?.type === 'scalar' && typeof node.value === 'string' ? node.value : undefined
}

const configShape = object({
  policy: text,
  defaultTemplates: list(text),
  aliases: map(list(text)),
  neverInjectSelector: list(labelSelectorShape),
  alwaysInjectSelector: list(labelSelectorShape),
})

type Config = Infer<typeof configShape>

/** `UnmarshalConfig`, pkg/kube/inject/webhook.go: a policy that is not there is the empty text, which is none. */
function readConfig(configMap: ConfigMap, defaults: InjectorConfig): InjectorConfig {
  const at = configMap.at(['data', 'config'], 'key')
  const written = configText(configMap)
  const config = written === undefined ? configMap.get('data', 'config') : undefined
  if (config?.known) return { ...defaults, at }
  const root = written === undefined ? undefined : readYaml(written, configMap.file.path)
  if (!root || written === undefined) return unreadable(configMap, at, defaults)
  const view = viewOf(root, configShape)
  const policy = view.get('policy')
  return {
    policy: policy.known ? known(policy.value ?? '') : policy,
    never: readSelectors(view.entries('neverInjectSelector')),
    always: readSelectors(view.entries('alwaysInjectSelector')),
    templates: readTemplates(view, written, at),
    mesh: defaults.mesh,
    at,
  }
}

function readTemplates(view: View<Config>, written: string, at: SourceLocation): TemplateSettings {
  const names = (items: readonly View<string>[]): string[] => items.flatMap((item) => textsOf(item.get()))
  const defaults = view.entries('defaultTemplates')
  const aliases = view.entries('aliases')
  const gap: Gap = { what: "the injector's templates", hint: 'write data.config as Istio’s charts do', at }
  const templates = templatesIn(written)
  const isKnown = templates && defaults.gaps.length === 0 && aliases.gaps.length === 0
  const chosen = names(defaults.items)
  return {
    templates,
    aliases: new Map(aliases.items.map((alias) => [String(alias.key), names(alias.entries().items)])),
    defaults: chosen.length > 0 ? chosen : ['sidecar'],
    gap: isKnown ? undefined : gap,
  }
}

function textsOf(value: Maybe<string | undefined>): string[] {
  return value.known && value.value !== undefined ? [value.value] : []
}

function unreadable(configMap: ConfigMap, at: SourceLocation, defaults: InjectorConfig): InjectorConfig {
  const missing = unknown({
    what: `the settings in ConfigMap "${showName(configMap)}"`,
    hint: 'write data.config as YAML without placeholders',
    at,
  })
  const nothing = { selectors: [], more: missing }
  const templates = { ...defaults.templates, templates: undefined, gap: missing.gaps[0] }
  return { ...defaults, policy: missing, never: nothing, always: nothing, templates, at }
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

const decisiveKeys = /^(policy|defaultTemplates|aliases|neverInjectSelector|alwaysInjectSelector):/

/**
 * The settings without the templates beside them, which are a hundred times as long. A text that is laid out in
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
