import { dataNode } from '../base/data-node.ts'
import { type Gap, isKnown, known, type Maybe, unknown } from '../base/maybe.ts'
import { groupBy } from '../base/order.ts'
import type { SourceLocation } from '../base/source-file.ts'
import { locationOf, type Node } from '../base/tree.ts'
import { chartDefaults } from '../install/chart-values.ts'
import type { Installation } from '../install/installation.ts'
import { installationsOf } from '../install/installations.ts'
import { layered } from '../install/merged.ts'
import { minorOf, newestMinor, istioVersion as versionRow } from '../istio/istio-versions.ts'
import { sameNamespace, showName } from '../kube/resource.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { type ConfigMap, configOf, dataText, meshOf, templateLines, valuesOf } from './injector-config-map.ts'
import { installedSource } from './installed-source.ts'
import type { Json } from './json.ts'
import { readYaml } from './proxy-config.ts'

/** A setting of the injector itself. */
export type InjectorSetting =
  | 'policy'
  | 'neverInjectSelector'
  | 'alwaysInjectSelector'
  | 'defaultTemplates'
  | 'templates'

/**
 * All that one injector is set to, as far as the input says it: bodies with a hole wherever the input leaves a value
 * open. Every reader of settings, of decisions, rejections and pods alike, takes what it needs from here.
 */
export interface InjectorSource {
  /** What says it, as messages name it: `ConfigMap "istio-sidecar-injector"`. */
  readonly title: string
  /** Where a setting of `config` is written; undefined for Istio's defaults. */
  place(setting: InjectorSetting): SourceLocation | undefined
  /** Policy, selectors, default templates and aliases; undefined where nothing says them: the chart's defaults. */
  readonly config: Maybe<Node | undefined>
  /** `config` with everything in it, templates as well: long, so read when asked for. Throws `Unclear`. */
  whole(): Json | undefined
  /** The lines of the templates that are given, by name; undefined where they are laid out in a way that is not read. */
  readonly templates: ReadonlyMap<string, readonly string[]> | undefined
  /** Whether the templates of Istio's chart are there without being given. */
  readonly hasChartTemplates: boolean
  /** The chart's values, as far as templates read them. */
  readonly values: Maybe<Node>
  readonly mesh: Maybe<Node>
}

/** What says what one injector is set to; several alternatives where the input contradicts itself. */
export interface InjectorSources {
  readonly alternatives: readonly [InjectorSource, ...InjectorSource[]]
  /** Why it is not known which alternative holds; there where there are several. */
  readonly gap: Gap | undefined
}

/** Where istiod keeps the settings of a revision. */
export interface InjectorAddress {
  /** Empty for the unnamed revision. */
  readonly revision: string
  /** Istio's own namespace. */
  readonly namespace: string
}

/** The ConfigMap of the injector of a revision. */
function injectorName(revision: string): string {
  return revision === '' ? 'istio-sidecar-injector' : `istio-sidecar-injector-${revision}`
}

/**
 * The settings of every injector of a unit: from its ConfigMaps where the unit holds them, else those of Istio's chart.
 * Each ConfigMap is read once.
 */
export function injectorSources(
  snapshot: Pick<Snapshot, 'all'>,
  istioVersion: string,
): (address: InjectorAddress) => InjectorSources {
  const found = new Map<string, InjectorSources>()
  let byName: Map<string, ConfigMap[]> | undefined
  return (address) => {
    const key = JSON.stringify([address.revision, address.namespace])
    const before = found.get(key)
    if (before) return before
    byName ??= groupBy(snapshot.all('ConfigMap'), showName)
    const assumed = installedSources(address, installationsOf(snapshot), chartSource(address, istioVersion))
    const sources = sourcesOf(address, byName, assumed)
    found.set(key, sources)
    return sources
  }
}

function sourcesOf(
  { revision, namespace }: InjectorAddress,
  byName: ReadonlyMap<string, readonly ConfigMap[]>,
  assumed: InjectorSources,
): InjectorSources {
  const name = injectorName(revision)
  const meshes = found(byName.get(meshName(revision)) ?? [], namespace, ['mesh'])
  const injectors = found(byName.get(name) ?? [], namespace, ['config', 'values'])
  const [base] = assumed.alternatives
  const others = assumed.alternatives.map((one) => ({ ...one, mesh: meshAmong(meshes, one.mesh) }))
  const mesh = meshAmong(meshes, assumed.gap ? unknown(assumed.gap) : base.mesh)
  const read = injectors.different.map((one) => ({ ...injectorPart(one), mesh }))
  const [first, ...rest] = injectors.isCertain ? read : [...read, ...others]
  const at = injectors.different.at(-1)?.at(['metadata', 'name'])
  const gap = at || !assumed.gap ? gapOf(name, namespace, at) : assumed.gap
  return { alternatives: [first ?? base, ...rest], gap: rest.length > 0 ? gap : undefined }
}

