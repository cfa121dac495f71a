import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Node, nodeAt, plainData } from '../base/tree.ts'
import { meshOf } from '../dev/mesh-of.ts'
import { treeOf } from '../dev/tree-of.ts'
import { pasted, pastedAfter, quoted } from './pasted.ts'
import { strategicMerge } from './strategic-merge.ts'
import { Unclear } from './unclear.ts'

interface Written {
  readonly name?: string
  readonly annotations?: string
  readonly container?: string
}

function injected({ name = 'redis', annotations = '', container = '' }: Written): Node {
  const { pods } = meshOf(`apiVersion: apps/v1
kind: StatefulSet
metadata: {name: "${name}", namespace: shop}
spec:
  serviceName: redis
  replicas: 1
  selector: {matchLabels: {app: redis}}
  template:
    metadata:
      labels: {app: redis, sidecar.istio.io/inject: "true"}
      annotations: {${annotations}}
    spec: {containers: [{name: app, image: "x:1"${container}}]}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: {name: istio-sidecar-injector, labels: {istio.io/rev: default}}
webhooks:
  - name: all.sidecar-injector.istio.io
    clientConfig: {service: {name: istiod, namespace: istio-system, path: /inject/cluster/east/net/a--slash--b}}
    rules: [{operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods]}]
    sideEffects: None
    admissionReviewVersions: [v1]
`)
  const [pod] = pods
  const stored = pod?.stored()
  if (!stored) throw new Error(`no pod: ${pod?.verdict}`)
  return stored
}

function variable(pod: Node, name: string): unknown {
  const env = nodeAt(pod, ['spec', 'initContainers', 1, 'env'])
  const found =
    env?.type === 'list' ? env.items.find((one) => plainData(nodeAt(one, ['name']) ?? one) === name) : undefined
  const value = found && nodeAt(found, ['value'])
  return value?.type === 'hole' ? `?${value.gaps[0].what}` : value && plainData(value)
}

test('where the name is not known, exactly what hangs on it is not', () => {
  const unnamed = injected({ name: '${NAME}' })
  assert.match(String(variable(unnamed, 'ISTIO_META_WORKLOAD_NAME')), /^\?/)
  assert.is(variable(unnamed, 'ISTIO_META_APP_CONTAINERS'), 'app')
})

test('an unknown port hides what the proxy is told of ports', () => {
  const container = ', ports: [{containerPort: "${PORT}"}], livenessProbe: {tcpSocket: {port: "${PORT}"}}'
  const pod = injected({ container })
  assert.match(String(variable(pod, 'ISTIO_META_POD_PORTS')), /^\?/)
  assert.match(String(variable(pod, 'ISTIO_KUBE_APP_PROBERS')), /^\?/)
  assert.is(plainData(nodeAt(pod, ['spec', 'containers', 0, 'livenessProbe', 'httpGet', 'port']) ?? pod), 15020)
})

test('the path of the webhook names the cluster and the network', () => {
  const pod = injected({})
  assert.equal([variable(pod, 'ISTIO_META_CLUSTER_ID'), variable(pod, 'ISTIO_META_NETWORK')], ['east', 'a/b'])
  assert.is(plainData(nodeAt(pod, ['metadata', 'labels', 'topology.istio.io/network']) ?? pod), 'a/b')
})

test('of two annotations that Prometheus reads as one nobody knows which counts', () => {
  const pod = injected({ annotations: 'prometheus.io/port: "9090", prometheus-io/port: x' })
  assert.match(String(variable(pod, 'ISTIO_PROMETHEUS_ANNOTATIONS')), /^\?which of several annotations/)
})

test('values are pasted into YAML as they are', () => {
  assert.equal(
    [pasted('007'), pasted('yes'), pasted('a.b:1'), quoted('a\nb'), quoted("it's")],
    [7, true, 'a.b:1', 'a b', "it's"],
  )
  assert.is(pastedAfter('--level=', 'warning #none'), '--level=warning')
  for (const broken of ['a"b', '\\q'])
    assert.throws(
      () => quoted(broken),
      (error: unknown) => error instanceof Unclear,
    )
  assert.throws(
    () => pastedAfter('--level=', 'a: b'),
    (error: unknown) => error instanceof Unclear,
  )
})

test('lists are merged by their keys, patched items first, the others where they were among them', () => {
  const list = (...names: readonly string[]): object => ({ env: names.map((name) => ({ name, value: name })) })
  const merged = strategicMerge(
    treeOf(list('a', 'b', 'c', 'b')),
    treeOf({ env: [{ name: 'c', value: 'new' }, { name: 'x' }] }),
  )
  assert.equal(plainData(merged), {
    env: [
      { name: 'a', value: 'a' },
      { name: 'b', value: 'b' },
      { name: 'b', value: 'b' },
      { name: 'c', value: 'new' },
      { name: 'x' },
    ],
  })
  assert.equal(plainData(strategicMerge(treeOf({ a: { b: 1 }, c: [1] }), treeOf({ a: null, c: [2], d: null }))), {
    c: [2],
    d: null,
  })
})

test.run()
