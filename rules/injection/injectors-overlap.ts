import { type AdmittedPod, defineRule, type WebhookMatch } from '../../src/rule/index.ts'
import { titleOf } from '../shared/injection.ts'

export default defineRule({
  id: 'injectors-overlap',
  topic: 'injection',
  summary: 'More than one injector is called for the same pod',
  why: 'Every injector that matches is called, one after the other: the pod gets the sidecar of the last one, on top of what the others did.',
  fix: 'Make the selectors exclude each other: install either the unnamed revision or the tag "default", and remove webhooks of installations that are gone.',
  severity: 'error',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/reference/config/analysis/ist0139/'],
  aliases: ['IST0139'],
  each: 'unit',
  needs: [],
  messages: {
    overlap:
      'Webhooks "{first}" of "{firstConfiguration}" and "{second}" of "{secondConfiguration}" are both called for the same pods: {workloads}.',
  },
  examples: {
    good: [
      {
        title: 'two revisions side by side',
        options: ['--revision=default,canary'],
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
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
        title: 'the unnamed revision beside a tag of the same name',
        options: ['--revision=default,canary,default=canary'],
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod } #! overlap
          spec: { containers: [{ name: redis }] }
        `,
      },
      {
        title: 'an old webhook that was never removed',
        files: `
          apiVersion: admissionregistration.k8s.io/v1
          kind: MutatingWebhookConfiguration
          metadata: { name: istio-sidecar-injector }
          webhooks:
            - name: sidecar-injector.istio.io
              clientConfig: { service: { name: istio-sidecar-injector, namespace: istio-system, path: /inject } }
              rules: [{ operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods] }]
              namespaceSelector: { matchLabels: { istio-injection: enabled } }
              sideEffects: None
              admissionReviewVersions: [v1]
            - name: namespace.sidecar-injector.istio.io #! overlap
              clientConfig: { service: { name: istiod, namespace: istio-system, path: /inject } }
              rules: [{ operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods] }]
              namespaceSelector: { matchLabels: { istio-injection: enabled } }
              sideEffects: None
              admissionReviewVersions: [v1]
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod }
          spec: { containers: [{ name: redis }] }
        `,
      },
    ],
  },

  check(_, { pods, report }) {
    const overlaps = new Map<string, { first: WebhookMatch; second: WebhookMatch; pods: AdmittedPod[] }>()
    for (const pod of pods) {
      const [first, second] = pod.matches.filter(
        ({ webhook, called }) => webhook.revision && called.known && called.value,
      )
      if (!first || !second) continue
      const key = [first, second].map(({ webhook }) => `${webhook.configuration} ${webhook.name}`).join()
      const overlap = overlaps.get(key) ?? { first, second, pods: [] }
      overlap.pods.push(pod)
      overlaps.set(key, overlap)
    }
    for (const { first, second, pods: both } of overlaps.values()) {
      const [pod] = both
      if (!pod) continue
      const shown = both.slice(0, 3).map(({ owner }) => titleOf(owner))
      const rest = both.length > 3 ? ` and ${both.length - 3} more` : ''
      const { webhook } = second
      const related = both
        .slice(0, 3)
        .map(({ owner }) => ({ at: owner.at(['metadata', 'name']), message: 'both are called for its pods' }))
      report({
        message: 'overlap',
        severity: first.webhook.revision === webhook.revision ? 'warning' : 'error',
        at: webhook.embedded ? pod.owner.at(['metadata', 'name']) : webhook.body.at(['name']),
        related,
        pod,
        data: {
          first: first.webhook.name,
          firstConfiguration: first.webhook.configuration,
          second: webhook.name,
          secondConfiguration: webhook.configuration,
          workloads: shown.join(', ') + rest,
        },
      })
    }
  },
})
