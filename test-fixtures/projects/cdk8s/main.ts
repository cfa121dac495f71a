import { App, Chart, JsonPatch } from 'cdk8s'
import { k8s, StatefulSet, Volume } from 'cdk8s-plus-33'
import { Redis } from '@lib/redis'

const app = new App()

const shop = new Chart(app, 'shop', { namespace: 'shop' })
new k8s.KubeNamespace(shop, 'namespace', {
  metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } },
})
const cache = new Redis(shop, 'cache', { labels: { 'istio-injection': 'disabled' } })
cache.service.addJsonPatch(JsonPatch.add('/spec/publishNotReady', true))
new Redis(shop, 'sessions', { replicas: 1, metricsPort: 15090 })

// Jobs are to stay outside of the mesh.
const jobs = new Chart(app, 'jobs', {
  namespace: 'shop',
  labels: { 'sidecar.istio.io/inject': 'false' },
})
const queue = new StatefulSet(jobs, 'queue', {
  containers: [{ image: 'redis:7.4', portNumber: 6379 }],
})
queue.containers[0].mount('/data', Volume.fromEmptyDir(jobs, 'scratch', 'scratch'))

if (process.env.CANARY === 'on') {
  new k8s.KubeNamespace(shop, 'canary', {
    // meshlint-ignore injection-value-misread: an admission policy of ours rewrites it
    metadata: { name: 'shop-canary', labels: { 'istio-injection': 'true' } },
  })
}

app.synth()
