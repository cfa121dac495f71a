import { defineRule } from '../../src/rule/index.ts'
import { missingHost, missingHostMessages } from '../shared/missing-host.ts'
import { redisCluster } from '../shared/redis-cluster.ts'

export default defineRule({
  id: 'destinationrule-host-missing',
  topic: 'references',
  summary: 'A DestinationRule is for a host that does not exist',
  why: 'Istio applies the rule to nothing: its subsets, TLS settings and limits are not in force anywhere.',
  fix: 'Name the host of a Service or ServiceEntry.',
  severity: 'error',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule'],
  aliases: ['IST0174', 'KIA0202'],
  each: 'DestinationRule',
  needs: [],
  messages: missingHostMessages,
  examples: {
    good: [
      {
        title: 'a Service, and a wildcard',
        files: {
          'cluster.yaml': redisCluster,
          'mesh.yaml': `
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: redis, namespace: prod }
            spec:
              host: redis
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: all, namespace: prod }
            spec:
              host: "*.prod.svc.cluster.local"
          `,
        },
      },
      {
        title: 'a host of which nobody can tell',
        files: {
          'cluster.yaml': redisCluster,
          'mesh.yaml': `
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: redis, namespace: prod }
            spec:
              host: api.example.com
          `,
        },
        undecided: 1,
      },
    ],
    bad: [
      {
        title: 'a misspelt host',
        files: {
          'cluster.yaml': redisCluster,
          'mesh.yaml': `
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: redis, namespace: prod }
            spec:
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
            kind: DestinationRule
            metadata: { name: redis, namespace: prod }
            spec:
              host: redis-0.redis.prod.svc.cluster.local #! pod
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: redis-3, namespace: prod }
            spec:
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
            kind: DestinationRule
            metadata: { name: redis, namespace: prod }
            spec:
              host: private.data.svc.cluster.local #! hidden
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: redis-2, namespace: prod }
            spec:
              host: redis.prod #! shortened
          `,
        },
      },
    ],
  },

  check(rule, { snapshot, mesh, report, cannotTell }) {
    const host = rule.get('spec', 'host')
    if (!host.known) return cannotTell(rule, host)
    if (!host.value || !rule.namespace || host.value.startsWith('*')) return
    const missing = missingHost(mesh, host.value, rule.namespace, snapshot)
    if (missing) return report({ ...missing, on: rule, at: rule.at(['spec', 'host']) })
    const target = mesh.resolve(host.value, rule.namespace)
    if (!target.known) cannotTell(rule, target)
  },
})
