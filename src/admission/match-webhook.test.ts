import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { known, unknown } from '../base/maybe.ts'
import { resourceOf } from '../dev/cluster-oracle.ts'
import { hole, treeOf } from '../dev/tree-of.ts'
import type { Kinds } from '../istio/known-kinds.ts'
import { labelsOf } from '../kube/labels.ts'
import type { Resource } from '../kube/resource.ts'
import { matchWebhook } from './match-webhook.ts'
import { webhooksOf } from './webhooks.ts'

type Data = Readonly<Record<string, unknown>>

const podRule = { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }

const prod = {
  namespace: known('prod'),
  namespaceLabels: labelsOf({ 'kubernetes.io/metadata.name': 'prod', team: 'a' }),
  labels: labelsOf({ app: 'redis' }),
}

function match(webhook: Data, request = prod) {
  const body = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: 'hooks' },
    webhooks: [
      {
        name: 'hook.example.com',
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
        clientConfig: { url: 'https://hook.example.com' },
        rules: [podRule],
        ...webhook,
      },
    ],
  }
  const configuration = resourceOf(treeOf(body)) as Resource<Kinds['MutatingWebhookConfiguration']>
  const all = () => [configuration] as never
  const [found] = webhooksOf({ all }, [])
  if (!found) throw new Error('the API server would refuse this webhook')
  return matchWebhook(found, request)
}

const called = (webhook: Data): unknown => {
  const found = match(webhook).called
  return found.known ? found.value : 'unknown'
}

test('rules cover the creation of pods by name, by wildcard, and by every subresource', () => {
  for (const resources of [['pods'], ['*'], ['*/*'], ['pods/*'], ['services', 'pods']])
    assert.is(called({ rules: [{ ...podRule, resources }] }), true, resources.join())
  for (const changes of [
    { apiGroups: ['*'] },
    { apiVersions: ['*'] },
    { operations: ['*'] },
    { operations: ['UPDATE', 'CREATE'] },
    { scope: '*' },
    { scope: 'Namespaced' },
  ])
    assert.is(called({ rules: [{ ...podRule, ...changes }] }), true, JSON.stringify(changes))
})

test('rules that speak of something else do not', () => {
  for (const changes of [
    { resources: ['Pods'] },
    { resources: ['pod'] },
    { resources: ['pods/status'] },
    { resources: ['*/status'] },
    { apiGroups: ['core'] },
    { apiGroups: ['v1'] },
    { apiVersions: ['v1beta1'] },
    { operations: ['UPDATE', 'DELETE'] },
    { scope: 'Cluster' },
  ]) {
    assert.is(called({ rules: [{ ...podRule, ...changes }] }), false, JSON.stringify(changes))
    assert.is(called({ matchPolicy: 'Equivalent', rules: [{ ...podRule, ...changes }] }), false)
  }
  assert.is(match({ rules: [] }).refusal, 'rules')
})

test('a selector that is null, empty or absent matches everything', () => {
  for (const selector of [null, {}, { matchLabels: {} }, { matchExpressions: [] }, { matchLabels: null }]) {
    assert.is(called({ objectSelector: selector }), true)
    assert.is(called({ namespaceSelector: selector }), true)
  }
})

test('both selectors must match, and the first that does not is told with its label', () => {
  const namespaceSelector = { matchExpressions: [{ key: 'team', operator: 'In', values: ['b', 'c'] }] }
  const objectSelector = { matchLabels: { app: 'kafka' } }
  const both = match({ namespaceSelector, objectSelector })
  assert.equal([both.refusal, both.key], ['namespaceSelector', 'team'])
  assert.is(both.because, 'Namespace "prod" has label "team" with value "a"; the webhook asks for "b" or "c"')
  const object = match({ objectSelector })
  assert.equal([object.refusal, object.key], ['objectSelector', 'app'])
  assert.is(object.because, 'The pod has label "app" with value "redis"; the webhook asks for "kafka"')
})

test('what matched is told of both', () => {
  const found = match({
    namespaceSelector: { matchLabels: { team: 'a' } },
    objectSelector: { matchLabels: { app: 'redis' } },
  })
  assert.is(
    found.because,
    'Namespace "prod" has label "team" with value "a", and the pod has label "app" with value "redis"',
  )
})

