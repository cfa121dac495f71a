import { defineRule, metadataEntries, prefixOf } from '../../src/rule/index.ts'
import { titleOf } from '../shared/injection.ts'
import { a, holdersOf, isJudged, misplacedOf, rightPlaces } from '../shared/misplaced-keys.ts'

export default defineRule({
  id: 'istio-key-misplaced',
  topic: 'annotations',
  summary: 'A label or annotation of Istio stands where Istio does not read it',
  why: 'Istio reads each of its labels and annotations on certain objects only, most of them on the pod; workloads do not pass their own metadata on to their pods. The setting is not made.',
  fix: 'Move it to the object that it is meant for.',
  severity: 'warning',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/reference/config/annotations/',
    'https://istio.io/latest/docs/reference/config/labels/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0107/',
  ],
  aliases: ['IST0107'],
  each: 'unit',
  needs: [],
  messages: {
    workload: 'Istio reads {part} "{key}" of pods, not on the {place} of {resource}.',
    object: 'Istio reads {part} "{key}" of {holders}, not of {resource}.',
    part: 'Istio reads "{key}" as {right}, not as {part} of {resource}.',
  },
  examples: {
    good: [
      {
        title: 'on the template; once more on the workload does no harm',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod, annotations: { sidecar.istio.io/proxyCPU: 100m } }
          spec:
            template:
              metadata: { annotations: { sidecar.istio.io/proxyCPU: 100m } }
              spec: { containers: [{ name: redis }] }
        `,
      },
      {
        title: 'the same on every object, as kustomize and Helm do it',
        files: `
          apiVersion: v1
          kind: Service
          metadata: { name: redis, namespace: prod, annotations: { sidecar.istio.io/logLevel: debug } }
          spec: { ports: [{ port: 6379 }] }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod, annotations: { sidecar.istio.io/logLevel: debug } }
          spec:
            template:
              metadata: { annotations: { sidecar.istio.io/logLevel: debug } }
              spec: { containers: [{ name: redis }] }
        `,
      },
    ],
    bad: [
      {
        title: 'on the StatefulSet, and as a label',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata:
            name: redis
            namespace: prod
            annotations:
              traffic.sidecar.istio.io/excludeInboundPorts: "6379" #! workload
          spec:
            template:
              metadata:
                labels:
                  sidecar.istio.io/proxyCPU: 100m #! part
              spec: { containers: [{ name: redis }] }
        `,
      },
      {
        title: 'the revision on the workload, and as an annotation',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod, labels: { istio.io/rev: canary } } #! workload
          spec: { template: { spec: { containers: [{ name: redis }] } } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: web, namespace: prod }
          spec: { template: { metadata: { annotations: { istio.io/rev: canary } }, spec: { containers: [] } } } #! part
        `,
      },
      {
        title: 'on a Namespace, a Service, and the pods of a Service',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, annotations: { proxy.istio.io/config: "concurrency: 2" } } #! object
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: test, annotations: { istio.io/dataplane-mode: ambient } } #! part
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: redis, namespace: prod, annotations: { sidecar.istio.io/logLevel: debug } } #! object
          spec: { ports: [{ port: 6379 }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, annotations: { networking.istio.io/exportTo: "." } } #! object
          spec: { containers: [{ name: redis }] }
          ---
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: { name: redis, namespace: prod, annotations: { networking.istio.io/exportTo: "*" } } #! object
          spec: { hosts: [redis] }
        `,
      },
    ],
  },

  check(snapshot, { podsOf, report }) {
    const isRight = rightPlaces(snapshot)
    for (const resource of snapshot.unit.resources) {
      if (!isJudged(resource)) continue
      const entries = metadataEntries(resource)
      // Istio's controller of Gateways hands all metadata of the Gateway on to what it makes.
      if (entries.some(({ key }) => key === 'gateway.istio.io/managed')) continue
      const pod = podsOf(resource)
      for (const entry of entries) {
        const misplaced = misplacedOf(entry, resource, entries, pod)
        if (!misplaced) continue
        const { part, key, at, holder } = entry
        // Without injector and agent nobody would read it in the right place either.
        const isIdle = pod?.verdict === 'not-injected' && prefixOf(key) === 'closed'
        const base = { on: resource, at, severity: isIdle ? 'info' : 'warning' } as const
        const data = { part, key, resource: titleOf(resource) }
        const { rightful } = misplaced
        if (misplaced.message === 'part')
          report({
            ...base,
            message: 'part',
            fix: `Write it as ${a(rightful.part)}.`,
            data: { ...data, part: a(part), right: a(rightful.part) },
          })
        else if (misplaced.message === 'workload') {
          const place = holder === 'job' ? 'Job template' : 'metadata'
          const fix = 'Move it to the metadata of the pod template (spec.template.metadata).'
          report({ ...base, message: 'workload', fix, data: { ...data, place } })
        } else if (!isRight(resource, entry))
          report({ ...base, message: 'object', data: { ...data, holders: holdersOf(rightful) } })
      }
    }
  },
})
