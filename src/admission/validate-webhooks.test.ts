import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { caseResources, copiedRecording, resourceOf, sharedRecordings } from '../dev/cluster-oracle.ts'
import { hole, treeOf } from '../dev/tree-of.ts'
import type { Kinds } from '../istio/known-kinds.ts'
import type { Resource } from '../kube/resource.ts'
import { isRefused } from './validate-webhooks.ts'

function configuration(changes: Readonly<Record<string, unknown>>, apiVersion = 'admissionregistration.k8s.io/v1') {
  const webhook = {
    name: 'hook.example.com',
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
    clientConfig: { service: { name: 'hook', namespace: 'hooks' } },
    rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }],
    ...changes,
  }
  const body = { apiVersion, kind: 'MutatingWebhookConfiguration', metadata: { name: 'hook' }, webhooks: [webhook] }
  return resourceOf(treeOf(body)) as Resource<Kinds['MutatingWebhookConfiguration']>
}

const rule = { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }

test('what the API server refuses is refused', () => {
  const refused: readonly Readonly<Record<string, unknown>>[] = [
    { failurePolicy: 'fail' },
    { sideEffects: 'Some' },
    { sideEffects: null },
    { timeoutSeconds: 0 },
    { timeoutSeconds: 31 },
    { reinvocationPolicy: 'Always' },
    { matchPolicy: 'exact' },
    { rules: [{ ...rule, operations: ['create'] }] },
    { rules: [{ ...rule, operations: ['*', 'CREATE'] }] },
    { rules: [{ ...rule, apiGroups: [] }] },
    { rules: [{ ...rule, resources: ['*', 'pods'] }] },
    { rules: [{ ...rule, resources: ['pods/*', 'pods/status'] }] },
    { rules: [{ ...rule, scope: 'namespaced' }] },
    { objectSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: [] }] } },
    { namespaceSelector: { matchExpressions: [{ key: 'app', operator: 'Exists', values: ['a'] }] } },
    { objectSelector: { matchExpressions: [{ key: 'app', operator: 'in', values: ['a'] }] } },
    { objectSelector: { matchLabels: { 'bad key!': 'a' } } },
    { admissionReviewVersions: ['v2'] },
    { name: 'short' },
    { clientConfig: { url: 'http://hook.example.com' } },
    { clientConfig: { url: 'https://hook.example.com', service: { name: 'hook', namespace: 'hooks' } } },
    { matchConditions: [{ name: 'a', expression: '' }] },
  ]
  for (const changes of refused) assert.ok(isRefused(configuration(changes)), JSON.stringify(changes))
})

test('what the API server takes is taken, also where it has no effect', () => {
  const accepted: readonly Readonly<Record<string, unknown>>[] = [
    {},
    { rules: [{ ...rule, resources: ['Pods'] }] },
    { rules: [{ ...rule, apiGroups: ['core', 'v1'] }] },
    { rules: [{ ...rule, resources: ['pods', '*'] }] },
    { rules: [{ ...rule, resources: ['*/*'] }] },
    { objectSelector: null, namespaceSelector: {} },
    { clientConfig: { url: 'https://hook.example.com:9443/inject' } },
  ]
  for (const changes of accepted) assert.not(isRefused(configuration(changes)), JSON.stringify(changes))
})

test('what is not known is not held against a configuration', () => {
  assert.not(isRefused(configuration({ failurePolicy: hole('POLICY'), rules: hole('RULES') })))
})

test('configurations of v1beta1 had laxer rules', () => {
  assert.not(isRefused(configuration({ sideEffects: null }, 'admissionregistration.k8s.io/v1beta1')))
})

for (const recording of [copiedRecording(), ...sharedRecordings()]) {
  test(`${recording.name}: the recorded API server refused the same configurations, save for CEL that does not compile`, () => {
    const wrong: string[] = []
    for (const one of recording.cases) {
      const refusals = one.expect.objectsRejected ?? []
      if (refusals.some(({ message }) => message.includes('compilation failed'))) continue
      for (const resource of caseResources(one)) {
        if (resource.kind !== 'MutatingWebhookConfiguration' || !resource.name.known) continue
        const { value: name } = resource.name
        const expected = refusals.some((refusal) => refusal.kind === resource.kind && refusal.name === name)
        const actual = isRefused(resource as Resource<Kinds['MutatingWebhookConfiguration']>)
        if (actual !== expected) wrong.push(`${one.id} ${name}`)
      }
    }
    assert.equal(wrong, [])
  })
}

test.run()
