import {
  type AdmittedPod,
  type AnyResource,
  type IstioKey,
  istioKey,
  istioRole,
  type MetadataEntry,
  metadataEntries,
  namespaceKey,
  type Resource,
  type Snapshot,
} from '../../src/rule/index.ts'
import { injectionKey, injectKey, optIn, optOut, revisionKey } from './injection.ts'

/** Switches of injection, of which other rules tell. */
const switches: ReadonlySet<string> = new Set([injectKey, injectionKey])

/**
 * Whether it is known who reads the metadata: of other resources an operator may, controllers copy it to what they own,
 * and Istio to what it makes of a Gateway of the Gateway API or a WorkloadGroup.
 */
export function isJudged(resource: Resource): boolean {
  const { kindName } = resource
  if (!podKinds.has(kindName) && !otherKinds.has(kindName)) return false
  const owners = resource.has('metadata', 'ownerReferences')
  return owners.known && !owners.value
}

const otherKinds: ReadonlySet<string> = new Set([
  'Namespace',
  'Service',
  'VirtualService',
  'DestinationRule',
  'ServiceEntry',
  'IstioGateway',
  'Sidecar',
  'EnvoyFilter',
  'AuthorizationPolicy',
  'PeerAuthentication',
  'RequestAuthentication',
  'Telemetry',
  'WasmPlugin',
])

const podKinds: ReadonlySet<string> = new Set([
  'StatefulSet',
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'DaemonSet',
  'Job',
  'CronJob',
  'Pod',
])

/** How a label or annotation is misplaced, and the row of the tables that says what is right. */
export interface Misplaced {
  readonly message: 'workload' | 'object' | 'part'
  readonly rightful: IstioKey
}

/** Whether a label or annotation of an object stands where Istio does not read it; `entries` are all that it has. */
export function misplacedOf(
  entry: MetadataEntry,
  { kind }: AnyResource,
  entries: readonly MetadataEntry[],
  pod: AdmittedPod | undefined,
): Misplaced | undefined {
  const { part, key, holder } = entry
  if (switches.has(key)) return undefined
  if (key === revisionKey) return misplacedRevision(entry, kind, entries, pod)
  const other = part === 'label' ? 'annotation' : 'label'
  const known = istioKey(part, key)
  const rightful = known ?? istioKey(other, key)
  if (!rightful || rightful.internal || rightful.until !== undefined) return undefined
  if (!known) return has(entries, key, other, holder) ? undefined : { message: 'part', rightful }
  const { on } = known
  const here = holder === 'pod' ? 'Pod' : kind
  if (on.includes('Any') || on.includes(here)) return undefined
  if (!on.includes('Pod') || !podKinds.has(kind)) return { message: 'object', rightful }
  return has(entries, key, undefined, 'pod') ? undefined : { message: 'workload', rightful }
}

function has(
  entries: readonly MetadataEntry[],
  key: string,
  part: MetadataEntry['part'] | undefined,
  holder: MetadataEntry['holder'],
): boolean {
  return entries.some((one) => one.key === key && one.holder === holder && (part === undefined || one.part === part))
}

/**
 * The label of a revision is read on Namespaces, pods and all of Istio's own resources. On a workload it does nothing;
 * Istio's own charts write it there. As an annotation the injector writes it on pods, and into the templates that
 * `istioctl kube-inject` prints.
 */
function misplacedRevision(
  { part, holder }: MetadataEntry,
  kind: string,
  entries: readonly MetadataEntry[],
  pod: AdmittedPod | undefined,
): Misplaced | undefined {
  const rightful = istioKey('label', revisionKey)
  if (!rightful || (pod && istioRole(pod.pods.first.body))) return undefined
  if (part === 'annotation') {
    if (kind === 'Pod' || (holder !== 'pod' && kind !== 'Namespace')) return undefined
    const isWritten = entries.some(({ key }) => key === 'sidecar.istio.io/status')
    return isWritten || has(entries, revisionKey, 'label', holder) ? undefined : { message: 'part', rightful }
  }
  // A pod that decides for itself, or is injected anyway, was not meant to be switched by it.
  const isAside = !pod || holder === 'pod' || pod.verdict === 'injected' || optOut(pod) || optIn(pod)
  return isAside || has(entries, revisionKey, undefined, 'pod') ? undefined : { message: 'workload', rightful }
}

/** Whether a label or annotation is given to many objects at once, one of which is right. */
export function rightPlaces({ unit }: Pick<Snapshot, 'unit'>): (resource: Resource, entry: MetadataEntry) => boolean {
  let found: Set<string> | undefined
  const nameOf = (resource: AnyResource, { part, key, value }: MetadataEntry): string => {
    const { kindName, name, namespace } = resource
    return [namespaceKey(kindName === 'Namespace' ? name : namespace), part, key, value].join('\0')
  }
  return (resource, entry) => {
    found ??= new Set(
      unit.resources.flatMap((one) =>
        metadataEntries(one)
          .filter((each) => istioKey(each.part, each.key)?.on.includes(each.holder === 'pod' ? 'Pod' : one.kind))
          .map((each) => nameOf(one, each)),
      ),
    )
    return found.has(nameOf(resource, entry))
  }
}

/** A part with its article. */
export function a(part: IstioKey['part']): string {
  return part === 'label' ? 'a label' : 'an annotation'
}

/** `pods`, `Services and ServiceEntries`. */
export function holdersOf({ on }: IstioKey): string {
  const names = on.map((kind) => (kind === 'Pod' ? 'pods' : kind.replace(/y$/, 'ie').replace(/s$/, 'se').concat('s')))
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((text) => text !== '').join(' and ')
}
