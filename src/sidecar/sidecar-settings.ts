import { known, type Maybe } from '../base/maybe.ts'
import { nodeAt, textAt } from '../base/tree.ts'
import { minorOf, newestMinor } from '../istio/istio-versions.ts'
import type { Kinds } from '../istio/known-kinds.ts'
import { namespaceKey, type Resource, sameNamespace, showName } from '../kube/resource.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { chartValues } from './chart-values.ts'
import { urlVariables } from './cluster-info.ts'
import { isMap, type Json, type JsonMap, jsonAt, jsonOf } from './json.ts'
import { defaultProxyConfig, overlaid, type ProxyConfig, readProxyConfig, readYaml } from './proxy-config.ts'
import { type TemplateTexts, templateTexts } from './template-texts.ts'
import { cannotInject, perhaps } from './unclear.ts'

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

export interface ProxyConfigResource {
  readonly namespace: string
  /** The labels of the pods that it is for; undefined where it is for all of its namespace. */
  readonly selector: JsonMap | undefined
  readonly config: ProxyConfig
}

interface ProxyConfigSpec extends JsonMap {
  readonly concurrency?: Json
  readonly image?: Json
  readonly environmentVariables?: Json
}

/**
 * The settings of the injector of a revision: MeshConfig and values from their ConfigMaps where the unit holds them, else
 * those of Istio's chart. Read once for each injector of a unit.
 */
export function sidecarSettings(snapshot: Snapshot, injector: InjectorAddress): Maybe<SidecarSettings> {
  const found = read.get(snapshot) ?? new Map<string, Maybe<SidecarSettings>>()
  read.set(snapshot, found)
  const key = JSON.stringify([injector.revision, injector.namespace, injector.path, injector.istioVersion])
  const settings = found.get(key) ?? perhaps(() => readSettings(snapshot, injector))
  found.set(key, settings)
  return settings
}

const read = new WeakMap<Snapshot, Map<string, Maybe<SidecarSettings>>>()

function readSettings(snapshot: Snapshot, injector: InjectorAddress): SidecarSettings {
  const { revision, namespace, istioVersion } = injector
  const suffix = revision === '' ? '' : `-${revision}`
  const configured = configMap(snapshot, `istio-sidecar-injector${suffix}`, namespace)
  const mesh = meshConfig(configMap(snapshot, `istio${suffix}`, namespace), suffix, namespace)
  const values = configured ? readValues(configured) : chartValues(istioVersion, revision)
  const tagged = minorOf(String(jsonAt(values, 'global', 'tag') ?? ''))
  const texts = configured ? textsIn(configured, tagged) : templateTexts(undefined, tagged)
  const config = readProxyConfig(mesh.defaultConfig, 'defaultConfig of the MeshConfig')
  return {
    revision,
    values,
    urlVariables: urlVariables(injector.path),
    mesh,
    proxyConfig: overlaid(defaultProxyConfig, config),
    ...texts,
    minor: texts.minor ?? minorOf(istioVersion) ?? newestMinor,
    kubelets: kubeletsOf(snapshot),
    proxyConfigs: proxyConfigsOf(snapshot),
    namespaceAnnotation: (name, key) => namespaceAnnotation(snapshot, name, key),
  }
}

/** Where an injector is found. */
export interface InjectorAddress {
  /** Empty for the unnamed revision. */
  readonly revision: string
  /** Istio's own namespace. */
  readonly namespace: string
  /** The path of the webhook. */
  readonly path: string
  /** The release that is taken where the injector's own values do not say it: `1.31`. */
  readonly istioVersion: string
}

/** The templates in a ConfigMap, read once: they are long. */
function textsIn(resource: ConfigMap, tagged: number | undefined): TemplateTexts {
  const texts = templates.get(resource) ?? templateTexts(dataText(resource, 'config'), tagged)
  templates.set(resource, texts)
  return texts
}

const templates = new WeakMap<ConfigMap, TemplateTexts>()

type ConfigMap = Resource<Kinds['ConfigMap']>

function configMap(snapshot: Snapshot, name: string, namespace: string): ConfigMap | undefined {
  const wanted = known(namespace)
  const found = snapshot.all('ConfigMap').filter((one) => {
    if (showName(one) !== name || !one.namespace) return false
    const same = sameNamespace(one.namespace, wanted)
    return !same.known || same.value
  })
  const [first, ...rest] = found
  if (rest.length > 0)
    throw cannotInject(
      `which settings ConfigMap "${name}" in namespace "${namespace}" holds`,
      'lint only the files that are applied together',
    )
  return first
}

/** A text of a ConfigMap; templates in it are the injector's own, not the manifest's. */
function dataText(resource: ConfigMap, key: string): string | undefined {
  const node = nodeAt(resource.root, ['data', key])
  if (node?.type === 'hole') return node.partial
  return node?.type === 'scalar' && typeof node.value === 'string' ? node.value : undefined
}

function meshConfig(resource: ConfigMap | undefined, suffix: string, namespace: string): MeshConfig {
  const text = resource && dataText(resource, 'mesh')
  if (text === undefined) {
    const discoveryAddress = `istiod${suffix}.${namespace}.svc:15012`
    return { defaultConfig: { discoveryAddress }, trustDomain: 'cluster.local', rootNamespace: namespace }
  }
  const mesh = readYaml(text, `the MeshConfig in ConfigMap "istio${suffix}"`)
  if (!isMap(mesh)) throw cannotInject('what the MeshConfig says', 'write data.mesh as a YAML map')
  return { trustDomain: 'cluster.local', rootNamespace: namespace, ...mesh }
}

function readValues(resource: ConfigMap): JsonMap {
  const text = dataText(resource, 'values')
  const values = text === undefined ? undefined : readYaml(text, `the values in ConfigMap "${showName(resource)}"`)
  if (isMap(values)) return values
  throw cannotInject(
    `the values in ConfigMap "${showName(resource)}"`,
    'write data.values as JSON without placeholders',
  )
}

function kubeletsOf(snapshot: Snapshot): ReadonlyMap<string, number> {
  return new Map(
    snapshot.all('Node').flatMap((node) => {
      const version = textAt(node.root, 'status', 'nodeInfo', 'kubeletVersion')
      const minor = /^v?1\.(\d+)/.exec(version ?? '')?.[1]
      return minor === undefined ? [] : [[showName(node), Number(minor)] as const]
    }),
  )
}

function proxyConfigsOf(snapshot: Snapshot): readonly ProxyConfigResource[] {
  return snapshot.all('ProxyConfig').map((resource) => {
    const node = nodeAt(resource.root, ['spec'])
    const spec = node ? jsonOf(node) : {}
    if (!isMap(spec))
      throw cannotInject(`what ProxyConfig "${showName(resource)}" says`, 'write its spec without placeholders')
    const given: ProxyConfigSpec = spec
    const { concurrency, image, environmentVariables } = given
    const selector = jsonAt(spec, 'selector', 'matchLabels')
    return {
      namespace: namespaceKey(resource.namespace),
      selector: isMap(selector) && Object.keys(selector).length > 0 ? selector : undefined,
      config: {
        ...(concurrency === undefined ? {} : { concurrency }),
        ...(image === undefined ? {} : { image }),
        ...(environmentVariables === undefined ? {} : { proxyMetadata: environmentVariables }),
      },
    }
  })
}

function namespaceAnnotation(snapshot: Snapshot, name: string, key: string): string | undefined {
  for (const namespace of snapshot.all('Namespace')) {
    const value = showName(namespace) === name ? textAt(namespace.root, 'metadata', 'annotations', key) : undefined
    if (value !== undefined) return value
  }
  return undefined
}
