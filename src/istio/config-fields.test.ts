import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { unknownConfigFields } from './config-fields.ts'

function told(text: string): readonly string[] {
  return unknownConfigFields(text).map(({ path, reason }) => {
    const more = reason.is === 'slip' ? ` ${reason.of}` : reason.is === 'elsewhere' ? ` ${reason.path}` : ''
    return `${path}: ${reason.is}${more}`
  })
}

test('fields of the definition are known by both of their names, at every depth', () => {
  assert.equal(told('concurrency: 2\nhold_application_until_proxy_starts: true\nproxyMetadata: { any: "1" }'), [])
  assert.equal(told('{"proxyStatsMatcher": {"inclusionRegexps": [".*"]}, "image": {"imageType": "distroless"}}'), [])
  assert.equal(told('readinessProbe: { httpGet: { port: 80, httpHeaders: [{ name: a, value: b }] } }'), [])
})

test('what a field is instead is told where that is sure', () => {
  assert.equal(told('holdApplicationUntilProxyStart: true'), [
    'holdApplicationUntilProxyStart: slip holdApplicationUntilProxyStarts',
  ])
  assert.equal(told('HoldApplicationUntilProxyStarts: true'), [
    'HoldApplicationUntilProxyStarts: slip holdApplicationUntilProxyStarts',
  ])
  assert.equal(told('sampling: 10'), ['sampling: elsewhere tracing.sampling'])
  assert.equal(told('ISTIO_META_DNS_CAPTURE: "true"'), ['ISTIO_META_DNS_CAPTURE: variable'])
  assert.equal(told('accessLogFile: /dev/stdout'), ['accessLogFile: mesh-wide'])
  assert.equal(told('whatever: 1'), ['whatever: unknown'])
  assert.equal(told('readinessProbe: { httpGet: { port: 80, httpHeaders: [{ nmae: a }] } }'), [
    'readinessProbe.httpGet.httpHeaders.0.nmae: unknown',
  ])
})

test('nothing is told of a value that istiod refuses, nor below a field that is newer than the definition', () => {
  assert.equal(told('concurrency: two\nwhatever: 1'), [])
  assert.equal(told('- a'), [])
  assert.equal(told('connectionSettings: { profile: EDGE, whatever: 1 }'), [])
  assert.equal(told(''), [])
})

test.run()
