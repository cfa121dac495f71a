import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { runMain } from '../dev/run-main.ts'

const workload = (kind: string, name: string, namespace?: string): string => `apiVersion: apps/v1
kind: ${kind}
metadata: {name: ${name}${namespace ? `, namespace: ${namespace}` : ''}}
spec:
  replicas: 2
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: main, image: x}]}
`

const files = {
  'prod/redis.yaml': workload('StatefulSet', 'redis', 'prod'),
  'prod/api.yaml': workload('Deployment', 'redis', 'prod'),
  'test/redis.yaml': workload('StatefulSet', 'redis', 'test'),
  'web/web.yaml': workload('Deployment', 'web'),
  'job/a.yaml': workload('StatefulSet', 'queue', 'job'),
}

async function shown(...args: string[]): Promise<string[]> {
  const { stdout } = await runMain(['why', '-f', 'json', ...args], files)
  const { workloads } = JSON.parse(stdout)
  return workloads.map(({ resource }: { resource: { kind: string; namespace: string | null; name: string | null } }) =>
    [resource.kind, resource.namespace, resource.name].join('/'),
  )
}

test('several matches are all shown', async () => {
  assert.equal(await shown('redis'), ['Deployment/prod/redis', 'StatefulSet/prod/redis', 'StatefulSet/test/redis'])
})

test('a kind, as kubectl understands it, and a namespace narrow it down', async () => {
  const sets = ['StatefulSet/prod/redis', 'StatefulSet/test/redis']
  for (const kind of ['sts', 'StatefulSet', 'statefulsets', 'statefulset.apps']) {
    assert.equal(await shown(`${kind}/redis`), sets)
  }
  assert.equal(await shown('prod/redis'), ['Deployment/prod/redis', 'StatefulSet/prod/redis'])
  assert.equal(await shown('sts/prod/redis'), ['StatefulSet/prod/redis'])
  assert.equal(await shown('sts/job/queue'), ['StatefulSet/job/queue'])
})

test('of A/B, A is a kind where it is known as one', async () => {
  const { code, stderr } = await runMain(['why', 'job/queue'], files)
  assert.is(code, 2)
  assert.match(stderr, 'There is no workload "job/queue". Did you mean "StatefulSet/job/queue"?')
})

test('no name: every workload', async () => {
  assert.is((await shown()).length, 5)
})

test('what looks like a path is one', async () => {
  assert.is((await shown('.')).length, 5)
  assert.is((await shown('./prod')).length, 2)
  assert.is((await shown('/project/prod')).length, 2)
  assert.is((await shown('prod/*')).length, 2)
  assert.equal(await shown('web/web.yaml'), ['Deployment//web'])
})

test('what exists as a path is one only where no workload has that name', async () => {
  assert.equal(await shown('web'), ['Deployment//web'])
  assert.is((await shown('prod')).length, 2)
  assert.equal(await shown('redis', 'test'), ['StatefulSet/test/redis'])
})

test('stdin is a path', async () => {
  const { code, stdout } = await runMain(['why', '-'], {}, { stdin: files['web/web.yaml'] })
  assert.is(code, 0)
  assert.match(stdout, 'web')
})

test('a name that nothing has is 2, with the nearest', async () => {
  const { code, stdout, stderr } = await runMain(['why', 'rediss'], files)
  assert.equal([code, stdout], [2, ''])
  assert.match(stderr, 'Did you mean "Deployment/prod/redis" or "StatefulSet/prod/redis" or "StatefulSet/test/redis"?')
  const far = await runMain(['why', 'nothing-like-it'], files)
  assert.match(far.stderr, '"meshlint why" lists those that were read')
  assert.is((await runMain(['why', 'a/b/c/d'], files)).code, 2)
})

test('the name of a pod leads to its StatefulSet', async () => {
  const { code, stderr } = await runMain(['why', 'queue-1'], files)
  assert.is(code, 2)
  assert.match(stderr, 'Did you mean "StatefulSet/job/queue"?')
})

test('the name of a pod leads to its workload also where an autoscaler decides how many there are', async () => {
  const scaled = (kind: string) => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: r }
spec: { scaleTargetRef: { apiVersion: apps/v1, kind: ${kind}, name: r } }
---
apiVersion: apps/v1
kind: ${kind}
metadata: { name: r }
spec: { template: { spec: { containers: [{ name: a, image: b }] } } }
`
  const hint = async (name: string, kind: string) =>
    (await runMain(['why', name], { 'a.yaml': scaled(kind) })).stderr.trim().split('\n').at(-1)
  const found = 'Did you mean "StatefulSet/r"?'
  assert.match((await hint('r-0', 'StatefulSet')) ?? '', found)
  assert.match((await hint('r-5d8f-x2z', 'Deployment')) ?? '', 'Did you mean "Deployment/r"?')
  assert.not.match((await hint('other-0', 'StatefulSet')) ?? '', 'Did you mean')
})

test('a name that is no string is shown as it is written, with the answer of the API server', async () => {
  const unquoted = `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: y, namespace: prod }
spec: { template: { spec: { containers: [{ name: a, image: b }] } } }
`
  const { stdout } = await runMain(['why'], { 'a.yaml': unquoted })
  assert.match(
    stdout,
    /StatefulSet prod\/y +rejected .*cannot unmarshal bool into Go struct field ObjectMeta.metadata.name of type string/,
  )
})

test('verdicts do not change the exit code, failures do', async () => {
  assert.is((await runMain(['why', 'redis'], files)).code, 0)
  assert.is(
    (await runMain(['why', 'redis'], { ...files, 'b.yaml': 'apiVersion: v1\nkind: Service\na: "never closed\n' })).code,
    2,
  )
})

test('options of lint are told to be such', async () => {
  const { code, stderr } = await runMain(['why', '--only', 'x'], files)
  assert.is(code, 2)
  assert.match(stderr, '--only is an option of "meshlint lint", not of "meshlint why".')
})

test.run()
