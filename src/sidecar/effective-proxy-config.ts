import type { JsonMap } from './json.ts'
import { overlaid, type ProxyConfig, readProxyConfig, readYaml } from './proxy-config.ts'
import type { SidecarSettings } from './sidecar-settings.ts'
import type { Texts } from './texts.ts'
import { shown } from './unclear.ts'

/**
 * The configuration of one proxy: the mesh's, the root namespace's, the namespace's, the pod's annotation, and what selects
 * the pod, later ones first (EffectiveProxyConfig, pilot/pkg/model/proxy_config.go, Istio 1.30.3).
 */
export function effectiveProxyConfig(
  settings: SidecarSettings,
  namespaceOf: () => string,
  labels: Texts,
  annotation: string | undefined,
): ProxyConfig {
  const namespace = settings.proxyConfigs.length > 0 ? namespaceOf() : ''
  const wide = (wanted: string): ProxyConfig =>
    settings.proxyConfigs.find((one) => one.namespace === wanted && !one.selector)?.config ?? {}
  const root = String(shown(settings.mesh.rootNamespace) ?? 'istio-system')
  const what = 'annotation "proxy.istio.io/config"'
  const own = annotation === undefined ? {} : readProxyConfig(readYaml(annotation, what), what)
  const selecting = settings.proxyConfigs.find(
    (one) => one.namespace === namespace && one.selector && selects(one.selector, labels),
  )
  const layers = [wide(root), ...(namespace === root ? [] : [wide(namespace)]), own, selecting?.config ?? {}]
  return layers.reduce(overlaid, settings.proxyConfig)
}

function selects(selector: JsonMap, labels: Texts): boolean {
  return Object.entries(selector).every(([key, value]) => labels.get(key) === value)
}
