import { defineRule, nearestNames } from '../../src/rule/index.ts'
import { destinationsOf, didYouMean } from '../shared/destinations.ts'
import { redisCluster } from '../shared/redis-cluster.ts'

export default defineRule({
  id: 'virtualservice-subset-missing',
  topic: 'references',
  summary: 'A VirtualService routes to a subset that no DestinationRule defines',
  why: 'Envoy has no cluster for the subset: every request of the route is answered with 503, every connection is closed.',
  fix: 'Define the subset in a DestinationRule for the host, or name one that is defined.',
  severity: 'error',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset'],
  aliases: ['IST0101', 'KIA1107'],
  each: 'VirtualService',
  needs: [],
  messages: {
    missing: 'No DestinationRule defines subset "{subset}" of host "{host}".{hint}',
  },
  examples: {
    good: [
      {
        title: 'a subset of one pod',
        files: {
          'cluster.yaml': redisCluster,
          'mesh.yaml': `
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: redis, namespace: prod }
            spec:
              host: redis
              subsets:
                - name: primary
                  labels: { statefulset.kubernetes.io/pod-name: redis-0 }
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redis
                        subset: primary
          `,
        },
      },
    ],
    bad: [
      {
        title: 'subsets of a host whose Service is not in the input',
        files: `
          apiVersion: networking.istio.io/v1
          kind: DestinationRule
          metadata: { name: reviews, namespace: shop }
          spec: { host: reviews, subsets: [{ name: v1, labels: { version: v1 } }] }
          ---
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: { name: reviews, namespace: shop }
          spec:
            hosts: [reviews]
            http:
              - route:
                  - destination:
                      host: reviews
                      subset: v2 #! missing
        `,
      },
      {
        title: 'a misspelt subset',
        files: {
          'cluster.yaml': redisCluster,
          'mesh.yaml': `
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: redis, namespace: prod }
            spec:
              host: redis
              subsets:
                - name: primary
                  labels: { statefulset.kubernetes.io/pod-name: redis-0 }
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redis
                        subset: primry #! missing
          `,
        },
      },
      {
        title: 'no DestinationRule at all',
        files: {
          'cluster.yaml': redisCluster,
          'mesh.yaml': `
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redis
                        subset: primary #! missing
          `,
        },
      },
    ],
  },

  check(virtualService, { mesh, report, cannotTell }) {
    const { namespace } = virtualService
    if (!namespace) return
    for (const { destination, severity } of destinationsOf(virtualService)) {
      const host = destination.get('host')
      const subset = destination.get('subset')
      if (!subset.known) cannotTell(virtualService, subset)
      if (!host.known || !host.value || !subset.known || !subset.value) continue
      const target = mesh.resolve(host.value, namespace)
      if (target.known && !target.value) continue
      const defined = mesh.subsetsOf(host.value, subset.value, namespace)
      if (!defined.known) cannotTell(virtualService, defined)
      if (!defined.known || defined.value.length > 0) continue
      const hint = hintFor(subset.value, mesh.subsetNames(host.value, namespace))
      const data = { subset: subset.value, host: host.value, hint }
      report({ message: 'missing', severity, on: virtualService, at: destination.at(['subset']), data })
    }
  },
})

/** What may be meant. Another version is no slip: then what there is. */
function hintFor(subset: string, names: readonly string[]): string {
  const isVersion = (name: string): boolean => name.replace(/\d/g, '') === subset.replace(/\d/g, '')
  const slip = didYouMean(nearestNames(subset, names).filter((name) => !isVersion(name)))
  if (slip !== '' || names.length === 0) return slip
  const first = names.slice(0, 5).map((name) => `"${name}"`)
  return ` It has ${first.join(', ')}${names.length > 5 ? ', …' : ''}.`
}
