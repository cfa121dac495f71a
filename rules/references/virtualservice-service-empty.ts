import { allOf, defineRule, type Maybe, mapMaybe, showName } from '../../src/rule/index.ts'
import { destinationsOf } from '../shared/destinations.ts'
import { redisCluster } from '../shared/redis-cluster.ts'

export default defineRule({
  id: 'virtualservice-service-empty',
  topic: 'references',
  summary: 'A VirtualService routes to a Service that selects no pod',
  why: 'The Service has no endpoints: every request of the route is answered with 503, every connection is closed.',
  fix: 'Let the selector of the Service be labels of the pod template that it is for.',
  severity: 'error',
  since: '0.1.0',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#services-in-kubernetes'],
  aliases: [],
  each: 'VirtualService',
  needs: [],
  messages: {
    empty: 'Service "{service}" selects no pod of any workload in its namespace.',
  },
  examples: {
    good: [
      {
        title: 'a Service that selects pods',
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
          `,
        },
      },
      {
        title: 'a Service whose endpoints are made by hand',
        files: `
          apiVersion: v1
          kind: Service
          metadata: { name: redis, namespace: prod }
          spec: { ports: [{ port: 6379 }] }
          ---
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: { name: redis, namespace: prod }
          spec:
            hosts: [redis]
            tcp:
              - route:
                  - destination:
                      host: redis
        `,
      },
    ],
    bad: [
      {
        title: 'a selector that is not the label',
        files: `
          apiVersion: v1
          kind: Service
          metadata: { name: redis, namespace: prod }
          spec: { selector: { app: redsi }, ports: [{ port: 6379 }] }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec: { template: { metadata: { labels: { app: redis } }, spec: { containers: [{ name: redis }] } } }
          ---
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: { name: redis, namespace: prod }
          spec:
            hosts: [redis]
            tcp:
              - route:
                  - destination:
                      host: redis #! empty
        `,
      },
      {
        title: 'the pod of an ordinal that is not made',
        files: {
          'cluster.yaml': redisCluster,
          'mesh.yaml': `
            apiVersion: v1
            kind: Service
            metadata: { name: redis-5, namespace: prod }
            spec: { selector: { statefulset.kubernetes.io/pod-name: redis-5 }, ports: [{ port: 6379 }] }
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redis-5 #! empty
          `,
        },
      },
    ],
  },

  check(virtualService, { mesh, report, cannotTell }) {
    for (const { destination, severity } of destinationsOf(virtualService)) {
      const host = destination.get('host')
      if (!host.known || !host.value || !virtualService.namespace) continue
      const target = mesh.resolve(host.value, virtualService.namespace)
      if (!target.known || !target.value || target.value.serviceEntries.length > 0) continue
      const { services } = target.value
      const [service] = services
      if (!service || services.some((one) => !isFalse(mesh.isSelectorless(one)))) continue
      const empty = allOf(services.map((one) => mapMaybe(mesh.podsOf(one), (pods) => pods.length === 0)))
      if (!empty.known) cannotTell(virtualService, empty)
      if (!empty.known || !empty.value) continue
      report({
        message: 'empty',
        severity,
        on: virtualService,
        at: destination.at(['host']),
        related: [{ at: service.at(['spec', 'selector'], 'key'), message: 'its selector' }],
        data: { service: showName(service) },
      })
    }
  },
})

function isFalse(maybe: Maybe<boolean>): boolean {
  return maybe.known && !maybe.value
}