test('one known refusal settles it, in whatever part, else what is missing leaves it open', () => {
  const open = { ...prod, namespaceLabels: { known: new Map(), open: unknown({ what: 'labels', hint: '' }) } }
  const namespaceSelector = { matchLabels: { team: 'b' } }
  assert.is(match({ namespaceSelector }, open).called.known, false)
  assert.equal(
    match({ namespaceSelector, objectSelector: { matchLabels: { app: 'kafka' } } }, open).called,
    known(false),
  )
  assert.equal(match({ namespaceSelector, rules: [{ ...podRule, scope: 'Cluster' }] }, open).called, known(false))
  const conditions = [{ name: 'a', expression: 'true' }]
  assert.equal(
    match({ objectSelector: { matchLabels: { app: 'kafka' } }, matchConditions: conditions }).called,
    known(false),
  )
  assert.is(called({ matchConditions: conditions }), true)
  const refusing = match({ matchConditions: [{ name: 'a', expression: 'false' }] })
  assert.equal([refusing.called, refusing.refusal], [known(false), 'matchConditions'])
  assert.is(refusing.because, 'Condition "false" is not true of the pod')
})

test('a condition that fails means what the failurePolicy says, and one that is false beats it', () => {
  const failing = { name: 'a', expression: '1/0 == 1' }
  const error = "expression '1/0 == 1' resulted in error: division by zero"
  assert.is(match({ matchConditions: [failing] }).error, error)
  assert.is(called({ matchConditions: [failing] }), false)
  assert.is(match({ matchConditions: [failing], failurePolicy: 'Ignore' }).error, undefined)
  assert.is(match({ matchConditions: [failing, { name: 'b', expression: 'false' }] }).error, undefined)
  const open = { ...prod, namespaceLabels: { known: new Map(), open: unknown({ what: 'labels', hint: '' }) } }
  const asked = match({ matchConditions: [failing], namespaceSelector: { matchLabels: { team: 'b' } } }, open)
  assert.equal([asked.called.known, asked.error], [false, undefined])
})

test('what only the cluster knows leaves a condition open', () => {
  const expression = "authorizer.group('').resource('pods').check('create').allowed()"
  const authorizer = { t: 'unknown' as const, gaps: [{ what: 'what the cluster authorizes', hint: '' }] }
  const request = { ...prod, variables: () => new Map([['authorizer', authorizer]]) }
  assert.is(match({ matchConditions: [{ name: 'a', expression }] }, request).called.known, false)
  const either = match({ matchConditions: [{ name: 'a', expression: `${expression} || true` }] }, request)
  assert.equal(either.called, known(true))
})

test('a placeholder in a selector or in a rule leaves it open', () => {
  assert.is(called({ objectSelector: { matchLabels: { app: hole('APP') } } }), 'unknown')
  assert.is(called({ rules: [{ ...podRule, resources: [hole('RESOURCE')] }] }), 'unknown')
  assert.is(called({ rules: [podRule, { ...podRule, resources: [hole('RESOURCE')] }] }), true)
  assert.is(called({ namespaceSelector: hole('SELECTOR') }), 'unknown')
})

test('configurations are called by name, the entries of one as they are written', () => {
  const names = webhooksOf({ all: () => [] }, [{ revision: '' }, { revision: 'b', tag: 'z' }, { revision: 'b' }])
  assert.equal(
    names.map(({ configuration, name, revision }) => `${configuration} ${name.split('.sidecar')[0]} ${revision}`),
    [
      'istio-revision-tag-z rev.namespace b',
      'istio-revision-tag-z rev.object b',
      'istio-sidecar-injector rev.namespace default',
      'istio-sidecar-injector rev.object default',
      'istio-sidecar-injector namespace default',
      'istio-sidecar-injector object default',
      'istio-sidecar-injector-b rev.namespace b',
      'istio-sidecar-injector-b rev.object b',
    ],
  )
})

test('an injector is one by its name or by its Service and path', () => {
  const istiod = { service: { name: 'istiod-canary', namespace: 'istio-system', path: '/inject/cluster/a' } }
  assert.is(match({ clientConfig: istiod }).webhook.revision, 'canary')
  assert.is(match({ name: 'rev.namespace.sidecar-injector.istio.io' }).webhook.revision, 'default')
  const validation = { service: { name: 'istiod', namespace: 'istio-system', path: '/validate' } }
  assert.is(match({ clientConfig: validation }).webhook.revision, undefined)
  const other = { service: { name: 'injector', namespace: 'istio-system', path: '/inject' } }
  assert.is(match({ clientConfig: other }).webhook.revision, undefined)
})

test.run()
