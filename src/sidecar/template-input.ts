import type { Node } from '../base/tree.ts'
import { type IstioVersion, istioVersion } from '../istio/istio-versions.ts'
import { isTrue, type Json, jsonAt, printed } from './json.ts'
import type { ProxyConfig } from './proxy-config.ts'
import { chartValueOf, type SidecarSettings } from './sidecar-settings.ts'
import { itemsAt, type Texts, wordAt } from './texts.ts'
import type { WorkloadMeta } from './workload-meta.ts'

/** All that the injector's templates read: `SidecarTemplateData`, pkg/kube/inject/inject.go, Istio 1.30.3. */
export interface TemplateInput {
  readonly settings: SidecarSettings
  /** The pod without what an earlier call injected. */
  readonly pod: Node
  readonly annotations: Texts
  readonly labels: Texts
  readonly proxyConfig: ProxyConfig
  /** Whether the proxy is an init container that goes on running. */
  readonly native: boolean
  workload(): WorkloadMeta
  namespace(): string
  readonly proxyUser: number
  readonly proxyGroup: number
}

/** The release whose templates are run. */
export function versionOf({ settings }: Pick<TemplateInput, 'settings'>): IstioVersion {
  return istioVersion(settings.minor)
}

export function chartValue({ settings }: Pick<TemplateInput, 'settings'>, path: string): Json | undefined {
  return chartValueOf(settings, ...path.split('.'))
}

/** A value of the chart as a template prints it; empty where there is none. */
export function chartText(input: Pick<TemplateInput, 'settings'>, path: string): string {
  const value = chartValue(input, path)
  return value === undefined || value === null ? '' : printed(value)
}

/** An annotation of the pod; where it has none, a value of the chart. */
export function annotationOr(input: TemplateInput, key: string, path: string): string {
  return input.annotations.get(key) ?? printed(chartValue(input, path))
}

/** How the proxy gets hold of the traffic. */
export function interceptionMode(input: TemplateInput): string {
  return input.annotations.get('sidecar.istio.io/interceptionMode') ?? printed(input.proxyConfig.interceptionMode)
}

/** Whether Istio's CNI plugin redirects the traffic. */
export function hasCni(input: TemplateInput): boolean {
  return versionOf(input).cniValues.some((path) => isTrue(chartValue(input, `${path}.enabled`)))
}

/** The names of the containers that are the user's own. */
export function ownContainers(input: TemplateInput): readonly string[] {
  return itemsAt(input.pod, 'spec', 'containers')
    .map((container) => wordAt(container, 'name'))
    .filter((name) => name !== 'istio-proxy')
}

/** The namespaces of `traffic` annotations are long. */
export const traffic = 'traffic.sidecar.istio.io/'
export const statusPortKey = 'status.sidecar.istio.io/port'

/** The image of a proxy: a full reference as it is, else Istio's own. */
export function proxyImage(input: TemplateInput): string {
  const named = annotationOr(input, 'sidecar.istio.io/proxyImage', 'global.proxy.image')
  return named.includes('/') ? named : ownImage(input)
}

/** From 1.31 on a ProxyConfig's image type is not that of the container before the proxy (ProxyInitImage, same file). */
export function initImage(input: TemplateInput): string {
  const named = annotationOr(input, 'sidecar.istio.io/proxyImage', 'global.proxy_init.image')
  if (named.includes('/')) return named
  if (!versionOf(input).initImage) return ownImage(input)
  const name = chartText(input, 'global.proxy_init.image') || 'proxyv2'
  const type = input.annotations.get('sidecar.istio.io/proxyImageType') ?? chartText(input, 'global.variant')
  return imageUrl(input, name, type)
}

/** ProxyImage, pkg/kube/inject/inject.go, Istio 1.30.3. */
export function ownImage(input: TemplateInput): string {
  const name = chartText(input, 'global.proxy.image') || 'proxyv2'
  const written = jsonAt(input.proxyConfig.image, 'imageType')
  const fallback = input.proxyConfig.image === undefined ? chartText(input, 'global.variant') : printed(written ?? '')
  const type = input.annotations.get('sidecar.istio.io/proxyImageType') ?? fallback
  return imageUrl(input, name, type)
}

function imageUrl(input: TemplateInput, name: string, type: string): string {
  const tag = taggedWith(chartText(input, 'global.tag'), type)
  return `${chartText(input, 'global.hub')}/${name}${tag === '' ? '' : `:${tag}`}`
}

function taggedWith(tag: string, type: string): string {
  const bare = tag.replace(/-(distroless|debug)$/, '')
  if (type === '') return tag
  return type === 'default' ? bare : `${bare}-${type}`
}

/** The inbound ports that are left to themselves: excludeInboundPort, pkg/kube/inject/template.go, Istio 1.30.3. */
export function excludedInboundPorts(input: TemplateInput): string {
  const port = annotationOr(input, statusPortKey, 'global.proxy.statusPort').trim()
  const excluded = annotationOr(input, `${traffic}excludeInboundPorts`, 'global.proxy.excludeInboundPorts')
  if (port === '' || port === '0') return excluded
  const ports = excluded.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]))
  return ports.includes(port) ? excluded : [...ports, port].join(',')
}

/** The resources of injected containers: any annotation about them replaces all of the chart's. */
export function resourcesOf(input: TemplateInput): Json {
  const own = (name: string): string | undefined => input.annotations.get(`sidecar.istio.io/${name}`)
  const [cpu, memory, cpuLimit, memoryLimit] = ['proxyCPU', 'proxyMemory', 'proxyCPULimit', 'proxyMemoryLimit'].map(own)
  if ([cpu, memory, cpuLimit, memoryLimit].every((one) => one === undefined))
    return chartValue(input, 'global.proxy.resources') ?? null
  return {
    requests: cpu === undefined && memory === undefined ? undefined : { cpu, memory },
    limits: cpuLimit === undefined && memoryLimit === undefined ? undefined : { cpu: cpuLimit, memory: memoryLimit },
  }
}
