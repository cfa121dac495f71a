import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { known, unknown } from '../../base/maybe.ts'
import { memoryHost } from '../../base/memory-host.ts'
import { injectedTrail, samplePod } from '../../dev/sample.ts'
import { hole, treeOf } from '../../dev/tree-of.ts'
import { defaultRequest } from '../../engine/request.ts'
import { why } from '../../engine/why.ts'
import { plainReport } from '../report-options.ts'
import { whyOverview, whyText } from './why.ts'
import { whyJson } from './why-json.ts'

const missing = [{ what: 'the labels of Namespace "prod"', hint: 'add the Namespace to the input' }]

test('an injected workload: the line that settles it, every step, the pods by name', () => {
  assert.is(
    whyText([samplePod()], plainReport),
    `StatefulSet prod/redis  →  injected by revision default  deploy/redis.yaml:4:9
  pods      redis-0, redis-1, redis-2
  because   Namespace "prod" has "istio-injection: enabled"

        5 │   labels:
        6 │     istio-injection: enabled
          │                      ^^^^^^^ deploy/namespace.yaml:6:22

  webhooks of istio-sidecar-injector
    · rev.namespace.sidecar-injector.istio.io  not matched
        Namespace "prod" has no label "istio.io/rev"
    · rev.object.sidecar-injector.istio.io  not matched
        Namespace "prod" has the label "istio-injection"
    ✔ namespace.sidecar-injector.istio.io  called
        Namespace "prod" has "istio-injection: enabled"  deploy/namespace.yaml:6:22
    · object.sidecar-injector.istio.io  not matched
        Namespace "prod" has the label "istio-injection"
      ✔ istiod  injected
          the policy is "enabled" and nothing opts the pod out
`,
  )
})

test('the last of a billion pods is named by its ordinal', () => {
  const set = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: redis, namespace: prod }
spec:
  replicas: 1000000000
  ordinals: { start: 5 }
  template: { metadata: {}, spec: { containers: [{ name: redis }] } }
`
  const { pods } = why(defaultRequest, memoryHost({ 'a.yaml': set }))
  assert.match(whyText(pods, plainReport).replace(/\s+/g, ' '), ' redis-15, … redis-1000000004 (1000000000) ')
})

test('an unknown verdict says what is missing, and what to do about it', () => {
  const pod = samplePod({ verdict: 'unknown', revision: undefined, webhooks: [], trail: [], missing })
  assert.is(
    whyText([pod], plainReport),
    `StatefulSet prod/redis  →  unknown  deploy/redis.yaml:4:9
  pods      redis-0, redis-1, redis-2

  missing
    ? the labels of Namespace "prod"
      → add the Namespace to the input
`,
  )
})

test('a workload that no webhook is called for says so', () => {
  const pod = samplePod({ verdict: 'not-injected', revision: undefined, trail: injectedTrail.slice(0, 2) })
  assert.match(whyText([pod], plainReport), '  because   no webhook of Istio is called for its pods\n')
})

test('a rejected workload gives the answer of the API server, exceptions are named', () => {
  const outcome = samplePod({ verdict: 'not-injected', trail: [] })
  const pod = samplePod({ verdict: 'rejected', message: 'no', exceptions: [{ ...outcome, name: 'redis-1' }] })
  const text = whyText([pod], plainReport)
  assert.match(text, '  answer    no\n')
  assert.match(text, '  except    redis-1 → not injected\n')
})

test('many pods are not listed one by one, generated names are shown as their pattern', () => {
  const names = Array.from({ length: 1000 }, (_, index) => `redis-${index}`)
  const { first } = samplePod().pods
  const pod = (index: number) => ({ ...first, shownName: names[index] ?? '' })
  const many = samplePod({ pods: { ...samplePod().pods, names, replicas: known(1000), pod } })
  assert.match(whyText([many], plainReport), /redis-10, … redis-999 \(1000\)\n/)
  const pattern = samplePod({ pods: { ...samplePod().pods, names: undefined, pattern: 'web-X-X', replicas: known(2) } })
  assert.match(whyText([pattern], plainReport), '  pods      web-X-X (2)\n')
})

test('an overview has one line a workload', () => {
  assert.is(
    whyOverview([samplePod(), samplePod({ verdict: 'unknown', missing })], plainReport),
    `deploy/redis.yaml
  StatefulSet prod/redis  injected      Namespace "prod" has "istio-injection: enabled"
  StatefulSet prod/redis  unknown       missing: the labels of Namespace "prod"

2 workloads; meshlint why NAME shows the way to a verdict
`,
  )
})

test('the JSON of why is the contract, key by key', () => {
  const call = { configuration: 'c', webhook: 'w', round: 1, mutated: unknown({ what: 'x', hint: 'y' }) } as const
  const exception = { ...samplePod({ verdict: 'unknown', webhooks: [call] }), name: 'redis-1' }
  const pods = { ...samplePod().pods, names: undefined, pattern: 'web-X-X', replicas: call.mutated }
  const pod = samplePod({ verdict: 'rejected', revision: undefined, message: 'no', missing, exceptions: [exception] })
  const written = JSON.parse(whyJson([samplePod(), { ...pod, pods }]))
  assert.is(written.version, 1)
  const [first, second] = written.workloads
  assert.equal(Object.keys(first), [
    'resource',
    'location',
    'pods',
    'verdict',
    'revision',
    'webhooks',
    'trail',
    'missing',
  ])
  assert.equal(first.pods, { replicas: 3, names: ['redis-0', 'redis-1', 'redis-2'] })
  assert.equal(first.webhooks, [
    {
      configuration: 'istio-sidecar-injector',
      webhook: 'namespace.sidecar-injector.istio.io',
      round: 0,
      mutated: true,
    },
  ])
  assert.is(first.trail.length, injectedTrail.length)
  assert.equal(Object.keys(first.trail[0]), ['stage', 'configuration', 'name', 'outcome', 'because'])
  assert.equal(Object.keys(first.trail[2]), ['stage', 'configuration', 'name', 'outcome', 'because', 'location'])
  assert.equal(Object.keys(first.trail[4]), ['stage', 'name', 'outcome', 'because'])
  assert.is(second.revision, null)
  assert.is(second.message, 'no')
  assert.equal(second.missing, missing)
  const calls = [{ configuration: 'c', webhook: 'w', round: 1, mutated: null }]
  assert.equal(second.pods, {
    replicas: null,
    pattern: 'web-X-X',
    exceptions: [{ name: 'redis-1', verdict: 'unknown', webhooks: calls }],
  })
})

test('the JSON of why has the pod as stored where there is one, and what nobody knows of it', () => {
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'redis-0' }, spec: { nodeName: hole('node') } }
  const names: (string | undefined)[] = []
  const stored = (name: string | undefined) => {
    names.push(name)
    return treeOf(body)
  }
  const [written] = JSON.parse(whyJson([samplePod({ verdict: 'not-injected', stored })], 'redis-1')).workloads
  assert.equal(Object.keys(written).slice(-3), ['missing', 'pod', 'podUnknown'])
  assert.equal(written.pod, { ...body, spec: { nodeName: null } })
  assert.equal(written.podUnknown, [
    { pointer: '/spec/nodeName', partial: '${node}', missing: [{ what: 'node', hint: 'say node' }] },
  ])
  assert.equal(names, ['redis-1'])
})

test.run()
