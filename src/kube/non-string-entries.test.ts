import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { jsonLines } from '../dev/lines.ts'
import { sharedFolder } from '../dev/shared.ts'
import { hole, treeOf } from '../dev/tree-of.ts'
import { kubeKinds } from './kinds.ts'
import { nonStringEntries, unmarshalError } from './non-string-entries.ts'
import { createResource, type Resource } from './resource.ts'

interface Case {
  readonly objects: readonly { readonly apiVersion: string; readonly kind: string }[]
  readonly expect: { readonly workloadRejected?: string; readonly pods?: readonly unknown[] }
}

function resourceOf(body: { readonly apiVersion: string; readonly kind: string }): Resource {
  const { apiVersion, kind } = body
  const kindName = kind in kubeKinds ? kind : 'CustomWorkload'
  const resource = createResource({
    root: treeOf(body),
    shape: undefined,
    apiVersion,
    kind,
    kindName,
    scope: 'Namespaced',
  })
  return resource as Resource
}

const containers = [{ name: 'app' }]

test('workloads are refused with the words of the API server, and no others are', () => {
  const shared = sharedFolder('oracle/cluster')
  if (!shared) return
  let refused = 0
  for (const version of ['1.30', '1.31']) {
    for (const { objects, expect } of jsonLines<Case>(`${shared}/istio-${version}/cases.ndjson`)) {
      const workload = objects.at(-1)
      if (!workload) continue
      const resource = resourceOf(workload)
      const [first] = nonStringEntries(resource)
      const expected = expect.workloadRejected?.includes('cannot unmarshal') ? expect.workloadRejected : undefined
      assert.is(first && unmarshalError(resource, first), expected)
      if (first) refused++
    }
  }
  assert.ok(refused > 10)
})

test('each value that is no string is told with its place and type, nulls and placeholders are fine', () => {
  const template = { metadata: { labels: { b: true, a: 1, n: null, h: hole('H'), s: 'x' } }, spec: { containers } }
  const resource = resourceOf({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'x', annotations: { list: [] } },
    spec: { template, volumeClaimTemplates: [{ metadata: { labels: { c: false } } }] },
  } as never)
  const found = nonStringEntries(resource).map(({ path, type, at }) => [
    path.join('.'),
    type,
    at.file.text.slice(at.span.start, at.span.end),
  ])
  assert.equal(found, [
    ['metadata.annotations.list', 'array', '[]'],
    ['spec.template.metadata.labels.a', 'number', '1'],
    ['spec.template.metadata.labels.b', 'bool', 'true'],
    ['spec.volumeClaimTemplates.0.metadata.labels.c', 'bool', 'false'],
  ])
})

test('the message names the path in the kind, without the index', () => {
  const cronJob = resourceOf({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    spec: { jobTemplate: { spec: { template: { metadata: { labels: { x: true } } } } } },
  } as never)
  const texts = nonStringEntries(cronJob).map((entry) => unmarshalError(cronJob, entry))
  assert.equal(texts, [
    'CronJob in version "v1" cannot be handled as a CronJob: json: cannot unmarshal bool into Go struct field ObjectMeta.spec.jobTemplate.spec.template.metadata.labels of type string',
  ])
})

test('labels that are no map are told as a whole', () => {
  const pod = resourceOf({ apiVersion: 'v1', kind: 'Pod', metadata: { labels: 'app' } } as never)
  const [entry] = nonStringEntries(pod)
  assert.is(entry?.key, undefined)
  assert.match(entry ? unmarshalError(pod, entry) : '', /cannot unmarshal string into .*metadata\.labels of type map/)
})

test.run()
