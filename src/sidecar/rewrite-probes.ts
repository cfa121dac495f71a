import { type Node, nodeAt, withEntries } from '../base/tree.ts'
import { istioVersion } from '../istio/istio-versions.ts'
import { goJson, goText } from './go-json.ts'
import { type Json, type JsonMap, jsonNode } from './json.ts'
import { parseBool } from './prometheus-merge.ts'
import { mapContainers, mapProxy, proxyOf, withVariable } from './proxy-of.ts'
import { chartValueOf, type SidecarSettings } from './sidecar-settings.ts'
import { itemsAt, leafAt, textsOf, wordAt } from './texts.ts'
import { orHidden } from './unclear.ts'

/** Where a handler stands in a container, and where the agent answers for it. */
type Handler = readonly [path: readonly string[], url: (container: string) => string]

const handlers: readonly Handler[] = [
  [['readinessProbe'], (name) => `/app-health/${name}/readyz`],
  [['livenessProbe'], (name) => `/app-health/${name}/livez`],
  [['startupProbe'], (name) => `/app-health/${name}/startupz`],
  [['lifecycle', 'preStop'], (name) => `/app-lifecycle/${name}/prestopz`],
  [['lifecycle', 'postStart'], (name) => `/app-lifecycle/${name}/poststartz`],
]

/**
 * Probes and hooks of the application are asked of the proxy's agent, which knows the original ones: pkg/kube/inject/
 * app_probe.go and applyRewrite of webhook.go, Istio 1.30.3.
 */
export function rewriteProbes(pod: Node, settings: SidecarSettings): Node {
  const annotations = textsOf(pod, 'annotations')
  const asked = parseBool(annotations.get('sidecar.istio.io/rewriteAppHTTPProbers') ?? '')
  const byDefault = chartValueOf(settings, 'sidecarInjectorWebhook', 'rewriteAppHTTPProbe') === true
  if (!proxyOf(pod) || !(asked ?? byDefault)) return pod
  const statusPort = Number(settings.proxyConfig.statusPort)
  const read = istioVersion(settings.minor).rewritesHooks ? handlers : handlers.filter(([path]) => path.length === 1)
  const probers = orHidden(() => dumpProbers(pod, statusPort, read))
  const told =
    probers === ''
      ? pod
      : mapProxy(pod, (proxy) => withProbers(proxy, probers, annotations.has('sidecar.istio.io/status')))
  const own = annotations.get('status.sidecar.istio.io/port')
  const port = own === undefined ? statusPort : /^[+-]?\d+$/.test(own) ? Number(own) : 0
  return mapContainers(told, (container) => rewritten(container, port, read))
}

/** In a pod that was injected before, the known handlers stay. */
function withProbers(proxy: Node, probers: Json, isAgain: boolean): Node {
  const name = 'ISTIO_KUBE_APP_PROBERS'
  const env = itemsAt(proxy, 'env')
  const before = isAgain ? env.find((one) => wordAt(one, 'name') === name) : undefined
  if (!before || typeof probers !== 'string') return withVariable(proxy, name, probers)
  const merged: JsonMap = { ...JSON.parse(probers), ...JSON.parse(wordAt(before, 'value') || '{}') }
  const sorted = Object.entries(merged).sort(([a], [b]) => (a < b ? -1 : 1))
  const value = `{${sorted.map(([key, prober]) => `${goText(key)}:${goJson(jsonNode(prober ?? null, before), 'prober')}`).join(',')}}`
  const items = env.map((one) => (one === before ? jsonNode({ name, value }, before) : one))
  return withEntries(proxy, proxy, {
    env: { type: 'list', items, file: proxy.file, start: proxy.start, end: proxy.end },
  })
}

/** The original handlers by the agent's URL; empty where there are none. */
function dumpProbers(pod: Node, statusPort: number, read: readonly Handler[]): string {
  const found: (readonly [string, string])[] = []
  for (const container of [...itemsAt(pod, 'spec', 'initContainers'), ...itemsAt(pod, 'spec', 'containers')]) {
    const name = wordAt(container, 'name')
    if (name === 'istio-proxy') continue
    for (const [path, url] of read) {
      const handler = nodeAt(container, path)
      const json = handler && proberJson(handler, container, statusPort)
      if (json !== undefined) found.push([url(name), json])
    }
  }
  found.sort(([a], [b]) => (a < b ? -1 : 1))
  return found.length === 0 ? '' : `{${found.map(([url, json]) => `${goText(url)}:${json}`).join(',')}}`
}

/** A handler as the agent is told it; undefined where its port is not known or already the agent's. */
function proberJson(handler: Node, container: Node, statusPort: number): string | undefined {
  const kind = kindOf(handler)
  const action = kind && nodeAt(handler, [kind])
  if (!kind || !action) return undefined
  const timeout = leafAt(handler, 'timeoutSeconds')
  const port = leafAt(action, 'port')
  const number = typeof port === 'string' ? namedPort(container, port) : Number(port ?? 0)
  if (number === undefined || (kind !== 'grpc' && typeof port !== 'string' && number === statusPort)) return undefined
  const resolved = withEntries(action, action, { port: jsonNode(number, action) })
  const rest = timeout === undefined || timeout === 0 ? '' : `,"timeoutSeconds":${timeout}`
  return `{${goText(kind)}:${goJson(resolved, kind)}${rest}}`
}

function kindOf(handler: Node): 'httpGet' | 'tcpSocket' | 'grpc' | undefined {
  return (['httpGet', 'tcpSocket', 'grpc'] as const).find((kind) => nodeAt(handler, [kind])?.type === 'map')
}

function namedPort(container: Node, name: string): number | undefined {
  const port = itemsAt(container, 'ports').find((one) => wordAt(one, 'name') === name)
  return port && Number(leafAt(port, 'containerPort'))
}

function rewritten(container: Node, port: number, read: readonly Handler[]): Node {
  const name = wordAt(container, 'name')
  if (name === 'istio-proxy') return container
  let changed = container
  for (const [path, url] of read) {
    const handler = nodeAt(changed, path)
    const kind = handler && kindOf(handler)
    if (!handler || !kind || (kind === 'grpc' && path[0] === 'lifecycle')) continue
    const asked = asHttp(handler, kind, url(name), port)
    const [first = '', second] = path
    const value = second === undefined ? asked : withEntries(nodeAt(changed, [first]), changed, { [second]: asked })
    changed = withEntries(changed, changed, { [first]: value })
  }
  return changed
}

/** The kubelet asks the agent by HTTP, whatever the application speaks. */
function asHttp(handler: Node, kind: 'httpGet' | 'tcpSocket' | 'grpc', url: string, port: number): Node {
  const action = kind === 'httpGet' ? nodeAt(handler, [kind]) : undefined
  const scheme = action && wordAt(action, 'scheme') === 'HTTPS' ? { scheme: jsonNode('HTTP', action) } : {}
  const httpGet = withEntries(action, handler, {
    path: jsonNode(url, handler),
    port: jsonNode(port, handler),
    ...scheme,
  })
  return withEntries(handler, handler, kind === 'httpGet' ? { httpGet } : { [kind]: undefined, httpGet })
}
