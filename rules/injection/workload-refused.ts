import { defineRule, fieldErrorText, templateErrors } from '../../src/rule/index.ts'
import { titleOf } from '../shared/injection.ts'

export default defineRule({
  id: 'workload-refused',
  topic: 'injection',
  summary: 'The pod template is invalid, so that the API server refuses the workload',
  why: 'Nothing is stored and no pod is made: kubectl apply fails, and a pipeline that goes on leaves the old version running.',
  fix: 'Correct the field.',
  severity: 'error',
  since: '0.1.0',
  references: ['https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/'],
  each: 'workload',
  needs: [],
  messages: {
    invalid: 'The API server refuses {workload}: {error}.',
  },
  examples: {
    good: [
      {
        title: 'every mount has its volume and its own path',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            volumeClaimTemplates: [{ metadata: { name: data } }]
            template:
              spec:
                containers:
                  - name: redis
                    image: redis
                    volumeMounts: [{ name: data, mountPath: /data }, { name: config, mountPath: /etc/redis }]
                volumes: [{ name: config, configMap: { name: redis } }]
        `,
      },
      {
        title: 'a patch, in which no container has an image',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              spec: { containers: [{ name: redis, volumeMounts: [{ name: data, mountPath: /data }] }] }
        `,
      },
    ],
    bad: [
      {
        title: 'fewer than no pods',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            replicas: -3 #! invalid
            template:
              spec: { containers: [{ name: redis, image: redis }] }
        `,
      },
      {
        title: 'two mounts at one path, a mount without a volume, a proxy without an image',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata: { labels: { tier: "in memory" } } #! invalid
              spec:
                containers:
                  - name: redis
                    image: redis
                    volumeMounts:
                      - { name: data, mountPath: /data }
                      - { name: data, mountPath: /data } #! invalid
                      - { name: config, mountPath: /etc/redis } #! invalid
                  - name: istio-proxy #! invalid
                volumes: [{ name: data, emptyDir: {} }]
        `,
      },
      {
        title: 'a port in quotes, a probe of a container that ends',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              spec:
                initContainers:
                  - name: wait
                    image: busybox
                    readinessProbe: { tcpSocket: { port: 6379 } } #! invalid
                containers:
                  - name: redis
                    image: redis
                    readinessProbe: { tcpSocket: { port: "6379" } } #! invalid
        `,
      },
    ],
  },

  check(pod, { report }) {
    const { owner } = pod
    for (const found of templateErrors(owner)) {
      const error = fieldErrorText(found)
        .replace(/ \(e\.g\. .*$/s, '')
        .replace(/\.$/, '')
      report({
        on: owner,
        at: owner.at(found.path),
        pod,
        // What is missing here, an overlay or a script may still add.
        severity: /Required value$|Not found: |Invalid value: 0: /.test(error) ? 'warning' : 'error',
        message: 'invalid',
        data: { workload: titleOf(owner), error },
      })
    }
  },
})
