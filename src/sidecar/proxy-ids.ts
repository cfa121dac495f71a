import { chartValueOf, type SidecarSettings } from './sidecar-settings.ts'

interface ProxyIds {
  readonly proxyUser: number
  readonly proxyGroup: number
}

/**
 * The user and group of the proxy: 1337, on OpenShift the last of the ranges that are noted on the namespace (GetProxyIDs,
 * pkg/kube/inject/inject.go, and pkg/kube/inject/openshift.go, Istio 1.30.3).
 */
export function proxyIds(settings: SidecarSettings, namespace: () => string): ProxyIds {
  if (chartValueOf(settings, 'global', 'platform') !== 'openshift') return { proxyUser: 1337, proxyGroup: 1337 }
  const last = (name: string): number | undefined => {
    const text = settings.namespaceAnnotation(namespace(), `openshift.io/sa.scc.${name}`)
    return text === undefined ? undefined : lastOf(text.split(',')[0] ?? '')
  }
  return { proxyUser: last('uid-range') ?? 1337, proxyGroup: last('supplemental-groups') ?? 1337 }
}

/** The last number of a block: `1000/10` is 1000 to 1009, as is `1000-1009`. */
function lastOf(block: string): number | undefined {
  const match = /^(\d+)([/-])(\d+)$/.exec(block.trim())
  if (!match) return undefined
  const [, start, mark, end] = match
  return mark === '/' ? Number(start) + Number(end) - 1 : Number(end)
}
