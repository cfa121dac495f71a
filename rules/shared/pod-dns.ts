import {
  type AdmittedPod,
  type AnyResource,
  groupBy,
  type Snapshot,
  type SourceLocation,
  showNamespace,
  type View,
} from '../../src/rule/index.ts'

/** A place where a unit uses the DNS name of one pod of a StatefulSet. */
export interface PodDnsUse {
  /** The name as written: `redis-0.redis-headless`, `$(POD_NAME).redis-headless`. */
  readonly text: string
  /** `redis` and 0; undefined where the pod's name is a variable. */
  readonly pod: { readonly set: string; readonly ordinal: number } | undefined
  readonly service: string
  /** The namespace of the object that says it. */
  readonly namespace: string
  /** The workload that says it; undefined for a ConfigMap. */
  readonly workload: AdmittedPod | undefined
  readonly at: SourceLocation
}

// `redis-0.redis-headless`, and `$(POD_NAME).redis`, `${HOSTNAME}.redis`, `$(hostname).redis`.
const ordinalName = /(?<![\w.-])([a-z]([a-z0-9-]*[a-z0-9])?)-(\d{1,4})\.([a-z]([a-z0-9-]*[a-z0-9])?)(?![\w-])/g
const variableName = /\$[({]?(POD_NAME|MY_POD_NAME|HOSTNAME|hostname)[)}]?\.([a-z]([a-z0-9-]*[a-z0-9])?)(?![\w-])/g

/** Every use of a pod's DNS name in the containers and ConfigMaps of a unit, by the name of the Service in it. */
export function podDnsUses(
  snapshot: Snapshot<'ConfigMap'>,
  pods: readonly AdmittedPod[],
): ReadonlyMap<string, readonly PodDnsUse[]> {
  const inPods = pods.flatMap((workload) =>
    containerTexts(workload).flatMap((leaf) => usesIn(leaf, workload.owner, workload)),
  )
  const inMaps = snapshot
    .all('ConfigMap')
    .flatMap((map) => map.entries('data').items.flatMap((leaf) => usesIn(leaf, map, undefined)))
  return groupBy([...inPods, ...inMaps], (use) => use.service)
}

function containerTexts({ pods }: AdmittedPod): readonly View<string>[] {
  const { body } = pods.first
  return [...body.entries('spec', 'initContainers').items, ...body.entries('spec', 'containers').items].flatMap(
    (container) => [
      ...container.entries('command').items,
      ...container.entries('args').items,
      ...container.entries('env').items.map((variable) => variable.view('value')),
    ],
  )
}

function usesIn(leaf: View<string>, on: AnyResource, workload: AdmittedPod | undefined): readonly PodDnsUse[] {
  const text = leaf.get()
  if (!text.known || text.value === undefined || !text.value.includes('.')) return []
  const from = { namespace: on.namespace ? showNamespace(on.namespace) : '', workload, at: leaf.at() }
  const named = [...text.value.matchAll(ordinalName)].map(([written, set = '', , ordinal, service = '']) => ({
    ...from,
    text: written,
    pod: { set, ordinal: Number(ordinal) },
    service,
  }))
  const variable = [...text.value.matchAll(variableName)].map(([written, , service = '']) => ({
    ...from,
    text: written,
    pod: undefined,
    service,
  }))
  return [...named, ...variable]
}
