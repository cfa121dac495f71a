import { test } from 'uvu'
import { equal } from 'uvu/assert'
import { memoryHost } from '../src/base/memory-host.ts'
import { lint } from '../src/engine/lint.ts'
import { defaultRequest, type Request } from '../src/engine/request.ts'
import { rules } from './index.ts'

/** What the rules about annotations and labels say of a text: severity and message. */
function told(text: string, request: Partial<Request> = {}): readonly string[] {
  const only = ['annotations', 'ambient-pod-injected', 'dataplane-mode-misread']
  const { problems } = lint({ ...defaultRequest, only, ...request }, rules, memoryHost({ 'a.yaml': text }))
  return problems.map(({ severity, message }) => `${severity}: ${message}`)
}

const namespace = (labels: string): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata: { name: prod, labels: { ${labels} } }\n---\n`

const pod = (metadata: string, kind = 'template'): string => {
  const spec = '{ containers: [{ name: redis }] }'
  return kind === 'template'
    ? `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: redis, namespace: prod }\nspec: { template: { metadata: { ${metadata} }, spec: ${spec} } }\n---\n`
    : `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: redis, namespace: prod, ${metadata} }\nspec: { template: { spec: ${spec} } }\n---\n`
}

test('what nobody would read under its right name either is only information', () => {
  const slip = 'annotations: { sidecar.istio.io/proxyCpu: 100m }'
  const message =
    'The annotation "sidecar.istio.io/proxyCpu" of StatefulSet "redis" is misnamed: Istio does not read it. Did you mean "sidecar.istio.io/proxyCPU"?'
  equal(told(pod(slip)), [`error: ${message}`])
  equal(told(namespace('istio-injection: disabled') + pod(slip)), [`info: ${message}`])
})

test('a Namespace and a pod are each told of their own switch', () => {
  equal(told(namespace('istio-inject: enabled')), [
    'error: The label "istio-inject" of Namespace "prod" is misnamed: Istio does not read it. Did you mean "istio-injection"?',
  ])
  equal(told(pod('labels: { istio-inject: enabled }')), [
    'error: The label "istio-inject" of StatefulSet "redis" is misnamed: Istio does not read it. Did you mean "sidecar.istio.io/inject"?',
  ])
})

test('a field of the proxy config is no annotation', () => {
  equal(told(pod('annotations: { sidecar.istio.io/concurrency: "2" }')), [
    'error: The annotation "sidecar.istio.io/concurrency" of StatefulSet "redis" is misnamed: Istio does not read it. It is field "concurrency" of annotation "proxy.istio.io/config".',
  ])
})

test('labels below a prefix that others use as well may be anybody’s, annotations may not', () => {
  equal(told(pod('labels: { topology.istio.io/rack: a }')), [
    'info: No version of Istio has label "topology.istio.io/rack", as StatefulSet "redis" has it.',
  ])
  equal(told(pod('annotations: { topology.istio.io/rack: a }')), [
    'warning: No version of Istio has annotation "topology.istio.io/rack", as StatefulSet "redis" has it.',
  ])
})

test('a key that a selector asks for is read', () => {
  const selector =
    'apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: { name: a, namespace: prod }\nspec: { workloadSelector: { labels: { topology.istio.io/rack: a } } }\n'
  equal(told(pod('labels: { topology.istio.io/rack: a }') + selector), [])
})

test('a key that is too new is told by the version that is asked for, unless the injector is there', () => {
  const native = pod('annotations: { sidecar.istio.io/nativeSidecar: "true" }')
  const injector =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: istio-sidecar-injector, namespace: istio-system }\ndata: { config: "policy: enabled" }\n'
  equal(told(native), [])
  equal(told(native, { istioVersion: '1.23' }), [
    'warning: Istio 1.23 does not know annotation "sidecar.istio.io/nativeSidecar" of StatefulSet "redis", which came with Istio 1.24.',
  ])
  equal(told(native + injector, { istioVersion: '1.23' }), [])
})

test('keys with placeholders are judged by nobody', () => {
  equal(told(pod('annotations: { "sidecar.istio.io/${KEY}": a }')), [])
})

test('metadata that a controller hands on is not misplaced', () => {
  const annotation = 'annotations: { sidecar.istio.io/logLevel: debug }'
  equal(told(pod(annotation, 'own')), [
    'warning: Istio reads annotation "sidecar.istio.io/logLevel" of pods, not on the metadata of StatefulSet "redis".',
  ])
  equal(told(pod(`${annotation}, labels: { gateway.istio.io/managed: istio.io-gateway-controller }`, 'own')), [])
  equal(told(pod(`${annotation}, ownerReferences: [{ name: a, kind: Redis, apiVersion: v1, uid: b }]`, 'own')), [])
})

test('metadata of a resource that an operator reads is judged by nobody', () => {
  const metadata = 'metadata: { name: a, namespace: prod, annotations: { sidecar.istio.io/logLevel: debug } }'
  equal(told(`apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\n${metadata}\nspec: {}\n`), [])
  const template = 'spec: { template: { spec: { containers: [{ name: a }] } } }'
  equal(told(`apiVersion: argoproj.io/v1alpha1\nkind: Rollout\n${metadata}\n${template}\n`), [])
})

test('the annotation that switches injection is outdated only where it may be read', () => {
  const annotation = pod('annotations: { sidecar.istio.io/inject: "false" }')
  const message =
    'info: The annotation "sidecar.istio.io/inject" of StatefulSet "redis" is deprecated in favour of the label of that name.'
  equal(told(annotation), [message])
  equal(told(namespace('istio-injection: enabled') + annotation), [message])
  equal(told(namespace('istio-injection: disabled') + annotation), [])
  const maistra = 'apiVersion: maistra.io/v1\nkind: ServiceMeshMember\nmetadata: { name: default, namespace: prod }\n'
  equal(told(annotation + maistra), [])
})

test('a mode that nobody knows is told by whether the Namespace is in ambient mode', () => {
  const text =
    'Label "istio.io/dataplane-mode" of StatefulSet "redis" has the value "disabled", which refuses nothing: only "none" does.'
  const disabled = pod('labels: { istio.io/dataplane-mode: disabled }')
  equal(told(disabled), [`warning: ${text}`])
  equal(told(namespace('istio.io/dataplane-mode: ambient') + disabled), [`error: ${text}`])
  equal(told(namespace('app: redis') + disabled), [`info: ${text}`])
})

test.run()
