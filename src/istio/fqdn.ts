/**
 * How Istio completes the names of hosts and gateways. A host with a dot in it is taken as it stands: neither
 * `reviews.prod` nor `reviews.prod.svc` is completed, in the proxies as in `istioctl analyze`.
 */

const defaultDomain = 'cluster.local'

export interface FullName {
  readonly name: string
  readonly namespace: string
}

/**
 * The full host of a VirtualService's destination, a DestinationRule's host and the like, as istiod reads it.
 * Source: Istio 1.30.3, pilot/pkg/model/config.go: ResolveShortnameToFQDN. Parts that are empty are left out.
 */
export function resolveHost(host: string, namespace: string, domain: string = defaultDomain): string {
  if (host === '' || host === '*' || host.includes('.')) return host
  return host + (namespace ? `.${namespace}` : '') + (domain ? `.svc.${domain}` : '')
}

/**
 * The same as `istioctl analyze` reads it: a host that begins with `*` stays as it is.
 * Source: Istio 1.30.3, pkg/config/analysis/analyzers/util/hosts.go: ConvertHostToFQDN.
 */
export function analyzedHost(host: string, namespace: string, domain: string = defaultDomain): string {
  return host.startsWith('*') || host.includes('.') ? host : `${host}.${namespace}.svc.${domain}`
}

/**
 * The Service that a full host of the cluster's domain names; undefined for every other host. The name may hold dots,
 * as in a StatefulSet pod's DNS name: no Service is called so.
 * Source: Istio 1.30.3, pkg/config/analysis/analyzers/util/hosts.go: GetFullNameFromFQDN.
 */
export function serviceOfHost(fqdn: string, domain: string = defaultDomain): FullName | undefined {
  const suffix = `.svc.${domain}`
  // Upstream's expression, ^(.+)\.(.+)\.svc\.cluster\.local$: no line break anywhere, the last two parts split greedily.
  if (!fqdn.endsWith(suffix) || fqdn.includes('\n')) return undefined
  const rest = fqdn.slice(0, -suffix.length)
  const dot = rest.lastIndexOf('.', rest.length - 2)
  return dot > 0 ? { name: rest.slice(0, dot), namespace: rest.slice(dot + 1) } : undefined
}

/**
 * The object that a host names: by its full host, else the host itself in the namespace of the resource.
 * Source: Istio 1.30.3, pkg/config/analysis/analyzers/util/hosts.go: GetResourceNameFromHost.
 */
export function resourceOfHost(host: string, namespace: string): FullName {
  return serviceOfHost(host) ?? { name: host, namespace }
}

/**
 * The Gateway that an entry of `spec.gateways` names, as `namespace/name`.
 * Source: Istio 1.30.3, pilot/pkg/model/config.go: resolveGatewayName.
 */
export function resolveGatewayName(gateway: string, namespace: string): string {
  const slash = gateway.indexOf('/')
  if (slash >= 0) return gateway.slice(0, slash) === '.' ? `${namespace}/${gateway.slice(slash + 1)}` : gateway
  // The legacy form: name.namespace.svc.cluster.local
  const [name = '', owner] = gateway.split('.')
  return `${owner ?? namespace}/${name}`
}
