import { defineRule, type Related, type SourceLocation, showNamespace } from '../../src/rule/index.ts'
import {
  injectionKey,
  kubernetesNamespaces,
  namespaceSwitches,
  optIn,
  podSwitches,
  titleOf,
  usesHostNetwork,
} from '../shared/injection.ts'
import { injectorsOf } from '../shared/injectors.ts'

export default defineRule({
  id: 'injection-opt-in-overruled',
  topic: 'injection',
  summary: 'A pod asks for a sidecar or a revision, and something stronger decides otherwise',
  why: 'The webhooks look at the Namespace first, and the injector at hostNetwork and the namespace before any label of the pod: what the pod asks for is dropped without a word.',
  fix: 'Remove what overrules the label, or the label that has no effect.',
  severity: 'error',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy',
  ],
  each: 'workload',
  needs: [],
  messages: {
    refused:
      '{workload} asks for a sidecar, but label "istio-injection" of Namespace "{namespace}" has the value "{value}", which overrules it.',
    revision:
      '{workload} asks for revision "{revision}", but label "{winner}" of Namespace "{namespace}" wins, so revision "{acting}" injects.',
    hostNetwork: '{workload} asks for a sidecar, but pods on the network of their host never get one.',
    hostNetworkHere:
      'Namespace "{namespace}" asks for sidecars, but {workload} is on the network of its host and never gets one.',
    kubernetes: 'Istio never injects sidecars in namespace "{namespace}", whatever label "{key}" says.',
  },
  examples: {
    good: [
      {
        title: 'a pod that opts in where its Namespace says nothing, and one that picks a revision',
        options: ['--revision=default,canary'],
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { sidecar.istio.io/inject: "true" } }
          spec: { containers: [{ name: redis }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: prod, labels: { istio.io/rev: canary } }
          spec: { containers: [{ name: web }] }
        `,
      },
    ],
    bad: [
      {
        title: 'the Namespace switched injection off, or has a revision of its own',
        options: ['--revision=default,canary'],
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: closed, labels: { istio-injection: disabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: closed, labels: { sidecar.istio.io/inject: "true" } } #! refused
          spec: { containers: [{ name: redis }] }
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: live, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: live, labels: { istio.io/rev: canary } } #! revision
          spec: { containers: [{ name: web }] }
        `,
      },
      {
        title: 'the network of the host, and the namespaces of Kubernetes',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: live, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: probe, namespace: live }
          spec: { hostNetwork: true, containers: [{ name: probe }] } #! hostNetworkHere
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: agent, namespace: live, labels: { sidecar.istio.io/inject: "true" } }
          spec: { hostNetwork: true, containers: [{ name: agent }] } #! hostNetwork
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: dns, namespace: kube-system, labels: { sidecar.istio.io/inject: "true" } } #! kubernetes
          spec: { containers: [{ name: dns }] }
        `,
      },
    ],
  },

  check(pod, { snapshot, injectors, report }) {
    const { owner, verdict } = pod
    if (!owner.namespace || verdict === 'rejected') return
    const here = namespaceSwitches(snapshot, owner.namespace)
    const [workload, namespace] = [titleOf(owner), showNamespace(owner.namespace)]
    const asks = optIn(pod)
    const { annotation, label } = podSwitches(pod)
    const asksSomehow = asks ?? (annotation?.value === 'true' && label?.value !== 'false' ? annotation : undefined)
    const say = (at: SourceLocation | undefined, message: string): Related[] => (at ? [{ at, message }] : [])

    if (usesHostNetwork(pod)) {
      const base = { on: owner, at: pod.pods.first.body.at(['spec', 'hostNetwork'], 'key'), pod }
      const called = pod.trail.some(({ reason }) => reason === 'host-network')
      if (asksSomehow) {
        const related = say(asksSomehow.at, 'the pod asks for a sidecar')
        report({ ...base, message: 'hostNetwork', severity: 'warning', related, data: { workload } })
      } else if (called && verdict === 'not-injected' && pod.webhooks.length > 0) {
        const related = say(here.injectionAt ?? here.revisionAt, 'the Namespace asks for sidecars')
        report({ ...base, message: 'hostNetworkHere', severity: 'info', related, data: { workload, namespace } })
      }
      return
    }
    if (kubernetesNamespaces.has(namespace)) {
      const at =
        asksSomehow?.at ?? (here.injection.known && here.injection.value === 'enabled' ? here.injectionAt : undefined)
      const key = asksSomehow?.key ?? injectionKey
      if (at) report({ message: 'kubernetes', severity: 'warning', on: owner, at, pod, data: { namespace, key } })
      return
    }
    if (!asks || !here.injection.known) return
    const value = here.injection.value
    if (value !== undefined && value !== 'enabled' && verdict === 'not-injected') {
      const related = say(here.injectionAt, 'the Namespace decides')
      report({ message: 'refused', on: owner, at: asks.at, related, pod, data: { workload, namespace, value } })
    }
    const { revision } = podSwitches(pod)
    if (verdict !== 'injected' || !revision?.value || pod.revision === undefined) return
    const own = here.revision.known ? here.revision.value : undefined
    const winner = value === undefined ? 'istio.io/rev' : injectionKey
    const serving = injectorsOf(injectors, 'objectSelector', revision.value)
    if (!serving.known || serving.value.some((one) => one.revision === pod.revision)) return
    if (value === undefined && (own === undefined || own === revision.value)) return
    const related = say(value === undefined ? here.revisionAt : here.injectionAt, 'the Namespace decides')
    const data = { workload, namespace, winner, revision: revision.value, acting: pod.revision }
    report({ message: 'revision', severity: 'warning', on: owner, at: revision.at, related, pod, data })
  },
})