/** What the installations of a revision set; they are alternatives where there are several. */
function installedSources(
  { revision, namespace }: InjectorAddress,
  installations: readonly Installation[],
  chart: InjectorSource,
): InjectorSources {
  const ofRevision = installations.filter((one) => one.revision === revision && one.namespace === namespace)
  const [first, ...rest] = ofRevision.map((one) => installedSource(one, chart.values))
  const second = ofRevision[1]
  if (!first || !second) return { alternatives: [first ?? chart], gap: undefined }
  const gap: Gap = {
    what: `which of ${ofRevision.length} different installations of revision "${revision || 'default'}" is applied`,
    hint: 'lint only the files that are applied together',
    at: locationOf(second.place),
  }
  return { alternatives: [first, ...rest], gap }
}

function meshName(revision: string): string {
  return revision === '' ? 'istio' : `istio-${revision}`
}

function gapOf(name: string, namespace: string, at: SourceLocation | undefined): Gap {
  return {
    what: `which settings ConfigMap "${name}" in namespace "${namespace}" holds`,
    hint: 'lint only the files that are applied together, and write the namespace of the ConfigMap',
    ...(at && { at }),
  }
}

interface Found {
  /** One of each content. */
  readonly different: readonly ConfigMap[]
  /** Whether at least one of them is certainly there. */
  readonly isCertain: boolean
}

function found(named: readonly ConfigMap[], namespace: string, keys: readonly string[]): Found {
  const wanted = known(namespace)
  const isThere = (one: ConfigMap): Maybe<boolean> =>
    one.namespace ? sameNamespace(one.namespace, wanted) : known(true)
  const perhaps = named.filter((one) => !isKnown(isThere(one), false))
  const contentOf = (one: ConfigMap): string => JSON.stringify(keys.map((key) => dataText(one, key) ?? null))
  return {
    different: [...groupBy(perhaps, contentOf).values()].flatMap((same) => same.slice(0, 1)),
    isCertain: perhaps.some((one) => isThere(one).known && one.exists.known),
  }
}

function meshAmong({ different, isCertain }: Found, assumed: Maybe<Node>): Maybe<Node> {
  const [first, second] = different
  if (!first) return assumed
  const name = showName(first)
  if (!second && isCertain) return meshOf(first) ?? assumed
  const last = second ?? first
  const namespace = last.namespace?.known ? last.namespace.value : 'istio-system'
  return unknown(gapOf(name, namespace, last.at(['metadata', 'name'])))
}

type InjectorPart = Omit<InjectorSource, 'mesh'>

const parts = new WeakMap<ConfigMap, InjectorPart>()

/** What the ConfigMap of an injector says; each is read once. */
function injectorPart(configMap: ConfigMap): InjectorPart {
  const before = parts.get(configMap)
  if (before) return before
  const at = configMap.at(['data', 'config'], 'key')
  const text = dataText(configMap, 'config')
  const part: InjectorPart = {
    title: `ConfigMap "${showName(configMap)}"`,
    place: () => at,
    config: configOf(configMap),
    whole: () => (text === undefined ? undefined : readYaml(text, "the injector's settings")),
    templates: text === undefined ? new Map() : templateLines(text),
    hasChartTemplates: text === undefined,
    values: valuesOf(configMap),
  }
  parts.set(configMap, part)
  return part
}

const chartSources = new Map<string, InjectorSource>()

/** What Istio's chart sets where nobody says anything; made once. */
export function chartSource({ revision, namespace }: InjectorAddress, istioVersion: string): InjectorSource {
  const key = JSON.stringify([revision, namespace, istioVersion])
  const before = chartSources.get(key)
  if (before) return before
  const discoveryAddress = `istiod${revision === '' ? '' : `-${revision}`}.${namespace}.svc:15012`
  const { global, gateways, cni, env, sidecarInjectorWebhook, meshConfig } = chartDefaults
  const { hub, minor, jwtPolicy } = versionRow(minorOf(istioVersion) ?? newestMinor)
  const tag = minorOf(istioVersion) === minor && /^1\.\d+\.\d/.test(istioVersion) ? istioVersion : `1.${minor}.0`
  const own = dataNode({
    revision,
    global: { hub, tag, ...(jwtPolicy && { jwtPolicy: 'third-party-jwt' }) },
    istio_cni: { enabled: false, chained: true },
    pilot: { cni, env },
  })
  const values = layered(dataNode({ global, gateways, sidecarInjectorWebhook }), own)
  const made: InjectorSource = {
    title: `ConfigMap "${injectorName(revision)}"`,
    place: () => undefined,
    config: known(undefined),
    whole: () => undefined,
    templates: new Map(),
    hasChartTemplates: true,
    values: known(values ?? own),
    mesh: known(
      dataNode({
        ...meshConfig,
        defaultConfig: { discoveryAddress },
        trustDomain: 'cluster.local',
        rootNamespace: namespace,
      }),
    ),
  }
  chartSources.set(key, made)
  return made
}
