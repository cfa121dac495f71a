import { defineRule } from '../../src/rule/index.ts'
import { injectionKey, namespaceSwitches, podSwitches, textOf, titleOf } from '../shared/injection.ts'
import { reachesNamespace, revisionNames } from '../shared/injectors.ts'

export default defineRule({
  id: 'default-injector-missing',
  topic: 'injection',
  summary: 'A sidecar is asked for without a revision, and only named ones are installed',
  why: 'The labels istio-injection: enabled and sidecar.istio.io/inject: "true" are served by the unnamed revision or by the tag "default" alone. Without either, pods are created without a sidecar, and nothing rejects them.',
  fix: 'Ask for a revision with label "istio.io/rev", or install the tag "default" (istioctl tag set default --revision NAME). If it is installed, say so with --revision default=NAME.',
  severity: 'error',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/setup/upgrade/canary/#default-tag'],
  each: 'unit',
  needs: ['Namespace'],
  messages: {
    namespace:
      'Namespace "{namespace}" has "istio-injection: enabled", which no webhook serves: the webhooks here ask for {revisions}.',
    pod: '{workload} asks for a sidecar without a revision, which no webhook serves: the webhooks here ask for {revisions}.',
  },
  examples: {
    good: [
      {
        title: 'a tag "default" points to the revision',
        options: ['--revision=canary,default=canary'],
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
        `,
      },
    ],
    bad: [
      {
        title: 'only a named revision',
        options: ['--revision=canary'],
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } } #! namespace
        `,
      },
      {
        title: 'a pod that opts in by itself',
        options: ['--revision=canary'],
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { sidecar.istio.io/inject: "true" } } #! pod
          spec: { containers: [{ name: redis }] }
        `,
      },
    ],
  },

  check(snapshot, { pods, injectors, report }) {
    const revisions = revisionNames(injectors)
      .map((name) => `"${name}"`)
      .join(' and ')
    if (revisions === '') return
    for (const namespace of snapshot.all('Namespace')) {
      if (textOf(namespace.get('metadata', 'labels', injectionKey)) !== 'enabled' || !namespace.name.known) continue
      const here = namespaceSwitches(snapshot, namespace.name)
      const isAlone = here.injection.known && here.revision.known && here.revision.value === undefined
      const reached = reachesNamespace(injectors, here.labels)
      if (!isAlone || !reached.known || reached.value) continue
      const at = namespace.at(['metadata', 'labels', injectionKey])
      report({ message: 'namespace', on: namespace, at, data: { namespace: namespace.name.value, revisions } })
    }
    for (const pod of pods) {
      const { owner } = pod
      const { label, revision } = podSwitches(pod)
      if (label?.value !== 'true' || revision || pod.verdict !== 'not-injected' || !owner.namespace) continue
      const here = namespaceSwitches(snapshot, owner.namespace)
      const saysNothing = here.injection.known && here.injection.value === undefined && here.revision.known
      const isCalled = pod.matches.some(({ called }) => !called.known || called.value)
      if (!saysNothing || here.revision.value !== undefined || isCalled) continue
      report({ message: 'pod', on: owner, at: label.at, pod, data: { workload: titleOf(owner), revisions } })
    }
  },
})
