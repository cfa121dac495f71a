import { defineRule, labelPlace, labelValue } from '../../src/rule/index.ts'
import { ambientKey, namespaceSwitches, podSwitches, titleOf, usesHostNetwork } from '../shared/injection.ts'

export default defineRule({
  id: 'ambient-pod-injected',
  topic: 'injection',
  summary: 'A pod asks for ambient mode that cannot be in it',
  why: "Istio's CNI agent leaves pods alone that have a sidecar, and pods on the network of their host: the label has no effect on them, and the injector does not look at it.",
  fix: 'Write "sidecar.istio.io/inject: "false"" beside it to have ambient mode, or remove the label.',
  severity: 'warning',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/ambient/usage/add-workloads/',
    'https://kiali.io/docs/features/validations/#kia1311---this-workload-has-both-sidecar-and-ambient-label',
  ],
  aliases: ['KIA1311', 'KIA1315'],
  each: 'workload',
  needs: [],
  messages: {
    injected: '{workload} asks for ambient mode, but its pods get a sidecar, and ambient mode leaves them out.',
    both: '{workload} asks for ambient mode and, with label "sidecar.istio.io/inject", for a sidecar: with one, ambient mode leaves its pods out.',
    hostNetwork: '{workload} asks for ambient mode, which leaves out pods on the network of their host.',
  },
  examples: {
    good: [
      {
        title: 'no sidecar beside it',
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
              metadata: { labels: { istio.io/dataplane-mode: ambient, sidecar.istio.io/inject: "false" } }
              spec: { containers: [{ name: redis }] }
        `,
      },
    ],
    bad: [
      {
        title: 'in a Namespace with sidecars, and with a switch of its own',
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
              metadata: { labels: { istio.io/dataplane-mode: ambient } } #! injected
              spec: { containers: [{ name: redis }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            namespace: shop
            labels:
              sidecar.istio.io/inject: "true"
              istio.io/dataplane-mode: ambient #! both
          spec: { containers: [{ name: web }] }
        `,
      },
      {
        title: 'on the network of the host',
        files: `
          apiVersion: apps/v1
          kind: DaemonSet
          metadata: { name: collector, namespace: prod }
          spec:
            template:
              metadata: { labels: { istio.io/dataplane-mode: ambient } } #! hostNetwork
              spec: { hostNetwork: true, containers: [{ name: collector }] }
        `,
      },
    ],
  },

  check(pod, { snapshot, report }) {
    const { owner, pods, verdict } = pod
    const { labels } = pods.first
    const mode = labelValue(labels, ambientKey)
    const at = labelPlace(labels, ambientKey)
    if (!mode.known || mode.value !== 'ambient' || !at || verdict === 'rejected') return
    const base = { on: owner, at, pod }
    const data = { workload: titleOf(owner) }
    if (usesHostNetwork(pod)) return report({ ...base, message: 'hostNetwork', data })
    const { label } = podSwitches(pod)
    const own = label?.value === 'true' ? [{ at: label.at, message: 'this label asks for a sidecar' }] : []
    if (verdict === 'injected') {
      const namespace = owner.namespace && namespaceSwitches(snapshot, owner.namespace)
      const place = namespace?.injectionAt ?? namespace?.revisionAt
      const related = own.length > 0 || !place ? own : [{ at: place, message: 'this label asks for sidecars' }]
      report({ ...base, message: 'injected', related, data })
    } else if (own.length > 0 && verdict === 'unknown') report({ ...base, message: 'both', related: own, data })
  },
})
