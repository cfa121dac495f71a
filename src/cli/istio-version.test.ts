import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { runMain } from '../dev/run-main.ts'

const manifests = `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: redis, namespace: shop}
spec:
  serviceName: redis
  selector: {matchLabels: {app: redis}}
  template:
    metadata: {labels: {app: redis}}
    spec: {containers: [{name: redis, image: "redis:7"}]}
`

const injector = (tag: string): string => `---
apiVersion: v1
kind: ConfigMap
metadata: {name: istio-sidecar-injector, namespace: istio-system}
data:
  values: '{"global": {"tag": "${tag}", "hub": "h", "proxy": {"image": "proxyv2", "statusPort": 15020}}}'
`

const nodes = (...versions: readonly string[]): string =>
  versions
    .map((version, index) => {
      const status = `{nodeInfo: {kubeletVersion: ${version}}}`
      return `---\napiVersion: v1\nkind: Node\nmetadata: {name: n${index}}\nstatus: ${status}\n`
    })
    .join('')

async function podOf(text: string, ...args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await runMain(['why', 'redis', '--pod', ...args], { 'a.yaml': text })
  assert.is(code, 0)
  return { stdout, stderr }
}

test('--istio-version prints the pod that this release would make', async () => {
  const { stdout, stderr } = await podOf(manifests, '--istio-version', '1.24')
  assert.match(stdout, 'image: docker.io/istio/proxyv2:1.24.0')
  assert.not.match(stdout, 'istio-ca-crl')
  assert.is(stderr, '')
  assert.match((await podOf(manifests, '--istio-version', '1.21.3')).stdout, 'image: docker.io/istio/proxyv2:1.21.3')
  assert.match((await podOf(manifests, '--istio-version', '1.20')).stdout, 'name: JWT_POLICY')
  assert.match((await podOf(manifests)).stdout, 'image: docker.io/istio/proxyv2:1.31.0')
})

test('a release that is not known is answered with the nearest one, and a note', async () => {
  const newer = await podOf(manifests, '--istio-version', '1.99')
  assert.is(newer.stderr, 'note: Istio 1.99 is not known; it is taken for Istio 1.32\n')
  assert.match(newer.stdout, 'image: docker.io/istio/proxyv2:1.32.0')
  const older = await podOf(manifests, '--istio-version', '1.12')
  assert.is(older.stderr, 'note: Istio 1.12 is not known; it is taken for Istio 1.20\n')
  const { stderr } = await runMain(['lint', '--istio-version', '1.12'], { 'a.yaml': manifests })
  assert.match(stderr, 'note: Istio 1.12 is not known')
})

test('the release that an injector names in its values counts before the option', async () => {
  const { stdout, stderr } = await podOf(manifests + injector('1.20.6'), '--istio-version', '1.31')
  assert.match(stdout, 'image: h/proxyv2:1.20.6')
  assert.match(stdout, 'name: JWT_POLICY')
  assert.is(stderr, '')
  const unknown = await podOf(manifests + injector('1.15.1'))
  assert.is(unknown.stderr, 'note: Istio 1.15 is not known; it is taken for Istio 1.20\n')
})

test('from 1.27 on the Nodes of the input decide about native sidecars', async () => {
  const isNative = async (text: string, ...args: readonly string[]): Promise<boolean> =>
    (await podOf(text, ...args)).stdout.includes('"containers":null')
  const newNodes = manifests + nodes('v1.33.1', 'v1.35.0')
  assert.equal(
    [
      await isNative(newNodes),
      await isNative(newNodes, '--istio-version', '1.26'),
      await isNative(manifests + nodes('v1.35.0', 'v1.32.9+k3s1')),
      await isNative(
        manifests.replace('spec: {containers', 'spec: {nodeName: n0, containers') + nodes('v1.35.0', 'v1.30.0'),
      ),
      await isNative(
        manifests.replace('spec: {containers', 'spec: {nodeName: n1, containers') + nodes('v1.35.0', 'v1.30.0'),
      ),
    ],
    [true, false, false, true, false],
  )
})

test.run()
