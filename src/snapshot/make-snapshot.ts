import { known, type Maybe, unknown, unknownFrom } from '../base/maybe.ts'
import type { KindName, Kinds } from '../istio/known-kinds.ts'
import { kinds } from '../istio/known-kinds.ts'
import type { Labels } from '../kube/labels.ts'
import { namespaceKey, type Resource, sameNamespace, showNamespace, unsetNamespace } from '../kube/resource.ts'
import type { Unit } from '../sources/unit.ts'
import { isCustomResource, usesMesh, workloadKinds } from './mesh-signs.ts'
import { mergeNamespaceLabels } from './namespace-labels.ts'
import type { Snapshot } from './snapshot.ts'

export interface SnapshotOptions {
  /** Whether the input is the whole cluster. */
  readonly complete: boolean
  readonly clusterDomain?: string
}

/** Freezes and indexes one unit. Nothing is decided here that the input does not say. */
export function makeSnapshot(unit: Unit, options: SnapshotOptions): Snapshot {
  const index = indexOf(unit.resources)
  const described = describedNamespaces(unit.resources)
  const operated = operatedNamespaces(unit.resources)
  const labels = new Map<string, Labels>()
  const describes = (namespace: Maybe<string>): boolean =>
    options.complete || (!unit.open && described.has(namespaceKey(namespace)))
  const snapshot: Snapshot = {
    unit,
    clusterDomain: options.clusterDomain ?? 'cluster.local',
    complete: options.complete,
    // The index holds under each kind's name only resources that were read by that kind's shape.
    all: <N extends KindName>(kind: N) => (index.byKind.get(kind) ?? []) as readonly Resource<Kinds[N]>[],
    find: <N extends KindName>(kind: N, name: string, namespace?: Maybe<string>) =>
      find(index, kind, name, namespace, describes, options.complete) as Maybe<readonly Resource<Kinds[N]>[]>,
    describes,
    mayHoldMore: (namespace) => !options.complete && (unit.open !== undefined || operated.has(namespaceKey(namespace))),
    workloads: unit.resources.filter((resource) => workloadKinds.has(resource.kindName)),
    namespaceLabels: (namespace) => {
      const key = namespaceKey(namespace)
      const found = labels.get(key) ?? mergeNamespaceLabels(namespace, snapshot)
      labels.set(key, found)
      return found
    },
    remarks: (kind) => (unit.remarks ?? []).filter((remark) => remark.kind === kind),
    usesMesh: usesMesh(unit.resources),
  }
  return Object.freeze(snapshot)
}

interface Index {
  readonly byKind: ReadonlyMap<string, readonly Resource[]>
  /** kind, name → every declaration, in every namespace. */
  readonly byName: ReadonlyMap<string, readonly Resource[]>
  /** kind → the objects whose name nobody knows. */
  readonly nameless: ReadonlyMap<string, readonly Resource[]>
}

function indexOf(resources: readonly Resource[]): Index {
  const byKind = new Map<string, Resource[]>()
  const byName = new Map<string, Resource[]>()
  const nameless = new Map<string, Resource[]>()
  for (const resource of resources) {
    put(byKind, resource.kindName, resource)
    if (resource.name.known) put(byName, `${resource.kindName} ${resource.name.value}`, resource)
    else put(nameless, resource.kindName, resource)
  }
  return { byKind, byName, nameless }
}

function put(groups: Map<string, Resource[]>, key: string, resource: Resource): void {
  const group = groups.get(key)
  if (group) group.push(resource)
  else groups.set(key, [resource])
}

function find(
  index: Index,
  kind: KindName,
  name: string,
  namespace: Maybe<string> | undefined,
  describes: (namespace: Maybe<string>) => boolean,
  complete: boolean,
): Maybe<readonly Resource[]> {
  const clusterScoped = kinds[kind].scope === 'Cluster'
  const wanted = clusterScoped ? undefined : (namespace ?? unsetNamespace)
  const same = (one: Resource): Maybe<boolean> =>
    wanted && one.namespace ? sameNamespace(one.namespace, wanted) : known(true)

  const named = index.byName.get(`${kind} ${name}`) ?? []
  const found = named.filter((one) => isTrue(same(one)))
  if (found.some((one) => one.exists.known)) return known(found)

  const perhaps = [...named, ...(index.nameless.get(kind) ?? [])].find((one) => !isFalse(same(one)))
  if (perhaps) return unknownBecauseOf(perhaps, kind, name, wanted)
  if (wanted ? describes(wanted) : complete) return known([])
  return unknown({
    what: `${kinds[kind].kind} "${name}"${wanted ? ` in namespace "${showNamespace(wanted)}"` : ''}`,
    hint: 'add it to the input, or say --complete if the input is the whole cluster',
  })
}

function isTrue(maybe: Maybe<boolean>): boolean {
  return maybe.known && maybe.value
}

function isFalse(maybe: Maybe<boolean>): boolean {
  return maybe.known && !maybe.value
}

/** Another object may be the one that is looked for: by a name or a namespace that nobody knows. */
function unknownBecauseOf(
  perhaps: Resource,
  kind: KindName,
  name: string,
  wanted: Maybe<string> | undefined,
): Maybe<readonly Resource[]> {
  if (!perhaps.exists.known) return perhaps.exists
  if (!perhaps.name.known) return perhaps.name
  if (wanted && perhaps.namespace && !perhaps.namespace.known) return unknownFrom(perhaps.namespace)
  if (wanted && !wanted.known) return wanted
  return unknown({ what: `${kinds[kind].kind} "${name}"`, hint: 'add it to the input', at: perhaps.at() })
}

/** The namespaces that hold a Service or a workload: only there, what is not in the unit is missing. */
function describedNamespaces(resources: readonly Resource[]): ReadonlySet<string> {
  const described = new Set<string>()
  for (const { kindName, namespace } of resources)
    if (namespace && (kindName === 'Service' || workloadKinds.has(kindName))) described.add(namespaceKey(namespace))
  return described
}

/** The namespaces where an operator's resource lives: it may make pods and Services that no manifest shows. */
function operatedNamespaces(resources: readonly Resource[]): ReadonlySet<string> {
  const operated = new Set<string>()
  for (const resource of resources)
    if (resource.namespace && isCustomResource(resource)) operated.add(namespaceKey(resource.namespace))
  return operated
}
