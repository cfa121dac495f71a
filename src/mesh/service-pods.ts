import {
  allOf,
  isKnown,
  known,
  type Maybe,
  mapMaybe,
  no,
  not,
  thenMaybe,
  type Unknown,
  unknown,
  yes,
} from '../base/maybe.ts'
import type { AdmittedPod } from '../injection/admitted-pod.ts'
import { isWellKnownService } from '../istio/istio-components.ts'
import type { Kinds } from '../istio/known-kinds.ts'
import { readLabelMap, type Selector } from '../kube/label-selector.ts'
import { namespaceKey, type Resource, sameNamespace, showName, showNamespace } from '../kube/resource.ts'
import type { View } from '../kube/view.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { type PodIndex, selectionKey, selectsWorkload } from './pod-index.ts'
import { makeWorkloadEntryFor } from './workload-entries.ts'

export type Service = Resource<Kinds['Service']>
export type LabelMap = Readonly<Record<string, string>>

/** Which pods a unit's Services select. */
export interface ServicePods {
  podsOf(service: Service): Maybe<readonly AdmittedPod[]>
  /** The pods of several Services (alternatives, or all that a wildcard covers); of one that knows its pods, those. */
  podsOfAny(services: readonly Service[]): Maybe<readonly AdmittedPod[]>
  podsOfSubset(services: readonly Service[], labels: View<LabelMap>): Maybe<readonly AdmittedPod[]>
  selects(service: Service, pod: AdmittedPod): Maybe<boolean>
}

/** What questions are answered from. */
interface Facts {
  readonly snapshot: Snapshot
  readonly index: PodIndex
  readonly workloadEntryFor: (namespace: Maybe<string>, selector: Selector) => Unknown | undefined
}

export function makeServicePods(snapshot: Snapshot, index: PodIndex): ServicePods {
  const facts: Facts = { snapshot, index, workloadEntryFor: makeWorkloadEntryFor(snapshot) }
  const found = new Map<Service, Maybe<readonly AdmittedPod[]>>()
  const select = (service: Service, selector: Selector): Maybe<readonly AdmittedPod[]> =>
    selectedPods(facts, service, selector)
  const podsOf = (service: Service): Maybe<readonly AdmittedPod[]> => {
    const pods = found.get(service) ?? select(service, selectorOf(service))
    found.set(service, pods)
    return pods
  }
  return {
    podsOf,
    podsOfAny: (services) => anyPods(services.map(podsOf)),
    podsOfSubset: (services, labels) => {
      const subset = subsetSelector(labels)
      return anyPods(distinct(services).map((service) => select(service, both(selectorOf(service), subset))))
    },
    selects: (service, pod) => selectsPod(service, pod),
  }
}

const distinctServices = new WeakMap<readonly Service[], readonly Service[]>()

/** Services without those that select what another one of the same name does: alternatives mostly agree. */
function distinct(services: readonly Service[]): readonly Service[] {
  const known = distinctServices.get(services)
  if (known) return known
  const byKey = new Map<string | Service, Service>()
  for (const service of services) {
    const key = isSelectorless(service).known ? selectionKey(selectorOf(service), service.namespace) : undefined
    byKey.set(
      key === undefined ? service : `${isKnown(isSelectorless(service), true)} ${showName(service)} ${key}`,
      service,
    )
  }
  const found = [...byKey.values()]
  distinctServices.set(services, found)
  return found
}

/** Facts of Services, read once. */
const selectors = new WeakMap<Service, Selector>()
const selectorless = new WeakMap<Service, Maybe<boolean>>()

export function selectorOf(service: Service): Selector {
  const selector = selectors.get(service) ?? readLabels(service.view('spec', 'selector'))
  selectors.set(service, selector)
  return selector
}

/** A map of labels as a selector; its places are left out, which costs most of the reading and which nobody asks for here. */
function readLabels(view: View<LabelMap>): Selector {
  const { items, gaps } = view.entries()
  const [gap, ...rest] = gaps
  const requirements = items.map((item) => {
    const value = mapMaybe(item.get(), (text) => text ?? '')
    return { key: known(String(item.key)), operator: equals, values: [value], at: undefined }
  })
  return { requirements, more: gap && unknown(gap, ...rest), at: undefined }
}

const equals: Maybe<'='> = known('=')

/** Whether a Service names no pods by a selector: its endpoints are made by hand, or it is of type ExternalName. */
export function isSelectorless(service: Service): Maybe<boolean> {
  const answer = selectorless.get(service) ?? readSelectorless(service)
  selectorless.set(service, answer)
  return answer
}

