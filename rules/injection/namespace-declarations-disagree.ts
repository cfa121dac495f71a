import { defineRule, groupBy, type Kinds, type Resource } from '../../src/rule/index.ts'
import { injectionKey, revisionKey, textOf } from '../shared/injection.ts'

type Namespace = Resource<Kinds['Namespace']>

export default defineRule({
  id: 'namespace-declarations-disagree',
  topic: 'injection',
  summary: 'One Namespace is declared with different injection labels',
  why: 'What is applied last decides whether the pods of the namespace get sidecars, and from these files nobody can tell what that is.',
  fix: 'Write the same label in every declaration, or lint only the files that are applied together.',
  severity: 'warning',
  since: '0.1.0',
  references: ['https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/'],
  each: 'unit',
  needs: ['Namespace'],
  messages: {
    different: 'Namespace "{namespace}" is declared with label "{key}" as "{value}" here and as "{before}" in {path}.',
  },
  examples: {
    good: [
      {
        title: 'a second declaration that only adds a label',
        files: {
          'namespace.yaml': `
            apiVersion: v1
            kind: Namespace
            metadata: { name: prod, labels: { team: store } }
          `,
          'injection.yaml': `
            apiVersion: v1
            kind: Namespace
            metadata: { name: prod, labels: { istio-injection: enabled } }
          `,
        },
      },
    ],
    bad: [
      {
        title: 'in one folder',
        files: {
          'deploy/a.yaml': `
            apiVersion: v1
            kind: Namespace
            metadata: { name: prod, labels: { istio-injection: enabled } }
          `,
          'deploy/b.yaml': `
            apiVersion: v1
            kind: Namespace
            metadata: { name: prod, labels: { istio-injection: disabled } } #! different
          `,
        },
      },
      {
        title: 'in two folders, which are perhaps never applied together',
        files: {
          'dev/namespace.yaml': `
            apiVersion: v1
            kind: Namespace
            metadata: { name: prod, labels: { istio.io/rev: canary } }
          `,
          'live/namespace.yaml': `
            apiVersion: v1
            kind: Namespace
            metadata: { name: prod, labels: { istio.io/rev: default } } #! different
          `,
        },
      },
    ],
  },

  check(snapshot, { report }) {
    const named = snapshot.all('Namespace').filter(({ name }) => name.known)
    for (const [name, declared] of groupBy(named, (one) => textOf(one.name)))
      for (const key of [injectionKey, revisionKey]) {
        const written = declared.filter((one) => labelIn(one, key) !== undefined)
        const [first] = written
        const other = written.find((one) => first && labelIn(one, key) !== labelIn(first, key))
        if (!first || !other) continue
        report({
          message: 'different',
          severity: folderOf(first) === folderOf(other) ? 'warning' : 'info',
          on: other,
          at: other.at(['metadata', 'labels', key]),
          related: [{ at: first.at(['metadata', 'labels', key]), message: 'the other declaration' }],
          data: {
            namespace: name ?? '',
            key,
            value: labelIn(other, key) ?? '',
            before: labelIn(first, key) ?? '',
            path: first.file.path,
          },
        })
      }
  },
})

function labelIn(namespace: Namespace, key: string): string | undefined {
  return textOf(namespace.get('metadata', 'labels', key))
}

function folderOf({ file }: Namespace): string {
  return file.path.slice(0, file.path.lastIndexOf('/') + 1)
}
