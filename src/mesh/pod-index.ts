import { allOf, anyOf, type Known, known, type Maybe, no, type Unknown, unknownFrom, yes } from '../base/maybe.ts'
import type { AdmittedPod } from '../injection/admitted-pod.ts'
import { type Selector, selectorMatches } from '../kube/label-selector.ts'
import type { Labels } from '../kube/labels.ts'
import { requirementMatches } from '../kube/requirement.ts'
import { namespaceKey, sameNamespace } from '../kube/resource.ts'

/** What a selector finds: the workloads that it certainly selects, and why it may select others. */
export interface Selection {
  readonly certain: readonly AdmittedPod[]
  readonly undecided: Unknown | undefined
}

/** The workloads of a unit, found by labels without looking at each of them. */
export interface PodIndex {
  /** The workloads of a namespace (of the whole unit without one) that a selector selects. */
  select(selector: Selector, namespace: Maybe<string> | undefined): Selection
  /** The workloads of a name in every namespace. */
  named(name: string): readonly AdmittedPod[]
  /** About how many workloads a label pair leaves. */
  count(key: string, value: string): number
}

const podNameLabel = 'statefulset.kubernetes.io/pod-name'
const podIndexLabel = 'apps.kubernetes.io/pod-index'

/** Labels that differ from pod to pod of one StatefulSet. */
const perPodLabels: ReadonlySet<string> = new Set([podNameLabel, podIndexLabel])

interface Bucket {
  readonly pods: AdmittedPod[]
  /** `key=value` → the workloads that have it, on any of their pods. */
  readonly byPair: Map<string, AdmittedPod[]>
  /** key → the workloads whose value of it is unknown. */
  readonly byUnknown: Map<string, AdmittedPod[]>
  /** The workloads that may have labels which nobody lists. */
  readonly open: AdmittedPod[]
  /** `key=value` → all that may have it; filled when asked for. */
  readonly withPair: Map<string, readonly AdmittedPod[]>
}

/** Indexes the workloads by namespace and label. */
export function makePodIndex(pods: readonly AdmittedPod[]): PodIndex {
  const all = emptyBucket()
  // Those whose namespace nobody knows: they may be in any.
  const unplaced = emptyBucket()
  const byNamespace = new Map<string, Bucket>()
  const byName = new Map<string, AdmittedPod[]>()
  for (const pod of pods) {
    const { name, namespace } = pod.owner
    const key = namespaceKey(namespace)
    const bucket = byNamespace.get(key) ?? emptyBucket()
    byNamespace.set(key, bucket)
    const entry = filed(pod)
    addPod(all, entry)
    addPod(bucket, entry)
    if (namespace && !namespace.known) addPod(unplaced, entry)
    if (name.known) put(byName, name.value, pod)
  }
  const select = (selector: Selector, namespace: Maybe<string> | undefined): Selection => {
    if (!namespace) return selectIn(all, selector)
    const own = byNamespace.get(namespaceKey(namespace))
    const found = own ? selectIn(own, selector) : { certain: [], undecided: undefined }
    if (found.certain.length > 0) return found
    return { certain: [], undecided: found.undecided ?? elsewhere(selector, namespace, all, unplaced) }
  }
  // Alternatives of one Service mostly have one selector.
  const selections = new Map<string, Selection>()
  return {
    select: (selector, namespace) => {
      const key = selectionKey(selector, namespace)
      if (key === undefined) return select(selector, namespace)
      const selection = selections.get(key) ?? select(selector, namespace)
      selections.set(key, selection)
      return selection
    },
    named: (name) => byName.get(name) ?? [],
    count: (key, value) => all.byPair.get(`${key}=${value}`)?.length ?? 0,
  }
}

/** What a selector in a namespace demands, as a text; undefined where a part of it is unknown. */
export function selectionKey(
  { requirements, more }: Selector,
  namespace: Maybe<string> | undefined,
): string | undefined {
  if (more) return undefined
  let text = namespace ? namespaceKey(namespace) : '*'
  for (const { key, operator, values } of requirements) {
    const [value] = values
    if (!key.known || !operator.known || operator.value !== '=' || !value?.known) return undefined
    text += `,${key.value}=${value.value}`
  }
  return text
}

