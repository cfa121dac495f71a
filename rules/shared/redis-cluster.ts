/** What the examples of rules about references point at: a headless Service and its StatefulSet of three pods. */
export const redisCluster = `
  apiVersion: v1
  kind: Service
  metadata: { name: redis, namespace: prod }
  spec: { clusterIP: None, selector: { app: redis }, ports: [{ port: 6379 }] }
  ---
  apiVersion: apps/v1
  kind: StatefulSet
  metadata: { name: redis, namespace: prod }
  spec:
    serviceName: redis
    replicas: 3
    template: { metadata: { labels: { app: redis } }, spec: { containers: [{ name: redis }] } }
`
