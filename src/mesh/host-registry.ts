import { isKnown, known, type Maybe, type Unknown, unknown, yes } from '../base/maybe.ts'
import { isClose } from '../base/nearest.ts'
import { resolveHost, serviceOfHost } from '../istio/fqdn.ts'
import { isCoveredBy, isWildcard } from '../istio/host-names.ts'
import { isWellKnownService } from '../istio/istio-components.ts'
import { exportToAnnotation, exportToOfAnnotation, isVisible, isVisibleThrough } from '../istio/visibility.ts'
import { namespaceKey, type Resource, sameNamespace, showNamespace, unsetNamespace } from '../kube/resource.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { HostTarget } from './mesh.ts'
import { indexServiceEntries, type ServiceEntry, type ServiceEntryHosts } from './service-entries.ts'
import type { Service } from './service-pods.ts'

/** The hosts of a unit. */
export interface HostRegistry {
  resolve(host: string, namespace: Maybe<string>): Maybe<HostTarget | undefined>
  hiddenFrom(host: string, namespace: Maybe<string>): readonly (Service | ServiceEntry)[]
  meantBy(host: string, namespace: Maybe<string>): HostTarget | undefined
  /** The full host, and the Service that it would be; no Service for hosts outside the cluster's domain. */
  place(host: string, namespace: Maybe<string>): HostPlace
  /** The hosts that ServiceEntries declare. */
  readonly declaredHosts: readonly string[]
}

/** Where a host must be found. */
export interface HostPlace {
  readonly fqdn: string
  readonly service: { readonly name: string; readonly namespace: Maybe<string> } | undefined
}

/** What there is of a host, before asking who may see it. */
interface Candidates {
  readonly services: Maybe<readonly Service[]>
  readonly serviceEntries: readonly ServiceEntry[]
}

/** What questions are answered from. */
interface Facts {
  readonly snapshot: Snapshot
  readonly entries: ServiceEntryHosts
  readonly covered: (wildcard: string) => readonly Service[]
  readonly answers: Map<string, Maybe<HostTarget | undefined>>
}

export function makeHostRegistry(snapshot: Snapshot): HostRegistry {
  const entries = indexServiceEntries(snapshot)
  const facts: Facts = { snapshot, entries, covered: serviceCover(snapshot), answers: new Map() }
  const place = (host: string, namespace: Maybe<string>): HostPlace => placeOf(host, namespace, snapshot.clusterDomain)
  return {
    resolve: (host, namespace) => resolve(facts, host, namespace),
    place,
    meantBy: (host, namespace) => {
      const target = completed(facts, host, namespace)
      return target?.known && target.value?.services.length ? target.value : undefined
    },
    hiddenFrom: (host, namespace) => {
      const at = place(host, namespace)
      const { services, serviceEntries } = candidates(facts, at)
      return [
        ...(services.known ? services.value : []).filter((one) => isKnown(seesService(one, namespace), false)),
        ...serviceEntries.filter((one) => isFor(one, at) && isKnown(seesServiceEntry(one, namespace), false)),
      ]
    },
    declaredHosts: entries.hosts,
  }
}

function resolve(facts: Facts, host: string, namespace: Maybe<string>): Maybe<HostTarget | undefined> {
  const key = `${namespaceKey(namespace)}/${host}`
  const answer = facts.answers.get(key) ?? find(facts, host, namespace)
  facts.answers.set(key, answer)
  return answer
}

function find(facts: Facts, host: string, namespace: Maybe<string>): Maybe<HostTarget | undefined> {
  const { snapshot, entries } = facts
  const at = placeOf(host, namespace, snapshot.clusterDomain)
  const found = candidates(facts, at)
  const seen = visibleTo(found, at, namespace)
  if (seen.target) return known(seen.target)
  if (seen.undecided) return seen.undecided
  // A ServiceEntry with a placeholder for a host is hardly for one of the cluster's own.
  if (!at.service && entries.unread) return entries.unread
  if (snapshot.complete) return known(undefined)
  const other = found.services.known && found.services.value.length > 0 ? unplacedService(snapshot, at) : undefined
  if (other) return other
  if (isDeclared(found, at)) return known(undefined)
  if (at.service || isWildcard(host)) return mayBeMade(snapshot, at) ?? known(undefined)
  const isMistake = isIncomplete(facts, host, namespace) || entries.hosts.some((other) => isClose(host, other))
  return isMistake ? known(undefined) : undeclared(host)
}

