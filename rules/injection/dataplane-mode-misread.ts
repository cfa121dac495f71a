import {
  type AdmittedPod,
  defineRule,
  labelPlace,
  labelValue,
  type Maybe,
  mapMaybe,
  no,
  type Snapshot,
  showName,
} from '../../src/rule/index.ts'
import { ambientKey, textOf, titleOf } from '../shared/injection.ts'

const on = /^(ambient|ambient[-_ ]?mode|true|yes|on|enabled?|1)$/i
const off = /^(none|false|no|off|disabled?|never|0|sidecars?)$/i

export default defineRule({
  id: 'dataplane-mode-misread',
  topic: 'injection',
  summary: 'Label "istio.io/dataplane-mode" has a value that Istio does not know',
  why: 'Only "ambient" puts a Namespace or a pod into ambient mode, and only "none" takes a pod out of it, in lower case. Any other value counts as if it were not there.',
  fix: 'Write "ambient" or "none".',
  severity: 'warning',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/reference/config/labels/#IoIstioDataplaneMode'],
  each: 'unit',
  needs: ['ConfigMap', 'Namespace'],
  messages: {
    namespace:
      'Label "istio.io/dataplane-mode" of Namespace "{namespace}" has the value "{value}": its pods are not in ambient mode, only "ambient" puts them there.',
    podOn:
      'Label "istio.io/dataplane-mode" of {workload} has the value "{value}", which asks for nothing: only "ambient" does.',
    podOff:
      'Label "istio.io/dataplane-mode" of {workload} has the value "{value}", which refuses nothing: only "none" does.',
    podOther: 'Label "istio.io/dataplane-mode" of {workload} has the value "{value}", which Istio does not know.',
  },
  examples: {
    good: [
      {
        title: 'the values that count',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio.io/dataplane-mode: ambient } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { istio.io/dataplane-mode: none } }
          spec: { containers: [{ name: redis }] }
        `,
      },
      {
        title: "selectors of one's own",
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio.io/dataplane-mode: ambient-canary } }
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: { name: istio-cni-config, namespace: kube-system }
          data:
            AMBIENT_ENABLEMENT_SELECTOR: |
              - namespaceSelector: { matchLabels: { istio.io/dataplane-mode: ambient-canary } }
        `,
      },
    ],
    bad: [
      {
        title: 'upper case, a pod that stays in ambient mode, and two that are not in it',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: test, labels: { istio.io/dataplane-mode: Ambient } } #! namespace
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio.io/dataplane-mode: ambient } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { istio.io/dataplane-mode: disabled } } #! podOff
          spec: { containers: [{ name: redis }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: shop, labels: { istio.io/dataplane-mode: enabled } } #! podOn
          spec: { containers: [{ name: web }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: job, namespace: shop, labels: { istio.io/dataplane-mode: waypoint } } #! podOther
          spec: { containers: [{ name: job }] }
        `,
      },
    ],
  },

  check(snapshot, { pods, report }) {
    const isRead = (value: string): boolean =>
      value === '' ||
      value === 'ambient' ||
      value === 'none' ||
      selectors(snapshot).some((text) => text.includes(value))
    for (const namespace of snapshot.all('Namespace')) {
      const value = textOf(namespace.get('metadata', 'labels', ambientKey))
      if (value === undefined || isRead(value)) continue
      const severity = on.test(value) ? 'error' : off.test(value) ? 'info' : 'warning'
      const at = namespace.at(['metadata', 'labels', ambientKey])
      report({ message: 'namespace', severity, on: namespace, at, data: { namespace: showName(namespace), value } })
    }
    for (const pod of pods) {
      const { labels } = pod.pods.first
      const value = labels.known.get(ambientKey)?.value
      const at = labelPlace(labels, ambientKey)
      if (!value?.known || !at || isRead(value.value)) continue
      const base = { on: pod.owner, at, pod, data: { workload: titleOf(pod.owner), value: value.value } }
      const isAmbient = isAmbientAround(pod, snapshot)
      if (on.test(value.value)) {
        const severity = isAmbient.known ? (isAmbient.value ? 'info' : 'error') : 'warning'
        report({ ...base, message: 'podOn', severity })
      } else if (off.test(value.value)) {
        const severity = isAmbient.known ? (isAmbient.value ? 'error' : 'info') : 'warning'
        report({ ...base, message: 'podOff', severity })
      } else report({ ...base, message: 'podOther' })
    }
  },
})

/** Whether the Namespace of a pod is in ambient mode. */
function isAmbientAround({ owner }: AdmittedPod, snapshot: Pick<Snapshot, 'namespaceLabels'>): Maybe<boolean> {
  if (!owner.namespace) return no
  return mapMaybe(labelValue(snapshot.namespaceLabels(owner.namespace), ambientKey), (mode) => mode === 'ambient')
}

/** Selectors that the CNI agent is set to: manifests/charts/istio-cni, ConfigMap, Istio 1.31. */
function selectors(snapshot: Pick<Snapshot<'ConfigMap'>, 'all'>): readonly string[] {
  return snapshot.all('ConfigMap').flatMap((one) => {
    const text = textOf(one.get('data', 'AMBIENT_ENABLEMENT_SELECTOR'))
    return text === undefined ? [] : [text]
  })
}
