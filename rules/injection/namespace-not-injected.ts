import { type AdmittedPod, compareText, defineRule, groupBy, showName, showNamespace } from '../../src/rule/index.ts'
import { configurationOf } from '../shared/configuration.ts'
import { nameOf, titleOf } from '../shared/injection.ts'
import {
  configuredNamespaces,
  hasOverlays,
  isLeftOut,
  namespaceOf,
  needsNoSidecar,
  usesSidecars,
} from '../shared/left-out.ts'

export default defineRule({
  id: 'namespace-not-injected',
  topic: 'injection',
  summary: 'Workloads get no sidecar because neither they nor their Namespace ask for one',
  why: 'The manifests use the mesh, and these workloads stay outside of it. That may be meant; then it is better said.',
  fix: 'Label the Namespace "istio-injection: enabled" (or "istio.io/rev") to have sidecars, "istio-injection: disabled" to say that none is wanted.',
  severity: 'info',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/reference/config/analysis/ist0102/'],
  aliases: ['IST0102'],
  each: 'unit',
  needs: ['Namespace'],
  messages: {
    one: '{workload} gets no sidecar: neither it nor Namespace "{namespace}" asks for one.',
    several: 'Namespace "{namespace}" asks for no sidecars, so {count} workloads get none: {workloads}.',
  },
  examples: {
    good: [
      {
        title: 'a Namespace that says what it wants',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: tools, labels: { istio-injection: disabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: debug, namespace: tools }
          spec: { containers: [{ name: debug }] }
        `,
      },
    ],
    bad: [
      {
        title: 'one Namespace in the mesh, the other without a word',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: bank }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: ledger, namespace: bank } #! one
          spec: { template: { spec: { containers: [{ name: ledger }] } } }
        `,
      },
      {
        title: 'several workloads of one Namespace',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: bank } #! several
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: ledger, namespace: bank }
          spec: { containers: [{ name: ledger }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: teller, namespace: bank }
          spec: { containers: [{ name: teller }] }
          ---
          apiVersion: networking.istio.io/v1
          kind: Sidecar
          metadata: { name: default, namespace: bank }
        `,
      },
    ],
  },

  check(snapshot, { pods, mesh, injectors, report }) {
    if (!snapshot.usesMesh) return
    const left = pods.filter((pod) => isLeftOut(pod, snapshot) && !needsNoSidecar(pod, snapshot))
    const found = left.filter((pod) => configurationOf(pod, mesh).every(({ effect }) => effect === 'elsewhere'))
    if (found.length === 0 || hasOverlays(snapshot)) return
    // Istio that serves gateways alone leaves nobody out.
    const isInjecting = usesSidecars(snapshot, pods, injectors)
    const configured = configuredNamespaces(snapshot)
    for (const [namespace, together] of groupBy(found, shownNamespace)) {
      const [pod] = together
      if (!pod || !(isInjecting || configured.has(namespace))) continue
      const home = namespaceOf(pod.owner, snapshot)
      // One workload may be declared several times, as overlays or variants.
      const titles = [...new Set(together.map(({ owner }) => `"${showName(owner)}"`))].sort(compareText)
      if (titles.length === 1) {
        const related = home ? [{ at: nameOf(home), message: 'the Namespace has no injection label' }] : []
        const data = { workload: titleOf(pod.owner), namespace }
        report({ message: 'one', on: pod.owner, at: nameOf(pod.owner), related, pod, data })
        continue
      }
      const workloads = titles.slice(0, 5).join(', ') + (titles.length > 5 ? ` and ${titles.length - 5} more` : '')
      const related = together.slice(0, 5).map(({ owner }) => ({ at: nameOf(owner), message: 'gets none' }))
      const data = { namespace, count: titles.length, workloads }
      report({ message: 'several', on: home ?? pod.owner, at: nameOf(home ?? pod.owner), related, pod, data })
    }
  },
})

function shownNamespace({ owner }: AdmittedPod): string {
  return owner.namespace ? showNamespace(owner.namespace) : ''
}
