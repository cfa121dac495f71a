import { type Node, nodeAt, scalarNode, withEntries } from '../base/tree.ts'
import { istioVersion } from '../istio/istio-versions.ts'
import { goText } from './go-json.ts'
import { type Json, printed } from './json.ts'
import { mapProxy, withVariable } from './proxy-of.ts'
import type { SidecarSettings } from './sidecar-settings.ts'
import { textsOf } from './texts.ts'
import { cannotInject, orHidden, shown } from './unclear.ts'

const port = 'prometheus_io_port'
const path = 'prometheus_io_path'
const scrape = 'prometheus_io_scrape'
const targetsKey = 'prometheus.istio.io/scrape-targets'

/** SanitizeLabelName of Prometheus: `prometheus.io/port` and `prometheus-io.port` are one. */
function sanitized(key: string): string {
  return key.replace(/[^a-zA-Z0-9_]/g, '_')
}

/** strconv.ParseBool; undefined for what it refuses. */
export function parseBool(text: string): boolean | undefined {
  if (/^(1|t|T|TRUE|true|True)$/.test(text)) return true
  return /^(0|f|F|FALSE|false|False)$/.test(text) ? false : undefined
}

/**
 * The pod's metrics are scraped through the proxy's agent: the pod's own annotations move into the proxy's environment
 * (applyPrometheusMerge, pkg/kube/inject/webhook.go, Istio 1.30.3).
 */
export function mergePrometheus(pod: Node, settings: SidecarSettings): Node {
  const annotations = textsOf(pod, 'annotations')
  const keys = annotations.keys()
  const all = (name: string): readonly string[] => [
    ...new Set(keys.filter((one) => sanitized(one) === name).map((key) => annotations.get(key) ?? '')),
  ]
  const of = (name: string): string | undefined => {
    const [value, another] = all(name)
    if (another !== undefined) throw ambiguous(name)
    return value
  }
  const isScraped = parseBool(of(scrape) ?? '') ?? true
  const asked = parseBool(annotations.get('prometheus.istio.io/merge-metrics') ?? '')
  if (!isScraped || !(asked ?? shown(settings.mesh.enablePrometheusMerge) !== false)) return pod
  const statusPort = printed(settings.proxyConfig.statusPort)
  if (all(port).includes(statusPort) && of(port) === statusPort) return pod
  const readsTargets = istioVersion(settings.minor).checksPrometheus
  const targets = readsTargets ? scrapeTargets(annotations.get(targetsKey)) : []
  const told = (): Json =>
    scrapeJson([of(scrape) ?? '', of(path) ?? targets[0]?.path ?? '', of(port) ?? targets[0]?.port ?? ''], targets)
  const isTold = targets.length > 0 || [scrape, path, port].some((name) => all(name).some((one) => one !== ''))
  const configured = isTold
    ? mapProxy(pod, (proxy) => withVariable(proxy, 'ISTIO_PROMETHEUS_ANNOTATIONS', orHidden(told)))
    : pod
  const dropped = keys.filter((key) => [port, path, scrape].includes(sanitized(key)))
  return withAnnotations(configured, {
    ...Object.fromEntries(dropped.map((key) => [key, undefined])),
    ...(targets.length > 0 ? { [targetsKey]: undefined } : {}),
    'prometheus.io/port': statusPort,
    'prometheus.io/path': '/stats/prometheus',
    'prometheus.io/scrape': 'true',
  })
}

/** istiod takes whichever its map gives first. */
function ambiguous(name: string): Error {
  return cannotInject(
    `which of several annotations that Prometheus reads as "${name}" counts`,
    'write only one of them',
  )
}

interface Target {
  readonly port: string
  readonly path: string
}

function scrapeTargets(text: string | undefined): readonly Target[] {
  if (text === undefined) return []
  return text.split(',').flatMap((part): Target[] => {
    const match = /^\s*(\d+):(\S+)\s*$/.exec(part)
    return match?.[1] && match[2] ? [{ port: match[1], path: match[2] }] : []
  })
}

function scrapeJson(told: readonly string[], targets: readonly Target[]): string {
  const fields = ['scrape', 'path', 'port'].map((name, index) => `"${name}":${goText(told[index] ?? '')}`)
  const list = targets.map((one) => `{"port":${goText(one.port)},"path":${goText(one.path)}}`).join(',')
  return `{${fields.join(',')}${targets.length > 0 ? `,"targets":[${list}]` : ''}}`
}

/** A pod with annotations set, or removed where the value is undefined. */
export function withAnnotations(pod: Node, changes: Readonly<Record<string, string | undefined>>): Node {
  const metadata = nodeAt(pod, ['metadata'])
  const annotations = nodeAt(pod, ['metadata', 'annotations'])
  const nodes = Object.entries(changes).map(([key, value]) => [
    key,
    value === undefined ? undefined : scalarNode(value, annotations ?? pod),
  ])
  const changed = withEntries(annotations, pod, Object.fromEntries(nodes))
  return withEntries(pod, pod, { metadata: withEntries(metadata, pod, { annotations: changed }) })
}
