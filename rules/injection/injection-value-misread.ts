import { defineRule, labelsOf, showName } from '../../src/rule/index.ts'
import { consequenceOf } from '../shared/consequence.ts'
import { injectionKey, podSwitches, textOf, titleOf } from '../shared/injection.ts'
import { reachesNamespace } from '../shared/injectors.ts'

const on = /^(true|yes|y|on|enabled?|1|t|inject(ed)?)$/i
const off = /^(false|no|n|off|disabled?|none|never|0|f)$/i

export default defineRule({
  id: 'injection-value-misread',
  topic: 'injection',
  summary: 'An injection switch has a value that Istio reads otherwise than people do',
  why: 'Only "enabled" on a Namespace, and only "true" and "false" on a pod count, in lower case. On a Namespace any other value switches everything off, on a pod it counts as if it were not there.',
  fix: 'Write "enabled" or "disabled" on a Namespace, "true" or "false" in quotes on a pod template.',
  severity: 'error',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy',
  ],
  each: 'unit',
  needs: ['Namespace'],
  messages: {
    namespaceOn:
      'Label "istio-injection" of Namespace "{namespace}" has the value "{value}", which switches injection off: only "enabled" switches it on.',
    namespaceOff:
      'Label "istio-injection" of Namespace "{namespace}" has the value "{value}": it works like "disabled".',
    namespaceOther:
      'Label "istio-injection" of Namespace "{namespace}" has the value "{value}", which is neither "enabled" nor "disabled" and works like the latter.',
    podOn:
      'The {part} "sidecar.istio.io/inject" of {workload} has the value "{value}", which asks for nothing: only "true" does.',
    podOff:
      'The {part} "sidecar.istio.io/inject" of {workload} has the value "{value}", which refuses nothing: only "false" does.',
    podOther: 'The {part} "sidecar.istio.io/inject" of {workload} has the value "{value}", which Istio does not know.',
  },
  examples: {
    good: [
      {
        title: 'the values that count',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { sidecar.istio.io/inject: "false" } }
          spec: { containers: [{ name: redis }] }
        `,
      },
    ],
    bad: [
      {
        title: 'values of a Namespace',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: "true" } } #! namespaceOn
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: test, labels: { istio-injection: "no" } } #! namespaceOff
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: next, labels: { istio-injection: canary } } #! namespaceOther
        `,
      },
      {
        title: 'values of a pod',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { sidecar.istio.io/inject: "False" } } #! podOff
          spec: { containers: [{ name: redis }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: shop, labels: { sidecar.istio.io/inject: "yes" } } #! podOn
          spec: { containers: [{ name: web }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: job, namespace: shop, annotations: { sidecar.istio.io/inject: sidecar } } #! podOther
          spec: { containers: [{ name: job }] }
        `,
      },
    ],
  },

  check(snapshot, { pods, injectors, report }) {
    for (const namespace of snapshot.all('Namespace')) {
      const value = textOf(namespace.get('metadata', 'labels', injectionKey))
      if (value === undefined || value === 'enabled' || value === 'disabled') continue
      const reached = reachesNamespace(injectors, labelsOf({ [injectionKey]: value }))
      if (!reached.known || reached.value) continue
      const at = namespace.at(['metadata', 'labels', injectionKey])
      const data = { namespace: showName(namespace), value }
      if (on.test(value)) report({ message: 'namespaceOn', on: namespace, at, data })
      else if (off.test(value)) report({ message: 'namespaceOff', severity: 'info', on: namespace, at, data })
      else report({ message: 'namespaceOther', severity: 'warning', on: namespace, at, data })
    }
    for (const pod of pods) {
      const { label, annotation } = podSwitches(pod)
      const counts = label ?? annotation
      if (!counts || ['true', 'false', ''].includes(counts.value) || pod.verdict === 'rejected') continue
      const { value, at } = counts
      const data = { part: label ? 'label' : 'annotation', workload: titleOf(pod.owner), value }
      const base = { on: pod.owner, at, pod, data }
      const { severity } = consequenceOf(pod, on.test(value))
      if (on.test(value)) report({ ...base, message: 'podOn', severity })
      else if (off.test(value)) report({ ...base, message: 'podOff', severity })
      else report({ ...base, message: 'podOther', severity: 'warning' })
    }
  },
})
