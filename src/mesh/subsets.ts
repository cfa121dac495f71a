import { known, type Maybe, type Unknown, unknown } from '../base/maybe.ts'
import { isCoveredBy, isWildcard } from '../istio/host-names.ts'
import type { Kinds } from '../istio/known-kinds.ts'
import { isVisibleThrough } from '../istio/visibility.ts'
import { namespaceKey, type Resource, unsetNamespace } from '../kube/resource.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { HostRegistry } from './host-registry.ts'
import type { Subset } from './mesh.ts'

type DestinationRule = Resource<Kinds['DestinationRule']>

/** The subsets that a unit's DestinationRules define. */
export interface Subsets {
  subsetsOf(host: string, subset: string, namespace: Maybe<string>): Maybe<readonly Subset[]>
  subsetNames(host: string, namespace: Maybe<string>): readonly string[]
}

interface RuleHosts {
  readonly byHost: ReadonlyMap<string, readonly DestinationRule[]>
  readonly wildcards: readonly { readonly host: string; readonly rule: DestinationRule }[]
  /** Those whose host nobody knows. */
  readonly unknown: readonly DestinationRule[]
}

/**
 * Upstream looks in the client's namespace, then the Service's, then the root namespace, and merges the rules of the first that
 * has any; here all of them count. Source: Istio 1.30.3, pilot/pkg/model/push_context.go: destinationRule.
 */
export function makeSubsets(snapshot: Snapshot, hosts: HostRegistry): Subsets {
  let index: RuleHosts | undefined
  const rulesFor = (host: string, namespace: Maybe<string>): readonly DestinationRule[] => {
    index ??= indexRules(snapshot, hosts)
    const { fqdn } = hosts.place(host, namespace)
    const covering = index.wildcards.filter((wildcard) => isCoveredBy(fqdn, wildcard.host)).map(({ rule }) => rule)
    return [...(index.byHost.get(fqdn) ?? []), ...covering]
  }
  return {
    subsetsOf: (host, subset, namespace) => {
      const rules = rulesFor(host, namespace)
      const found = definitions(rules, subset, namespace)
      if (found.certain.length > 0) return known(found.certain)
      const unreadable = index?.unknown[0]?.get('spec', 'host')
      if (unreadable && !unreadable.known) return unreadable
      return found.undecided ?? mayBeElsewhere(snapshot, hosts, { host, subset, namespace }) ?? known([])
    },
    subsetNames: (host, namespace) => {
      const names = rulesFor(host, namespace).flatMap((rule) => rule.entries('spec', 'subsets').items)
      const known = names.map((item) => item.get('name'))
      return [...new Set(known.flatMap((name) => (name.known && name.value !== undefined ? [name.value] : [])))].sort()
    },
  }
}

function indexRules(snapshot: Snapshot, hosts: HostRegistry): RuleHosts {
  const byHost = new Map<string, DestinationRule[]>()
  const wildcards: { host: string; rule: DestinationRule }[] = []
  const unreadable: DestinationRule[] = []
  for (const rule of snapshot.all('DestinationRule')) {
    const host = rule.get('spec', 'host')
    if (!host.known) unreadable.push(rule)
    if (!host.known || host.value === undefined) continue
    const { fqdn } = hosts.place(host.value, rule.namespace ?? unsetNamespace)
    const group = byHost.get(fqdn)
    if (isWildcard(fqdn)) wildcards.push({ host: fqdn, rule })
    else if (group) group.push(rule)
    else byHost.set(fqdn, [rule])
  }
  return { byHost, wildcards, unknown: unreadable }
}

function definitions(
  rules: readonly DestinationRule[],
  subset: string,
  viewer: Maybe<string>,
): { readonly certain: readonly Subset[]; readonly undecided: Unknown | undefined } {
  const certain: Subset[] = []
  let undecided: Unknown | undefined
  for (const rule of rules) {
    const visible = isVisibleThrough(rule.entries('spec', 'exportTo'), rule.namespace ?? unsetNamespace, viewer)
    if (visible.known && !visible.value) continue
    const { items, gaps } = rule.entries('spec', 'subsets')
    const [gap, ...rest] = gaps
    if (gap) undecided ??= unknown(gap, ...rest)
    for (const item of items) {
      const name = item.get('name')
      if (!name.known) undecided ??= name
      else if (name.value === subset && visible.known) certain.push({ rule, labels: item.view('labels') })
      else if (name.value === subset && !visible.known) undecided ??= visible
    }
  }
  return { certain, undecided }
}

/** Why a subset may be defined although no DestinationRule of the unit does. */
function mayBeElsewhere(
  snapshot: Snapshot,
  hosts: HostRegistry,
  wanted: { readonly host: string; readonly subset: string; readonly namespace: Maybe<string> },
): Unknown | undefined {
  if (snapshot.complete) return undefined
  const { service, fqdn } = hosts.place(wanted.host, wanted.namespace)
  const places = service ? [wanted.namespace, service.namespace] : [wanted.namespace]
  const isDescribed = places.every((place) => snapshot.describes(place) && !snapshot.mayHoldMore(place))
  if (isDescribed && !isWrittenElsewhere(snapshot, hosts, wanted)) return undefined
  return unknown({
    what: `the DestinationRule that defines subset "${wanted.subset}" of "${fqdn}"`,
    hint: 'add it to the input, or say --complete if the input is the whole cluster',
  })
}

/** Whether a DestinationRule may be for the host although it seems to be for another: one of the namespaces is unknown. */
function isWrittenElsewhere(
  snapshot: Snapshot,
  hosts: HostRegistry,
  { host, namespace }: { readonly host: string; readonly namespace: Maybe<string> },
): boolean {
  const { service } = hosts.place(host, namespace)
  if (!service) return false
  return snapshot.all('DestinationRule').some((rule) => {
    const written = rule.get('spec', 'host')
    if (!written.known || written.value === undefined) return false
    const other = hosts.place(written.value, rule.namespace ?? unsetNamespace).service
    if (other?.name !== service.name) return false
    const isSame = namespaceKey(other.namespace) === namespaceKey(service.namespace)
    return !isSame && !(other.namespace.known && service.namespace.known)
  })
}