function emptyBucket(): Bucket {
  return { pods: [], byPair: new Map(), byUnknown: new Map(), open: [], withPair: new Map() }
}

function put<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const group = groups.get(key)
  if (!group) groups.set(key, [item])
  else if (group.at(-1) !== item) group.push(item)
}

/** A workload as it is filed in several buckets. */
interface Filed {
  readonly pod: AdmittedPod
  readonly pairs: readonly string[]
  readonly unsure: readonly string[]
  readonly isOpen: boolean
}

function filed(pod: AdmittedPod): Filed {
  const pairs: string[] = []
  const unsure: string[] = []
  let isOpen = false
  for (const labels of labelSets(pod)) {
    isOpen ||= labels.open !== undefined
    for (const [key, { value }] of labels.known) {
      if (value.known) pairs.push(`${key}=${value.value}`)
      else unsure.push(key)
    }
  }
  return { pod, pairs, unsure, isOpen }
}

function addPod(bucket: Bucket, { pod, pairs, unsure, isOpen }: Filed): void {
  bucket.pods.push(pod)
  for (const pair of pairs) put(bucket.byPair, pair, pod)
  for (const key of unsure) put(bucket.byUnknown, key, pod)
  if (isOpen) bucket.open.push(pod)
}

/** The labels of a workload's pods: those of nearly all, and of each that fares differently. */
function labelSets(pod: AdmittedPod): readonly Labels[] {
  return pod.exceptions.length === 0 ? [pod.labels] : [pod.labels, ...pod.exceptions.map(({ labels }) => labels)]
}

function selectIn(bucket: Bucket, selector: Selector): Selection {
  const certain: AdmittedPod[] = []
  let undecided: Unknown | undefined
  for (const pod of candidates(bucket, selector)) {
    if (isExcluded(selector, pod)) continue
    // One reason for doubt is enough: after it, only certain matches matter.
    if (undecided && isDoubtful(selector, pod)) continue
    const matches = selectsWorkload(selector, pod)
    if (!matches.known) undecided ??= matches
    else if (matches.value) certain.push(pod)
  }
  return { certain, undecided }
}

/** Whether a label of a workload differs from what is demanded: most candidates are settled so. */
function isExcluded({ requirements }: Selector, { labels, exceptions, owner }: AdmittedPod): boolean {
  if (exceptions.length > 0) return false
  return requirements.some((requirement) => {
    if (owner.kindName === 'StatefulSet' && isPerPod(requirement)) return false
    const matches = requirementMatches(requirement, labels)
    return matches.known && !matches.value
  })
}

function isDoubtful({ requirements, more }: Selector, { labels, exceptions }: AdmittedPod): boolean {
  if (exceptions.length > 0) return false
  return more !== undefined || requirements.some((requirement) => !requirementMatches(requirement, labels).known)
}

/** Why a selector may select workloads although none of its own namespace: one of the two namespaces is unknown. */
function elsewhere(selector: Selector, namespace: Maybe<string>, all: Bucket, unplaced: Bucket): Unknown | undefined {
  const key = namespaceKey(namespace)
  for (const pod of candidates(namespace.known ? unplaced : all, selector)) {
    if (!pod.owner.namespace || namespaceKey(pod.owner.namespace) === key) continue
    const matches = selectsWorkload(selector, pod)
    if (matches.known && !matches.value) continue
    const same = sameNamespace(namespace, pod.owner.namespace)
    if (!same.known) return matches.known ? same : unknownFrom(same, matches)
  }
  return undefined
}

/** The workloads that can match at all: those that may have the rarest of the demanded labels, in the unit's order. */
function candidates(bucket: Bucket, selector: Selector): readonly AdmittedPod[] {
  let best: readonly AdmittedPod[] | undefined
  for (const [key, value] of demandedPairs(selector)) {
    const found = withPair(bucket, key, value)
    if (!best || found.length < best.length) best = found
  }
  return best ?? bucket.pods
}

