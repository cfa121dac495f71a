import { type AdmittedPod, defineRule, istioRole, showName } from '../../src/rule/index.ts'
import { namespaceSwitches, optOut, podSwitches, textOf, titleOf } from '../shared/injection.ts'
import { injectorsOf, installationGap, installationOf, isAssumed, revisionHint } from '../shared/injectors.ts'

export default defineRule({
  id: 'pod-revision-unserved',
  topic: 'injection',
  summary: 'A pod asks for a revision or tag that no webhook serves',
  why: 'No webhook matches, so the pods are created without a sidecar, and nothing rejects them.',
  fix: 'Write a revision or tag that is installed. If this one is, say so with --revision NAME, or with --revision TAG=REVISION for a tag.',
  severity: 'error',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/setup/upgrade/canary/'],
  each: 'workload',
  needs: [],
  messages: {
    unserved: '{workload} asks for revision "{revision}", which no webhook serves.{hint}',
  },
  examples: {
    good: [
      {
        title: 'a revision that is installed',
        options: ['--revision=default,canary'],
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { istio.io/rev: canary } }
          spec: { containers: [{ name: redis }] }
        `,
      },
    ],
    bad: [
      {
        title: 'a revision that is gone',
        options: ['--revision=1-31-0'],
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
              metadata: { labels: { istio.io/rev: 1-22-0 } } #! unserved
              spec: { containers: [{ name: redis }] }
        `,
      },
      {
        title: 'an empty revision is one that nobody serves',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: prod, labels: { sidecar.istio.io/inject: "true", istio.io/rev: "" } } #! unserved
          spec: { containers: [{ name: web }] }
        `,
      },
    ],
  },

  check(pod, { snapshot, injectors, report, cannotTell }) {
    const { owner, verdict } = pod
    const { revision, label } = podSwitches(pod)
    if (!revision || !(revision.value || label?.value === 'true')) return
    if (!owner.namespace || optOut(pod) || isControlPlane(pod) || verdict === 'injected' || verdict === 'rejected')
      return
    // A Namespace that decides by itself is another rule's finding.
    const here = namespaceSwitches(snapshot, owner.namespace)
    if (textOf(here.injection) !== undefined || textOf(here.revision) !== undefined) return
    const serving = injectorsOf(injectors, 'objectSelector', revision.value)
    if (!serving.known || serving.value.length > 0) return
    const installation = installationOf(snapshot, revision.value)
    if (installation) return cannotTell(owner, installationGap(installation, revision.value))
    const isSure = verdict === 'not-injected' && !isAssumed(injectors)
    const data = {
      workload: titleOf(owner),
      revision: revision.value,
      hint: revisionHint(revision.value, injectors),
    }
    report({ message: 'unserved', severity: isSure ? 'error' : 'info', on: owner, at: revision.at, pod, data })
  },
})

/** On istiod's own pods the label tells what they are. */
function isControlPlane({ owner, pods }: AdmittedPod): boolean {
  return istioRole(pods.first.body) === 'control-plane' || /^istiod(-|$)/.test(showName(owner))
}
