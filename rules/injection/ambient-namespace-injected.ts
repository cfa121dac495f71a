import { defineRule } from '../../src/rule/index.ts'
import { ambientKey, injectionKey, namespaceSwitches, revisionKey, textOf } from '../shared/injection.ts'
import { reachesNamespace } from '../shared/injectors.ts'

export default defineRule({
  id: 'ambient-namespace-injected',
  topic: 'injection',
  summary: 'A Namespace asks for ambient mode and for sidecars',
  why: 'The injector does not look at the label of ambient mode: the pods get sidecars, and pods with a sidecar are left out of ambient mode.',
  fix: 'Remove the injection label to have ambient mode, or the label istio.io/dataplane-mode to have sidecars.',
  severity: 'warning',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/reference/config/analysis/ist0123/'],
  aliases: ['IST0123', 'KIA1311'],
  each: 'Namespace',
  needs: [],
  messages: {
    both: 'Namespace "{namespace}" asks for ambient mode and, with label "{key}", for sidecars, which win.',
  },
  examples: {
    good: [
      {
        title: 'one of them',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio.io/dataplane-mode: ambient, istio-injection: disabled } }
        `,
      },
    ],
    bad: [
      {
        title: 'both',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata:
            name: prod
            labels:
              istio-injection: enabled
              istio.io/dataplane-mode: ambient #! both
        `,
      },
      {
        title: 'with a revision',
        options: ['--revision=canary'],
        files: `
          apiVersion: v1
          kind: Namespace
          metadata:
            name: prod
            labels:
              istio.io/rev: canary
              istio.io/dataplane-mode: ambient #! both
        `,
      },
    ],
  },

  check(namespace, { snapshot, injectors, report }) {
    const mode = textOf(namespace.get('metadata', 'labels', ambientKey))
    if (mode !== 'ambient' || !namespace.name.known) return
    const { labels, injection, injectionAt, revision, revisionAt } = namespaceSwitches(snapshot, namespace.name)
    const key = injection.known && injection.value === 'enabled' ? injectionKey : revisionKey
    const asked = key === injectionKey ? injectionAt : textOf(revision) ? revisionAt : undefined
    const reached = reachesNamespace(injectors, labels)
    if (!asked || !reached.known || !reached.value) return
    report({
      message: 'both',
      on: namespace,
      at: namespace.at(['metadata', 'labels', ambientKey], 'key'),
      related: [{ at: asked, message: 'this label asks for sidecars' }],
      data: { namespace: namespace.name.value, key },
    })
  },
})
