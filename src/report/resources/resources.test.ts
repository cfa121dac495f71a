import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { unknown } from '../../base/maybe.ts'
import { SourceFile } from '../../base/source-file.ts'
import type { MapNode } from '../../base/tree.ts'
import { redis, redisFile, sampleResource } from '../../dev/sample.ts'
import type { Resource } from '../../kube/resource.ts'
import { plainReport } from '../report-options.ts'
import { resourcesText } from './resources.ts'
import { resourcesJson } from './resources-json.ts'
import { resourcesYaml } from './resources-yaml.ts'

const file = new SourceFile(
  'a.yaml',
  'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n  "1": 9007199254740993\n  "80/~": ${PORT}\n',
)
const configMap = sampleResource(file, {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'x' },
  data: { '1': 9007199254740993n, '80/~': { what: 'PORT', hint: '${PORT}' } },
})
const read = (...resources: Resource[]) => ({
  units: [{ name: '.', kind: 'plain', resources, files: [] } as const],
  failures: [],
})

test('the JSON of resources is the contract, key by key', () => {
  const text = resourcesJson(read(configMap), { positions: false })
  assert.match(text, /"1": 9007199254740993,\n +"80\/~": null\n/)
  const { version, units, failures } = JSON.parse(text)
  assert.is(version, 1)
  assert.equal(failures, [])
  const [resource] = units[0].resources
  assert.equal(Object.keys(units[0]), ['name', 'kind', 'resources'])
  const keys = ['apiVersion', 'kind', 'namespace', 'name', 'location', 'exists', 'body', 'unknown']
  assert.equal(Object.keys(resource), keys)
  assert.is(resource.namespace, null)
  assert.is(resource.exists, 'yes')
  assert.equal(resource.unknown, [
    { pointer: '/data/80~1~0', partial: '${PORT}', missing: [{ what: 'PORT', hint: '${PORT}' }] },
  ])
})

test('--positions gives every value its place, by JSON pointer', () => {
  const { units } = JSON.parse(resourcesJson(read(redis), { positions: true }))
  const { positions } = units[0].resources[0]
  assert.is(Object.keys(positions)[0], '')
  assert.equal(positions['/spec/template/spec/containers/0/ports/0/containerPort'], {
    path: 'deploy/redis.yaml',
    startLine: 18,
    startColumn: 26,
    endLine: 18,
    endColumn: 31,
    precision: 'node',
  })
})

test('what may hold more is open, what may not exist is there perhaps', () => {
  const gap = { what: 'more', hint: 'say it' }
  const root: MapNode = { type: 'map', entries: [], open: [gap], file: redisFile, start: 0, end: 0 }
  const maybe: Resource = { ...configMap, at: () => configMap.at([]), root, exists: unknown(gap) }
  const { units } = JSON.parse(resourcesJson(read(maybe), { positions: false }))
  const [resource] = units[0].resources
  assert.is(resource.exists, 'perhaps')
  assert.equal(resource.missing, [gap])
  assert.equal(resource.unknown, [{ pointer: '', open: true, missing: [gap] }])
})

test('for people: every object below its file, with what is unknown of it', () => {
  assert.is(
    resourcesText(read(redis, configMap), plainReport),
    `deploy/redis.yaml
  1:1  StatefulSet prod/redis  apps/v1

a.yaml
  1:1  ConfigMap default?/x  v1  1 unknown part

2 resources from 2 files
`,
  )
})

test('as YAML: every object a document below its place', () => {
  const text = resourcesYaml({ units: [{ name: '.', kind: 'plain', files: [], resources: [redis] }], failures: [] })
  assert.match(text, /^---\n# deploy\/redis\.yaml:\d+:\d+\napiVersion: apps\/v1\nkind: StatefulSet\n/)
})

test.run()
