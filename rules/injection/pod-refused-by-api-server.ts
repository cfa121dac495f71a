import { defineRule } from '../../src/rule/index.ts'
import { nameOf, titleOf } from '../shared/injection.ts'

export default defineRule({
  id: 'pod-refused-by-api-server',
  topic: 'injection',
  summary: 'The API server accepts the workload and refuses its pods',
  why: 'The controller asks for the pod again and again and never gets it. A rollout deletes a ready pod and can not create it again.',
  fix: 'Correct the field, or add or change the object that forbids the pod.',
  severity: 'error',
  since: '0.1.0',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/'],
  each: 'workload',
  needs: [],
  messages: {
    refused: 'The API server refuses the pods of {workload}: {because}.',
  },
  examples: {
    good: [
      {
        title:
          'a ServiceAccount that the input does not show: unless it is the whole cluster, the account is taken to be there',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              spec: { serviceAccountName: redis, containers: [{ name: redis, image: redis }] }
        `,
      },
      {
        title: 'a ResourceQuota with room for the pods and their proxies',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: ResourceQuota
          metadata: { name: compute, namespace: prod }
          spec: { hard: { limits.memory: 4Gi, pods: "4" } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            replicas: 2
            template:
              spec: { containers: [{ name: redis, image: redis, resources: { limits: { memory: 512Mi } } }] }
        `,
      },
    ],
    bad: [
      {
        title: 'a whole cluster without the ServiceAccount',
        options: ['--complete'],
        files: `
          apiVersion: v1
          kind: ServiceAccount
          metadata: { name: redis, namespace: dev }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              spec:
                serviceAccountName: redis #! refused
                containers: [{ name: redis, image: redis }]
        `,
      },
      {
        title: 'a container that does not say what the ResourceQuota of its namespace counts',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: disabled } }
          ---
          apiVersion: v1
          kind: ResourceQuota
          metadata: { name: compute, namespace: prod }
          spec: { hard: { requests.cpu: "8" } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              spec:
                containers:
                  - name: redis #! refused
                    image: redis
        `,
      },
      {
        title: 'a ResourceQuota for two pods without their proxies',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: ResourceQuota
          metadata: { name: compute, namespace: prod }
          spec: { hard: { limits.memory: 1Gi } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            replicas: 2
            template:
              spec:
                containers:
                  - name: redis
                    image: redis
                    resources: { limits: { memory: 512Mi } } #! refused
        `,
      },
      {
        title: 'a LimitRange for less than the proxy may use',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: LimitRange
          metadata: { name: small, namespace: prod }
          spec: { limits: [{ type: Pod, max: { memory: 1Gi } }] }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata:
            name: redis #! refused
            namespace: prod
          spec:
            template:
              spec: { containers: [{ name: redis, image: redis, resources: { limits: { memory: 512Mi } } }] }
        `,
      },
      {
        title: 'a volume of another type than the one that Istio adds',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              spec:
                containers: [{ name: redis, image: redis }]
                volumes:
                  - name: istio-envoy #! refused
                    configMap: { name: redis }
        `,
      },
    ],
  },

  check(pod, { report }) {
    const { owner, serverRefusal } = pod
    if (!serverRefusal) return
    const { at, because, related } = serverRefusal
    report({
      on: owner,
      at: at ?? nameOf(owner),
      ...(related && { related: [related] }),
      pod,
      message: 'refused',
      data: { workload: titleOf(owner), because },
    })
  },
})
