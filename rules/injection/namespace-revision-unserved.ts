import { defineRule } from '../../src/rule/index.ts'
import { kubernetesNamespaces, namespaceSwitches, revisionKey, textOf } from '../shared/injection.ts'
import { installationGap, installationOf, isAssumed, reachesNamespace, revisionHint } from '../shared/injectors.ts'

export default defineRule({
  id: 'namespace-revision-unserved',
  topic: 'injection',
  summary: 'A Namespace asks for a revision or tag that no webhook serves',
  why: 'No webhook matches, so the pods are created without a sidecar, and nothing rejects them. That is how workloads drop out of the mesh when an old revision is removed.',
  fix: 'Write a revision or tag that is installed. If this one is, say so with --revision NAME, or with --revision TAG=REVISION for a tag.',
  severity: 'error',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/setup/upgrade/canary/'],
  each: 'Namespace',
  needs: [],
  messages: {
    unserved: 'Namespace "{namespace}" asks for revision "{revision}", which no webhook serves.{hint}',
  },
  examples: {
    good: [
      {
        title: 'a revision and a tag that are installed',
        options: ['--revision=canary,prod=canary'],
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: next, labels: { istio.io/rev: canary } }
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: live, labels: { istio.io/rev: prod } }
        `,
      },
      {
        title: 'a revision that an IstioOperator installs',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: next, labels: { istio.io/rev: canary } }
          ---
          apiVersion: install.istio.io/v1alpha1
          kind: IstioOperator
          metadata: { name: canary, namespace: istio-system }
          spec: { revision: canary }
        `,
      },
      {
        title: 'a revision whose istiod is here, but not its webhooks',
        undecided: 1,
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: next, labels: { istio.io/rev: canary } }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: istiod-canary, namespace: istio-system }
        `,
      },
    ],
    bad: [
      {
        title: 'a misspelt revision',
        options: ['--revision=default,canary'],
        files: `
          apiVersion: v1
          kind: Namespace
          metadata:
            name: next
            labels:
              istio.io/rev: canray #! unserved
        `,
      },
      {
        title: 'a revision of which nothing here says that it is installed',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: next, labels: { istio.io/rev: 1-22-0 } } #! unserved
        `,
      },
    ],
  },

  check(namespace, { snapshot, injectors, report, cannotTell }) {
    const revision = textOf(namespace.get('metadata', 'labels', revisionKey))
    const name = textOf(namespace.name) ?? ''
    if (revision === undefined || name === '' || kubernetesNamespaces.has(name)) return
    const here = namespaceSwitches(snapshot, namespace.name)
    // Beside a label "istio-injection" the revision has no effect, and other rules tell so.
    if (!here.injection.known || here.injection.value !== undefined || !here.revision.known) return
    const reached = reachesNamespace(injectors, here.labels)
    if (!reached.known || reached.value) return
    const installation = installationOf(snapshot, revision)
    if (installation) return cannotTell(namespace, installationGap(installation, revision))
    report({
      message: 'unserved',
      severity: isAssumed(injectors) ? 'info' : 'error',
      on: namespace,
      at: namespace.at(['metadata', 'labels', revisionKey]),
      data: { namespace: name, revision, hint: revisionHint(revision, injectors) },
    })
  },
})
