import type { Gap, Gaps, Maybe } from '../base/maybe.ts'
import { type Node, nodeAt } from '../base/tree.ts'
import type { Variables } from '../cel/evaluate.ts'
import { nodeValue } from '../cel/values/node-value.ts'
import { isA, keyOf, listValue, type MapValue, mapValue, type Value } from '../cel/values/value.ts'
import type { Labels } from '../kube/labels.ts'

/** A pod as the expressions of a webhook see it. */
export interface PodSubject {
  readonly namespace: Maybe<string>
  /** Unknown for generated names, which the API server has not made yet. */
  readonly name: Maybe<string>
  readonly hasGeneratedName: boolean
  readonly root: Node
  readonly labels: Labels
  readonly annotations: Labels
  /** Whether an injector before has changed the pod. */
  readonly injected: Maybe<boolean>
}

function gap(what: string): Gap {
  return { what, hint: 'nothing to do: only the cluster knows it' }
}

function hole(...gaps: Gaps): Value {
  return { t: 'unknown', gaps }
}

const authorizer = hole(gap('what the cluster authorizes'))

/**
 * The variables of the creation of a pod: k8s.io/apiserver v0.35.4, pkg/admission/plugin/webhook/matchconditions and
 * pkg/admission/plugin/cel/condition.go (CreateAdmissionRequest). What is empty is absent (recorded:
 * injection-recorded.md E).
 */
export function podVariables(subject: PodSubject): Variables {
  return new Map<string, Value>([
    ['object', podValue(subject)],
    ['oldObject', null],
    ['request', requestValue(subject)],
    ['namespaceObject', null],
    ['authorizer', authorizer],
    ['authorizer.requestResource', authorizer],
  ])
}

function record(entries: Readonly<Record<string, Value | undefined>>): MapValue {
  return mapValue(
    Object.entries(entries).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  )
}

function ofMaybe(value: Maybe<string | undefined>): Value | undefined {
  return value.known ? value.value : hole(...value.gaps)
}

