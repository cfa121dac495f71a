import { SourceFile } from '../base/source-file.ts'
import type { Node } from '../base/tree.ts'
import { readText } from '../yaml/read-text.ts'
import { goText } from './go-json.ts'
import { isList, isMap, type Json, type JsonMap, jsonOf } from './json.ts'
import { allShown, cannotInject } from './unclear.ts'

type FieldType = 'text' | 'number' | 'wrapper' | 'duration' | 'enum' | 'map' | 'message'

/**
 * The fields of ProxyConfig in the order in which Go writes them: istio/api mesh/v1alpha1/proxy.proto, 1.30. Of the last
 * one only the name and the type are known (istio/api#3628), not its place.
 */
const fields: Readonly<Record<string, FieldType>> = {
  configPath: 'text',
  binaryPath: 'text',
  serviceCluster: 'text',
  tracingServiceName: 'enum',
  drainDuration: 'duration',
  discoveryAddress: 'text',
  statsdUdpAddress: 'text',
  proxyAdminPort: 'number',
  controlPlaneAuthPolicy: 'enum',
  customConfigFile: 'text',
  statNameLength: 'number',
  concurrency: 'wrapper',
  proxyBootstrapTemplatePath: 'text',
  interceptionMode: 'enum',
  tracing: 'message',
  envoyAccessLogService: 'message',
  envoyMetricsService: 'message',
  proxyMetadata: 'map',
  runtimeValues: 'map',
  statusPort: 'number',
  extraStatTags: 'message',
  gatewayTopology: 'message',
  terminationDrainDuration: 'duration',
  meshId: 'text',
  readinessProbe: 'message',
  proxyStatsMatcher: 'message',
  holdApplicationUntilProxyStarts: 'wrapper',
  caCertificatesPem: 'message',
  image: 'message',
  privateKeyProvider: 'message',
  proxyHeaders: 'message',
  fileFlushInterval: 'duration',
  fileFlushMinSizeKb: 'wrapper',
  statsCompression: 'wrapper',
}

/** A proxy's configuration, the fields that the sidecar's shape depends on by name. */
export interface ProxyConfig extends JsonMap {
  readonly interceptionMode?: Json
  readonly proxyMetadata?: Json
  readonly statusPort?: Json
  readonly holdApplicationUntilProxyStarts?: Json
  readonly concurrency?: Json
  readonly image?: Json
}

/** What the proxy's configuration is where nobody says anything: pkg/config/mesh/mesh.go, DefaultProxyConfig, 1.30.3. */
export const defaultProxyConfig: ProxyConfig = {
  configPath: './etc/istio/proxy',
  binaryPath: '/usr/local/bin/envoy',
  serviceCluster: 'istio-proxy',
  drainDuration: '45s',
  discoveryAddress: 'istiod.istio-system.svc:15012',
  proxyAdminPort: 15000,
  controlPlaneAuthPolicy: 'MUTUAL_TLS',
  statNameLength: 189,
  interceptionMode: 'REDIRECT',
  statusPort: 15020,
  terminationDrainDuration: '5s',
}

/** A text of YAML or JSON as plain data; a text without content is an empty map. */
export function readYaml(text: string, what: string): Json {
  const { documents, errors } = readText(new SourceFile('text.yaml', text))
  const root = documents[0]?.root
  const value = root ? jsonOf(text.endsWith('\n') ? root : withoutLastBreak(root)) : null
  if (errors.length > 0 || value === undefined || documents.length > 1)
    throw cannotInject(`${what} as Istio reads it`, 'write YAML that Istio can read, without placeholders')
  return value ?? {}
}

/** Files are read as if they ended in a line break; where a text does not, its last block has none. */
function withoutLastBreak(node: Node): Node {
  if (node.type === 'scalar')
    return typeof node.value === 'string' && /^[|>]/.test(node.file.text.slice(node.start))
      ? { ...node, value: node.value.replace(/\n$/, '') }
      : node
  if (node.type === 'list') {
    const last = node.items.at(-1)
    return last ? { ...node, items: node.items.with(-1, withoutLastBreak(last)) } : node
  }
  const last = node.type === 'map' ? node.entries.at(-1) : undefined
  if (node.type !== 'map' || !last) return node
  return { ...node, entries: node.entries.with(-1, { ...last, value: withoutLastBreak(last.value) }) }
}

/** A ProxyConfig as it is written, with the fields that Istio knows, as Istio reads them; others are ignored. */
export function readProxyConfig(written: Json | undefined, what: string): ProxyConfig {
  if (written === undefined || written === null) return {}
  if (!isMap(written)) throw cannotInject(`${what} as Istio reads it`, 'write a map of the fields of ProxyConfig')
  const config: Record<string, Json> = {}
  for (const [key, value] of Object.entries(written)) {
    const name = fields[key] ? key : key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
    const type = fields[name]
    if (type && value !== undefined && value !== null)
      config[name] = readField(type, allShown(value), `${name} of ${what}`)
  }
  return config
}

function readField(type: FieldType, value: Json, what: string): Json {
  switch (type) {
    case 'text':
    case 'enum':
    case 'duration':
      if (typeof value === 'string') return value
      break
    case 'number':
      if (/^\d+$/.test(String(value))) return Number(value)
      break
    case 'wrapper':
      if (typeof value === 'boolean' || typeof value === 'number') return value
      if (typeof value === 'string' && /^-?\d+$/.test(value)) return Number(value)
      break
    case 'map':
      if (isMap(value) && Object.values(value).every((one) => typeof one === 'string')) return value
      break
    case 'message':
      return value
  }
  throw cannotInject(`what Istio makes of ${what}`, 'write a value of the type that ProxyConfig demands')
}

/** A ProxyConfig with another laid over it; the later one wins: mergeWithPrecedence, pilot/pkg/model/proxy_config.go. */
export function overlaid(base: ProxyConfig, over: ProxyConfig): ProxyConfig {
  const merged: Record<string, Json | undefined> = { ...base }
  for (const [key, value] of Object.entries(over)) {
    const old = merged[key]
    merged[key] = isMap(old) && isMap(value) && key !== 'image' ? overlaid(old, value) : value
  }
  return merged
}

/** The configuration as the injector tells it to the proxy, without what is Istio's default: cleanProxyConfig. */
export function proxyConfigJson(config: ProxyConfig): string {
  const told = Object.entries(fields).flatMap(([key, type]) => {
    const value = config[key]
    if (value === undefined || value === defaultProxyConfig[key]) return []
    if (type !== 'wrapper' && type !== 'message' && (value === '' || value === 0)) return []
    if (type === 'map' && isMap(value) && Object.keys(value).length === 0) return []
    return [`"${key}":${compactJson(value, type === 'map')}`]
  })
  return `{${told.join(',')}}`
}

function compactJson(value: Json, sorted: boolean): string {
  if (isList(value)) return `[${value.map((item) => compactJson(item, false)).join(',')}]`
  if (!isMap(value)) return typeof value === 'string' ? JSON.stringify(value) : String(value)
  const entries = Object.entries(value).flatMap(([key, child]) => (child === undefined ? [] : [[key, child] as const]))
  if (sorted) entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, child]) => `${goText(key)}:${compactJson(child, false)}`).join(',')}}`
}

/** The environment that a ProxyConfig gives the proxy, in the order of names. */
export function proxyMetadata(config: ProxyConfig): readonly (readonly [string, string])[] {
  const { proxyMetadata: written } = config
  if (!isMap(written)) return []
  const entries = Object.entries(written).map(([key, value]) => [key, String(value)] as const)
  return entries.sort(([a], [b]) => (a < b ? -1 : 1))
}
