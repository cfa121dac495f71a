import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { known, unknown } from '../base/maybe.ts'
import { type Node, nodeAt } from '../base/tree.ts'
import { jsonLines } from '../dev/lines.ts'
import { sharedFolder } from '../dev/shared.ts'
import { hole, treeOf } from '../dev/tree-of.ts'
import { kubeKinds } from './kinds.ts'
import { labelValue } from './labels.ts'
import { podsOfWorkload } from './make-pods.ts'
import type { WrittenPod } from './pods-of-workload.ts'
import { createResource, type Resource } from './resource.ts'
import { podTemplateOf } from './workload.ts'

interface Body {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {
    readonly name?: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
    readonly ownerReferences?: unknown
  }
  readonly spec: {
    readonly volumes?: readonly { readonly name: string }[]
    readonly volumeClaimTemplates?: unknown
    readonly hostname?: string
    readonly subdomain?: string
    readonly affinity?: unknown
    readonly tolerations?: unknown
  }
}

interface Case {
  readonly objects: readonly Body[]
  readonly expect: {
    readonly pods?: readonly {
      readonly name: string
      readonly verdict: string
      readonly webhooks: readonly { readonly mutated: boolean }[]
      readonly pod?: Body
    }[]
  }
}

function resourceOf(body: unknown, kindName?: string): Resource {
  const { apiVersion, kind } = body as Body
  return createResource({
    root: treeOf(body),
    shape: undefined,
    apiVersion,
    kind,
    kindName: kindName ?? (kind in kubeKinds ? kind : 'CustomWorkload'),
    scope: 'Namespaced',
  }) as Resource
}

/** Plain data in which what the cluster makes is shown as recorded: `*` and `X`. */
function shown(node: Node | undefined): unknown {
  if (!node) return undefined
  if (node.type === 'hole') return node.partial
  if (node.type === 'scalar') return node.value
  if (node.type === 'list') return node.items.map(shown)
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, shown(value)]))
}

interface Recorded {
  readonly workload: Body
  readonly name: string
  readonly pod: Body
  /** Whether a webhook changed the pod: then it has more than what its controller made. */
  readonly changed: boolean
}

function* recordings(): Generator<Recorded> {
  const copies = fileURLToPath(new URL('../../test-fixtures/oracle/written-pods/pods.ndjson', import.meta.url))
  for (const line of jsonLines<Omit<Recorded, 'changed'>>(copies)) yield { ...line, changed: false }
  const shared = sharedFolder('oracle/cluster')
  if (!shared) return
  for (const version of ['1.30', '1.31']) {
    for (const { objects, expect } of jsonLines<Case>(`${shared}/istio-${version}/cases.ndjson`)) {
      const workload = objects.at(-1)
      for (const { name, pod, webhooks } of expect.pods ?? [])
        if (workload && pod) yield { workload, name, pod, changed: webhooks.some(({ mutated }) => mutated) }
    }
  }
}

/** The pod of a name, and the volumes and tolerations that admission adds to every pod left out of the recorded one. */
function madeFor({ workload, name }: Recorded): WrittenPod {
  const pods = podsOfWorkload(resourceOf(workload))
  return pods.names ? pods.pod(pods.names.indexOf(name)) : pods.first
}

function asWritten(spec: Body['spec'], kind: string): Readonly<Record<string, unknown>> {
  const volumes = spec.volumes?.filter(({ name }) => name !== 'kube-api-access-X')
  const { hostname, subdomain, affinity, tolerations } = spec
  const names = volumes?.map(({ name }) => name)
  const isDaemon = kind === 'DaemonSet'
  return { hostname, subdomain, volumes: names ?? [], ...(isDaemon ? { affinity, tolerations } : {}) }
}

/** The recordings mask the random end of a name only where the name was not cut before it. */
function shownNameOf(name: string): string {
  return name.length === 63 && !/-(X|[0-9]+)$/.test(name) ? `${name.slice(0, 58)}X` : name
}

