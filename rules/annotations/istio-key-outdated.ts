import {
  type AdmittedPod,
  defineRule,
  type IstioKey,
  istioKey,
  istioRole,
  metadataEntries,
  type Snapshot,
} from '../../src/rule/index.ts'
import { injectKey, podSwitches, titleOf } from '../shared/injection.ts'
import { minorOf, oldestMinor } from '../shared/istio-version.ts'

export default defineRule({
  id: 'istio-key-outdated',
  topic: 'annotations',
  summary: 'A label or annotation of Istio is deprecated, or no longer read',
  why: 'A newer name has taken its place. Istio removes the old one in some version to come, or has done so; then the setting is lost without a word.',
  fix: 'Write what has taken its place.',
  severity: 'info',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/reference/config/annotations/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0135/',
  ],
  aliases: ['IST0135'],
  each: 'unit',
  needs: ['ConfigMap'],
  messages: {
    replaced: 'The {part} "{key}" of {resource} is deprecated in favour of {by}.',
    removed: 'Istio {version} does not read {part} "{key}" of {resource} any more.',
  },
  examples: {
    good: [
      {
        title: 'the label, with the annotation for older versions beside it',
        files: `
          apiVersion: v1
          kind: Pod
          metadata:
            name: redis
            namespace: prod
            labels: { sidecar.istio.io/inject: "false" }
            annotations: { sidecar.istio.io/inject: "false" }
          spec: { containers: [{ name: redis }] }
        `,
      },
      {
        title: 'a version that has nothing newer',
        options: ['--istio-version=1.23'],
        files: `
          apiVersion: v1
          kind: Pod
          metadata:
            name: redis
            namespace: prod
            annotations:
              traffic.sidecar.istio.io/kubevirtInterfaces: net1
              sidecar.istio.io/enableCoreDump: "true"
          spec: { containers: [{ name: redis }] }
        `,
      },
    ],
    bad: [
      {
        title: 'annotations with successors, and one without',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata:
                annotations:
                  sidecar.istio.io/inject: "true" #! replaced
                  sidecar.istio.io/statsInclusionPrefixes: cluster.outbound #! replaced
                  traffic.sidecar.istio.io/kubevirtInterfaces: net1 #! replaced
                  sidecar.istio.io/enableCoreDump: "true" #! removed
              spec: { containers: [{ name: redis }] }
        `,
      },
    ],
  },

  check(snapshot, { podsOf, istioVersion, report }) {
    const asked = minorOf(istioVersion, snapshot)
    const minor = asked.known ? asked.value : oldestMinor
    for (const resource of snapshot.unit.resources) {
      for (const { part, key, at, holder } of metadataEntries(resource)) {
        const found = istioKey(part, key)
        const outdated = found && outdatedOf(found, minor)
        if (!outdated || !found.on.includes(holder === 'pod' ? 'Pod' : resource.kind)) continue
        const pod = holder === 'pod' ? podsOf(resource) : undefined
        // What Istio's own charts write, nobody else can change.
        if (pod && istioRole(pod.pods.first.body)) continue
        if (key === injectKey && !(pod && decides(pod, snapshot))) continue
        const by = found.replaced?.by
        const fix = by === undefined ? 'Remove it.' : `Write ${by} in its place.`
        const base = { on: resource, at, pod, fix }
        const data = { part, key, resource: titleOf(resource) }
        if (outdated === 'replaced') report({ ...base, message: 'replaced', data: { ...data, by: by ?? '' } })
        else {
          const severity = pod?.verdict === 'not-injected' ? 'info' : 'warning'
          report({ ...base, message: 'removed', severity, data: { ...data, version: istioVersion } })
        }
      }
    }
  },
})

function outdatedOf({ until, replaced }: IstioKey, minor: number): 'replaced' | 'removed' | undefined {
  if (until !== undefined && until <= minor) return 'removed'
  return replaced && (replaced.since ?? 0) <= minor ? 'replaced' : undefined
}

/** Whether it is the annotation that switches injection: no label says it, and somebody reads it, or may. */
function decides(pod: AdmittedPod, { unit }: Pick<Snapshot, 'unit'>): boolean {
  const { label, annotation } = podSwitches(pod)
  if (label || (annotation?.value !== 'true' && annotation?.value !== 'false')) return false
  // On OpenShift Service Mesh 2 the annotation is the switch, and the label is none.
  if (unit.resources.some(({ apiVersion }) => /(^|\.)(maistra|openshift)\.io\//.test(apiVersion))) return false
  return pod.verdict === 'unknown' || pod.trail.some(({ reason }) => reason === 'annotation')
}
