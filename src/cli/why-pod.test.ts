import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { runMain } from '../dev/run-main.ts'

const workload = (name: string, labels: string, namespace = 'prod'): string => `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  serviceName: ${name}
  replicas: 3
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}${labels}}}
    spec: {containers: [{name: main, image: "x:1"}]}
`

const files = {
  'prod.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: prod}\n',
  'redis.yaml': workload('redis', ''),
  'queue.yaml': workload('queue', ', sidecar.istio.io/inject: "true"'),
  'flag.yaml': workload('flag', ', beta: true'),
  'lost.yaml': workload('lost', '', 'elsewhere'),
}

test('the pod is printed as YAML, the first one unless another is named', async () => {
  const first = await runMain(['why', 'redis', '--pod'], files)
  assert.is(first.code, 0)
  assert.match(first.stdout, /^apiVersion: v1\nkind: Pod\nmetadata:\n {2}name: redis-0\n/)
  for (const args of [['redis', '--pod', 'redis-2'], ['sts/redis', '--pod=redis-2'], ['--pod=redis-2']]) {
    assert.match((await runMain(['why', ...args], files)).stdout, /^ {2}name: redis-2$/m)
  }
})

test('-o yaml and -o json are formats beside --pod; any other -o is a file, and so are they without it', async () => {
  const json = await runMain(['why', 'redis', '--pod', '-o', 'json'], files)
  assert.is(JSON.parse(json.stdout).metadata.name, 'redis-0')
  const yaml = await runMain(['why', 'redis', '--pod', '-o', 'yaml'], files)
  assert.equal(
    [yaml.stdout, yaml.host.type('/project/yaml')],
    [(await runMain(['why', 'redis', '--pod'], files)).stdout, undefined],
  )
  const written = await runMain(['why', 'redis', '--pod', '-o', 'pod.yaml'], files)
  assert.is(written.stdout, '')
  assert.is(new TextDecoder().decode(written.host.read('/project/pod.yaml')), yaml.stdout)
  const file = await runMain(['why', 'redis', '-o', 'json'], files)
  assert.is(file.host.type('/project/json'), 'file')
})

test('several pods are documents of one stream, or items of a List', async () => {
  const all = { 'prod.yaml': files['prod.yaml'], 'a.yaml': files['redis.yaml'], 'b.yaml': workload('web', '') }
  assert.is((await runMain(['why', '--pod'], all)).stdout.match(/^kind: Pod$/gm)?.length, 2)
  const list = JSON.parse((await runMain(['why', '--pod', '-o', 'json'], all)).stdout)
  assert.equal([list.kind, list.items.length], ['List', 2])
})

test('-f json holds the pod that --pod names', async () => {
  const { stdout } = await runMain(['why', 'redis', '--pod=redis-1', '-f', 'json'], files)
  const [workload] = JSON.parse(stdout).workloads
  assert.equal([workload.pod.metadata.name, workload.podUnknown], ['redis-1', []])
})

test('where no pod is stored, or nobody can tell, that is said, and the exit code stays', async () => {
  const flag = await runMain(['why', 'flag', '--pod'], files)
  assert.equal([flag.code, flag.stdout], [0, ''])
  assert.match(
    flag.stderr,
    'note: no pod of StatefulSet prod/flag is stored: StatefulSet in version "v1" cannot be handled',
  )
  const lost = await runMain(['why', 'lost', '--pod'], files)
  assert.equal([lost.code, lost.stdout], [0, ''])
  assert.match(
    lost.stderr,
    'nobody can tell what a pod of StatefulSet elsewhere/lost is stored as: missing: labels of Namespace',
  )
})

test('a pod that is not there is 2', async () => {
  const none = await runMain(['why', 'redis', '--pod=redis-3'], files)
  assert.is(none.code, 2)
  assert.match(none.stderr, 'There is no pod "redis-3" of StatefulSet prod/redis: there is redis-0, redis-1, redis-2.')
})

test('an injected pod has its sidecar', async () => {
  const { code, stdout } = await runMain(['why', 'queue', '--pod', '-o', 'json'], files)
  assert.is(code, 0)
  const { spec, metadata } = JSON.parse(stdout)
  assert.equal(
    spec.initContainers.map(({ name }: { name: string }) => name),
    ['istio-init', 'istio-proxy'],
  )
  assert.is(metadata.labels['security.istio.io/tlsMode'], 'istio')
})

test('--pod is an option of why alone', async () => {
  assert.match((await runMain(['lint', '--pod'], files)).stderr, '--pod is an option of "meshlint why"')
})

test.run()
