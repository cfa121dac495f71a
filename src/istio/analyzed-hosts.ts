import { analyzedHost } from './fqdn.ts'
import { isWildcard } from './host-names.ts'
import { exportToOfAnnotation, type ScopedHost, scopedHost } from './visibility.ts'

/**
 * How `istioctl analyze` finds the host of a VirtualService's destination or a DestinationRule among Services and
 * ServiceEntries: for findings that say what that tool says. The mesh itself is `src/mesh`.
 * Source: Istio 1.30.3, pkg/config/analysis/analyzers/util/service_lookup.go.
 */

/** A ServiceEntry or a Service, as far as the lookup reads it. */
export type AnalyzedObject =
  | {
      readonly kind: 'ServiceEntry'
      readonly namespace: string
      readonly exportTo: readonly string[]
      readonly hosts: readonly string[]
    }
  | {
      readonly kind: 'Service'
      readonly namespace: string
      readonly name: string
      readonly exportTo?: string | undefined
    }

interface Entry<T> {
  readonly host: ScopedHost
  readonly object: T
}

/** Every host with its scope, the last object of a key winning, Services after ServiceEntries (InitServiceEntryHostMap). */
export function analyzedHosts<T extends AnalyzedObject>(objects: readonly T[]): ReadonlyMap<string, Entry<T>> {
  const hosts = new Map<string, Entry<T>>()
  const add = (object: T, scope: string, name: string): void => {
    const host = scopedHost(scope === '.' ? object.namespace : scope, object.namespace, name)
    hosts.set(`${host.scope}/${host.fqdn}`, { host, object })
  }
  for (const object of objects)
    if (object.kind === 'ServiceEntry') addServiceEntry(object, (scope, host) => add(object, scope, host))
  for (const object of objects) {
    if (object.kind !== 'Service') continue
    const scopes = exportToOfAnnotation(object.exportTo)
    for (const scope of scopes.length ? scopes : ['*']) add(object, scope, object.name)
  }
  return hosts
}

/** Once an entry `*` is met, the hosts that follow get no other scope. */
function addServiceEntry(
  { exportTo, hosts }: AnalyzedObject & { readonly kind: 'ServiceEntry' },
  add: (scope: string, host: string) => void,
): void {
  let everywhere = exportTo.length === 0
  for (const host of hosts) {
    if (everywhere) add('*', host)
    else {
      for (const scope of exportTo) {
        add(scope, host)
        everywhere = scope === '*'
        if (everywhere) break
      }
    }
  }
}

/**
 * The objects that a host of a resource may be found in; several where wildcards compete, since upstream takes any of
 * them (GetDestinationHost). `exportTo` is that of the resource that names the host.
 */
export function findAnalyzedHost<T>(
  hosts: ReadonlyMap<string, Entry<T>>,
  host: string,
  namespace: string,
  exportTo: readonly string[],
): readonly T[] {
  const fqdn = analyzedHost(host, namespace)
  const scopes = exportTo.length ? exportTo.map((scope) => (scope === '.' ? namespace : scope)) : [namespace]
  for (const scope of ['*', ...scopes]) {
    const found = hosts.get(`${scope}/${fqdn}`)
    if (found) return [found.object]
  }
  const text = isWildcard(host) ? host.slice(1) : host
  return [...hosts.values()]
    .filter(({ host: { scope } }) => scope === '*' || scope === namespace)
    .filter(({ host: { fqdn: other } }) => isWildcard(other) && text.endsWith(other.slice(1)))
    .map(({ object }) => object)
}
