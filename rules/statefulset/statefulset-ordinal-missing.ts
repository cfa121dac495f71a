import { defineRule, isKnown, showName } from '../../src/rule/index.ts'
import { podRange } from '../shared/destinations.ts'
import { podDnsUses } from '../shared/pod-dns.ts'

export default defineRule({
  id: 'statefulset-ordinal-missing',
  topic: 'statefulset',
  summary: 'A DNS name is of a pod that the StatefulSet does not make',
  why: 'The name resolves to nothing: a peer that is listed so never answers, and a cluster that waits for it never forms.',
  fix: 'Name a pod within the replicas, or raise them.',
  severity: 'warning',
  since: '0.1.0',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id'],
  each: 'unit',
  needs: ['ConfigMap'],
  messages: {
    beyond: 'Name "{name}" is of pod "{pod}", and StatefulSet "{set}" makes {pods}.',
  },
  examples: {
    good: [
      {
        title: 'names within the replicas, a comment, a name of the world outside, and a version',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            serviceName: redis
            replicas: 2
            template:
              spec:
                containers:
                  - name: redis
                    args:
                      - redis-0.redis,redis-1.redis.prod.svc.cluster.local
                      - |
                        # redis-2.redis
                      - redis-2.redis.example.com
                      - redis-7.4.0
        `,
      },
      {
        title: 'nobody knows how many pods there are, and none while the set is scaled to zero',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            serviceName: redis
            replicas: \${REPLICAS}
            template: { spec: { containers: [{ name: redis, args: [redis-5.redis, db-0.db] }] } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: db, namespace: prod }
          spec:
            serviceName: db
            replicas: 0
            template: { spec: { containers: [{ name: db }] } }
        `,
      },
    ],
    bad: [
      {
        title: 'a peer too many, in an argument and in a ConfigMap',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            serviceName: redis
            replicas: 2
            template:
              spec:
                containers:
                  - name: redis
                    args:
                      - redis-0.redis,redis-1.redis,redis-2.redis #! beyond
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: { name: peers, namespace: prod }
          data:
            last: redis-5.redis.prod.svc.cluster.local:6379 #! beyond
        `,
      },
    ],
  },

  check(snapshot, { pods, mesh, report }) {
    for (const { pod, service, namespace: named, on, text, at } of [...podDnsUses(snapshot, pods).values()].flat()) {
      const namespace = named === undefined ? on.namespace : ({ known: true, value: named } as const)
      const found = pod && namespace ? mesh.statefulPodOf(`${pod.set}-${pod.ordinal}.${service}`, namespace) : undefined
      if (!found || !isKnown(found.exists, false) || isKnown(found.workload.pods.replicas, 0)) continue
      const { owner } = found.workload
      report({
        message: 'beyond',
        on,
        at,
        related: [{ at: owner.at(['spec', 'replicas']), message: 'the number of its pods' }],
        data: { name: text, pod: found.name, set: showName(owner), pods: podRange(found.workload.pods) },
      })
    }
  },
})
