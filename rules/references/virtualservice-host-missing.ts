import { defineRule } from '../../src/rule/index.ts'
import { destinationsOf } from '../shared/destinations.ts'
import { missingHost, missingHostMessages } from '../shared/missing-host.ts'
import { redisCluster } from '../shared/redis-cluster.ts'

export default defineRule({
  id: 'virtualservice-host-missing',
  topic: 'references',
  summary: 'A VirtualService routes to a host that does not exist',
  why: 'Envoy has no cluster for the host: every request of the route is answered with 503, every connection is closed.',
  fix: 'Route to the host of a Service or ServiceEntry. One pod of a StatefulSet is reached by a subset with the label statefulset.kubernetes.io/pod-name.',
  severity: 'error',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination'],
  aliases: ['IST0101', 'KIA1101'],
  each: 'VirtualService',
  needs: [],
  messages: missingHostMessages,
  examples: {
    good: [
      {
        title: 'short and full names of a Service',
        files: {
          'cluster.yaml': redisCluster,
          'mesh.yaml': `
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redis
                - route:
                    - destination:
                        host: redis.prod.svc.cluster.local
          `,
        },
      },
      {
        title: 'hosts of which nobody can tell',
        files: {
          'cluster.yaml': redisCluster,
          'mesh.yaml': `
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: api.example.com
                - route:
                    - destination:
                        host: other.elsewhere.svc.cluster.local
          `,
        },
        undecided: 2,
      },
    ],
    bad: [
      {
        title: 'a misspelt host',
        files: {
          'cluster.yaml': redisCluster,
          'mesh.yaml': `
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redsi #! missing
          `,
        },
      },
      {
        title: 'one pod of a StatefulSet, there or beyond the replicas',
        files: {
          'cluster.yaml': redisCluster,
          'mesh.yaml': `
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redis-0.redis.prod.svc.cluster.local #! pod
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis-3, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redis-3.redis.prod.svc.cluster.local #! podBeyond
          `,
        },
      },
      {
        title: 'a Service that is not exported, and a host that Istio does not complete',
        files: {
          'cluster.yaml': redisCluster,
          'more.yaml': `
            apiVersion: v1
            kind: Service
            metadata: { name: private, namespace: data, annotations: { networking.istio.io/exportTo: . } }
            spec: { selector: { app: private }, ports: [{ port: 80 }] }
          `,
          'mesh.yaml': `
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: private.data.svc.cluster.local #! hidden
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis-2, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redis.prod #! shortened
          `,
        },
      },
    ],
  },

  check(virtualService, { snapshot, mesh, report, cannotTell }) {
    const { namespace } = virtualService
    if (!namespace) return
    for (const { destination, severity } of destinationsOf(virtualService)) {
      const host = destination.get('host')
      if (!host.known) cannotTell(virtualService, host)
      if (!host.known || !host.value) continue
      const missing = missingHost(mesh, host.value, namespace, snapshot)
      if (missing) report({ severity, ...missing, on: virtualService, at: destination.at(['host']) })
      const target = mesh.resolve(host.value, namespace)
      if (!missing && !target.known) cannotTell(virtualService, target)
    }
  },
})
