import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { nodeAt, plainData } from '../base/tree.ts'
import { caseResources, resourceOf, storedCases } from '../dev/cluster-oracle.ts'
import { hole, treeOf } from '../dev/tree-of.ts'
import type { Resource } from '../kube/resource.ts'
import { makeSnapshot } from '../snapshot/make-snapshot.ts'
import type { AdmittedPod } from './admitted-pod.ts'
import { simulate } from './simulate.ts'

function admitted(resources: readonly Resource[]): AdmittedPod {
  const unit = { name: '.', kind: 'plain', resources, files: [] } as const
  const pod = simulate(makeSnapshot(unit, { complete: false }), [{ revision: '' }]).at(-1)
  if (!pod) throw new Error('no workload')
  return pod
}

test('pods that no webhook changes are stored as recorded, with what their unit says', () => {
  let compared = 0
  for (const { recorded, installation, name, verdict, changed, pod } of storedCases()) {
    if (verdict !== 'not-injected' || changed !== 'by nobody' || recorded.level === 3) continue
    const isOnNode = recorded.expect.workload.kind === 'DaemonSet'
    if (isOnNode && !installation().some(({ kind }) => kind === 'Node')) continue
    const refused = new Set(recorded.expect.objectsRejected?.map((one) => one.name))
    const resources = caseResources(recorded).filter((one) => !(one.name.known && refused.has(one.name.value)))
    const ours = admitted([...installation(), ...resources])
    const stored = ours.stored(ours.pods.names ? name : undefined)
    assert.equal(stored && plainData(stored), pod, recorded.id)
    compared++
  }
  assert.ok(compared >= 40)
})

const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }

function workload(spec: object, replicas: unknown = 2): object {
  const template = {
    metadata: { labels: { app: 'redis' } },
    spec: { containers: [{ name: 'a', image: 'b:1' }], ...spec },
  }
  const metadata = { name: 'redis', namespace: 'shop' }
  return { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec: { serviceName: 'redis', replicas, template } }
}

function of(...objects: readonly object[]): AdmittedPod {
  return admitted([namespace, ...objects].map((object) => resourceOf(treeOf(object))))
}

function object(kind: string, apiVersion: string, name: unknown, rest: object, namespace?: unknown): object {
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) }, ...rest }
}

function at(pod: AdmittedPod, ...path: (string | number)[]): unknown {
  const node = nodeAt(pod.stored() ?? treeOf('no pod'), path)
  if (node?.type === 'list' && node.open) return [plainData(node), ...node.open.map(({ what }) => what)]
  return node && (node.type === 'hole' ? `?${node.gaps.map(({ what }) => what).join()}` : plainData(node))
}

test('a pod is picked by its name', () => {
  const pod = of(workload({}))
  const nameOf = (name?: string) => nodeAt(pod.stored(name) ?? treeOf('none'), ['metadata', 'name'])
  const names = [nameOf(), nameOf('redis-0'), nameOf('redis-1')].map((node) => node && plainData(node))
  assert.equal(names, ['redis-0', 'redis-0', 'redis-1'])
  assert.is(pod.stored('redis-2'), undefined)
})

test('ServiceAccounts, LimitRanges and classes of the unit count where they are of the namespace', () => {
  const account = (namespace: unknown) =>
    object('ServiceAccount', 'v1', 'own', { automountServiceAccountToken: false }, namespace)
  const spec = workload({ serviceAccountName: 'own' })
  assert.is(at(of(account('shop'), spec), 'spec', 'volumes'), undefined)
  const missing = 'ServiceAccount "own" of namespace "shop"'
  assert.equal(at(of(account('other'), spec), 'spec', 'volumes'), [[], missing])
  assert.equal(at(of(account(hole('where')), spec), 'spec', 'volumes'), [[], 'where'])
  const twice = { automountServiceAccountToken: true }
  const both = of(account('shop'), object('ServiceAccount', 'v1', 'own', twice, 'shop'), spec)
  assert.equal(at(both, 'spec', 'volumes'), [[], `which declaration of ${missing} counts`])

  const limits = { spec: { limits: [{ type: 'Container', default: { cpu: '0.5' } }] } }
  const limited = of(object('LimitRange', 'v1', 'lr', limits, 'shop'), workload({}))
  assert.equal(at(limited, 'spec', 'containers', 0, 'resources'), {
    limits: { cpu: '500m' },
    requests: { cpu: '500m' },
  })
  const elsewhere = of(object('LimitRange', 'v1', 'lr', limits, 'other'), workload({}))
  assert.equal(at(elsewhere, 'spec', 'containers', 0, 'resources'), {})

  const high = object('PriorityClass', 'scheduling.k8s.io/v1', 'high', { value: 5, globalDefault: true })
  assert.equal(at(of(high, workload({})), 'spec', 'priorityClassName'), 'high')
  const doubtful = of(high, workload({ priorityClassName: 'low' }))
  assert.equal([doubtful.verdict, doubtful.stored(), doubtful.webhooks], ['unknown', undefined, []])
  assert.equal(
    doubtful.missing.map(({ what }) => what),
    ['whether the cluster has a PriorityClass "low"'],
  )
})

test('an injected pod is stored with its sidecar; where nobody can tell whether it is injected, there is none', () => {
  const labelled = { ...namespace, metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } }
  const injected = admitted([labelled, workload({})].map((one) => resourceOf(treeOf(one))))
  assert.equal(at(injected, 'spec', 'initContainers', 1, 'name'), 'istio-proxy')
  const unknown = admitted([resourceOf(treeOf(workload({})))])
  assert.equal([unknown.verdict, unknown.stored()], ['unknown', undefined])
})

test('of an injected pod that hangs on what the input does not say, only who it is is known', () => {
  const labelled = { ...namespace, metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } }
  const config = { metadata: { name: 'istio-sidecar-injector', namespace: 'istio-system' } }
  const settings = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    ...config,
    data: { config: 'policy: enabled', values: '{{ values }}' },
  }
  const pod = admitted([labelled, settings, workload({})].map((one) => resourceOf(treeOf(one))))
  const missing = '?the values in ConfigMap "istio-sidecar-injector"'
  assert.equal([pod.verdict, at(pod, 'metadata', 'name'), at(pod, 'spec')], ['injected', 'redis-0', missing])
})

test('what a webhook of somebody else changes, nobody knows', () => {
  const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }
  const webhooks = [
    {
      name: 'a.example.com',
      rules: [rule],
      sideEffects: 'None',
      admissionReviewVersions: ['v1'],
      clientConfig: { url: 'https://a.example.com' },
    },
  ]
  const pod = of(
    object('MutatingWebhookConfiguration', 'admissionregistration.k8s.io/v1', 'a', { webhooks }),
    workload({}),
  )
  const stored = pod.stored()
  assert.is(pod.verdict, 'not-injected')
  assert.equal(stored?.type === 'map' && stored.open?.map(({ what }) => what), [
    'what webhook "a.example.com" changes in the pod',
  ])
})

test.run()
