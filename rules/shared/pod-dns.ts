import {
  type AdmittedPod,
  type AnyResource,
  groupBy,
  type Snapshot,
  type SourceLocation,
  type View,
} from '../../src/rule/index.ts'

/** A place where a unit uses the DNS name of one pod of a StatefulSet. */
export interface PodDnsUse {
  /** The name as written: `redis-0.redis-headless`, `$(POD_NAME).redis-headless`. */
  readonly text: string
  /** `redis` and 0; undefined where the pod's name is a variable. */
  readonly pod: { readonly set: string; readonly ordinal: number } | undefined
  readonly service: string
  /** The namespace in the name: `redis-0.redis.prod.svc`. */
  readonly namespace: string | undefined
  /** The object that says it. */
  readonly on: AnyResource
  /** The workload that says it; undefined for a ConfigMap. */
  readonly workload: AdmittedPod | undefined
  readonly at: SourceLocation
}

// `redis-0.redis-headless`, and `$(POD_NAME).redis`, `${HOSTNAME}.redis`, `$(hostname).redis`, each with what follows.
const label = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?'
const service = `\\.([a-z](?:[a-z0-9-]*[a-z0-9])?)((?:\\.${label})*)(?![\\w-])`
const ordinalName = new RegExp(`(?<![\\w.-])([a-z](?:[a-z0-9-]*[a-z0-9])?)-(\\d{1,4})${service}`, 'g')
const variableName = new RegExp(`\\$[({]?(?:POD_NAME|MY_POD_NAME|HOSTNAME|hostname)[)}]?()()${service}`, 'g')

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
  const whole = text.value
  return [...whole.matchAll(ordinalName), ...whole.matchAll(variableName)].flatMap((match) => {
    const [written, set, ordinal, name = '', rest = ''] = match
    const [, namespace, ending] = rest.split('.')
    // A name that goes on otherwise is one of the world outside; a line that is commented out is no use.
    if ((ending !== undefined && ending !== 'svc') || isComment(whole, match.index)) return []
    const pod = set ? { set, ordinal: Number(ordinal) } : undefined
    return [{ text: written, pod, service: name, namespace, on, workload, at: placeIn(leaf.at(), written) }]
  })
}

function isComment(text: string, index: number): boolean {
  return /^\s*(#|\/\/)/.test(text.slice(text.lastIndexOf('\n', index) + 1, index))
}

/** Where a piece of a text stands, if it is written there as it is read. */
function placeIn(at: SourceLocation, piece: string): SourceLocation {
  const start = at.file.text.indexOf(piece, at.span.start)
  const end = start + piece.length
  return start < 0 || end > at.span.end ? at : { ...at, span: { start, end } }
}
