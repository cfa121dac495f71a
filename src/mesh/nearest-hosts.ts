import type { Maybe } from '../base/maybe.ts'
import { nearestNames } from '../base/nearest.ts'
import { groupBy } from '../base/order.ts'
import { namespaceKey, showNamespace, unsetNamespace } from '../kube/resource.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { HostRegistry } from './host-registry.ts'
import type { Service } from './service-pods.ts'

/** At most so many names of one namespace are compared. */
const limit = 5000

/** Answers which hosts a host that is not there may have meant, best first. */
export function makeNearestHosts(
  snapshot: Snapshot,
  hosts: HostRegistry,
): (host: string, namespace: Maybe<string>) => readonly string[] {
  let byNamespace: ReadonlyMap<string, readonly string[]> | undefined
  let byName: ReadonlyMap<string, readonly Service[]> | undefined
  const fullHost = (service: Service): string => hosts.place(nameOf(service), service.namespace ?? unsetNamespace).fqdn
  return (host, namespace) => {
    byNamespace ??= namesByNamespace(snapshot)
    byName ??= groupBy(snapshot.all('Service'), nameOf)
    const meant = hosts.meantBy(host, namespace)
    if (meant) return [meant.fqdn]
    const { service } = hosts.place(host, namespace)
    if (!service)
      return nearestNames(host, hosts.declaredHosts, 4)
        .filter((near) => near !== host)
        .slice(0, 3)
    const elsewhere = (byName.get(service.name) ?? []).filter(
      (one) => namespaceKey(one.namespace) !== namespaceKey(service.namespace),
    )
    const names = byNamespace.get(namespaceKey(service.namespace)) ?? []
    const near = [...names.filter((name) => isPartOf(service.name, name)), ...nearestNames(service.name, names)].filter(
      (name) => name !== '' && name !== service.name,
    )
    const isShort = !host.includes('.')
    const suffix = `.${showNamespace(service.namespace)}.svc.${snapshot.clusterDomain}`
    return [...new Set([...elsewhere.map(fullHost), ...near.map((name) => (isShort ? name : name + suffix))])].slice(
      0,
      3,
    )
  }
}

/** The names of a unit's Services, each once. */
function namesByNamespace(snapshot: Snapshot): ReadonlyMap<string, readonly string[]> {
  const groups = groupBy(snapshot.all('Service'), (service) => namespaceKey(service.namespace))
  return new Map([...groups].map(([key, services]) => [key, [...new Set(services.map(nameOf))].slice(0, limit)]))
}

/** Whether one name is the other with something before or after it: `shop-payment` and `payment`. */
function isPartOf(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  const more = long.length - short.length
  if (short.length <= 3 || more === 0) return false
  return (long[short.length] === '-' && long.startsWith(short)) || (long[more - 1] === '-' && long.endsWith(short))
}

function nameOf({ name }: Service): string {
  return name.known ? name.value : ''
}
