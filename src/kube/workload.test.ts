import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { known } from '../base/maybe.ts'
import { treeOf } from '../dev/tree-of.ts'
import { kubeKinds } from './kinds.ts'
import { createResource, type Resource } from './resource.ts'
import type { Shape } from './shape.ts'
import { isWorkload, podTemplateOf } from './workload.ts'

const containers = [{ name: 'app' }]
const template = { metadata: { labels: { app: 'web' } }, spec: { containers, hostNetwork: true } }

function resourceOf(kindName: string, body: object): Resource {
  const shape: Shape = kindName === 'CronJob' ? kubeKinds.CronJob.shape : kubeKinds.CustomWorkload.shape
  const root = treeOf({ kind: kindName, metadata: { name: 'x' }, ...body })
  return createResource({ root, shape, apiVersion: 'v1', kind: kindName, kindName, scope: 'Namespaced' }) as Resource
}

test('a workload is a kind of Kubernetes or an object with containers in spec.template', () => {
  assert.ok(isWorkload(treeOf({}), 'StatefulSet'))
  assert.ok(isWorkload(treeOf({ spec: { template } }), 'Other'))
  assert.not(isWorkload(treeOf({ spec: { template: { spec: { containers: {} } } } }), 'Other'))
  assert.not(isWorkload(treeOf({ spec: { template: {} } }), 'Service'))
})

test('the template is seen at its own path in the workload', () => {
  const cases: readonly [string, object, readonly string[]][] = [
    ['Deployment', { spec: { template } }, ['spec', 'template']],
    ['Rollout', { spec: { template } }, ['spec', 'template']],
    ['CronJob', { spec: { jobTemplate: { spec: { template } } } }, ['spec', 'jobTemplate', 'spec', 'template']],
    ['Pod', template, []],
  ]
  for (const [kind, body, path] of cases) {
    const view = podTemplateOf(resourceOf(kind, body))
    assert.equal(view?.path, path)
    assert.equal(view?.get('spec', 'hostNetwork'), known(true))
  }
  assert.is(podTemplateOf(resourceOf('Service', {})), undefined)
})

test.run()
