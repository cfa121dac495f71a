import { defineRule } from '../../src/rule/index.ts'

export default defineRule({
  id: 'text-dropped',
  topic: 'text',
  summary: 'Text that the Kubernetes tools throw away',
  why: 'The tools read the first document between two separators and drop the rest without a word: what stands there is never applied.',
  fix: 'Put a line "---" before the text, or delete it.',
  severity: 'warning',
  since: '0.1.0',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/'],
  each: 'file',
  needs: [],
  messages: {
    found: 'The Kubernetes tools drop this text: {text}.',
  },
  examples: {
    good: [
      {
        title: 'documents with separators',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: a }
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: b }
        `,
      },
    ],
    bad: [
      {
        title: 'an end mark where a separator is meant',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: a }
          ...
          apiVersion: v1 #! found
          kind: Namespace
          metadata: { name: b }
        `,
      },
    ],
  },

  check({ file, notes }, { report }) {
    for (const note of notes) {
      if (note.code !== 'dropped-text') continue
      report({
        message: 'found',
        at: { file, span: note.span, precision: 'node' },
        data: { text: note.detail },
      })
    }
  },
})
