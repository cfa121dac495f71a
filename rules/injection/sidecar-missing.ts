import { defineRule } from '../../src/rule/index.ts'
import { configurationOf, namedBy } from '../shared/configuration.ts'
import { namespaceSwitches, saysNothing, titleOf } from '../shared/injection.ts'
import { hasOverlays, isLeftOut, namespaceOf, needsNoSidecar, overlaysGap } from '../shared/left-out.ts'

export default defineRule({
  id: 'sidecar-missing',
  topic: 'injection',
  summary: 'A workload that mesh configuration names gets no sidecar, and nothing opted out',
  why: 'Pods without a sidecar are outside the mesh: it does not encrypt, authorise or route their traffic, and nothing says so.',
  fix: 'Label the Namespace with istio-injection: enabled (or istio.io/rev), or the pod template with sidecar.istio.io/inject: "true". Where no sidecar is wanted, say so with "false".',
  severity: 'warning',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/'],
  aliases: ['IST0103'],
  each: 'workload',
  needs: ['Namespace'],
  messages: {
    configured: '{workload} gets no sidecar, although {configuration} configures it.',
    skipped: '{workload} gets no sidecar: {because}.',
    untold: 'Nothing here tells whether {workload} gets a sidecar, although {configuration} configures it.',
  },
  examples: {
    good: [
      {
        title: 'the Namespace asks for sidecars',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: shop }
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
          metadata: { name: web, namespace: shop } #! configured
          spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web }] } } }
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
    const workload = titleOf(owner)
    if (!owner.namespace || !snapshot.usesMesh || needsNoSidecar(pod, snapshot)) return
    const configuring = configurationOf(pod, mesh).filter(({ effect }) => effect !== 'elsewhere')
    const [first] = configuring
    const configuration = first ? titleOf(first.resource) : ''
    const related = namedBy(configuring)
    const base = { on: owner, at: owner.at(['metadata', 'name']), related, pod }

    if (pod.verdict === 'unknown') {
      cannotTell(owner, pod.missing)
      const { injection } = namespaceSwitches(snapshot, owner.namespace)
      const fix =
        'Add the Namespace to the input (and say which it is with -n, where no manifest does), or label the pods.'
      if (first && !injection.known && saysNothing(pod))
        report({ ...base, message: 'untold', severity: 'info', data: { workload, configuration }, fix })
    } else if (isLeftOut(pod, snapshot)) {
      if (!first) return
      if (hasOverlays(snapshot)) return cannotTell(owner, overlaysGap)
      const home = namespaceOf(owner, snapshot)
      if (home) related.push({ at: home.at(['metadata', 'name']), message: 'the Namespace has no injection label' })
      report({ ...base, message: 'configured', data: { workload, configuration } })
    } else if (pod.verdict === 'not-injected' && saysNothing(pod)) {
      const skip = pod.trail.find(({ reason, outcome }) => reason === 'policy' && outcome === 'skipped')
      if (!skip || (!first && pod.webhooks.length === 0)) return
      const because = skip.because.charAt(0).toLowerCase() + skip.because.slice(1)
      report({ ...base, message: 'skipped', severity: first ? 'warning' : 'info', data: { workload, because } })
    }
  },
})
