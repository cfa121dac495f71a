import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { resourceOf } from '../dev/cluster-oracle.ts'
import { treeOf } from '../dev/tree-of.ts'
import { makeSnapshot } from '../snapshot/make-snapshot.ts'
import type { AdmittedPod } from './admitted-pod.ts'
import { simulate } from './simulate.ts'

const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }

function configuration(name: string, rest: object): object {
  const webhook = { name: `${name}.example.com`, rules: [rule], sideEffects: 'None', admissionReviewVersions: ['v1'] }
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name },
    webhooks: [{ ...webhook, reinvocationPolicy: 'IfNeeded', ...rest }],
  }
}

const service = { service: { name: 'istiod', namespace: 'istio-system', path: '/inject' } }
const istio = configuration('istio-sidecar-injector', {
  name: 'rev.namespace.sidecar-injector.istio.io',
  clientConfig: service,
  namespaceSelector: { matchLabels: { 'istio-injection': 'enabled' } },
})
const others = { clientConfig: { url: 'https://a.example.com' } }

function shop(spec: object, ...more: readonly object[]): AdmittedPod {
  const labels = { 'istio-injection': 'enabled' }
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } }
  const template = {
    metadata: { labels: { app: 'redis' } },
    spec: { containers: [{ name: 'a', image: 'b:1' }], ...spec },
  }
  const metadata = { name: 'redis', namespace: 'shop' }
  const workload = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec: { serviceName: 'redis', template } }
  const resources = [namespace, ...more, workload].map((object) => resourceOf(treeOf(object)))
  const unit = { name: '.', kind: 'plain', resources, files: [] } as const
  const pod = simulate(makeSnapshot(unit, { complete: false }), [{ revision: '' }]).at(-1)
  if (!pod) throw new Error('no workload')
  return pod
}

function calls({ webhooks }: AdmittedPod): readonly string[] {
  return webhooks.map(({ configuration, round }) => `${configuration} ${round}`)
}

const once = ['istio-sidecar-injector 0']
const twice = [...once, 'istio-sidecar-injector 1']
const noToken = { automountServiceAccountToken: false }

test('Istio is called again where the added containers get the token of the ServiceAccount', () => {
  const pod = shop({}, istio)
  assert.equal(calls(pod), twice)
  assert.equal(pod.matches.length, 1)
  assert.is(
    pod.trail.at(-1)?.because,
    'The webhook is called again (reinvocationPolicy IfNeeded): after its first call the API server gave added containers the token of the ServiceAccount, or what a LimitRange says',
  )
  assert.equal(calls(shop(noToken, istio)), once)
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'shop' } }
  assert.equal(calls(shop({}, istio, { ...account, ...noToken })), once)
  assert.equal(calls(shop({ serviceAccountName: 'unheard-of' }, istio)), once)
})

test('without a token, a LimitRange has Istio called again where it gives something to the added containers', () => {
  const limits = (amounts: object): object => ({
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'limits', namespace: 'shop' },
    spec: { limits: [{ type: 'Container', default: amounts }] },
  })
  assert.equal(calls(shop(noToken, istio, limits({ cpu: '3' }))), once)
  assert.equal(calls(shop(noToken, istio, limits({ 'ephemeral-storage': '1Gi' }))), twice)
})

test('a webhook of others is called again once Istio changed the pod; what it changes itself nobody knows', () => {
  const before = configuration('a', others)
  const never = configuration('z', { ...others, reinvocationPolicy: 'Never' })
  const round = ['a 0', 'istio-sidecar-injector 0', 'z 0', 'a 1', 'istio-sidecar-injector 1']
  assert.equal(calls(shop({}, before, istio, never)), round)
  assert.equal(calls(shop({ hostNetwork: true }, before, istio)), ['a 0', 'istio-sidecar-injector 0'])
})

test('in the second round webhooks see the pod with its sidecar', () => {
  const tls = "'security.istio.io/tlsMode' in object.metadata.labels"
  const asks = (expression: string): object =>
    configuration('a', { ...others, matchConditions: [{ name: 'asks', expression }] })
  assert.equal(calls(shop({}, asks(`!(${tls})`), istio)), ['a 0', ...twice])
  assert.equal(calls(shop({}, asks(tls), istio)), twice)
  const rejected = shop({}, asks(`!(${tls}) || object.metadata.labels.none == ''`), istio)
  assert.equal([rejected.verdict, calls(rejected)], ['rejected', ['a 0', ...once]])
  assert.match(rejected.message ?? '', 'no such key: none')
  assert.is(rejected.trail.at(-1)?.outcome, 'rejected')
})

test.run()
