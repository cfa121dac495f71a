import { defineRule, type ReadFile } from '../../src/rule/index.ts'

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
    object: 'Key "{key}" begins another object without a "---" before it: the tools drop the one above.',
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
      {
        title: 'the branches of a template for ytt',
        files: `
          apiVersion: v1
          kind: ConfigMap
          metadata: { name: a }
          data:
            #@ if data.values.debug:
            level: debug
            #@ else:
            level: info
            #@ end
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
        title: 'a separator that is missing: the first object is lost',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: a }
          apiVersion: v1 #! object
          kind: Namespace
          metadata: { name: b }
          ---
          apiVersion: v1
          kind: Namespace
          kind: Namespace #! found
          metadata: { name: c }
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
    // A template of ytt writes the bodies of its functions and branches one below the other.
    if (/^ *#@ *(def|if|for)\b/m.test(file.text)) return
    const lost = lostObjects(file.text, notes)
    for (const note of notes) {
      const { code, span, related, detail } = note
      if (code !== 'duplicate-key' && code !== 'merged-key-overridden') continue
      const at = { file, span, precision: 'node' } as const
      const separator = lost.get(note)
      if (separator === 'first') report({ message: 'object', severity: 'error', at, data: { key: detail } })
      if (separator) continue
      const isMerged = code === 'merged-key-overridden'
      const what = isMerged ? 'the one that is overridden' : 'the one that is dropped'
      report({
        message: isMerged ? 'merged' : 'found',
        severity: isMerged ? 'info' : 'warning',
        at,
        related: related ? [{ at: { file, span: related, precision: 'node' }, message: what }] : [],
        data: { key: detail },
      })
    }
  },
})

type Note = ReadFile['notes'][number]

/** The keys of objects that no separator parts from the one before: both apiVersion and kind stand there again. */
function lostObjects(text: string, notes: readonly Note[]): ReadonlyMap<Note, 'first' | 'more'> {
  const found = new Map<Note, 'first' | 'more'>()
  const top = notes.filter(({ code, span }) => code === 'duplicate-key' && isAtLineStart(text, span.start))
  let end: number | undefined
  for (const [index, note] of top.entries()) {
    const next = top[index + 1]
    const isFirst =
      next && new Set(['apiVersion', 'kind', note.detail, next.detail]).size === 2 && note.detail !== next.detail
    const isMore = end !== undefined && !/^---/m.test(text.slice(end, note.span.start))
    if (isFirst || isMore) found.set(note, isFirst ? 'first' : 'more')
    end = isFirst || isMore ? note.span.end : undefined
  }
  return found
}

function isAtLineStart(text: string, start: number): boolean {
  return start === 0 || text[start - 1] === '\n'
}