function candidates({ snapshot, covered, entries }: Facts, { fqdn, service }: HostPlace): Candidates {
  const serviceEntries = entries.find(fqdn)
  if (isWildcard(fqdn)) return { services: known(covered(fqdn)), serviceEntries }
  return {
    services: service ? snapshot.find('Service', service.name, service.namespace) : known([]),
    serviceEntries,
  }
}

/** What a host stands for once it is completed as it seems to be meant; undefined where it needs no completing. */
function completed(facts: Facts, host: string, namespace: Maybe<string>): Maybe<HostTarget | undefined> | undefined {
  const meant = completedHost(host, facts.snapshot.clusterDomain)
  return meant === undefined ? undefined : resolve(facts, meant, namespace)
}

/** Whether a host is certainly one that Istio would have to complete. */
function isIncomplete(facts: Facts, host: string, namespace: Maybe<string>): boolean {
  const target = completed(facts, host, namespace)
  // `.svc` is no one's domain: there the place decides, as for the full host. `reviews.prod` may be one.
  return target?.known === true && (target.value !== undefined || !isTwoParts(host))
}

function placeOf(host: string, namespace: Maybe<string>, domain: string): HostPlace {
  const fqdn = resolveHost(host, showNamespace(namespace), domain)
  if (fqdn !== host) return { fqdn, service: { name: host, namespace } }
  const service = serviceOfHost(fqdn, domain)
  return { fqdn, service: service && { name: service.name, namespace: known(service.namespace) } }
}

/** Finds the Services that a wildcard covers. */
function serviceCover(snapshot: Snapshot): (wildcard: string) => readonly Service[] {
  let hosts: readonly { readonly host: string; readonly service: Service }[] | undefined
  const answers = new Map<string, readonly Service[]>()
  return (wildcard) => {
    hosts ??= snapshot.all('Service').flatMap((service) => {
      const { name, namespace = unsetNamespace } = service
      const host = name.known && `${name.value}.${showNamespace(namespace)}.svc.${snapshot.clusterDomain}`
      return host ? [{ host, service }] : []
    })
    const found =
      answers.get(wildcard) ?? hosts.filter(({ host }) => isCoveredBy(host, wildcard)).map(({ service }) => service)
    answers.set(wildcard, found)
    return found
  }
}

/** Whether the very host is there, though nobody may see it. A wildcard that nobody sees says nothing of one host. */
function isDeclared({ services, serviceEntries }: Candidates, at: HostPlace): boolean {
  return (services.known && services.value.length > 0) || serviceEntries.some((entry) => isFor(entry, at))
}

/** Whether a ServiceEntry is for the very host, not by a wildcard. */
function isFor(entry: ServiceEntry, { fqdn }: HostPlace): boolean {
  return entry.entries('spec', 'hosts').items.some((item) => isKnown(item.get(), fqdn))
}

/** Beside the Services that are hidden, one in an unknown namespace may be meant. */
function unplacedService(snapshot: Snapshot, { service }: HostPlace): Unknown | undefined {
  if (!service) return undefined
  for (const { name, namespace = unsetNamespace } of snapshot.all('Service')) {
    if (!isKnown(name, service.name) || namespaceKey(namespace) === namespaceKey(service.namespace)) continue
    const same = sameNamespace(namespace, service.namespace)
    if (!same.known) return same
  }
  return undefined
}

