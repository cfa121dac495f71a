import { type Gap, type Gaps, isKnown, known, type Maybe, unknown } from '../base/maybe.ts'
import { groupBy } from '../base/order.ts'
import { nodeAt, plainData, scalarNode } from '../base/tree.ts'
import { isAcceptedRange } from '../kube/limit-range.ts'
import { namespaceKey, type Resource, sameNamespace, showNamespace, unsetNamespace } from '../kube/resource.ts'
import type { ServiceAccount } from '../kube/service-account.ts'
import type { PodSurroundings, PriorityClass } from '../kube/stored-pod.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'

/** An object of the input that is the one asked for, or may be. */
interface Found {
  readonly certain: readonly Resource[]
  readonly perhaps: readonly Gap[]
}

/**
 * What of a unit changes the pods of a namespace when they are created. Every namespace has a ServiceAccount `default`,
 * which is taken to be as the cluster makes it; LimitRanges and a default PriorityClass are taken to be there only where
 * the unit has them.
 */
export function surroundingsOf(snapshot: Snapshot, namespace: Maybe<string>): PodSurroundings {
  const resources = readBy(snapshot)
  const limits = find(resources, 'v1', 'LimitRange', undefined, namespace)
  return {
    serviceAccount: (name) => {
      const found = find(resources, 'v1', 'ServiceAccount', name, namespace)
      if (name === 'default' && found.certain.length + found.perhaps.length === 0) return known({})
      return agreed(found, serviceAccountOf, `ServiceAccount "${name}" of namespace "${showNamespace(namespace)}"`)
    },
    limitRanges: limits.certain.map(({ root }) => root).filter(isAcceptedRange),
    moreLimits: gapsOf(limits.perhaps),
    priorityClass: (name) => (name === undefined ? defaultPriority(resources) : priorityClass(resources, name)),
    runtimeClass: (name) => {
      const found = find(resources, 'node.k8s.io/v1', 'RuntimeClass', name)
      return agreed(found, ({ root }) => root, `RuntimeClass "${name}"`)
    },
  }
}

const kinds: ReadonlySet<string> = new Set([
  'LimitRange',
  'Node',
  'PriorityClass',
  'ResourceQuota',
  'RuntimeClass',
  'ServiceAccount',
])

/** The objects of a unit that change pods, and what was found among them. */
interface Objects {
  readonly byKind: ReadonlyMap<string, readonly Resource[]>
  readonly found: Map<string, Found>
}

const objects = new WeakMap<Snapshot, Objects>()

/** The objects of a unit that change pods, gathered once. */
function readBy(snapshot: Snapshot): Objects {
  const known = objects.get(snapshot)
  if (known) return known
  const relevant = snapshot.unit.resources.filter(({ kind }) => kinds.has(kind))
  const gathered = { byKind: groupBy(relevant, kindKey), found: new Map<string, Found>() }
  objects.set(snapshot, gathered)
  return gathered
}

