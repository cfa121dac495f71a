import { defineRule } from '../../src/rule/index.ts'

export default defineRule({
  id: 'key-duplicate',
  topic: 'text',
  summary: 'A key stands twice in one map',
  why: 'Kubernetes’ tools keep the last one and drop the first in silence; kustomize refuses the file.',
  fix: 'Keep one of the two.',
  severity: 'warning',
  since: '0.1.0',
  references: ['https://yaml.org/spec/1.1/#id932806'],
  each: 'file',
  needs: [],
  messages: {
    merged:
      'Key "{key}" overrides the one that "<<" merges in: kubectl reads it so, and strict readers refuse the file.',
    found: 'Key "{key}" stands twice in the same map: the tools keep this one and drop the first.',
  },
  examples: {
    good: [
      {
        title: 'each key once',
        files: `
          apiVersion: v1
          kind: ConfigMap
          metadata: { name: a }
          data: { a: "1", b: "2" }
        `,
      },
    ],
    bad: [
      {
        title: 'a merged key that is overridden',
        files: `
          apiVersion: v1
          kind: ConfigMap
          metadata:
            name: a
            labels: &common { app: a, tier: web }
            annotations:
              <<: *common
              tier: db #! merged
        `,
      },
      {
        title: 'a label twice',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata:
            name: prod
            labels:
              istio-injection: enabled
              istio-injection: disabled #! found
        `,
      },
      {
        title: 'the second one has a map of its own',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata:
            name: prod
          metadata: #! found
            labels: { a: b }
        `,
      },
    ],
  },

  check({ file, notes }, { report }) {
    for (const note of notes) {
      if (note.code !== 'duplicate-key' && note.code !== 'merged-key-overridden') continue
      const isMerged = note.code === 'merged-key-overridden'
      report({
        message: isMerged ? 'merged' : 'found',
        severity: isMerged ? 'info' : 'warning',
        at: { file, span: note.span, precision: 'node' },
        related: note.related
          ? [
              {
                at: { file, span: note.related, precision: 'node' },
                message: isMerged ? 'the one that is overridden' : 'the one that is dropped',
              },
            ]
          : [],
        data: { key: note.detail },
      })
    }
  },
})
