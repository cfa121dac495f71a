import { type Unknown, unknown } from '../base/maybe.ts'
import { groupBy } from '../base/order.ts'
import { analyzedHost } from '../istio/fqdn.ts'
import { isCoveredBy, isWildcard } from '../istio/host-names.ts'
import type { Kinds } from '../istio/known-kinds.ts'
import { type Resource, showNamespace, unsetNamespace } from '../kube/resource.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'

export type ServiceEntry = Resource<Kinds['ServiceEntry']>

/** The hosts that a unit's ServiceEntries declare. */
export interface ServiceEntryHosts {
  /** The ServiceEntries whose hosts are, or by a wildcard cover, a host; for a wildcard also those that it covers. */
  find(host: string): readonly ServiceEntry[]
  /** Every host that is written out, each once. */
  readonly hosts: readonly string[]
  /** Why they may declare hosts that nobody can read. */
  readonly unread: Unknown | undefined
}

export function indexServiceEntries(snapshot: Snapshot): ServiceEntryHosts {
  const pairs = snapshot.all('ServiceEntry').flatMap((entry) => hostsOf(entry).map((host) => ({ host, entry })))
  const byHost = groupBy(pairs, ({ host }) => host)
  const entriesOf = (host: string): readonly ServiceEntry[] => (byHost.get(host) ?? []).map(({ entry }) => entry)
  const hosts = [...byHost.keys()]
  const unread = snapshot
    .all('ServiceEntry')
    .map(unreadHost)
    .find((gaps) => gaps !== undefined)
  const hasWildcards = hosts.some(isWildcard)
  return {
    find: (host) => {
      if (isWildcard(host))
        return hosts.filter((other) => isCoveredBy(other, host) || isCoveredBy(host, other)).flatMap(entriesOf)
      return hasWildcards ? [host, ...coveringWildcards(host)].flatMap(entriesOf) : entriesOf(host)
    },
    hosts,
    unread,
  }
}

function hostsOf(entry: ServiceEntry): readonly string[] {
  const namespace = showNamespace(entry.namespace ?? unsetNamespace)
  return entry.entries('spec', 'hosts').items.flatMap((item) => {
    const host = item.get()
    return host.known && host.value ? [analyzedHost(host.value, namespace)] : []
  })
}

function unreadHost(entry: ServiceEntry): Unknown | undefined {
  const { items, gaps } = entry.entries('spec', 'hosts')
  const [gap, ...rest] = gaps
  return gap ? unknown(gap, ...rest) : items.map((item) => item.get()).find((host) => !host.known)
}

/** Every wildcard that covers a host: `*` before each of its endings. */
function coveringWildcards(host: string): readonly string[] {
  return Array.from({ length: host.length + 1 }, (_, start) => `*${host.slice(start)}`)
}