/** Metadata without the annotation of the LimitRange's admission. */
function withoutLimits(metadata: Body['metadata']): Body['metadata'] {
  const { 'kubernetes.io/limit-ranger': limits, ...annotations } = metadata.annotations ?? {}
  if (limits === undefined) return metadata
  const { annotations: _, ...rest } = metadata
  return Object.keys(annotations).length > 0 ? { ...rest, annotations } : rest
}

test('pods that no webhook changed are stored with what their controllers made', () => {
  let count = 0
  for (const recorded of recordings()) {
    if (recorded.changed) continue
    count++
    const made = madeFor(recorded)
    const body = JSON.parse(JSON.stringify(shown(made.root)).replaceAll('"*"]', '"node-1"]')) as Body
    const said = JSON.stringify(recorded.workload)
    assert.is(made.shownName, shownNameOf(recorded.name))
    assert.equal({ ...body.metadata, name: recorded.name }, withoutLimits(recorded.pod.metadata), said)
    assert.equal(
      asWritten(body.spec, recorded.workload.kind),
      asWritten(recorded.pod.spec, recorded.workload.kind),
      said,
    )
  }
  assert.ok(count >= 20)
})

test('claims stand before the other volumes and replace those of the same name', () => {
  for (const recorded of recordings()) {
    if (recorded.changed || !recorded.workload.spec.volumeClaimTemplates) continue
    const made = shown(nodeAt(madeFor(recorded).root, ['spec', 'volumes'])) as readonly unknown[]
    assert.equal(made[0], recorded.pod.spec.volumes?.[0])
  }
})

test('pods that webhooks changed still have the names, owners and labels that their controllers gave', () => {
  for (const recorded of recordings()) {
    if (!recorded.changed) continue
    const made = madeFor(recorded)
    const metadata = recorded.pod.metadata
    assert.is(made.shownName, shownNameOf(recorded.name))
    assert.equal(shown(nodeAt(made.root, ['metadata', 'ownerReferences'])), metadata.ownerReferences)
    for (const [key, { value }] of made.labels.known) {
      const stored = metadata.labels?.[key]
      assert.is.not(stored, undefined, `${key} of ${recorded.name}`)
      if (value.known && !isChangedByHooks(key)) assert.is(value.value, stored)
    }
  }
})

/** Whether Istio or the recorded installations' own webhooks set a label. */
function isChangedByHooks(key: string): boolean {
  return key.includes('istio.io/') || ['app', 'version', 'run', 'tier'].includes(key)
}

function statefulSet(spec: object, name: unknown = 'redis'): Resource {
  const template = { metadata: { labels: { app: 'redis' } }, spec: { containers: [{ name: 'app' }] } }
  return resourceOf({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name }, spec: { template, ...spec } })
}

test('a StatefulSet without replicas has one pod', () => {
  const { replicas, names, pattern } = podsOfWorkload(statefulSet({}))
  assert.equal([replicas, names, pattern], [known(1), ['redis-0'], undefined])
})

test('ordinals begin at their start, and any pod can be asked for', () => {
  const pods = podsOfWorkload(statefulSet({ replicas: 3, ordinals: { start: 5 } }))
  assert.equal(pods.names, ['redis-5', 'redis-6', 'redis-7'])
  assert.is(pods.first.shownName, 'redis-5')
  const last = pods.pod(2)
  assert.equal(labelValue(last.labels, 'statefulset.kubernetes.io/pod-name'), known('redis-7'))
  assert.equal(labelValue(last.labels, 'apps.kubernetes.io/pod-index'), known('7'))
  assert.is(labelValue(last.labels, 'controller-revision-hash').known, false)
  assert.equal(last.body.get('spec', 'hostname'), known('redis-7'))
})

test('a thousand million replicas cost nothing and name a thousand', () => {
  const start = performance.now()
  const pods = podsOfWorkload(statefulSet({ replicas: 1e9 }))
  assert.is(pods.names?.length, 1000)
  assert.is(pods.pod(999_999_999).shownName, 'redis-999999999')
  assert.ok(performance.now() - start < 2000)
})

