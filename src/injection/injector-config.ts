import type { Webhook } from '../admission/webhook.ts'
import { type Gap, known, type Maybe, type Unknown, unknown } from '../base/maybe.ts'
import { compareText } from '../base/order.ts'
import { labelSelectorError, readSelector, type Selector } from '../kube/label-selector.ts'
import { type LabelSelector, labelSelectorShape } from '../kube/pod.ts'
import { type Infer, list, map, object, text } from '../kube/shape.ts'
import { type View, viewOf } from '../kube/view.ts'
import { type InjectorSource, injectorSources } from '../sidecar/injector-source.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { type MeshSettings, meshSettings } from './mesh-settings.ts'
import { readTemplates, type TemplateSettings } from './template-settings.ts'

/** The injector's settings that decide whether a pod is injected: `Config` of pkg/kube/inject/inject.go, Istio 1.31. */
export interface InjectorConfig {
  readonly policy: Maybe<string>
  readonly never: InjectSelectors
  readonly always: InjectSelectors
  readonly templates: TemplateSettings
  readonly mesh: MeshSettings
  /** What says these settings, and where. */
  readonly source: InjectorSource
}

/** The selectors of one list that can match at all: empty ones never do, invalid ones are ignored. */
export interface InjectSelectors {
  readonly selectors: readonly Selector[]
  /** Why there may be more. */
  readonly more?: Unknown | undefined
}

/** What one injector is set to; several alternatives where the input contradicts itself. */
export interface InjectorSettings {
  /** The revision that its ConfigMaps are named after; empty for the unnamed one. */
  readonly revision: string
  readonly alternatives: readonly [InjectorConfig, ...InjectorConfig[]]
  /** Why it is not known what holds: several alternatives, of which those that decide alike count once. */
  readonly gap: Gap | undefined
}

/** The settings of every injector of a unit, by its webhook; each is read once. */
export function injectorSettings(
  snapshot: Pick<Snapshot, 'all'>,
  istioVersion: string,
): (webhook: Webhook) => InjectorSettings {
  const found = new Map<string, InjectorSettings>()
  const sourcesFor = injectorSources(snapshot, istioVersion)
  return (webhook) => {
    const revision = settingsRevision(webhook)
    const namespace = webhook.service?.namespace ?? 'istio-system'
    const key = JSON.stringify([revision, namespace])
    const before = found.get(key)
    if (before) return before
    const { alternatives, gap } = sourcesFor({ revision, namespace })
    const [first, ...rest] = alternatives
    const read = (source: InjectorSource): InjectorConfig => readConfig(source, istioVersion)
    const settings: InjectorSettings = { revision, alternatives: different(read(first), rest.map(read)), gap }
    found.set(key, settings)
    return settings
  }
}

/** Alternatives that decide alike count once, and the first stands for them. */
function different(first: InjectorConfig, rest: readonly InjectorConfig[]): InjectorSettings['alternatives'] {
  if (rest.length === 0) return [first]
  const seen = new Set([contentOf(first)])
  const others = rest.filter((one) => {
    const content = contentOf(one)
    return !seen.has(content) && seen.add(content)
  })
  return [first, ...others]
}

/** All that decides of a pod, without where it is written. */
function contentOf({ source: _, templates, ...config }: InjectorConfig): string {
  const names = [...(templates.templates ?? [])].sort(([a], [b]) => compareText(a, b))
  const parts = [config, { ...templates, templates: templates.templates && names, aliases: [...templates.aliases] }]
  return JSON.stringify(parts, (key, value) => (key === 'at' ? undefined : value))
}

/** The chart names the ConfigMap as it names istiod's Service: with the revision unless that is the unnamed one. */
function settingsRevision({ service, revision }: Webhook): string {
  if (service?.name === 'istiod') return ''
  if (revision !== undefined && service?.name === `istiod-${revision}`) return revision
  return revision === undefined || revision === 'default' ? '' : revision
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
function readConfig(source: InjectorSource, istioVersion: string): InjectorConfig {
  const mesh = meshSettings(source, istioVersion)
  const { config } = source
  if (!config.known) return unreadable(source, mesh, config)
  const view = config.value && viewOf(config.value, configShape)
  if (!view) return { ...chartConfig, templates: readTemplates(source, mesh.minor), mesh, source }
  const policy = view.get('policy')
  return {
    policy: policy.known ? known(policy.value ?? '') : policy,
    never: readSelectors(view.entries('neverInjectSelector')),
    always: readSelectors(view.entries('alwaysInjectSelector')),
    templates: chosenTemplates(view, source, mesh.minor),
    mesh,
    source,
  }
}

/** `global.proxy.autoInject: enabled`, no selectors (manifests/charts/istio-control, Istio 1.31). */
const chartConfig = { policy: known('enabled'), never: { selectors: [] }, always: { selectors: [] } }

function chosenTemplates(view: View<Config>, source: InjectorSource, minor: number): TemplateSettings {
  const names = (items: readonly View<string>[]): string[] => items.flatMap((item) => textsOf(item.get()))
  const defaults = view.entries('defaultTemplates')
  const aliases = view.entries('aliases')
  const read = readTemplates(source, minor)
  const isKnown = defaults.gaps.length === 0 && aliases.gaps.length === 0
  const chosen = names(defaults.items)
  return {
    ...read,
    aliases: new Map(aliases.items.map((alias) => [String(alias.key), names(alias.entries().items)])),
    defaults: chosen.length > 0 ? chosen : ['sidecar'],
    gap: read.gap ?? (isKnown ? undefined : unreadTemplates(source)),
  }
}

function unreadTemplates(source: InjectorSource): Gap {
  const at = source.place('defaultTemplates')
  return { what: "the injector's templates", hint: 'write data.config as Istio’s charts do', ...(at && { at }) }
}

function textsOf(value: Maybe<string | undefined>): string[] {
  return value.known && value.value !== undefined ? [value.value] : []
}

function unreadable(source: InjectorSource, mesh: MeshSettings, missing: Unknown): InjectorConfig {
  const nothing = { selectors: [], more: missing }
  const [gap] = missing.gaps
  const templates = { ...readTemplates(source, mesh.minor), templates: undefined, gap }
  return { policy: missing, never: nothing, always: nothing, templates, mesh, source }
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
