import { defineRule, showNamespace } from '../../src/rule/index.ts'
import { anyOptIn, injectionKey, kubernetesNamespaces, revisionKey, textOf, titleOf } from '../shared/injection.ts'

export default defineRule({
  id: 'kubernetes-namespace-opts-in',
  topic: 'injection',
  summary: 'A sidecar is asked for in a namespace of Kubernetes, where Istio never injects',
  why: 'The injector leaves out kube-system, kube-public, kube-node-lease and local-path-storage, whatever labels and annotations say.',
  fix: 'Move the workload to another namespace, or remove what asks for the sidecar.',
  severity: 'warning',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/ops/common-problems/injection/'],
  each: 'unit',
  needs: ['Namespace'],
  messages: {
    pod: '{workload} asks for a sidecar, but Istio never injects one in namespace "{namespace}".',
    namespace: 'Namespace "{namespace}" asks for sidecars with label "{key}", but Istio never injects any there.',
  },
  examples: {
    good: [
      {
        title: 'istio-system is none of these namespaces',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: istio-system }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: kiali, namespace: istio-system, labels: { sidecar.istio.io/inject: "true" } }
          spec: { containers: [{ name: kiali }] }
        `,
      },
    ],
    bad: [
      {
        title: 'a pod that opts in',
        files: `
          apiVersion: v1
          kind: Pod
          metadata: { name: dns, namespace: kube-system, labels: { sidecar.istio.io/inject: "true" } } #! pod
          spec: { containers: [{ name: dns }] }
        `,
      },
      {
        title: 'the Namespace itself',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata:
            name: kube-system
            labels:
              istio-injection: enabled #! namespace
        `,
      },
    ],
  },

  check(snapshot, { pods, report }) {
    for (const one of snapshot.all('Namespace')) {
      const namespace = textOf(one.name) ?? ''
      const isEnabled = textOf(one.get('metadata', 'labels', injectionKey)) === 'enabled'
      const asks = isEnabled || Boolean(textOf(one.get('metadata', 'labels', revisionKey)))
      if (!asks || !kubernetesNamespaces.has(namespace)) continue
      const key = isEnabled ? injectionKey : revisionKey
      report({ message: 'namespace', on: one, at: one.at(['metadata', 'labels', key]), data: { namespace, key } })
    }
    for (const pod of pods) {
      const { owner, verdict } = pod
      const namespace = owner.namespace ? showNamespace(owner.namespace) : ''
      const asks = kubernetesNamespaces.has(namespace) ? anyOptIn(pod) : undefined
      if (!asks || verdict !== 'not-injected') continue
      report({ message: 'pod', on: owner, at: asks.at, pod, data: { workload: titleOf(owner), namespace } })
    }
  },
})
