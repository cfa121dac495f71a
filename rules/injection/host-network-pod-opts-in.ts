import { defineRule, showNamespace } from '../../src/rule/index.ts'
import { configurationOf, namedBy } from '../shared/configuration.ts'
import {
  anyOptIn,
  kubernetesNamespaces,
  namespaceSwitches,
  optOut,
  titleOf,
  usesHostNetwork,
} from '../shared/injection.ts'

export default defineRule({
  id: 'host-network-pod-opts-in',
  topic: 'injection',
  summary: 'A sidecar is asked for on the network of the host, where Istio never injects one',
  why: 'The traffic of a whole node can not be redirected to the sidecar of one pod, so Istio leaves such pods out, whatever labels and annotations say.',
  fix: 'Remove hostNetwork, or remove what asks for the sidecar: the label sidecar.istio.io/inject: "false" says that none is wanted.',
  severity: 'warning',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/ops/common-problems/injection/'],
  each: 'workload',
  needs: [],
  messages: {
    pod: '{workload} asks for a sidecar, but pods on the network of their host never get one.',
    configured: '{configuration} configures {workload}, but pods on the network of their host never get a sidecar.',
    namespace:
      'Namespace "{namespace}" asks for sidecars, but {workload} is on the network of its host and never gets one.',
  },
  examples: {
    good: [
      {
        title: 'an agent of the host that says itself that it gets no sidecar',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: agent, namespace: prod, labels: { sidecar.istio.io/inject: "false" } }
          spec: { hostNetwork: true, containers: [{ name: agent }] }
        `,
      },
    ],
    bad: [
      {
        title: 'a pod or a Namespace asks for it',
        files: `
          apiVersion: v1
          kind: Pod
          metadata: { name: agent, namespace: edge, labels: { sidecar.istio.io/inject: "true" } }
          spec: { hostNetwork: true, containers: [{ name: agent }] } #! pod
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: DaemonSet
          metadata: { name: collector, namespace: prod }
          spec: { template: { spec: { hostNetwork: true, containers: [{ name: collector }] } } } #! namespace
        `,
      },
      {
        title: 'a policy counts on it',
        files: `
          apiVersion: v1
          kind: Pod
          metadata: { name: probe, namespace: prod, labels: { app: probe } }
          spec: { hostNetwork: true, containers: [{ name: probe }] } #! configured
          ---
          apiVersion: security.istio.io/v1
          kind: AuthorizationPolicy
          metadata: { name: probe, namespace: prod }
          spec: { selector: { matchLabels: { app: probe } } }
        `,
      },
    ],
  },

  check(pod, { snapshot, mesh, report }) {
    const { owner } = pod
    if (!owner.namespace || pod.verdict !== 'not-injected' || !usesHostNetwork(pod) || optOut(pod)) return
    const namespace = showNamespace(owner.namespace)
    if (kubernetesNamespaces.has(namespace)) return
    const workload = titleOf(owner)
    const at = pod.pods.first.body.at(['spec', 'hostNetwork'], 'key')
    const base = { on: owner, at, pod }
    const asks = anyOptIn(pod)
    if (asks) {
      const related = [{ at: asks.at, message: 'the pod asks for a sidecar' }]
      return report({ ...base, message: 'pod', related, data: { workload } })
    }
    const own = configurationOf(pod, mesh).filter(({ effect }) => effect === 'sidecar')
    const [first] = own
    if (first) {
      const data = { workload, configuration: titleOf(first.resource) }
      return report({ ...base, message: 'configured', related: namedBy(own), data })
    }
    const { injection, injectionAt, revisionAt } = namespaceSwitches(snapshot, owner.namespace)
    const place = injectionAt ?? revisionAt
    const isCalled = pod.webhooks.some(({ mutated }) => mutated.known)
    if (!injection.known || !place || !isCalled) return
    const related = [{ at: place, message: 'the Namespace asks for sidecars' }]
    report({ ...base, message: 'namespace', severity: 'info', related, data: { workload, namespace } })
  },
})
