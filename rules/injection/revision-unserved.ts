import { type AdmittedPod, defineRule, istioRole, nearestNames, showName, type Webhook } from '../../src/rule/index.ts'
import {
  kubernetesNamespaces,
  namespaceSwitches,
  optOut,
  podSwitches,
  revisionKey,
  textOf,
  titleOf,
} from '../shared/injection.ts'
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
    const severity = isAssumed(injectors) ? 'info' : 'error'
    for (const one of snapshot.all('Namespace')) {
      const revision = textOf(one.get('metadata', 'labels', revisionKey))
      if (revision === undefined || !one.name.known) continue
      const here = namespaceSwitches(snapshot, one.name)
      if (kubernetesNamespaces.has(one.name.value)) continue
      const isDecided = here.injection.known && here.injection.value === undefined && here.revision.known
      const reached = reachesNamespace(injectors, here.labels)
      if (!isDecided || !reached.known || reached.value) continue
      const at = one.at(['metadata', 'labels', revisionKey])
      const data = { namespace: one.name.value, revision, hint: hintFor(revision, injectors) }
      report({ message: 'namespace', severity, on: one, at, data })
    }
    for (const pod of pods) {
      const { owner, verdict } = pod
      const { revision, label } = podSwitches(pod)
      if (
        !revision ||
        !(revision.value || label?.value === 'true') ||
        !owner.namespace ||
        optOut(pod) ||
        isControlPlane(pod)
      )
        continue
      if (verdict === 'injected' || verdict === 'rejected') continue
      // A Namespace that decides by itself is another rule's finding.
      const here = namespaceSwitches(snapshot, owner.namespace)
      if (textOf(here.injection) !== undefined || textOf(here.revision) !== undefined) continue
      const serving = injectorsOf(injectors, 'objectSelector', revision.value)
      if (!serving.known || serving.value.length > 0) continue
      const data = { workload: titleOf(owner), revision: revision.value, hint: hintFor(revision.value, injectors) }
      const isSure = verdict === 'not-injected'
      report({ message: 'pod', severity: isSure ? severity : 'info', on: owner, at: revision.at, pod, data })
    }
  },
})

function hintFor(revision: string, injectors: readonly Webhook[]): string {
  // A webhook that is switched off may name the very revision.
  const others = revisionNames(injectors).filter((name) => name !== revision)
  const [nearest] = nearestNames(revision, others)
  if (nearest !== undefined) return ` Did you mean "${nearest}"?`
  return isAssumed(injectors)
    ? ' Nothing here says which revisions are installed: only the default one is assumed.'
    : ''
}

/** On istiod's own pods the label tells what they are. */
function isControlPlane({ owner, pods }: AdmittedPod): boolean {
  return istioRole(pods.first.body) === 'control-plane' || /^istiod(-|$)/.test(showName(owner))
}
