import {
  defineRule,
  isKnown,
  type Kinds,
  type Mesh,
  type Resource,
  type Snapshot,
  showName,
  type View,
} from '../../src/rule/index.ts'
import { destinationsOf, podRange } from '../shared/destinations.ts'
import { redisCluster } from '../shared/redis-cluster.ts'

export default defineRule({
  id: 'destinationrule-subset-empty',
  topic: 'references',
  summary: 'A subset of a DestinationRule selects no pod',
  why: 'A route to the subset has no endpoints: it answers with 503, or closes the connection.',
  fix: 'Give the subset labels that pods of the Service have.',
  severity: 'warning',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset'],
  aliases: ['IST0173', 'KIA0203'],
  each: 'DestinationRule',
  needs: ['VirtualService'],
  messages: {
    empty: 'Subset "{subset}" selects no pod of Service "{service}".',
    noPod: 'Subset "{subset}" selects pod "{pod}", and StatefulSet "{set}" makes {pods}.',
  },
  examples: {
    good: [
      {
        title: 'labels of the template, and the name of one pod',
        files: {
          'cluster.yaml': redisCluster,
          'mesh.yaml': `
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: redis, namespace: prod }
            spec:
              host: redis
              subsets:
                - name: all
                  labels: { app: redis }
                - name: primary
                  labels: { statefulset.kubernetes.io/pod-name: redis-0 }
          `,
        },
      },
    ],
    bad: [
      {
        title: 'labels that no pod has',
        files: {
          'cluster.yaml': redisCluster,
          'mesh.yaml': `
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: redis, namespace: prod }
            spec:
              host: redis
              subsets:
                - name: v2
                  labels: { version: v2 } #! empty
          `,
        },
      },
      {
        title: 'a pod beyond the replicas, with a route to it',
        files: {
          'cluster.yaml': redisCluster,
          'mesh.yaml': `
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: redis, namespace: prod }
            spec:
              host: redis
              subsets:
                - name: last
                  labels:
                    statefulset.kubernetes.io/pod-name: redis-3 #! noPod
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
                        subset: last
          `,
        },
      },
    ],
  },

  check(rule, { snapshot, mesh, report, cannotTell }) {
    const host = rule.get('spec', 'host')
    if (!host.known || !host.value || !rule.namespace || host.value.startsWith('*')) return
    const target = mesh.resolve(host.value, rule.namespace)
    if (!target.known || !target.value || target.value.serviceEntries.length > 0) return
    const { services, fqdn } = target.value
    const [service] = services
    if (!service || services.some((one) => !isKnown(mesh.isSelectorless(one), false))) return
    for (const subset of rule.entries('spec', 'subsets').items) {
      const name = subset.get('name')
      const pods = mesh.podsOfSubset(services, subset.view('labels'))
      if (!pods.known) cannotTell(rule, pods)
      if (!name.known || !name.value || !pods.known || pods.value.length > 0) continue
      const data = { subset: name.value, service: showName(service) }
      const lost = lostPod(subset, rule, mesh)
      // Without a namespace the pods that are meant may be those of another folder.
      const isSure = lost || snapshot.complete || rule.namespace.known
      const severity = isSure && isRouted(name.value, fqdn, snapshot, mesh) ? 'error' : 'warning'
      const place = { on: rule, severity, at: subset.at(['labels'], 'key') } as const
      if (lost) report({ ...place, ...lost, message: 'noPod', data: { ...data, ...lost.data } })
      else {
        const related = [{ at: service.at(['spec', 'selector'], 'key'), message: 'the selector of the Service' }]
        report({ ...place, message: 'empty', related, data })
      }
    }
  },
})

const podName = 'statefulset.kubernetes.io/pod-name'

type DestinationRule = Resource<Kinds['DestinationRule']>

/** The pod that a subset names by its label and that its StatefulSet does not make. */
function lostPod(
  subset: View<{ readonly labels?: Readonly<Record<string, string>> }>,
  rule: DestinationRule,
  mesh: Mesh,
) {
  const name = subset.get('labels', podName)
  if (!name.known || !name.value || !rule.namespace) return undefined
  const pod = mesh.statefulPodNamed(name.value, rule.namespace)
  if (!pod || !isKnown(pod.exists, false)) return undefined
  const { owner, pods } = pod.workload
  return {
    at: subset.at(['labels', podName]),
    related: [{ at: owner.at(['spec', 'replicas']), message: 'the number of its pods' }],
    data: { pod: name.value, set: showName(owner), pods: podRange(pods) },
  }
}

const routed = new WeakMap<Mesh, ReadonlySet<string>>()

/** Whether a VirtualService of the unit sends requests to a subset of a host. */
function isRouted(subset: string, fqdn: string, snapshot: Snapshot<'VirtualService'>, mesh: Mesh): boolean {
  const subsets = routed.get(mesh) ?? routedSubsets(snapshot, mesh)
  routed.set(mesh, subsets)
  return subsets.has(`${fqdn} ${subset}`)
}

function routedSubsets(snapshot: Snapshot<'VirtualService'>, mesh: Mesh): ReadonlySet<string> {
  const found = new Set<string>()
  for (const one of snapshot.all('VirtualService'))
    for (const { destination, severity } of destinationsOf(one)) {
      const [host, subset] = [destination.get('host'), destination.get('subset')]
      if (severity !== 'error' || !one.namespace || !host.known || !host.value || !subset.known || !subset.value)
        continue
      found.add(`${mesh.fullHost(host.value, one.namespace)} ${subset.value}`)
    }
  return found
}