function readSelectorless(service: Service): Maybe<boolean> {
  const type = service.get('spec', 'type')
  if (type.known && type.value === 'ExternalName') return yes
  const { requirements, more } = selectorOf(service)
  if (requirements.length > 0) return type.known ? no : type
  return more ?? yes
}

/**
 * Whether a Service is headless. Source: Istio 1.30.3, pilot/pkg/serviceregistry/kube/conversion.go: ConvertService,
 * which looks at the type first.
 */
export function isHeadless(service: Service): Maybe<boolean> {
  return allOf([
    mapMaybe(service.get('spec', 'clusterIP'), (address) => address === 'None'),
    mapMaybe(service.get('spec', 'type'), (type) => type !== 'ExternalName'),
  ])
}

/** Whether a Service selects any pod of a workload, which must be of its namespace. */
export function selectsPod(service: Service, pod: AdmittedPod): Maybe<boolean> {
  const isSame = sameNamespaceKey(service.namespace, pod.owner.namespace)
  // Most pairs are settled here, without a look at labels.
  if (isKnown(isSame, false)) return isSame
  return allOf([isSame, not(isSelectorless(service)), selectsWorkload(selectorOf(service), pod)])
}

function sameNamespaceKey(a: Maybe<string> | undefined, b: Maybe<string> | undefined): Maybe<boolean> {
  if (!a || !b) return no
  return namespaceKey(a) === namespaceKey(b) ? yes : sameNamespace(a, b)
}

function selectedPods(facts: Facts, service: Service, selector: Selector): Maybe<readonly AdmittedPod[]> {
  const namespace = service.namespace
  if (!namespace) return known([])
  return thenMaybe(isSelectorless(service), (selectorless): Maybe<readonly AdmittedPod[]> => {
    if (selectorless) return known([])
    const { certain, undecided } = facts.index.select(selector, namespace)
    if (certain.length > 0) return known(certain)
    return undecided ?? mayBeElsewhere(facts, service, namespace, selector) ?? known([])
  })
}

/** Why pods or other endpoints may exist for a Service although no workload of the unit has its labels. */
function mayBeElsewhere(
  { snapshot, workloadEntryFor }: Facts,
  service: Service,
  namespace: Maybe<string>,
  selector: Selector,
): Unknown | undefined {
  const isInstalledOtherwise = !snapshot.complete && isWellKnownService(showName(service), namespace)
  if (isInstalledOtherwise || snapshot.mayHoldMore(namespace) || !snapshot.describes(namespace))
    return unknown({
      what: `pods with the labels that Service "${showName(service)}" selects in namespace "${showNamespace(namespace)}"`,
      hint: 'add the workload that makes them to the input, or say --complete if the input is the whole cluster',
    })
  return workloadEntryFor(namespace, selector)
}

/**
 * The selector of a DestinationRule's subset. Labels that Istio itself adds to endpoints, from the node and the cluster,
 * are on no pod: they make it unknown. Source: Istio 1.30.3, pilot/pkg/serviceregistry/util/label/label.go: AugmentLabels.
 */
function subsetSelector(labels: View<LabelMap>): Selector {
  const selector = readLabelMap(labels)
  const requirements = selector.requirements.filter(({ key }) => !(key.known && isPlaceLabel(key.value)))
  if (requirements.length === selector.requirements.length) return selector
  const more = unknown({
    what: 'the places of the nodes that the pods run on',
    hint: 'this label comes from the node, which no manifest shows',
    at: labels.at(),
  })
  return { ...selector, requirements, more: selector.more ?? more }
}

function isPlaceLabel(key: string): boolean {
  return key.startsWith('topology.kubernetes.io/') || key.startsWith('topology.istio.io/') || key === hostnameLabel
}

const hostnameLabel = 'kubernetes.io/hostname'

function both(a: Selector, b: Selector): Selector {
  return { ...a, requirements: [...a.requirements, ...b.requirements], more: a.more ?? b.more }
}

/** The pods that any of several Services selects. Alternatives with one selector share one list: it is looked at once. */
function anyPods(parts: readonly Maybe<readonly AdmittedPod[]>[]): Maybe<readonly AdmittedPod[]> {
  const lists = new Set(parts.flatMap((part) => (part.known && part.value.length > 0 ? [part.value] : [])))
  const [first, second] = lists
  if (first && !second) return known(first)
  if (first) return known([...new Set([...lists].flat())])
  return parts.find((part) => !part.known) ?? known([])
}