/** Of what there is, what a namespace certainly sees; else why it may see something. */
function visibleTo(
  { services, serviceEntries }: Candidates,
  { fqdn }: HostPlace,
  viewer: Maybe<string>,
): { readonly target: HostTarget | undefined; readonly undecided: Unknown | undefined } {
  let undecided: Unknown | undefined = services.known ? undefined : services
  const sees = (visible: Maybe<boolean>): boolean => {
    if (!visible.known) undecided ??= visible
    return visible.known && visible.value
  }
  const target = {
    fqdn,
    services: (services.known ? services.value : []).filter((one) => sees(seesService(one, viewer))),
    serviceEntries: serviceEntries.filter((one) => sees(seesServiceEntry(one, viewer))),
  }
  return { target: target.services.length + target.serviceEntries.length > 0 ? target : undefined, undecided }
}

/** Whether a Service exists and is exported to a namespace. */
function seesService(service: Service, viewer: Maybe<string>): Maybe<boolean> {
  if (!service.exists.known) return service.exists
  const annotation = annotations.get(service) ?? service.get('metadata', 'annotations', exportToAnnotation)
  annotations.set(service, annotation)
  if (!annotation.known) return annotation
  if (annotation.value === undefined) return yes
  return isVisible(exportToOfAnnotation(annotation.value), service.namespace ?? unsetNamespace, viewer)
}

/** The annotation of each Service, read once. */
const annotations = new WeakMap<Service, Maybe<string | undefined>>()

/** Whether a ServiceEntry exists and is exported to a namespace. */
function seesServiceEntry(entry: ServiceEntry, viewer: Maybe<string>): Maybe<boolean> {
  if (!entry.exists.known) return entry.exists
  return isVisibleThrough(entry.entries('spec', 'exportTo'), entry.namespace ?? unsetNamespace, viewer)
}

/** Why a host of the cluster's domain may exist although the unit does not hold it. */
function mayBeMade(snapshot: Snapshot, { fqdn, service }: HostPlace): Unknown | undefined {
  if (!service) return unknown(serviceGap(fqdn))
  const { name, namespace } = service
  const mayBe =
    !snapshot.describes(namespace) ||
    (isWildcard(name) && snapshot.all('Service').some((one) => !one.namespace?.known || !one.name.known)) ||
    // No Service has a dot in its name: what an operator makes can not be it.
    (!name.includes('.') && (snapshot.mayHoldMore(namespace) || isWellKnownService(name, namespace))) ||
    snapshot.all('KubernetesGateway').some((gateway) => makesService(gateway, name, namespace))
  return mayBe ? unknown(serviceGap(fqdn)) : undefined
}

/** Istio makes a Service `NAME-CLASS` for a Gateway of the Gateway API (pilot/pkg/config/kube/gateway/deploymentcontroller.go). */
function makesService(gateway: Pick<Resource, 'name' | 'namespace'>, name: string, namespace: Maybe<string>): boolean {
  if (namespaceKey(gateway.namespace) !== namespaceKey(namespace)) return false
  return !gateway.name.known || name === gateway.name.value || name.startsWith(`${gateway.name.value}-`)
}

function serviceGap(fqdn: string): { readonly what: string; readonly hint: string } {
  return {
    what: `the Service of host "${fqdn}"`,
    hint: 'add it to the input, or say --complete if the input is the whole cluster',
  }
}

function undeclared(host: string): Unknown {
  return unknown({
    what: `the host "${host}"`,
    hint: 'add the ServiceEntry that declares it to the input, or say --complete if the input is the whole cluster',
  })
}

function isTwoParts(host: string): boolean {
  return host.split('.').length === 2
}

/**
 * The full host that one with some dots seems to mean: `reviews.prod`, `reviews.prod.svc`, one with a dot at its end.
 * Istio completes none of them. Source: Istio 1.30.3, pilot/pkg/model/config.go: ResolveShortnameToFQDN.
 */
function completedHost(host: string, domain: string): string | undefined {
  const bare = host.endsWith('.') ? host.slice(0, -1) : host
  const parts = bare.split('.')
  if (isWildcard(bare) || parts.includes('')) return undefined
  if (parts.length === 2 || (parts.length === 3 && parts[2] === 'svc')) return `${parts[0]}.${parts[1]}.svc.${domain}`
  return bare === host ? undefined : bare
}