function withPair(bucket: Bucket, key: string, value: string): readonly AdmittedPod[] {
  const pair = `${key}=${value}`
  const certain = bucket.byPair.get(pair) ?? []
  const unsure = bucket.byUnknown.get(key) ?? []
  if (unsure.length === 0 && bucket.open.length === 0) return certain
  const found = bucket.withPair.get(pair) ?? [
    ...new Set([...certain, ...unsure, ...bucket.open.filter((pod) => !pod.labels.known.has(key))]),
  ]
  bucket.withPair.set(pair, found)
  return found
}

/** The label pairs that a selector demands with certainty, but for those that differ from pod to pod. */
export function demandedPairs(selector: Selector): readonly (readonly [key: string, value: string])[] {
  const pairs: (readonly [string, string])[] = []
  for (const { key, operator, values } of selector.requirements) {
    const [value] = values
    if (!key.known || perPodLabels.has(key.value) || !operator.known || operator.value !== '=') continue
    if (value?.known) pairs.push([key.value, value.value])
  }
  return pairs
}

/** Whether a selector selects any pod of a workload, by the labels that its pods are stored with. */
export function selectsWorkload(selector: Selector, pod: AdmittedPod): Maybe<boolean> {
  if (pod.owner.kindName === 'StatefulSet' && selector.requirements.some(isPerPod)) return selectsOrdinal(selector, pod)
  const common = selectorMatches(selector, pod.labels)
  if (pod.exceptions.length === 0 || (common.known && common.value)) return common
  return anyOf([common, ...pod.exceptions.map(({ labels }) => selectorMatches(selector, labels))])
}

type Requirement = Selector['requirements'][number]

function isPerPod({ key, operator }: Requirement): boolean {
  return key.known && perPodLabels.has(key.value) && operator.known && operator.value === '='
}

/** Whether a selector that names one pod of a StatefulSet finds that pod. */
function selectsOrdinal(selector: Selector, pod: AdmittedPod): Maybe<boolean> {
  const ordinals = selector.requirements.filter(isPerPod).map((requirement) => demandedOrdinal(requirement, pod))
  const [first] = ordinals
  if (!first || ordinals.some((ordinal) => ordinal.known && ordinal.value === undefined)) return no
  const wanted = new Set(ordinals.flatMap((ordinal) => (ordinal.known ? [ordinal.value] : [])))
  if (wanted.size > 1) return no
  const rest = { ...selector, requirements: selector.requirements.filter((requirement) => !isPerPod(requirement)) }
  if (!first.known || first.value === undefined)
    return allOf([first.known ? no : first, selectorMatches(rest, pod.labels)])
  const ordinal = first.value
  const unknownParts = ordinals.filter((part): part is Unknown => !part.known)
  const name = pod.owner.name.known ? `${pod.owner.name.value}-${ordinal}` : undefined
  const labels = pod.exceptions.find((exception) => exception.name === name)?.labels ?? pod.labels
  return allOf([...unknownParts, hasOrdinal(pod, ordinal), selectorMatches(rest, labels)])
}

/** The ordinal that a label of one pod stands for; a known undefined when no pod of the workload has such a label. */
function demandedOrdinal({ key, values }: Requirement, pod: AdmittedPod): Maybe<number | undefined> {
  const value = values[0] ?? known('')
  if (!value.known) return value
  if (key.known && key.value === podIndexLabel) return ordinalOf(value.value)
  if (!pod.owner.name.known) return pod.owner.name
  const prefix = `${pod.owner.name.value}-`
  return value.value.startsWith(prefix) ? ordinalOf(value.value.slice(prefix.length)) : known(undefined)
}

function ordinalOf(text: string): Known<number | undefined> {
  return known(/^(0|[1-9]\d*)$/.test(text) ? Number(text) : undefined)
}

/** Whether a StatefulSet makes the pod of an ordinal. */
export function hasOrdinal({ pods }: AdmittedPod, ordinal: number): Maybe<boolean> {
  const start = Number(/\d+$/.exec(pods.first.shownName)?.[0] ?? 0)
  if (ordinal < start) return no
  if (pods.replicas.known) return ordinal < start + pods.replicas.value ? yes : no
  return pods.replicas
}
