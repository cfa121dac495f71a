import { defineRule, type Snapshot, showNamespace, unknown } from '../../src/rule/index.ts'
import {
  injectionKey,
  kubernetesNamespaces,
  namespaceSwitches,
  podSwitches,
  titleOf,
  usesHostNetwork,
} from '../shared/injection.ts'

export default defineRule({
  id: 'injection-annotation-unread',
  topic: 'injection',
  summary: 'An annotation asks for a sidecar in a namespace that no injector watches',
  why: 'Webhooks select pods by labels and never see annotations: outside of namespaces that are labelled for injection the annotation is not read at all.',
  fix: 'Write it as a label of the pod template, or label the Namespace "istio-injection: enabled".',
  severity: 'error',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy',
  ],
  each: 'workload',
  needs: [],
  messages: {
    unread:
      'Annotation "sidecar.istio.io/inject" of {workload} is not read: no injector is called for the pods of Namespace "{namespace}".',
  },
  examples: {
    good: [
      {
        title: 'on OpenShift Service Mesh 2 the annotation is the switch',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: shop, annotations: { sidecar.istio.io/inject: "true" } }
          spec: { containers: [{ name: web }] }
          ---
          apiVersion: maistra.io/v1
          kind: ServiceMeshMember
          metadata: { name: default, namespace: shop }
          spec: { controlPlaneRef: { name: basic, namespace: istio-system } }
        `,
      },
    ],
    bad: [
      {
        title: 'the Namespace has no label',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: shop }
          spec:
            template: { metadata: { annotations: { sidecar.istio.io/inject: "true" } }, spec: { containers: [] } } #! unread
        `,
      },
      {
        title: 'the Namespace refuses; of another one nothing is known',
        undecided: 1,
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: disabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: shop, annotations: { sidecar.istio.io/inject: "true" } } #! unread
          spec: { containers: [{ name: web }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: bank, annotations: { sidecar.istio.io/inject: "true" } }
          spec: { containers: [{ name: web }] }
        `,
      },
    ],
  },

  check(pod, { snapshot, report, cannotTell }) {
    const { owner } = pod
    const { label, annotation, revision } = podSwitches(pod)
    if (annotation?.value !== 'true' || label || revision || !owner.namespace || usesHostNetwork(pod)) return
    if (holds(snapshot, 'maistra.io/')) return
    const namespace = showNamespace(owner.namespace)
    if (kubernetesNamespaces.has(namespace)) return
    const here = namespaceSwitches(snapshot, owner.namespace)
    if (pod.verdict === 'unknown' && !here.injection.known) cannotTell(owner, pod.missing)
    if (pod.verdict !== 'not-injected' || pod.webhooks.some(({ mutated }) => mutated.known)) return
    // Where the Namespace asks as well, what keeps it from being heard is another rule's finding.
    const injection = here.injection.known ? here.injection.value : ''
    if (here.revision.known && here.revision.value) return
    if (injection !== undefined && injection !== 'disabled') return
    if (holds(snapshot, 'openshift.io/')) return cannotTell(owner, openShift)
    report({
      message: 'unread',
      on: owner,
      at: annotation.at,
      related: here.injectionAt ? [{ at: here.injectionAt, message: `label "${injectionKey}" of the Namespace` }] : [],
      pod,
      data: { workload: titleOf(owner), namespace },
    })
  },
})

/** Whether the unit holds resources of a group. */
function holds({ unit }: Pick<Snapshot, 'unit'>, group: string): boolean {
  return unit.resources.some(({ apiVersion }) => apiVersion.startsWith(group) || apiVersion.includes(`.${group}`))
}

const openShift = unknown({
  what: 'whether OpenShift Service Mesh 2 injects, which reads the annotation',
  hint: 'write the switch as a label of the pod template, which is read everywhere',
})
