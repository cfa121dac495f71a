import { defineRule, groupBy, isKnown } from '../../src/rule/index.ts'
import { nameOf, titleOf } from '../shared/injection.ts'

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
    const byCalls = groupBy(
      pods.filter(({ webhooks }) => webhooks.length > 1),
      ({ webhooks }) => webhooks.map(({ configuration, webhook }) => `${configuration} ${webhook}`).join(),
    )
    const pairs = new Set<string>()
    for (const [pod, ...more] of byCalls.values()) {
      const called = pod?.matches.filter(({ webhook, called }) => webhook.revision && isKnown(called, true)) ?? []
      const [first, second] = called.map(({ webhook }) => webhook)
      const pair = `${first?.configuration} ${first?.name} ${second?.configuration} ${second?.name}`
      if (!pod || !first || !second || pairs.has(pair)) continue
      pairs.add(pair)
      const both = [pod, ...more].map(({ owner }) => owner)
      const related = both.slice(0, 3).map((one) => ({ at: nameOf(one), message: 'both are called for its pods' }))
      const data = {
        first: first.name,
        firstConfiguration: first.configuration,
        second: second.name,
        secondConfiguration: second.configuration,
        workloads: both.slice(0, 3).map(titleOf).join(', ') + (both.length > 3 ? ` and ${both.length - 3} more` : ''),
      }
      const at = second.embedded ? nameOf(pod.owner) : second.body.at(['name'])
      const severity = first.revision === second.revision ? 'warning' : 'error'
      report({ message: 'overlap', severity, at, related, pod, data })
    }
  },
})
