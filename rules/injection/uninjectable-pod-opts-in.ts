import { type AdmittedPod, defineRule, type Related, showNamespace } from '../../src/rule/index.ts'
import { configurationOf } from '../shared/configuration.ts'
import {
  injectionKey,
  kubernetesNamespaces,
  namespaceSwitches,
  optIn,
  optOut,
  podSwitches,
  revisionKey,
  type Switch,
  textOf,
  titleOf,
  usesHostNetwork,
} from '../shared/injection.ts'

export default defineRule({
  id: 'uninjectable-pod-opts-in',
  topic: 'injection',
  summary: 'A sidecar is asked for where Istio never injects one',
  why: "Istio leaves out pods on their host's network, whose traffic it can not redirect, and the namespaces of Kubernetes itself: no label or annotation changes that.",
  fix: 'Take the workload off the network of its host or move it to another namespace, or remove what asks for the sidecar.',
  severity: 'warning',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/ops/common-problems/injection/'],
  each: 'unit',
  needs: ['Namespace'],
  messages: {
    hostNetwork: '{workload} asks for a sidecar, but pods on the network of their host never get one.',
    configured: '{configuration} configures {workload}, but pods on the network of their host never get a sidecar.',
    unheard:
      'Namespace "{namespace}" asks for sidecars, but {workload} is on the network of its host and never gets one.',
    kubernetes: '{workload} asks for a sidecar, but Istio never injects one in namespace "{namespace}".',
    namespace: 'Namespace "{namespace}" asks for sidecars with label "{key}", but Istio never injects any there.',
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
        title: 'the network of the host',
        files: `
          apiVersion: v1
          kind: Pod
          metadata: { name: agent, namespace: prod, labels: { sidecar.istio.io/inject: "true" } }
          spec: { hostNetwork: true, containers: [{ name: agent }] } #! hostNetwork
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: probe, namespace: prod, labels: { app: probe } }
          spec: { hostNetwork: true, containers: [{ name: probe }] } #! configured
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: live, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: collector, namespace: live }
          spec: { hostNetwork: true, containers: [{ name: collector }] } #! unheard
          ---
          apiVersion: security.istio.io/v1
          kind: AuthorizationPolicy
          metadata: { name: probe, namespace: prod }
          spec: { selector: { matchLabels: { app: probe } } }
        `,
      },
      {
        title: 'a namespace of Kubernetes',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: kube-public, labels: { istio-injection: enabled } } #! namespace
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: dns, namespace: kube-system, labels: { sidecar.istio.io/inject: "true" } } #! kubernetes
          spec: { containers: [{ name: dns }] }
        `,
      },
    ],
  },

  check(snapshot, { pods, mesh, report }) {
    for (const one of snapshot.all('Namespace')) {
      const namespace = textOf(one.name) ?? ''
      const isOn = textOf(one.get('metadata', 'labels', injectionKey)) === 'enabled'
      const key = isOn ? injectionKey : textOf(one.get('metadata', 'labels', revisionKey)) ? revisionKey : undefined
      if (!key || !kubernetesNamespaces.has(namespace)) continue
      report({ message: 'namespace', on: one, at: one.at(['metadata', 'labels', key]), data: { namespace, key } })
    }
    for (const pod of pods) {
      const { owner, verdict } = pod
      if (!owner.namespace || verdict !== 'not-injected') continue
      const namespace = showNamespace(owner.namespace)
      const [asks, workload] = [anyOptIn(pod), titleOf(owner)]
      if (asks && kubernetesNamespaces.has(namespace))
        report({ message: 'kubernetes', on: owner, at: asks.at, pod, data: { workload, namespace } })
      if (!usesHostNetwork(pod) || kubernetesNamespaces.has(namespace)) continue
      const [own] = configurationOf(pod, mesh).filter(({ effect }) => effect === 'sidecar')
      const at = pod.pods.first.body.at(['spec', 'hostNetwork'], 'key')
      const related: Related[] = asks ? [{ at: asks.at, message: 'the pod asks for a sidecar' }] : []
      if (asks) report({ message: 'hostNetwork', on: owner, at, related, pod, data: { workload } })
      else if (own && !optOut(pod)) {
        const configuration = titleOf(own.resource)
        related.push({ at: own.resource.at(['metadata', 'name']), message: `${configuration} names it` })
        report({ message: 'configured', on: owner, at, related, pod, data: { workload, configuration } })
      } else if (!optOut(pod)) {
        const { injection, injectionAt } = namespaceSwitches(snapshot, owner.namespace)
        if (textOf(injection) !== 'enabled' || !injectionAt) continue
        related.push({ at: injectionAt, message: 'the Namespace asks for sidecars' })
        report({ message: 'unheard', severity: 'info', on: owner, at, related, pod, data: { workload, namespace } })
      }
    }
  },
})

/** What on a pod asks for a sidecar, an annotation included. */
function anyOptIn(pod: AdmittedPod): Switch | undefined {
  const { label, annotation } = podSwitches(pod)
  return optIn(pod) ?? (annotation?.value === 'true' && !label ? annotation : undefined)
}
