import { readFileSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { sharedFolder } from '../dev/shared.ts'
import type { KeyPart } from './istio-key.ts'
import { configFieldOf, isIstioKey, istioKey, prefixOf, resemblingKeys, slipOf } from './istio-keys.ts'
import { knownAnnotations } from './known-annotations.ts'
import { knownLabels } from './known-labels.ts'

test('no key stands in a table twice', () => {
  const names = [...knownAnnotations, ...knownLabels].map(({ part, name }) => `${part} ${name}`)
  assert.equal([...new Set(names)].length, names.length)
})

test('a key is known in the part that Istio reads', () => {
  assert.ok(istioKey('annotation', 'proxy.istio.io/config'))
  assert.is(istioKey('label', 'proxy.istio.io/config'), undefined)
  assert.ok(istioKey('label', 'istio.io/dataplane-mode'))
  assert.is(istioKey('annotation', 'istio.io/dataplane-mode'), undefined)
  assert.ok(isIstioKey('istio.io/dataplane-mode'))
})

test('slips of letter, case, ending and prefix are recognised', () => {
  const slips = {
    'sidecar.istio.io/injects': 'sidecar.istio.io/inject',
    'sidecar.istio.io/Inject': 'sidecar.istio.io/inject',
    'sidecar.istio/inject': 'sidecar.istio.io/inject',
    'sidecar.isito.io/inject': 'sidecar.istio.io/inject',
    'istio.io/inject': 'sidecar.istio.io/inject',
    'istio-injections': 'istio-injection',
    'istio-injection-': 'istio-injection',
    istio_injection: 'istio-injection',
    'traffic.sidecar.istio.io/excludeOutboundPort': 'traffic.sidecar.istio.io/excludeOutboundPorts',
    'sidecar.istio.io/excludeOutboundPorts': 'traffic.sidecar.istio.io/excludeOutboundPorts',
    'traffic.istio.io/connect-strategy': 'istio.io/connect-strategy',
    'sidecar.istio.io/proxyCpu': 'sidecar.istio.io/proxyCPU',
    'istio.io/revision': 'istio.io/rev',
  }
  for (const [name, meant] of Object.entries(slips)) assert.is(slipOf(name), meant, name)
})

test('fields of the proxy config that are written as annotations are recognised', () => {
  assert.is(configFieldOf('sidecar.istio.io/concurrency'), 'concurrency')
  assert.is(configFieldOf('proxy.istio.io/holdApplicationUntilProxyStarts'), 'holdApplicationUntilProxyStarts')
  assert.is(configFieldOf('example.com/concurrency'), undefined)
  assert.is(configFieldOf('sidecar.istio.io/whatever'), undefined)
})

test('names of others are no slips', () => {
  for (const name of ['istio', 'istio-locality', 'app', 'istio.io/test-name-part', 'sidecar.opentelemetry.io/inject'])
    assert.is(slipOf(name), undefined, name)
  for (const name of ['sidecar.maistra.io/inject', 'test.istio.io/class', 'istio-operator-managed'])
    assert.is(slipOf(name), undefined, name)
})

test('a known name is a slip of none', () => {
  for (const { name } of [...knownAnnotations, ...knownLabels]) assert.is(slipOf(name), undefined, name)
})

test('a dropped letter of a name is found wherever it is', () => {
  for (const { name, internal, until } of [...knownAnnotations, ...knownLabels]) {
    if (internal || until !== undefined) continue
    for (let at = name.indexOf('/') + 1; at < name.length; at++) {
      const slip = name.slice(0, at) + name.slice(at + 1)
      if (!isIstioKey(slip)) assert.ok(slipOf(slip), slip)
    }
  }
})

test('only what the injector and the agent alone read is known in full', () => {
  assert.is(prefixOf('sidecar.istio.io/any'), 'closed')
  assert.is(prefixOf('networking.istio.io/any'), 'open')
  assert.is(prefixOf('kiali.io/any'), 'foreign')
  assert.is(prefixOf('istio'), 'foreign')
  assert.equal(resemblingKeys('networking.istio.io/exportThree'), ['networking.istio.io/exportTo'])
})

interface Row {
  readonly name: string
  readonly resources: readonly string[]
}

test("every label and annotation of Istio's own tables is known, on all the objects that they name", () => {
  const folder = sharedFolder('data')
  if (folder === undefined) return
  const missing = (['label', 'annotation'] as const).flatMap((part: KeyPart) => {
    const rows: readonly Row[] = JSON.parse(readFileSync(`${folder}/istio-${part}s.json`, 'utf8'))[`${part}s`]
    assert.ok(rows.length > 20)
    return rows.flatMap(({ name, resources }) => {
      // Of the Ingress controller and of the Gateway API, whose prefixes are not Istio's.
      if (name.startsWith('kubernetes.io/') || name.startsWith('gateway.networking.k8s.io/')) return []
      const on = istioKey(part, name)?.on ?? []
      return on.includes('Any') || resources.every((kind) => on.includes(kind)) ? [] : [`${part} ${name}`]
    })
  })
  assert.equal(missing, [])
})

test.run()
