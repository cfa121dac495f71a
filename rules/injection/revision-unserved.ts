import { defineRule, istioRole, nearestNames, showName } from '../../src/rule/index.ts'
import { namespaceSwitches, optOut, podSwitches, revisionKey, textOf, titleOf } from '../shared/injection.ts'
import { injectorsOf, isAssumed, reachesNamespace, revisionNames } from '../shared/injectors.ts'

export default defineRule({
  id: 'revision-unserved',
  topic: 'injection',
  summary: 'A Namespace or pod asks for a revision or tag that no webhook serves',
  why: 'No webhook matches, so the pods are created without a sidecar, and nothing rejects them. That is how workloads drop out of the mesh when an old revision is removed.',
  fix: 'Write a revision or tag that is installed. If this one is, say so with --revision NAME, or with --revision TAG=REVISION for a tag.',
  severity: 'error',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/setup/upgrade/canary/'],
  each: 'unit',
  needs: ['Namespace'],
  messages: {
    namespace: 'Namespace "{namespace}" asks for revision "{revision}", which no webhook serves.{hint}',
    pod: '{workload} asks for revision "{revision}", which no webhook serves.{hint}',
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
              istio.io/rev: canray #! namespace
        `,
      },
      {
        title: 'on a pod, where nothing says what is installed',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata: { labels: { istio.io/rev: 1-22-0 } } #! pod
              spec: { containers: [{ name: redis }] }
        `,
      },
    ],
  },

  check(snapshot, { pods, injectors, report }) {
    const names = revisionNames(injectors)
    const hintFor = (revision: string): string => {
      // A webhook that is switched off may name the very revision.
      const [nearest] = nearestNames(
        revision,
        names.filter((name) => name !== revision),
      )
      if (nearest !== undefined) return ` Did you mean "${nearest}"?`
      return isAssumed(injectors)
        ? ' Nothing here says which revisions are installed: only the default one is assumed.'
        : ''
    }
    const severity = isAssumed(injectors) ? 'info' : 'error'
    for (const namespace of snapshot.all('Namespace')) {
      const revision = textOf(namespace.get('metadata', 'labels', revisionKey))
      if (!revision || !namespace.name.known) continue
      const here = namespaceSwitches(snapshot, namespace.name)
      const isDecided = here.injection.known && here.injection.value === undefined && here.revision.known
      const reached = reachesNamespace(injectors, here.labels)
      if (!isDecided || !reached.known || reached.value) continue
      const at = namespace.at(['metadata', 'labels', revisionKey])
      const data = { namespace: namespace.name.value, revision, hint: hintFor(revision) }
      report({ message: 'namespace', severity, on: namespace, at, data })
    }
    for (const pod of pods) {
      const { owner, verdict } = pod
      const { revision } = podSwitches(pod)
      // On istiod's own pods the label tells what they are.
      if (istioRole(pod.pods.first.body) === 'control-plane' || /^istiod(-|$)/.test(showName(owner))) continue
      if (!revision?.value || optOut(pod) || !owner.namespace || verdict === 'injected' || verdict === 'rejected')
        continue
      const here = namespaceSwitches(snapshot, owner.namespace)
      // A Namespace that decides by itself is another rule's finding.
      if (here.injection.known && here.injection.value !== undefined) continue
      if (here.revision.known && here.revision.value !== undefined) continue
      const serving = injectorsOf(injectors, 'objectSelector', revision.value)
      if (!serving.known || serving.value.length > 0) continue
      const data = { workload: titleOf(owner), revision: revision.value, hint: hintFor(revision.value) }
      const sure = verdict === 'unknown' ? 'info' : severity
      report({ message: 'pod', severity: sure, on: owner, at: revision.at, pod, data })
    }
  },
})
