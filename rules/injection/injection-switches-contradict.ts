import { defineRule } from '../../src/rule/index.ts'
import { podSwitches, titleOf } from '../shared/injection.ts'

export default defineRule({
  id: 'injection-switches-contradict',
  topic: 'injection',
  summary: 'The label and the annotation that switch injection say different things',
  why: 'Where a pod has both, the annotation is not read: the label alone decides, even when it is empty.',
  fix: 'Remove the annotation, or make both say the same.',
  severity: 'warning',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy',
  ],
  each: 'workload',
  needs: [],
  messages: {
    contradicting:
      'Annotation "sidecar.istio.io/inject" with value "{annotation}" of {workload} is not read, because the label of that name says "{label}".',
  },
  examples: {
    good: [
      {
        title: 'both say the same',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata:
                labels: { sidecar.istio.io/inject: "false" }
                annotations: { sidecar.istio.io/inject: "false" }
              spec: { containers: [{ name: redis }] }
        `,
      },
    ],
    bad: [
      {
        title: 'a label that opts in, an annotation that opts out',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata:
                labels:
                  sidecar.istio.io/inject: "true"
                annotations:
                  sidecar.istio.io/inject: "false" #! contradicting
              spec: { containers: [{ name: redis }] }
        `,
      },
      {
        title: 'an empty label takes the place of the annotation, too',
        files: `
          apiVersion: batch/v1
          kind: CronJob
          metadata: { name: backup, namespace: prod }
          spec:
            jobTemplate:
              spec:
                template:
                  metadata:
                    labels: { sidecar.istio.io/inject: "" }
                    annotations: { sidecar.istio.io/inject: "false" } #! contradicting
                  spec: { containers: [{ name: backup }] }
        `,
      },
    ],
  },

  check(pod, { report }) {
    const { label, annotation } = podSwitches(pod)
    if (!label || !annotation || label.value === annotation.value || pod.verdict === 'rejected') return
    // A label with a value that Istio does not know is another rule's finding; so is such an annotation.
    if (!['true', 'false', ''].includes(label.value) || !['true', 'false'].includes(annotation.value)) return
    report({
      message: 'contradicting',
      on: pod.owner,
      at: annotation.at,
      related: [{ at: label.at, message: 'the label decides' }],
      pod,
      data: { workload: titleOf(pod.owner), label: label.value, annotation: annotation.value },
    })
  },
})
