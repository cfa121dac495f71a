import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SourceFile } from '../base/source-file.ts'
import { nodeAt, plainData } from '../base/tree.ts'
import { makeSnapshot } from '../snapshot/make-snapshot.ts'
import { plainUnit } from '../sources/plain.ts'
import { readManifest } from '../sources/read-manifest.ts'
import { readText } from '../yaml/read-text.ts'
import { simulate } from './simulate.ts'

function proxyConfig(namespace: string, spec: string, name = 'one'): string {
  const place = namespace === '' ? '' : `, namespace: ${namespace}`
  return `apiVersion: networking.istio.io/v1beta1\nkind: ProxyConfig\nmetadata: {name: ${name}${place}}\nspec: ${spec}\n`
}

function pod(namespace: string, annotations = '{}'): string {
  const place = namespace === '' ? '' : `, namespace: ${namespace}`
  const metadata = `{name: redis${place}, labels: {app: redis, sidecar.istio.io/inject: "true"}, annotations: ${annotations}}`
  return `apiVersion: v1\nkind: Pod\nmetadata: ${metadata}\nspec: {containers: [{name: redis, image: redis}]}\n`
}

const prod = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: prod, labels: {istio-injection: enabled}}\n'

/** The value of the proxy's variable A, or what is missing of the whole pod. */
function variable(documents: readonly string[], name = 'A'): unknown {
  const unit = plainUnit([readManifest(readText(new SourceFile('a.yaml', documents.join('---\n'))), true)], undefined)
  const [admitted] = simulate(makeSnapshot(unit, { complete: false }), [{ revision: '' }])
  const stored = admitted?.stored()
  const spec = stored && nodeAt(stored, ['spec'])
  if (!spec) return undefined
  if (spec.type === 'hole') return spec.gaps.map(({ what }) => what).join()
  const containers = JSON.parse(JSON.stringify(plainData(spec))).initContainers
  const proxy = containers.find((one: { name: string }) => one.name === 'istio-proxy')
  return proxy.env.find((one: { name: string }) => one.name === name)?.value
}

const env = (value: string, more = '') => `{environmentVariables: {A: ${value}}${more}}`

test('the root namespace is under the namespace, that under the annotation, that under what selects the pod', () => {
  const root = proxyConfig('istio-system', env('root'))
  const wide = proxyConfig('prod', env('namespace'))
  const annotation = '{proxy.istio.io/config: "proxyMetadata: {A: annotation}"}'
  const own = proxyConfig('prod', env('workload', ', selector: {matchLabels: {app: redis}}'), 'two')
  assert.is(variable([prod, root, pod('prod')]), 'root')
  assert.is(variable([prod, root, wide, pod('prod')]), 'namespace')
  assert.is(variable([prod, root, wide, pod('prod', annotation)]), 'annotation')
  assert.is(variable([prod, root, wide, own, pod('prod', annotation)]), 'workload')
})

test('another namespace, another label and an empty selector are for others', () => {
  assert.is(variable([prod, proxyConfig('dev', env('x')), pod('prod')]), undefined)
  assert.is(
    variable([prod, proxyConfig('prod', env('x', ', selector: {matchLabels: {app: web}}')), pod('prod')]),
    undefined,
  )
  assert.is(variable([prod, proxyConfig('prod', env('x', ', selector: {}')), pod('prod')]), undefined)
})

test('of several for one pod the oldest counts, which no manifest tells', () => {
  const two = [proxyConfig('prod', env('x')), proxyConfig('prod', env('other'), 'two')]
  assert.match(String(variable([prod, ...two, pod('prod')])), 'which of 2 ProxyConfigs is the oldest')
  const alike = [proxyConfig('prod', env('x')), proxyConfig('prod', env('x'), 'two')]
  assert.is(variable([prod, ...alike, pod('prod')]), 'x')
})

test('a placeholder touches the pods that the ProxyConfig is for, and no others', () => {
  assert.is(variable([prod, proxyConfig('dev', env('"${X}"')), pod('prod')]), undefined)
  assert.match(String(variable([prod, proxyConfig('prod', env('"${X}"')), pod('prod')])), 'the value of ${X}')
})

test('concurrency and image are honoured', () => {
  const config = proxyConfig('prod', '{concurrency: 3, image: {imageType: debug}}')
  assert.match(String(variable([prod, config, pod('prod')], 'PROXY_CONFIG')), '"concurrency":3')
  assert.match(String(variable([prod, config, pod('prod')], 'PROXY_CONFIG')), '"imageType":"debug"')
})

test.run()
