import { defineRule, webhookProblems } from '../../src/rule/index.ts'

export default defineRule({
  id: 'webhook-configuration-refused',
  topic: 'injection',
  summary: 'The API server refuses a MutatingWebhookConfiguration',
  why: 'A configuration that is refused never reaches the cluster, so none of its webhooks is called: an injector in it injects nothing.',
  fix: 'Write what the API server accepts; `kubectl apply --dry-run=server` tells whether it does.',
  severity: 'error',
  since: '0.1.0',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/'],
  aliases: [],
  each: 'MutatingWebhookConfiguration',
  needs: [],
  messages: {
    refused: 'The API server refuses MutatingWebhookConfiguration "{name}": {why}.',
  },
  examples: {
    good: [
      {
        title: 'a condition of type bool',
        files: `
          apiVersion: admissionregistration.k8s.io/v1
          kind: MutatingWebhookConfiguration
          metadata: { name: hooks }
          webhooks:
            - name: hook.example.com
              sideEffects: None
              admissionReviewVersions: [v1]
              clientConfig: { url: https://hook.example.com }
              rules: [{ operations: [CREATE], apiGroups: [''], apiVersions: [v1], resources: [pods] }]
              matchConditions:
                - { name: redis, expression: object.metadata.name.startsWith('redis') }
        `,
      },
    ],
    bad: [
      {
        title: 'a condition that does not compile',
        files: `
          apiVersion: admissionregistration.k8s.io/v1
          kind: MutatingWebhookConfiguration
          metadata: { name: hooks }
          webhooks:
            - name: hook.example.com
              sideEffects: None
              admissionReviewVersions: [v1]
              clientConfig: { url: https://hook.example.com }
              rules: [{ operations: [CREATE], apiGroups: [''], apiVersions: [v1], resources: [pods] }]
              matchConditions:
                - name: redis
                  expression: variables.redis == 1 #! refused
        `,
      },
      {
        title: 'values that do not exist',
        files: `
          apiVersion: admissionregistration.k8s.io/v1
          kind: MutatingWebhookConfiguration
          metadata: { name: hooks }
          webhooks:
            - name: hook.example.com
              sideEffects: Some #! refused
              failurePolicy: fail #! refused
              admissionReviewVersions: [v1]
              clientConfig: { url: https://hook.example.com }
              rules: [{ operations: [CREATE], apiGroups: [''], apiVersions: [v1], resources: [pods] }]
        `,
      },
    ],
  },

  check(configuration, { report }) {
    const { name } = configuration
    for (const { path, why } of webhookProblems(configuration))
      report({
        message: 'refused',
        on: configuration,
        at: configuration.at(path),
        data: { name: name.known ? name.value : '?', why },
      })
  },
})
