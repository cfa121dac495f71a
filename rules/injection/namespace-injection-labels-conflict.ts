import { defineRule, labelPlace, labelsOf, labelValue } from '../../src/rule/index.ts'
import { injectionKey, revisionKey, textOf } from '../shared/injection.ts'
import { actingRevisions, reachesNamespace } from '../shared/injectors.ts'

export default defineRule({
  id: 'namespace-injection-labels-conflict',
  topic: 'injection',
  summary: 'A Namespace has two labels that decide its injection, and only one is read',
  why: 'Label "istio-injection" wins over "istio.io/rev": with "enabled" the default revision injects, with any other value nobody does.',
  fix: 'Remove label "istio-injection" to let the revision inject, or remove label "istio.io/rev".',
  severity: 'error',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/setup/upgrade/canary/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0123/',
  ],
  aliases: ['IST0123'],
  each: 'Namespace',
  needs: [],
  messages: {
    otherRevision:
      'Namespace "{namespace}" asks for revision "{revision}", but its label "istio-injection" wins, so revision "{acting}" injects.',
    nobody:
      'Namespace "{namespace}" asks for revision "{revision}", but its label "istio-injection" with value "{value}" wins, so nobody injects.',
    idle: 'Label "istio.io/rev" of Namespace "{namespace}" has no effect beside its label "istio-injection".',
  },
  examples: {
    good: [
      {
        title: 'one label each',
        options: ['--revision=default,canary'],
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: next, labels: { istio.io/rev: canary } }
        `,
      },
    ],
    bad: [
      {
        title: 'the default revision injects although canary is asked for',
        options: ['--revision=default,canary'],
        files: `
          apiVersion: v1
          kind: Namespace
          metadata:
            name: prod
            labels:
              istio-injection: enabled
              istio.io/rev: canary #! otherRevision
          ---
          apiVersion: v1
          kind: Namespace
          metadata:
            name: next
            labels:
              istio-injection: enabled
              istio.io/rev: default #! idle
        `,
      },
      {
        title: 'nobody injects',
        options: ['--revision=canary'],
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: disabled, istio.io/rev: canary } } #! nobody
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: next, labels: { istio-injection: enabled, istio.io/rev: canary } } #! nobody
        `,
      },
    ],
  },

  check(namespace, { snapshot, injectors, report }) {
    const revision = textOf(namespace.get('metadata', 'labels', revisionKey))
    const labels = snapshot.namespaceLabels(namespace.name)
    const value = textOf(labelValue(labels, injectionKey))
    const place = labelPlace(labels, injectionKey)
    if (value === undefined || !place || !revision || !namespace.name.known) return
    const name = namespace.name.value
    const reached = reachesNamespace(injectors, labels)
    const base = {
      on: namespace,
      at: namespace.at(['metadata', 'labels', revisionKey], 'key'),
      related: [{ at: place, message: 'this label decides' }],
    }
    if (!reached.known) return
    // Two declarations are perhaps never applied to the same cluster.
    const isOne = textOf(namespace.get('metadata', 'labels', injectionKey)) !== undefined
    if (!reached.value) {
      // Who writes "disabled" gets what it says; only the other label is in vain.
      const severity = !isOne ? 'info' : value === 'disabled' ? 'warning' : 'error'
      return report({ ...base, message: 'nobody', severity, data: { namespace: name, revision, value } })
    }
    const acting = [...actingRevisions(injectors, labels)].sort()
    const asked = actingRevisions(injectors, labelsOf({ [revisionKey]: revision }))
    if (asked.size > 0 && acting.every((one) => asked.has(one)))
      return report({ ...base, message: 'idle', severity: 'info', data: { namespace: name } })
    const data = { namespace: name, revision, acting: acting.join('" and "') }
    report({ ...base, message: 'otherRevision', severity: isOne ? 'warning' : 'info', data })
  },
})
