import { test } from 'uvu'
import { equal } from 'uvu/assert'
import { memoryHost } from '../base/memory-host.ts'
import type { SidecarTraits } from '../sidecar/sidecar-traits.ts'
import { defaultRequest } from './request.ts'
import { simulateUnits } from './simulate-units.ts'

/** The traits of the sidecar of the one workload of some files. */
function traitsOf(...documents: readonly string[]): SidecarTraits {
  const { units } = simulateUnits(defaultRequest, memoryHost({ 'a.yaml': documents.join('\n---\n') }), (_, work) =>
    work(),
  )
  const [unit] = units
  const [pod] = unit?.pods ?? []
  if (!unit || !pod) throw new Error('no workload')
  return unit.sidecarOf(pod)
}

const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { istio-injection: enabled } }'

function web(annotations = ''): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop, annotations: {${annotations}} }\nspec: { containers: [{ name: web, image: web }] }`
}

function node(version: string): string {
  return `apiVersion: v1\nkind: Node\nmetadata: { name: node-${version} }\nstatus: { nodeInfo: { kubeletVersion: v${version}.1 } }`
}

function injector(values: string, mesh = '{}', suffix = ''): string {
  const metadata = (name: string): string => `metadata: { name: ${name}${suffix}, namespace: istio-system }`
  const config = "'policy: enabled\n\n    templates:\n\n      sidecar: x\n\n    '"
  return [
    `apiVersion: v1\nkind: ConfigMap\n${metadata('istio')}\ndata:\n  mesh: '${mesh}'`,
    `apiVersion: v1\nkind: ConfigMap\n${metadata('istio-sidecar-injector')}\ndata:\n  config: ${config}\n  values: '${values}'`,
  ].join('\n---\n')
}

test('what differs between installations is known only where the input says it, the rest is as the chart sets it', () => {
  const traits = traitsOf(namespace, web())
  equal(
    [traits.hasCni, traits.isNative, traits.holdsApplication, traits.capturesDns].map(({ known }) => known),
    [false, false, false, false],
  )
  equal(traits.interceptionMode, { known: true, value: 'REDIRECT' })
  equal(traits.rewritesProbes, { known: true, value: true })
  equal(traits.traffic('includeOutboundIPRanges'), { known: true, value: '*' })
})

test('the values and the MeshConfig of the injector count', () => {
  const traits = traitsOf(
    namespace,
    injector(
      '{ "pilot": { "cni": { "enabled": true }, "env": { "ENABLE_NATIVE_SIDECARS": "false" } }, "global": { "proxy": { "excludeInboundPorts": "9" } } }',
      '{ defaultConfig: { interceptionMode: TPROXY, proxyMetadata: { ISTIO_META_DNS_CAPTURE: "true" } } }',
    ),
    web(),
  )
  equal(traits.hasCni, { known: true, value: true })
  equal(traits.isNative, { known: true, value: false })
  equal(traits.holdsApplication, { known: true, value: false })
  equal(traits.interceptionMode, { known: true, value: 'TPROXY' })
  equal(traits.capturesDns, { known: true, value: true })
  equal(traits.traffic('excludeInboundPorts'), { known: true, value: '9' })
})

test('annotations of the pod come first, whatever the injector is set to', () => {
  const traits = traitsOf(
    namespace,
    web(
      'sidecar.istio.io/nativeSidecar: "no", sidecar.istio.io/interceptionMode: NONE, sidecar.istio.io/rewriteAppHTTPProbers: "0", traffic.sidecar.istio.io/excludeInboundPorts: "80", proxy.istio.io/config: "holdApplicationUntilProxyStarts: true"',
    ),
  )
  equal(traits.isNative, { known: true, value: true })
  equal(traits.interceptionMode, { known: true, value: 'NONE' })
  equal(traits.rewritesProbes, { known: true, value: false })
  equal(traits.traffic('excludeInboundPorts'), { known: true, value: '80' })
  equal(traits.holdsApplication, { known: true, value: true })
})

test('an annotation that a release does not know yet tells nothing', () => {
  const old = '{ "global": { "tag": "1.20.0" }, "pilot": { "env": {} } }'
  const asks = web('sidecar.istio.io/nativeSidecar: "true"')
  equal(traitsOf(namespace, injector(old), asks).isNative, { known: true, value: false })
})

test('Nodes tell whether sidecars are native', () => {
  equal(traitsOf(namespace, node('1.34'), web()).isNative, { known: true, value: true })
  equal(traitsOf(namespace, node('1.34'), node('1.30'), web()).isNative, { known: true, value: false })
})

test('where several injectors may act and differ, only what they agree on is known', () => {
  const labels = 'istio.io/rev: "{{ .rev }}"'
  const webhooks = ['', '-canary'].map(
    (suffix) => `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: { name: istio-sidecar-injector${suffix}, labels: { istio.io/rev: ${suffix === '' ? 'default' : 'canary'} } }
webhooks:
  - name: rev.namespace.sidecar-injector.istio.io
    admissionReviewVersions: [v1]
    sideEffects: None
    clientConfig: { service: { name: istiod${suffix}, namespace: istio-system, path: /inject } }
    rules: [{ operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods] }]
    namespaceSelector: { matchLabels: { istio.io/rev: ${suffix === '' ? 'default' : 'canary'} } }`,
  )
  const traits = traitsOf(
    ...webhooks,
    injector('{ "pilot": { "cni": { "enabled": true } }, "global": { "tag": "1.24.0" } }'),
    injector('{ "pilot": { "cni": { "enabled": false } }, "global": { "tag": "1.24.0" } }', '{}', '-canary'),
    `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { ${labels} } }`,
    web(),
  )
  equal(traits.hasCni.known, false)
  equal(traits.isNative, { known: true, value: false })
})

test.run()