function kindKey({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): string {
  return `${apiVersion} ${kind}`
}

/** The name of the cluster's one node, where the unit has it. */
export function onlyNode(snapshot: Snapshot): string | undefined {
  const [node, another] = readBy(snapshot).byKind.get('v1 Node') ?? []
  return node && !another && node.exists.known && node.name.known ? node.name.value : undefined
}

/** The ResourceQuotas that are certainly in a namespace. */
export function quotasOf(snapshot: Snapshot, namespace: Maybe<string> = unsetNamespace): readonly Resource[] {
  return find(readBy(snapshot), 'v1', 'ResourceQuota', undefined, namespace).certain
}

/** Whether the cluster certainly has an object of that name. */
export function isPresent(snapshot: Snapshot, apiVersion: string, kind: string, name: string): boolean {
  return find(readBy(snapshot), apiVersion, kind, name).certain.length > 0
}

/** Whether the cluster certainly has no object of that name: the input is the whole cluster, and none may be it. */
export function isAbsent(
  snapshot: Snapshot,
  apiVersion: string,
  kind: string,
  name: string,
  namespace?: Maybe<string>,
): boolean {
  if (!snapshot.complete) return false
  const { certain, perhaps } = find(readBy(snapshot), apiVersion, kind, name, namespace)
  return certain.length + perhaps.length === 0
}

/** The objects of a kind, of any name where none is asked for, of any namespace likewise. */
function find(
  { byKind, found }: Objects,
  apiVersion: string,
  kind: string,
  name: string | undefined,
  namespace?: Maybe<string>,
): Found {
  const key = JSON.stringify([apiVersion, kind, name, namespace && namespaceKey(namespace)])
  const before = found.get(key)
  if (before) return before
  const answer = findAmong(byKind.get(kindKey({ apiVersion, kind })) ?? [], name, namespace)
  found.set(key, answer)
  return answer
}

function findAmong(resources: readonly Resource[], name: string | undefined, namespace?: Maybe<string>): Found {
  const certain: Resource[] = []
  const perhaps: Gap[] = []
  for (const one of resources) {
    if (name !== undefined && one.name.known && one.name.value !== name) continue
    const isHere = namespace && one.namespace ? sameNamespace(one.namespace, namespace) : known(true)
    if (isKnown(isHere, false)) continue
    const missing = [one.exists, isHere, ...(name === undefined ? [] : [one.name])].filter((part) => !part.known)
    if (missing.length === 0) certain.push(one)
    for (const part of missing) if (!part.known) perhaps.push(...part.gaps)
  }
  return { certain, perhaps }
}

function gapsOf(gaps: readonly Gap[]): Gaps | undefined {
  const [first, ...rest] = gaps
  return first && [first, ...rest]
}

/** What all declarations of an object say alike. */
function agreed<T>({ certain, perhaps }: Found, read: (one: Resource) => T, what: string): Maybe<T> {
  const [first, ...others] = certain
  const gaps = gapsOf(perhaps)
  if (gaps) return unknown(...gaps)
  if (!first) return unknown({ what, hint: 'add it to the input' })
  const body = JSON.stringify(plainData(first.root))
  if (others.some(({ root }) => JSON.stringify(plainData(root)) !== body)) {
    return unknown({ what: `which declaration of ${what} counts`, hint: 'leave one of them', at: first.at([]) })
  }
  return known(read(first))
}

function serviceAccountOf({ root }: Resource): ServiceAccount {
  return {
    automountServiceAccountToken: nodeAt(root, ['automountServiceAccountToken']),
    imagePullSecrets: nodeAt(root, ['imagePullSecrets']),
  }
}

function priorityClass(resources: Objects, name: string): Maybe<PriorityClass> {
  const found = find(resources, 'scheduling.k8s.io/v1', 'PriorityClass', name)
  return agreed(found, (one) => priorityOf(one, name), `PriorityClass "${name}"`)
}

function priorityOf({ root }: Resource, name: string): PriorityClass {
  const value = nodeAt(root, ['value']) ?? scalarNode(0, root)
  return { name, value, preemptionPolicy: nodeAt(root, ['preemptionPolicy']) }
}

/** The class that says that it is the default; of several the one with the lowest value (plugin Priority, getDefaultPriorityClass). */
function defaultPriority(resources: Objects): Maybe<PriorityClass | undefined> {
  const { certain, perhaps } = find(resources, 'scheduling.k8s.io/v1', 'PriorityClass', undefined)
  const gaps = gapsOf(perhaps)
  if (gaps) return unknown(...gaps)
  let lowest: PriorityClass | undefined
  for (const one of certain) {
    const isDefault = one.raw('globalDefault')
    if (!isDefault.known) return isDefault
    if (isDefault.value !== true) continue
    if (!one.name.known) return one.name
    const found = priorityOf(one, one.name.value)
    if (!lowest || priorityValue(found) < priorityValue(lowest)) lowest = found
  }
  return known(lowest)
}

function priorityValue({ value }: PriorityClass): number {
  return value.type === 'scalar' && typeof value.value === 'number' ? value.value : 0
}
