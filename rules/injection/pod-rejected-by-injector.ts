import { defineRule } from '../../src/rule/index.ts'
import { nameOf, titleOf } from '../shared/injection.ts'

const templatesKey = 'inject.istio.io/templates'

export default defineRule({
  id: 'pod-rejected-by-injector',
  topic: 'injection',
  summary: 'Istio refuses an annotation, so that the pod is never created',
  why: 'The injector answers with an error, and the API server creates no pod. The workload itself is accepted: a rollout deletes a ready pod and can not create it again.',
  fix: 'Correct the value, or remove the annotation.',
  severity: 'error',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/reference/config/annotations/'],
  each: 'workload',
  needs: [],
  messages: {
    value: 'Istio rejects every pod of {workload}: "{value}" is no valid value of annotation "{annotation}", {error}.',
    empty: 'Istio rejects every pod of {workload}: annotation "{annotation}" has no value, {error}.',
    template:
      'Istio rejects every pod of {workload} for the templates that annotation "{annotation}" asks for: {error}.',
    perhaps: 'If it is injected, Istio rejects every pod of {workload}: annotation "{annotation}", {error}.',
  },
  examples: {
    good: [
      {
        title: 'values that Istio takes',
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
              metadata:
                annotations:
                  sidecar.istio.io/proxyCPU: 100m
                  traffic.sidecar.istio.io/excludeInboundPorts: "6379, 16379"
                  proxy.istio.io/config: "terminationDrainDuration: 30s"
              spec: { containers: [{ name: redis, image: redis }] }
        `,
      },
      {
        title: 'a pod without a sidecar, whose annotations nobody reads',
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
              metadata:
                labels: { sidecar.istio.io/inject: "false" }
                annotations: { sidecar.istio.io/proxyCPU: 100 millis }
              spec: { containers: [{ name: redis, image: redis }] }
        `,
      },
    ],
    bad: [
      {
        title: 'a range of ports, a unit that does not exist, a drain time without a unit',
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
              metadata:
                annotations:
                  sidecar.istio.io/proxyMemory: 128MB #! value
                  sidecar.istio.io/proxyCPU: "" #! empty
                  traffic.sidecar.istio.io/excludeInboundPorts: 6379-6380 #! value
                  proxy.istio.io/config: "terminationDrainDuration: 30" #! value
              spec: { containers: [{ name: redis, image: redis }] }
        `,
      },
      {
        title: 'a template that the injector does not have',
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
              metadata: { annotations: { inject.istio.io/templates: grpc } } #! template
              spec: { containers: [{ name: redis, image: redis }] }
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: { name: istio-sidecar-injector, namespace: istio-system }
          data:
            config: |
              policy: enabled
              defaultTemplates: [sidecar]
              templates:
                sidecar: |
                  spec:
                    containers:
                    - name: istio-proxy
        `,
      },
      {
        title: 'a port that Prometheus can not scrape through the proxy',
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
              metadata:
                annotations:
                  prometheus.io/port: http-metrics #! value
              spec: { containers: [{ name: redis, image: redis }] }
        `,
      },
      {
        title: 'a Namespace that may inject, or not',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata:
                annotations:
                  sidecar.istio.io/interceptionMode: redirect #! perhaps
              spec: { containers: [{ name: redis, image: redis }] }
        `,
      },
    ],
  },

  check(pod, { report }) {
    const { owner, refusals, verdict } = pod
    if (verdict !== 'rejected' && verdict !== 'unknown') return
    const workload = titleOf(owner)
    for (const { annotation, value, error: words, at } of refusals) {
      const error = oneLine(words)
      const base = { on: owner, at: at ?? nameOf(owner), pod }
      if (verdict === 'unknown')
        report({ ...base, message: 'perhaps', severity: 'warning', data: { workload, annotation, error } })
      else if (annotation === templatesKey)
        report({ ...base, message: 'template', data: { workload, annotation, error } })
      else if (value.trim() === '') report({ ...base, message: 'empty', data: { workload, annotation, error } })
      else report({ ...base, message: 'value', data: { workload, annotation, value: oneLine(value), error } })
    }
  },
})

/** Errors and values may have several lines, messages have one. */
function oneLine(text: string): string {
  return text
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '')
}
