import type { Maybe } from '../base/maybe.ts'
import { type Node, textAt } from '../base/tree.ts'
import { minorOf, newestMinor } from '../istio/istio-versions.ts'
import { showName } from '../kube/resource.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { urlVariables } from './cluster-info.ts'
import { type ProxyConfigResource, proxyConfigResource } from './effective-proxy-config.ts'
import type { InjectorAddress, InjectorSource } from './injector-source.ts'
import { isMap, type Json, type JsonMap, jsonAt, jsonWithHidden } from './json.ts'
import { defaultProxyConfig, overlaid, type ProxyConfig, readProxyConfig } from './proxy-config.ts'
import { type TemplateTexts, templateTexts } from './template-texts.ts'
import { cannotInject, need, perhaps, shown } from './unclear.ts'

/** The mesh's configuration, the fields that the sidecar's shape depends on by name. */
export interface MeshConfig extends JsonMap {
  readonly defaultConfig?: Json
  readonly trustDomain?: Json
  readonly rootNamespace?: Json
  readonly enablePrometheusMerge?: Json
  readonly proxyListenPort?: Json
  readonly proxyInboundListenPort?: Json
  readonly inboundTrafficPolicy?: Json
  readonly extensionProviders?: Json
}

/** All that one injector is set to, as its sidecars show it. */
export interface SidecarSettings {
  /** Empty for the unnamed revision. */
  readonly revision: string
  /** Istio's minor version: 30 for 1.30.3. */
  readonly minor: number
  readonly values: JsonMap
  /** What the path of the webhook says to the proxy. */
  readonly urlVariables: ReadonlyMap<string, string>
  readonly mesh: MeshConfig
  /** The mesh's own ProxyConfig over Istio's default. */
  readonly proxyConfig: ProxyConfig
  readonly defaultTemplates: readonly string[]
  readonly aliases: JsonMap
  /** The texts of templates that are not Istio's own. */
  readonly customTemplates: ReadonlyMap<string, string>
  readonly injectedAnnotations: JsonMap
  /** The minor versions of the kubelets, by node; empty where the input has no Node. */
  readonly kubelets: ReadonlyMap<string, number>
  readonly proxyConfigs: readonly ProxyConfigResource[]
  /** What OpenShift notes on a namespace. */
  namespaceAnnotation(namespace: string, key: string): string | undefined
}

/**
 * The settings of one injector as its pods show them; read once for each injector of a unit. Values of which a part is
 * not known are there as far as they are.
 */
export function sidecarSettings(
  snapshot: Snapshot,
  source: InjectorSource,
  call: InjectorCall,
): Maybe<SidecarSettings> {
  const found = read.get(snapshot) ?? new Map<InjectorSource, Map<string, Maybe<SidecarSettings>>>()
  read.set(snapshot, found)
  const ofSource = found.get(source) ?? new Map<string, Maybe<SidecarSettings>>()
  found.set(source, ofSource)
  const key = JSON.stringify([call.revision, call.namespace, call.path, call.istioVersion])
  const settings = ofSource.get(key) ?? perhaps(() => readSettings(snapshot, source, call))
  ofSource.set(key, settings)
  return settings
}

const read = new WeakMap<Snapshot, Map<InjectorSource, Map<string, Maybe<SidecarSettings>>>>()

/** How an injector is called. */
export interface InjectorCall extends InjectorAddress {
  /** The path of the webhook. */
  readonly path: string
  /** The version where the values do not tell it: `1.31`. */
  readonly istioVersion: string
}

function readSettings(snapshot: Snapshot, source: InjectorSource, call: InjectorCall): SidecarSettings {
  const values = mapOf(need(source.values), "the chart's values")
  const mesh: MeshConfig = {
    trustDomain: 'cluster.local',
    rootNamespace: call.namespace,
    ...mapOf(need(source.mesh), 'the MeshConfig'),
  }
  const tag = jsonAt(values, 'global', 'tag')
  const texts = textsIn(source, typeof tag === 'string' ? minorOf(tag) : undefined)
  const config = readProxyConfig(mesh.defaultConfig, 'defaultConfig of the MeshConfig')
  return {
    revision: call.revision,
    values,
    urlVariables: urlVariables(call.path),
    mesh,
    proxyConfig: overlaid(defaultProxyConfig, config),
    ...texts,
    minor: texts.minor ?? minorOf(call.istioVersion) ?? newestMinor,
    kubelets: kubeletsOf(snapshot),
    proxyConfigs: snapshot.all('ProxyConfig').map(proxyConfigResource),
    namespaceAnnotation: (name, key) => namespaceAnnotation(snapshot, name, key),
  }
}

/** A value of the chart; asking for one that is not known throws `Unclear`. */
export function chartValueOf(
  { values }: Pick<SidecarSettings, 'values'>,
  ...path: readonly string[]
): Json | undefined {
  let found: Json | undefined = values
  for (const step of path) found = isMap(found) ? shown(found[step]) : undefined
  return found
}

function mapOf(node: Node, what: string): JsonMap {
  const json = jsonWithHidden(node)
  if (isMap(json)) return json
  throw cannotInject(what, 'write a YAML map')
}

/** The templates of an injector, read once: they are long. */
function textsIn(source: InjectorSource, tagged: number | undefined): TemplateTexts {
  const texts = templates.get(source.whole) ?? templateTexts(source.whole(), tagged)
  templates.set(source.whole, texts)
  return texts
}

const templates = new WeakMap<InjectorSource['whole'], TemplateTexts>()

function kubeletsOf(snapshot: Snapshot): ReadonlyMap<string, number> {
  return new Map(
    snapshot.all('Node').flatMap((node) => {
      const version = textAt(node.root, 'status', 'nodeInfo', 'kubeletVersion')
      const minor = /^v?1\.(\d+)/.exec(version ?? '')?.[1]
      return minor === undefined ? [] : [[showName(node), Number(minor)] as const]
    }),
  )
}

function namespaceAnnotation(snapshot: Snapshot, name: string, key: string): string | undefined {
  for (const namespace of snapshot.all('Namespace')) {
    const value = showName(namespace) === name ? textAt(namespace.root, 'metadata', 'annotations', key) : undefined
    if (value !== undefined) return value
  }
  return undefined
}
