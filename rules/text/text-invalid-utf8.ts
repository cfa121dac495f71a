import { defineRule } from '../../src/rule/index.ts'

export default defineRule({
  id: 'text-invalid-utf8',
  topic: 'text',
  summary: 'Bytes that are no UTF-8',
  why: 'Kubernetes reads each such byte as the character U+FFFD: names and values are not the ones that an editor in another encoding shows.',
  fix: 'Save the file as UTF-8.',
  severity: 'warning',
  since: '0.1.0',
  references: ['https://yaml.org/spec/1.2.2/#52-character-encodings'],
  each: 'file',
  needs: [],
  messages: {
    found: 'This line holds bytes that are no UTF-8; Kubernetes reads them as U+FFFD.',
  },
  examples: {
    good: [
      {
        title: 'UTF-8',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: a, annotations: { owner: "Zoë" } }
        `,
      },
    ],
    bad: [
      {
        title: 'Latin-1 in JSON',
        files: {
          'namespace.json': `
            {
              "apiVersion": "v1",
              "kind": "Namespace",
              "metadata": {
                "name": "a",
                "annotations": { "owner": "Zo\uFFFD" } #! found
              }
            }
          `,
        },
      },
    ],
  },

  check({ file, notes }, { report }) {
    for (const note of notes) {
      if (note.code !== 'invalid-utf8') continue
      report({
        message: 'found',
        at: { file, span: note.span, precision: 'node' },
      })
    }
  },
})
