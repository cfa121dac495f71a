import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { namespaceFile, placeOf, redisFile, samplePod, sampleProblem, sampleResult } from '../../dev/sample.ts'
import { json } from './json.ts'
import { jsonText } from './json-text.ts'

const redisName = { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'prod', name: 'redis' }

test('the JSON of a run is the contract, key by key', () => {
  const gap = { what: 'w', hint: 'h', at: placeOf(redisFile, 'redis') }
  const result = sampleResult({
    problems: [
      sampleProblem({
        aliases: ['IST0101'],
        related: [{ at: placeOf(namespaceFile, 'enabled'), message: 'here' }],
        suppressed: { by: 'comment', reason: 'r', at: placeOf(redisFile, 'kind') },
      }),
    ],
    undecided: [{ rule: 'x', resource: redisName, at: placeOf(redisFile, 'redis'), missing: [gap] }],
    failures: [
      { stage: 'parse', message: 'Bad.', at: placeOf(redisFile, 'kind') },
      { stage: 'read', message: 'Gone.', path: 'x.yaml' },
      { stage: 'usage', message: 'No.' },
    ],
    workloads: [samplePod()],
  })
  const place = (startLine: number, startColumn: number, width: number, path = 'deploy/redis.yaml') => {
    return { path, startLine, startColumn, endLine: startLine, endColumn: startColumn + width, precision: 'node' }
  }
  const { message, fingerprint, url } = sampleProblem()
  const expected = {
    version: 1,
    problems: [
      {
        rule: 'reserved-port',
        aliases: ['IST0101'],
        severity: 'error',
        message,
        topic: 'ports',
        resource: redisName,
        location: place(18, 26, 5),
        related: [{ location: place(6, 22, 7, 'deploy/namespace.yaml'), message: 'here' }],
        fingerprint,
        url,
        fixes: [],
        suppressed: { by: 'comment', reason: 'r', location: place(2, 1, 4) },
      },
    ],
    undecided: [{ rule: 'x', resource: redisName, missing: [{ what: 'w', hint: 'h' }] }],
    failures: [
      { stage: 'parse', message: 'Bad.', location: place(2, 1, 4) },
      { stage: 'read', message: 'Gone.', location: { ...place(1, 1, 0, 'x.yaml'), precision: 'file' } },
      { stage: 'usage', message: 'No.' },
    ],
    workloads: [{ resource: redisName, location: place(4, 9, 5), verdict: 'injected' }],
    counts: {
      resources: 212,
      files: 41,
      rules: 31,
      errors: 0,
      warnings: 0,
      infos: 0,
      undecided: 1,
      suppressed: 1,
    },
  }
  assert.is(json(result), `${JSON.stringify(expected, null, 2)}\n`)
})

test('a namespace that nobody says is null, that of a cluster-scoped object is left out', () => {
  const at = placeOf(redisFile, 'redis')
  const undecided = [
    { rule: 'x', resource: { ...redisName, namespace: null }, at, missing: [] },
    { rule: 'x', resource: { apiVersion: 'v1', kind: 'Namespace', name: 'prod' }, at, missing: [] },
  ]
  const written = JSON.parse(json(sampleResult({ undecided }))).undecided
  assert.equal(written[0].resource, { ...redisName, namespace: null })
  assert.equal(written[1].resource, { apiVersion: 'v1', kind: 'Namespace', name: 'prod' })
})

test('JSON is written as JSON.stringify writes it', () => {
  const value = {
    a: [1, -0, 1e21, Number.NaN, 'x"\n\u2028\ud800', true, null],
    b: {},
    c: [],
    d: undefined,
    e: { f: [[]] },
  }
  assert.is(jsonText(value), `${JSON.stringify(value, null, 2)}\n`)
})

test('integers beyond 2^53 are written in full, and numeric keys stay in their place', () => {
  const map = new Map([
    ['b', 9_007_199_254_740_993n],
    ['1', 2n],
  ])
  assert.is(jsonText(map), '{\n  "b": 9007199254740993,\n  "1": 2\n}\n')
})

test.run()
