import {
  type AnyResource,
  defineRule,
  type IstioKey,
  istioKey,
  type MetadataEntry,
  metadataEntries,
  namespaceKey,
  type Resource,
  type Snapshot,
} from '../../src/rule/index.ts'
import { injectionKey, injectKey, titleOf } from '../shared/injection.ts'

export default defineRule({
  id: 'istio-key-misplaced',
  topic: 'annotations',
  summary: 'A label or annotation of Istio stands where Istio does not read it',
  why: 'Istio reads each of its labels and annotations on certain objects only, most of them on the pod; workloads do not pass their own metadata on to their pods. The setting is not made.',
  fix: 'Move it to the object that it is meant for.',
  severity: 'warning',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/reference/config/annotations/',
    'https://istio.io/latest/docs/reference/config/labels/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0107/',
  ],
  aliases: ['IST0107'],
  each: 'unit',
  needs: [],
  messages: {
    workload: 'Istio reads {part} "{key}" of pods, not on the {place} of {resource}.',
    object: 'Istio reads {part} "{key}" of {holders}, not of {resource}.',
    part: 'Istio reads "{key}" as {right}, not as {part} of {resource}.',
  },
  examples: {
    good: [
      {
        title: 'on the template; once more on the workload does no harm',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod, annotations: { sidecar.istio.io/proxyCPU: 100m } }
          spec:
            template:
              metadata: { annotations: { sidecar.istio.io/proxyCPU: 100m } }
              spec: { containers: [{ name: redis }] }
        `,
      },
      {
        title: 'the same on every object, as kustomize and Helm do it',
        files: `
          apiVersion: v1
          kind: Service
          metadata: { name: redis, namespace: prod, annotations: { sidecar.istio.io/logLevel: debug } }
          spec: { ports: [{ port: 6379 }] }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod, annotations: { sidecar.istio.io/logLevel: debug } }
          spec:
            template:
              metadata: { annotations: { sidecar.istio.io/logLevel: debug } }
              spec: { containers: [{ name: redis }] }
        `,
      },
    ],
    bad: [
      {
        title: 'on the StatefulSet, and as a label',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata:
            name: redis
            namespace: prod
            annotations:
              traffic.sidecar.istio.io/excludeInboundPorts: "6379" #! workload
          spec:
            template:
              metadata:
                labels:
                  sidecar.istio.io/proxyCPU: 100m #! part
              spec: { containers: [{ name: redis }] }
        `,
      },
      {
        title: 'on a Namespace, a Service, and the pods of a Service',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, annotations: { proxy.istio.io/config: "concurrency: 2" } } #! object
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: test, annotations: { istio.io/dataplane-mode: ambient } } #! part
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: redis, namespace: prod, annotations: { sidecar.istio.io/logLevel: debug } } #! object
          spec: { ports: [{ port: 6379 }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, annotations: { networking.istio.io/exportTo: "." } } #! object
          spec: { containers: [{ name: redis }] }
          ---
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: { name: redis, namespace: prod, annotations: { networking.istio.io/exportTo: "*" } } #! object
          spec: { hosts: [redis] }
        `,
      },
    ],
  },

  check(snapshot, { podsOf, report }) {
    const isRight = rightPlaces(snapshot)
    for (const resource of snapshot.unit.resources) {
      if (!isJudged(resource)) continue
      const entries = metadataEntries(resource)
      // Istio's controller of Gateways hands all metadata of the Gateway on to what it makes.
      if (entries.some(({ key }) => key === 'gateway.istio.io/managed')) continue
      const severity = podsOf(resource)?.verdict === 'not-injected' ? 'info' : 'warning'
      for (const entry of entries) {
        const misplaced = misplacedOf(entry, resource, entries)
        if (!misplaced) continue
        const { part, key, at, holder } = entry
        const base = { on: resource, at, severity } as const
        const data = { part, key, resource: titleOf(resource) }
        const { rightful } = misplaced
        if (misplaced.message === 'part')
          report({
            ...base,
            message: 'part',
            fix: `Write it as ${a(rightful.part)}.`,
            data: { ...data, part: a(part), right: a(rightful.part) },
          })
        else if (misplaced.message === 'workload') {
          const place = holder === 'job' ? 'Job template' : 'metadata'
          const fix = 'Move it to the metadata of the pod template (spec.template.metadata).'
          report({ ...base, message: 'workload', fix, data: { ...data, place } })
        } else if (!isRight(resource, entry))
          report({ ...base, message: 'object', data: { ...data, holders: holdersOf(rightful) } })
      }
    }
  },
})

/** Switches of injection, of which other rules tell. */
const switches: ReadonlySet<string> = new Set([injectKey, injectionKey])

/**
 * Whether it is known who reads the metadata: of other resources an operator may, controllers copy it to what they own,
 * and Istio to what it makes of a Gateway of the Gateway API or a WorkloadGroup.
 */
function isJudged(resource: Resource): boolean {
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

interface Misplaced {
  readonly message: 'workload' | 'object' | 'part'
  readonly rightful: IstioKey
}

function misplacedOf(
  entry: MetadataEntry,
  { kind }: AnyResource,
  entries: readonly MetadataEntry[],
): Misplaced | undefined {
  const { part, key, holder } = entry
  if (switches.has(key)) return undefined
  const other = part === 'label' ? 'annotation' : 'label'
  const known = istioKey(part, key)
  const rightful = known ?? istioKey(other, key)
  if (!rightful || rightful.internal || rightful.until !== undefined) return undefined
  if (!known) {
    const isThere = entries.some((one) => one.key === key && one.part === other && one.holder === holder)
    return isThere ? undefined : { message: 'part', rightful }
  }
  const { on } = known
  const here = holder === 'pod' ? 'Pod' : kind
  if (on.includes('Any') || on.includes(here)) return undefined
  if (!on.includes('Pod') || !podKinds.has(kind)) return { message: 'object', rightful }
  return entries.some((one) => one.key === key && one.holder === 'pod') ? undefined : { message: 'workload', rightful }
}

/** Whether a label or annotation is given to many objects at once, one of which is right. */
function rightPlaces({ unit }: Pick<Snapshot, 'unit'>): (resource: Resource, entry: MetadataEntry) => boolean {
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

function a(part: IstioKey['part']): string {
  return part === 'label' ? 'a label' : 'an annotation'
}

/** `pods`, `Services and ServiceEntries`. */
function holdersOf({ on }: IstioKey): string {
  const names = on.map((kind) => (kind === 'Pod' ? 'pods' : kind.replace(/y$/, 'ie').replace(/s$/, 'se').concat('s')))
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((text) => text !== '').join(' and ')
}
