import { test } from 'uvu'
import { is } from 'uvu/assert'
import { clusterScopedKindIn, mayLeaveOut } from './left-out.ts'

test('built-in kinds that nothing reads may be left out', () => {
  is(mayLeaveOut('apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: {}\n'), true)
  is(mayLeaveOut('# a\n---\r\napiVersion: "rbac.authorization.k8s.io/v1"\r\nkind: \'ClusterRole\'\r\n'), true)
})

test('workloads, what belongs to them, webhooks and custom resources are read', () => {
  for (const [apiVersion, kind] of [
    ['apps/v1', 'StatefulSet'],
    ['v1', 'Namespace'],
    ['v1', 'ConfigMap'],
    ['v1', 'List'],
    ['acme.io/v1', 'ClusterRole'],
    ['admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration'],
    ['autoscaling/v2', 'HorizontalPodAutoscaler'],
  ]) {
    is(mayLeaveOut(`apiVersion: ${apiVersion}\nkind: ${kind}\n`), false, kind)
  }
})

test('a document is read where its kind is not plainly written at its top, once', () => {
  const role = 'apiVersion: rbac.authorization.k8s.io/v1\n'
  is(mayLeaveOut(`${role}kind: Role\nkind: Pod\n`), false)
  is(mayLeaveOut(`${role}spec:\n  kind: Role\n`), false)
  is(mayLeaveOut(`${role}kind: &a Role\n`), false)
  is(mayLeaveOut('{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role"}'), false)
})

test('a definition tells which kind lives outside namespaces', () => {
  const definition = (scope: string) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec:
  group: cert-manager.io
  names:
    categories: [a]
    kind: ClusterIssuer
  scope: ${scope}
`
  is(clusterScopedKindIn(definition('Cluster')), 'cert-manager.io/ClusterIssuer')
  is(clusterScopedKindIn(definition('Namespaced')), undefined)
})

test.run()
