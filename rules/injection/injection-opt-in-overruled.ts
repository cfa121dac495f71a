import { defineRule, showNamespace } from '../../src/rule/index.ts'
import {
  injectionKey,
  namespaceSwitches,
  optIn,
  podSwitches,
  revisionKey,
  titleOf,
  usesHostNetwork,
} from '../shared/injection.ts'
import { injectorsOf } from '../shared/injectors.ts'

export default defineRule({
  id: 'injection-opt-in-overruled',
  topic: 'injection',
  summary: 'A pod asks for a sidecar or a revision, and its Namespace overrules it',
  why: 'The webhooks look at the labels of the Namespace first. What the pod asks for is dropped without a word.',
  fix: 'Change the label of the Namespace, or remove the label of the pod, which has no effect.',
  severity: 'error',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy',
  ],
  each: 'workload',
  needs: [],
  messages: {
    policy: '{workload} asks for a sidecar, but the policy of the injector keeps it from getting one.',
    refused:
      '{workload} asks for a sidecar, but label "istio-injection" of Namespace "{namespace}" has the value "{value}", which overrules it.',
    revision:
      '{workload} asks for revision "{revision}", but label "{winner}" of Namespace "{namespace}" wins, so revision "{acting}" injects.',
  },
  examples: {
    good: [
      {
        title: 'a pod that picks a revision where its Namespace says nothing',
        options: ['--revision=default,canary'],
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod }
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
        title: 'an injector that injects nothing',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { sidecar.istio.io/inject: "true" } } #! policy
          spec: { containers: [{ name: redis }] }
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: { name: istio-sidecar-injector, namespace: istio-system }
          data: { config: "policy: none" }
        `,
      },
    ],
  },

  check(pod, { snapshot, injectors, report }) {
    const { owner, verdict } = pod
    const asks = optIn(pod)
    if (!owner.namespace || !asks || usesHostNetwork(pod)) return
    const here = namespaceSwitches(snapshot, owner.namespace)
    const [workload, namespace] = [titleOf(owner), showNamespace(owner.namespace)]
    if (verdict === 'not-injected' && pod.webhooks.length > 0) {
      const skip = pod.trail.find(({ reason, outcome }) => reason === 'policy' && outcome === 'skipped')
      const related = skip?.at ? [{ at: skip.at, message: 'the policy' }] : []
      if (skip) report({ message: 'policy', on: owner, at: asks.at, related, pod, data: { workload } })
    }
    if (!here.injection.known) return
    const value = here.injection.value
    const place = value === undefined ? here.revisionAt : here.injectionAt
    const related = place ? [{ at: place, message: 'the Namespace decides' }] : []
    if (verdict === 'not-injected' && value !== undefined && value !== 'enabled')
      report({ message: 'refused', on: owner, at: asks.at, related, pod, data: { workload, namespace, value } })

    const { revision } = podSwitches(pod)
    if (verdict !== 'injected' || !revision?.value || pod.revision === undefined) return
    const own = here.revision.known ? here.revision.value : undefined
    if (value === undefined && (own === undefined || own === revision.value)) return
    const serving = injectorsOf(injectors, 'objectSelector', revision.value)
    if (!serving.known || serving.value.some((one) => one.revision === pod.revision)) return
    const winner = value === undefined ? revisionKey : injectionKey
    const data = { workload, namespace, winner, revision: revision.value, acting: pod.revision }
    report({ message: 'revision', severity: 'warning', on: owner, at: revision.at, related, pod, data })
  },
})
