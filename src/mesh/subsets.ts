import { known, type Maybe, type Unknown, unknown } from '../base/maybe.ts'
import { isCoveredBy, isWildcard } from '../istio/host-names.ts'
import type { Kinds } from '../istio/known-kinds.ts'
import { isVisibleThrough } from '../istio/visibility.ts'
import { namespaceKey, type Resource, unsetNamespace } from '../kube/resource.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { HostPlace, HostRegistry } from './host-registry.ts'
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
  /** The name of a Service → the namespaces of the Services so called that rules are for. */
  readonly byService: ReadonlyMap<string, readonly Maybe<string>[]>
  /** Those whose host nobody knows. */
  readonly unknown: readonly DestinationRule[]
}

/**
 * Upstream looks in the client's namespace, then the Service's, then the root namespace, and merges the rules of the first that
 * has any; here all of them count. Source: Istio 1.30.3, pilot/pkg/model/push_context.go: destinationRule.
 */
export function makeSubsets(snapshot: Snapshot, hosts: HostRegistry): Subsets {
  let lazy: RuleHosts | undefined
  const rules = (): RuleHosts => {
    lazy ??= indexRules(snapshot, hosts)
    return lazy
  }
  return {
    subsetsOf: (host, subset, namespace) => {
      const index = rules()
      const place = hosts.place(host, namespace)
      const found = definitions(rulesFor(index, place), subset, namespace)
      if (found.certain.length > 0) return known(found.certain)
      const unreadable = index.unknown[0]?.get('spec', 'host')
      if (unreadable && !unreadable.known) return unreadable
      return found.undecided ?? mayBeElsewhere(snapshot, index, place, subset, namespace) ?? known([])
    },
    subsetNames: (host, namespace) => {
      const found = rulesFor(rules(), hosts.place(host, namespace))
      const names = found.flatMap((rule) => rule.entries('spec', 'subsets').items.map((item) => item.get('name')))
      return [...new Set(names.flatMap((name) => (name.known && name.value !== undefined ? [name.value] : [])))].sort()
    },
  }
}

function rulesFor({ byHost, wildcards }: RuleHosts, { fqdn }: HostPlace): readonly DestinationRule[] {
  const covering = wildcards.filter(({ host }) => isCoveredBy(fqdn, host)).map(({ rule }) => rule)
  return [...(byHost.get(fqdn) ?? []), ...covering]
}

function indexRules(snapshot: Snapshot, hosts: HostRegistry): RuleHosts {
  const byHost = new Map<string, DestinationRule[]>()
  const byService = new Map<string, Maybe<string>[]>()
  const wildcards: { host: string; rule: DestinationRule }[] = []
  const unreadable: DestinationRule[] = []
  for (const rule of snapshot.all('DestinationRule')) {
    const host = rule.get('spec', 'host')
    if (!host.known) unreadable.push(rule)
    if (!host.known || host.value === undefined) continue
    const { fqdn, service } = hosts.place(host.value, rule.namespace ?? unsetNamespace)
    if (isWildcard(fqdn)) wildcards.push({ host: fqdn, rule })
    else put(byHost, fqdn, rule)
    if (service) put(byService, service.name, service.namespace)
  }
  return { byHost, wildcards, byService, unknown: unreadable }
}

function put<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const group = groups.get(key)
  if (group) group.push(item)
  else groups.set(key, [item])
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
  index: RuleHosts,
  place: HostPlace,
  subset: string,
  namespace: Maybe<string>,
): Unknown | undefined {
  if (snapshot.complete) return undefined
  const places = place.service ? [namespace, place.service.namespace] : [namespace]
  const isDescribed = places.every((one) => snapshot.describes(one) && !snapshot.mayHoldMore(one))
  const isTold = isDescribed || isDivided(index, place, namespace)
  if (isTold && !isWrittenElsewhere(index, place)) return undefined
  return unknown({
    what: `the DestinationRule that defines subset "${subset}" of "${place.fqdn}"`,
    hint: 'add it to the input, or say --complete if the input is the whole cluster',
  })
}

/** Whether a DestinationRule of the unit defines subsets of the very host: hardly anybody keeps them in two. */
function isDivided({ byHost }: RuleHosts, { fqdn }: HostPlace, viewer: Maybe<string>): boolean {
  return (byHost.get(fqdn) ?? []).some((rule) => {
    const visible = isVisibleThrough(rule.entries('spec', 'exportTo'), rule.namespace ?? unsetNamespace, viewer)
    return visible.known && visible.value && rule.entries('spec', 'subsets').items.length > 0
  })
}

/** Whether a DestinationRule may be for the host although it seems to be for another: one of the namespaces is unknown. */
function isWrittenElsewhere({ byService }: RuleHosts, { service }: HostPlace): boolean {
  if (!service) return false
  return (byService.get(service.name) ?? []).some((namespace) => {
    const isSame = namespaceKey(namespace) === namespaceKey(service.namespace)
    return !isSame && !(namespace.known && service.namespace.known)
  })
}
