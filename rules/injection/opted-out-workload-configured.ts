import { defineRule, labelPlace, labelValue } from '../../src/rule/index.ts'
import { configurationOf, namedBy } from '../shared/configuration.ts'
import { injectionKey, optOut, titleOf } from '../shared/injection.ts'
import { needsNoSidecar } from '../shared/left-out.ts'

export default defineRule({
  id: 'opted-out-workload-configured',
  topic: 'injection',
  summary: 'Mesh configuration names a workload that opted out of its sidecar',
  why: 'Policies, Sidecars, EnvoyFilters and mutual TLS take effect in the sidecar of the workload that they name: without one they do nothing, or break its clients.',
  fix: 'Let the workload have its sidecar, or remove the configuration.',
  severity: 'warning',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy',
  ],
  each: 'workload',
  needs: [],
  messages: {
    own: '{configuration} needs the sidecar of {workload}, which opted out of it.',
    clients: '{configuration} configures {workload}, which opted out of the mesh.',
  },
  examples: {
    good: [
      {
        title: 'a route from a gateway needs no sidecar behind it',
        files: `
          apiVersion: v1
          kind: Service
          metadata: { name: web, namespace: shop }
          spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: { name: web, namespace: shop }
          spec:
            template:
              metadata: { labels: { app: web, sidecar.istio.io/inject: "false" } }
              spec: { containers: [{ name: web }] }
          ---
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: { name: web, namespace: shop }
          spec: { hosts: [shop.example.com], gateways: [public], http: [{ route: [{ destination: { host: web } }] }] }
        `,
      },
    ],
    bad: [
      {
        title: 'a policy that nothing enforces',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: shop }
          spec:
            template:
              metadata:
                labels: { app: redis }
                annotations:
                  sidecar.istio.io/inject: "false" #! own
              spec: { containers: [{ name: redis }] }
          ---
          apiVersion: security.istio.io/v1
          kind: AuthorizationPolicy
          metadata: { name: only-web, namespace: shop }
          spec: { selector: { matchLabels: { app: redis } } }
        `,
      },
      {
        title: 'load balancing for clients of a namespace that is not in the mesh',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: disabled } } #! clients
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: redis, namespace: shop }
          spec: { selector: { app: redis }, ports: [{ name: tcp, port: 6379 }] }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: shop }
          spec: { template: { metadata: { labels: { app: redis } }, spec: { containers: [{ name: redis }] } } }
          ---
          apiVersion: networking.istio.io/v1
          kind: DestinationRule
          metadata: { name: redis, namespace: shop }
          spec: { host: redis, trafficPolicy: { loadBalancer: { simple: LEAST_REQUEST } } }
        `,
      },
    ],
  },

  check(pod, { snapshot, mesh, pods, report }) {
    const { owner, verdict } = pod
    if (!owner.namespace || verdict !== 'not-injected' || needsNoSidecar(pod, snapshot)) return
    const labels = snapshot.namespaceLabels(owner.namespace)
    const disabled = labelValue(labels, injectionKey)
    const isDisabled = disabled.known && disabled.value === 'disabled'
    const at = optOut(pod)?.at ?? (isDisabled ? labelPlace(labels, injectionKey) : undefined)
    const [first, ...more] = configurationOf(pod, mesh).filter(({ effect }) => effect !== 'elsewhere')
    if (!at || !first) return
    // Of several declarations of one workload, one with a sidecar is enough.
    if (pods.some((other) => other.owner.id === owner.id && other.verdict !== 'not-injected')) return
    const related = namedBy([first, ...more])
    const data = { configuration: titleOf(first.resource), workload: titleOf(owner) }
    if (first.effect === 'sidecar') report({ message: 'own', on: owner, at, related, pod, data })
    else report({ message: 'clients', severity: 'info', on: owner, at, related, pod, data })
  },
})
