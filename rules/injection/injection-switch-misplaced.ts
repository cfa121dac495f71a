import { defineRule, type Kinds, type Resource, type SourceLocation, showName } from '../../src/rule/index.ts'
import { consequenceOf } from '../shared/consequence.ts'
import { injectKey, podSwitches, titleOf } from '../shared/injection.ts'
import { chartLabels, isSamePlace } from '../shared/remarks.ts'

export default defineRule({
  id: 'injection-switch-misplaced',
  topic: 'injection',
  summary: '"sidecar.istio.io/inject" stands where no webhook reads it',
  why: 'The webhooks and the injector see the pod: what stands on the metadata of its workload or Namespace does not reach it.',
  fix: 'Move it to the labels of the pod template (spec.template.metadata.labels). For a whole namespace, label the Namespace "istio-injection".',
  severity: 'warning',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy',
  ],
  aliases: ['IST0107'],
  each: 'unit',
  needs: ['Namespace'],
  messages: {
    workload: 'No webhook reads {part} "sidecar.istio.io/inject" on {place} of {workload}{effect}.',
    namespace: 'No webhook reads {part} "sidecar.istio.io/inject" of Namespace "{namespace}".',
  },
  examples: {
    good: [
      {
        title: 'on the pod template; a second one on the workload does no harm',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod, labels: { sidecar.istio.io/inject: "false" } }
          spec:
            template:
              metadata: { labels: { sidecar.istio.io/inject: "false" } }
              spec: { containers: [{ name: redis }] }
        `,
      },
    ],
    bad: [
      {
        title: 'the pods get a sidecar that nobody wants',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata:
            name: redis
            namespace: prod
            annotations: { sidecar.istio.io/inject: "false" } #! workload
          spec: { template: { spec: { containers: [{ name: redis }] } } }
        `,
      },
      {
        title: 'on the template of the Job, and on the Namespace',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { sidecar.istio.io/inject: "true" } } #! namespace
          ---
          apiVersion: batch/v1
          kind: CronJob
          metadata: { name: backup, namespace: prod }
          spec:
            jobTemplate:
              metadata: { annotations: { sidecar.istio.io/inject: "false" } } #! workload
              spec: { template: { spec: { containers: [{ name: backup }] } } }
        `,
      },
    ],
  },

  check(snapshot, { pods, report }) {
    for (const namespace of snapshot.all('Namespace')) {
      const found = switchAt(namespace, ['metadata'])
      if (!found) continue
      const { part, at } = found
      report({ message: 'namespace', on: namespace, at, data: { part, namespace: showName(namespace) } })
    }
    for (const pod of pods) {
      const { owner } = pod
      // What an operator makes of its resource's metadata, nobody knows here.
      if (owner.kindName === 'CustomWorkload' || owner.kindName === 'Pod' || pod.verdict === 'rejected') continue
      const { label, annotation } = podSwitches(pod)
      if (label || annotation) continue
      const outer = switchAt(owner, ['metadata'])
      // Of the label of a Chart another rule tells.
      if (outer && chartLabels(snapshot, injectKey).some(({ at }) => isSamePlace(at, outer.at))) continue
      const found = outer ?? switchAt(owner, ['spec', 'jobTemplate', 'metadata'])
      if (!found) continue
      const { part, at } = found
      const place = outer ? 'the metadata' : 'the Job template'
      const { severity, effect } = consequenceOf(pod, found.value === 'true')
      const data = { part, place, workload: titleOf(owner), effect }
      report({ message: 'workload', severity, on: owner, at, pod, data })
    }
  },
})

interface Found {
  readonly part: string
  readonly value: string
  readonly at: SourceLocation
}

function switchAt(resource: Resource | Resource<Kinds['Namespace']>, metadata: readonly string[]): Found | undefined {
  for (const field of ['labels', 'annotations']) {
    const value = resource.raw(...metadata, field, injectKey)
    if (!value.known || value.value === undefined) continue
    const at = resource.at([...metadata, field, injectKey], 'key')
    return { part: field === 'labels' ? 'label' : 'annotation', value: String(value.value), at }
  }
  return undefined
}