function requestValue({ namespace, name, hasGeneratedName }: PodSubject): Value {
  const kind = record({ group: '', version: 'v1', kind: 'Pod' })
  const resource = record({ group: '', version: 'v1', resource: 'pods' })
  return record({
    kind,
    requestKind: kind,
    resource,
    requestResource: resource,
    name: hasGeneratedName ? undefined : ofMaybe(name),
    namespace: ofMaybe(namespace),
    operation: 'CREATE',
    dryRun: false,
    uid: '',
    object: null,
    oldObject: null,
    options: record({ kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1' }),
    userInfo: hole(gap('as whom the controller asks for its pods')),
  })
}

function podValue(subject: PodSubject): Value {
  const spec = nodeAt(subject.root, ['spec'])
  return record({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: metadataValue(subject),
    spec: subject.injected.known && !subject.injected.value ? specValue(nodeValue(spec)) : hole(injectorGap),
    status: record({}),
  })
}

const injectorGap: Gap = {
  what: 'what the injector that was called before changes in the pod',
  hint: 'nothing to do: meshlint evaluates conditions on the pod as it is written',
}

function metadataValue({ namespace, name, hasGeneratedName, root, labels, annotations, injected }: PodSubject): Value {
  const isAsWritten = injected.known && !injected.value
  const written = nodeValue(nodeAt(root, ['metadata']))
  const part = (key: string): Value | undefined =>
    isA(written, 'map') ? written.entries.get(keyOf(key))?.[1] : undefined
  return record({
    name: hasGeneratedName ? undefined : ofMaybe(name),
    generateName: part('generateName') ?? undefined,
    namespace: ofMaybe(namespace),
    labels: textsValue(labels),
    annotations: isAsWritten ? textsValue(annotations) : hole(injectorGap),
    ownerReferences: part('ownerReferences') ?? undefined,
    finalizers: part('finalizers') ?? undefined,
    managedFields: hole(gap('who manages which field of the pod')),
  })
}

/** A map that is empty is absent. */
function textsValue({ known, open }: Labels): Value | undefined {
  const gaps: Gap[] = [...(open?.gaps ?? [])]
  const pairs = [...known].flatMap(([key, { value, perhaps }]) => {
    if (perhaps && !value.known) gaps.push(...value.gaps)
    const found = perhaps ? undefined : ofMaybe(value)
    return found === undefined ? [] : [[key, found] as const]
  })
  const [first, ...rest] = gaps
  if (!first) return pairs.length === 0 ? undefined : mapValue(pairs)
  return pairs.length === 0 ? hole(first, ...rest) : { ...mapValue(pairs), open: [first, ...rest] }
}

const switches = new Set<Value>(['hostNetwork', 'hostPID', 'hostIPC', 'stdin', 'stdinOnce', 'tty'])

/** What Go leaves out when it writes a pod as JSON. */
function isLeftOut([key, value]: readonly [Value, Value]): boolean {
  if (value === null || value === '' || (value === false && switches.has(key))) return true
  return isA(value, 'list') && value.items.length === 0 && !value.open
}

/** The map with `defaults` for what it does not hold, without what is as good as absent. */
function withDefaults(map: MapValue, defaults: Readonly<Record<string, Value | undefined>>): MapValue {
  const entries = new Map([...map.entries].filter(([, pair]) => !isLeftOut(pair)))
  for (const [key, value] of Object.entries(defaults))
    if (value !== undefined && !entries.has(keyOf(key)))
      entries.set(keyOf(key), [key, map.open ? hole(...map.open) : value])
  return { ...map, entries }
}

const fields = new Set(
  'activeDeadlineSeconds affinity automountServiceAccountToken containers dnsConfig dnsPolicy enableServiceLinks ephemeralContainers hostAliases hostIPC hostNetwork hostPID hostUsers hostname hostnameOverride imagePullSecrets initContainers nodeName nodeSelector os overhead preemptionPolicy priority priorityClassName readinessGates resourceClaims resources restartPolicy runtimeClassName schedulerName schedulingGates securityContext serviceAccount serviceAccountName setHostnameAsFQDN shareProcessNamespace subdomain terminationGracePeriodSeconds tolerations topologySpreadConstraints volumes'.split(
    ' ',
  ),
)

/**
 * The spec with what the API server fills in before it calls webhooks: pkg/apis/core/v1/defaults.go and the admission
 * plugins ServiceAccount, Priority and DefaultTolerationSeconds, Kubernetes v1.35.4.
 */
function specValue(spec: Value): Value {
  if (!isA(spec, 'map')) return spec
  const written = { ...spec, entries: new Map([...spec.entries].filter(([, pair]) => fields.has(String(pair[0])))) }
  const hasToken = written.entries.get(keyOf('automountServiceAccountToken'))?.[1] !== false
  const account = written.entries.get(keyOf('serviceAccountName'))?.[1] ?? 'default'
  const isOrdinary = !written.entries.has(keyOf('priorityClassName'))
  const filled = withDefaults(written, {
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    terminationGracePeriodSeconds: 30n,
    enableServiceLinks: true,
    securityContext: record({}),
    serviceAccountName: 'default',
    serviceAccount: account,
    priority: isOrdinary ? 0n : hole(gap('the priority of the pod')),
    preemptionPolicy: isOrdinary ? 'PreemptLowerPriority' : hole(gap('the priority of the pod')),
    tolerations: hole(gap('what tolerations the cluster adds to the pod')),
    imagePullSecrets: hole(gap('the imagePullSecrets of the ServiceAccount')),
    volumes: hasToken ? listValue([]) : undefined,
  })
  return changed(
    changed(filled, 'volumes', (value) => withToken(value, hasToken)),
    'containers',
    (value) => eachItem(value, (item) => containerValue(item, hasToken)),
  )
}

function changed(map: MapValue, key: string, change: (value: Value) => Value): MapValue {
  const pair = map.entries.get(keyOf(key))
  return pair ? { ...map, entries: new Map(map.entries).set(keyOf(key), [key, change(pair[1])]) } : map
}

function eachItem(value: Value, change: (item: MapValue) => Value): Value {
  if (!isA(value, 'list')) return value
  return { ...value, items: value.items.map((item) => (isA(item, 'map') ? change(item) : item)) }
}

/** The volume or mount of the ServiceAccount's token, whose name is generated. */
function withToken(value: Value, hasToken: boolean): Value {
  if (!hasToken || !isA(value, 'list')) return value
  return { ...value, items: [...value.items, hole(gap("the volume of the ServiceAccount's token"))] }
}

function containerValue(container: MapValue, hasToken: boolean): Value {
  const filled = withDefaults(container, {
    resources: record({}),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: hole(gap('the imagePullPolicy that the API server fills in')),
    volumeMounts: hasToken ? listValue([]) : undefined,
  })
  const mounted = changed(filled, 'volumeMounts', (value) => withToken(value, hasToken))
  const probed = ['livenessProbe', 'readinessProbe', 'startupProbe'].reduce(
    (all, name) => changed(all, name, opened),
    mounted,
  )
  const limited = changed(probed, 'resources', withRequests)
  return changed(limited, 'ports', (value) => eachItem(value, (port) => withDefaults(port, { protocol: 'TCP' })))
}

const probeGap = gap('what the API server fills into a probe')

function opened(probe: Value): Value {
  return isA(probe, 'map') ? { ...probe, open: probe.open ?? [probeGap] } : probe
}

/** Requests that are not written are the limits. */
function withRequests(resources: Value): Value {
  if (!isA(resources, 'map')) return resources
  const limits = resources.entries.get(keyOf('limits'))?.[1]
  const requests = resources.entries.get(keyOf('requests'))?.[1] ?? mapValue([])
  if (!isA(limits, 'map') || !isA(requests, 'map')) return resources
  const merged: MapValue = { ...requests, entries: new Map([...limits.entries, ...requests.entries]) }
  return { ...resources, entries: new Map(resources.entries).set(keyOf('requests'), ['requests', merged]) }
}