test('replicas under an autoscaler or a placeholder are unknown, and so are the names', () => {
  const gap = { what: 'what the autoscaler does', hint: 'ask it' }
  const scaled = podsOfWorkload(statefulSet({ replicas: 3 }), { replicas: unknown(gap) })
  const held = podsOfWorkload(statefulSet({ replicas: hole('REPLICAS') }))
  for (const pods of [scaled, held]) {
    assert.is(pods.replicas.known, false)
    assert.equal([pods.names, pods.pattern], [undefined, 'redis-X'])
    assert.equal(pods.first.name, known('redis-0'))
  }
})

test('a name with a placeholder makes the names and their label unknown', () => {
  const { names, pattern, first } = podsOfWorkload(statefulSet({ replicas: 2 }, hole('NAME')))
  assert.equal([names, pattern, first.shownName], [undefined, '${NAME}-X', '${NAME}-0'])
  assert.is(labelValue(first.labels, 'statefulset.kubernetes.io/pod-name').known, false)
  assert.equal(labelValue(first.labels, 'apps.kubernetes.io/pod-index'), known('0'))
})

test('the subdomain stands where serviceName is written', () => {
  const { body } = podsOfWorkload(statefulSet({ serviceName: 'headless' })).first
  const { file, span } = body.at(['spec', 'subdomain'])
  assert.is(file.text.slice(span.start, span.end), '"headless"')
})

test('labels that are a placeholder stay unknown beside those of the controller', () => {
  const template = { metadata: { labels: hole('LABELS') }, spec: { containers: [] } }
  const { labels } = podsOfWorkload(statefulSet({ template })).first
  assert.is(labelValue(labels, 'app').known, false)
  assert.equal(labelValue(labels, 'apps.kubernetes.io/pod-index'), known('0'))
})

test('the controller of a custom workload may add labels', () => {
  const spec = { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app' }] } } }
  const rollout = resourceOf({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name: 'web' }, spec })
  const { first, pattern } = podsOfWorkload(rollout)
  assert.is(pattern, 'web-X')
  assert.equal(labelValue(first.labels, 'app'), known('web'))
  const other = labelValue(first.labels, 'sidecar.istio.io/inject')
  assert.is(other.known ? '' : other.gaps[0].what, 'labels and annotations that the controller of Rollout "web" adds')
  assert.is(first.annotations.open?.known, false)
})

test('the pods of an Indexed Job each have an index that is not known', () => {
  const template = { spec: { containers: [{ name: 'app' }] } }
  const spec = { completions: 3, parallelism: 5, completionMode: 'Indexed', template }
  const job = resourceOf({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'work' }, spec })
  const { first, pattern, replicas } = podsOfWorkload(job)
  assert.equal([pattern, replicas], ['work-X-X', known(3)])
  assert.is(labelValue(first.labels, 'batch.kubernetes.io/job-completion-index').known, false)
  assert.is(labelValue(first.annotations, 'batch.kubernetes.io/job-completion-index').known, false)
  assert.is(first.body.get('spec', 'hostname').known, false)
})

test('a bare Pod is itself, in the namespace of its unit', () => {
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [] } }
  const { names, first } = podsOfWorkload(resourceOf(body))
  assert.equal(names, ['p'])
  assert.is(first.body.get('metadata', 'namespace').known, false)
  const generated = podsOfWorkload(resourceOf({ ...body, metadata: { generateName: 'p-' } }))
  assert.equal([generated.names, generated.pattern], [undefined, 'p-X'])
})

test('a workload without a template has pods about which little is known for certain', () => {
  const bare = resourceOf({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } })
  assert.is(podsOfWorkload(bare).first.shownName, 'web-X-X')
  const held = resourceOf({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: hole('SPEC') })
  const { first, replicas } = podsOfWorkload(held)
  assert.is(replicas.known, false)
  assert.is(labelValue(first.labels, 'app').known, false)
  assert.is(podTemplateOf(held)?.get('spec', 'hostNetwork').known, false)
})

test('six thousand workloads are quick', () => {
  const resources = Array.from({ length: 6000 }, (_, index) => statefulSet({ replicas: 3 }, `redis-${index}`))
  const start = performance.now()
  for (const resource of resources) podsOfWorkload(resource)
  const time = performance.now() - start
  assert.ok(time < 10_000, `${time} ms`)
})

test.run()
