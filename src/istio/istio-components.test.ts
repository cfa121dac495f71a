import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { known } from '../base/maybe.ts'
import { SourceFile } from '../base/source-file.ts'
import { podShape } from '../kube/pod.ts'
import { unsetNamespace } from '../kube/resource.ts'
import { viewOf } from '../kube/view.ts'
import { readText } from '../yaml/read-text.ts'
import { isIstioContainer, istioRole, isWellKnownGatewayLabel, isWellKnownService } from './istio-components.ts'

function pod(text: string) {
  const [document] = readText(new SourceFile('a.yaml', text)).documents
  if (!document?.root) throw new Error('no document')
  return viewOf(document.root, podShape)
}

function withContainer(container: string, metadata = '{}') {
  return pod(`metadata: ${metadata}\nspec: {containers: [${container}]}\n`)
}

function isIstio(container: string): boolean {
  return withContainer(container).entries('spec', 'containers').items.every(isIstioContainer)
}

test("a container is Istio's by its name, by the image that the injector fills in, or by an image of Istio's", () => {
  assert.ok(isIstio('{name: istio-proxy, image: "gcr.io/istio-testing/mynewproxy:latest"}'))
  assert.ok(isIstio('{name: app, image: auto}'))
  assert.ok(isIstio('{name: discovery, image: "index.docker.io/istio/pilot@sha256:aa89"}'))
  assert.ok(isIstio('{name: x, image: "mcr.microsoft.com/oss/istio/proxyv2:1.24.6-distroless"}'))
  assert.ok(isIstio('{name: istio-operator, image: "gcr.io/istio-testing/operator:1.9-dev"}'))
  assert.not(isIstio('{name: proxy, image: "envoyproxy/envoy:v1"}'))
  assert.not(isIstio('{name: operator, image: "strimzi/operator:1"}'))
  assert.not(isIstio('{name: app, image: "registry.istio.io/release/examples-helloworld-v1"}'))
})

test("gateways, the control plane and the agents on nodes are Istio's workloads", () => {
  const proxy = '{name: istio-proxy, image: auto}'
  assert.is(istioRole(withContainer(proxy)), 'gateway')
  assert.is(
    istioRole(withContainer('{name: a, image: b}', '{annotations: {inject.istio.io/templates: gateway}}')),
    'gateway',
  )
  assert.is(istioRole(withContainer('{name: a, image: b}', '{labels: {istio: ingressgateway}}')), 'gateway')
  assert.is(istioRole(withContainer('{name: a, image: b}', '{labels: {gateway.istio.io/managed: x}}')), 'gateway')
  assert.is(istioRole(withContainer('{name: discovery, image: istio/pilot}')), 'control-plane')
  assert.is(istioRole(withContainer('{name: istio-proxy, image: "istio/ztunnel:1"}')), 'node-agent')
  assert.is(istioRole(withContainer('{name: install-cni, image: "istio/install-cni:1"}')), 'node-agent')
  assert.is(istioRole(withContainer('{name: app, image: redis}', '{labels: {app: redis}}')), undefined)
  assert.is(
    istioRole(withContainer(`{name: app, image: redis}, ${proxy}`)),
    undefined,
    'a workload that brings its sidecar',
  )
})

test('what comes with Istio and Kubernetes is unknown where no manifest shows it', () => {
  assert.ok(isWellKnownService('istio-ingressgateway', unsetNamespace))
  assert.ok(isWellKnownService('kiali', known('istio-system')))
  assert.ok(isWellKnownService('kubernetes', known('default')))
  assert.not(isWellKnownService('kubernetes', known('prod')))
  assert.not(isWellKnownService('istio', known('prod')))
  assert.ok(isWellKnownGatewayLabel('istio', 'ingressgateway'))
  assert.not(isWellKnownGatewayLabel('istio', 'mine'))
})

test.run()
