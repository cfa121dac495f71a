import { type AdmittedPod, defineRule, type Related, showNamespace } from '../../src/rule/index.ts'
import { configurationOf } from '../shared/configuration.ts'
import {
  injectionKey,
  injectKey,
  metadataSwitch,
  namespaceSwitches,
  needsNoSidecar,
  saysNothing,
  titleOf,
} from '../shared/injection.ts'

export default defineRule({
  id: 'sidecar-missing',
  topic: 'injection',
  summary: 'A workload gets no sidecar although nothing opted out',
  why: 'Pods without a sidecar are outside the mesh: it does not encrypt, authorise or route their traffic, and nothing says so.',
  fix: 'Label the Namespace "istio-injection: enabled" (or "istio.io/rev"), or the pod template "sidecar.istio.io/inject: \\"true\\"". Where no sidecar is wanted, say so with "\\"false\\"".',
  severity: 'warning',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/'],
  aliases: ['IST0102', 'IST0103'],
  each: 'workload',
  needs: ['Namespace'],
  messages: {
    configured: '{workload} gets no sidecar, although {configuration} configures it.',
    unasked: '{workload} gets no sidecar: neither it nor Namespace "{namespace}" asks for one.',
    skipped: '{workload} gets no sidecar: the policy of the injector is "disabled", and the pods ask for none.',
    untold: 'Nothing here tells whether {workload} gets a sidecar, although {configuration} configures it.',
  },
  examples: {
    good: [
      {
        title: 'the Namespace asks for sidecars, one workload opted out',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: { name: web, namespace: shop }
          spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web }] } } }
          ---
          apiVersion: batch/v1
          kind: Job
          metadata: { name: migrate, namespace: shop }
          spec:
            template:
              metadata: { labels: { sidecar.istio.io/inject: "false" } }
              spec: { containers: [{ name: migrate }] }
        `,
      },
    ],
    bad: [
      {
        title: 'nobody asks for a sidecar, and a policy counts on one',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop }
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: web #! configured
            namespace: shop
          spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web }] } } }
          ---
          apiVersion: batch/v1
          kind: Job
          metadata: { name: migrate, namespace: shop } #! unasked
          spec: { template: { spec: { containers: [{ name: migrate }] } } }
          ---
          apiVersion: security.istio.io/v1
          kind: AuthorizationPolicy
          metadata: { name: web, namespace: shop }
          spec: { selector: { matchLabels: { app: web } } }
        `,
      },
      {
        title: 'a Namespace that is not in the input',
        undecided: 1,
        files: `
          apiVersion: apps/v1
          kind: Deployment
          metadata: { name: web, namespace: shop } #! untold
          spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web }] } } }
          ---
          apiVersion: security.istio.io/v1
          kind: AuthorizationPolicy
          metadata: { name: web, namespace: shop }
          spec: { selector: { matchLabels: { app: web } } }
        `,
      },
      {
        title: 'an injector that is set to wait for opt-ins',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: lab, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: probe, namespace: lab } #! skipped
          spec: { containers: [{ name: probe }] }
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: { name: istio-sidecar-injector, namespace: istio-system }
          data: { config: "policy: disabled" }
        `,
      },
    ],
  },

  check(pod, { snapshot, mesh, report, cannotTell }) {
    const { owner } = pod
    if (!owner.namespace || !snapshot.usesMesh || needsNoSidecar(pod, snapshot)) return
    const { injection, revision } = namespaceSwitches(snapshot, owner.namespace)
    const at = owner.at(['metadata', 'name'])
    const workload = titleOf(owner)
    const namespace = showNamespace(owner.namespace)
    const configuring = configurationOf(pod, mesh)
    const [first] = configuring
    const configuration = first ? titleOf(first.resource) : ''
    const related: Related[] = configuring.slice(0, 3).map(({ resource }) => ({
      at: resource.at(['metadata', 'name']),
      message: `${titleOf(resource)} names it`,
    }))
    const base = { on: owner, at, related, pod }

    if (pod.verdict === 'unknown') {
      cannotTell(owner, pod.missing)
      if (first && !injection.known && saysNothing(pod))
        report({ ...base, message: 'untold', severity: 'info', data: { workload, configuration }, fix: untoldFix(pod) })
      return
    }
    if (pod.verdict !== 'not-injected' || !saysNothing(pod) || saysItElsewhere(pod)) return
    const skipped = pod.trail.find((step) => step.stage === 'injector' && step.outcome === 'skipped')
    const severity = first && first.effect !== 'elsewhere' ? 'warning' : 'info'
    if (skipped?.reason === 'policy' && (first || pod.webhooks.length > 0))
      report({ ...base, message: 'skipped', severity, data: { workload } })
    if (skipped || !injection.known || !revision.known || injection.value !== undefined || revision.value) return
    const found = snapshot.find('Namespace', namespace)
    for (const one of found.known ? found.value : [])
      related.push({ at: one.at(['metadata', 'name']), message: 'the Namespace has no injection label' })
    if (!first) return report({ ...base, message: 'unasked', severity: 'info', data: { workload, namespace } })
    report({ ...base, message: 'configured', severity, data: { workload, configuration } })
  },
})

/** Whether a switch stands where nobody reads it: other rules tell of those. */
function saysItElsewhere({ owner, pods }: AdmittedPod): boolean {
  const { labels, annotations } = pods.first
  if (labels.known.has(injectionKey) || annotations.known.has(injectionKey)) return true
  return [injectKey, injectionKey].some((key) => metadataSwitch(owner, key) !== undefined)
}

function untoldFix({ owner }: AdmittedPod): string {
  return owner.namespace?.known
    ? `Add Namespace "${owner.namespace.value}" to the input, or say in the pod template whether a sidecar is wanted.`
    : 'Say the namespace (metadata.namespace or -n) and add the Namespace to the input, or say in the pod template whether a sidecar is wanted.'
}
