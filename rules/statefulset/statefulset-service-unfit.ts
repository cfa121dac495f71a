import {
  type AdmittedPod,
  type AnyResource,
  anyOf,
  defineRule,
  isKnown,
  type Kinds,
  type Maybe,
  type Mesh,
  type Resource,
  showName,
  showNamespace,
  type Unknown,
} from '../../src/rule/index.ts'
import { type PodDnsUse, podDnsUses } from '../shared/pod-dns.ts'

export default defineRule({
  id: 'statefulset-service-unfit',
  topic: 'statefulset',
  summary: 'A StatefulSet has no headless Service that selects its pods',
  why: 'The DNS name of a pod, redis-0.redis, exists only through a headless Service that is named in serviceName and selects the pod. Without it peers that use such names never find each other.',
  fix: 'Name a headless Service (clusterIP: None) that selects the pods.',
  severity: 'error',
  since: '0.1.0',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id'],
  each: 'unit',
  needs: ['StatefulSet', 'Service', 'ConfigMap'],
  messages: {
    missing: 'StatefulSet "{set}" names Service "{service}", which is not in namespace "{namespace}".',
    notHeadless: 'Service "{service}", which StatefulSet "{set}" names, is not headless.',
    selectsOthers: 'Service "{service}", which StatefulSet "{set}" names, does not select its pods.',
  },
  examples: {
    good: [
      {
        title: 'a headless Service that selects the pods',
        files: `
          apiVersion: v1
          kind: Service
          metadata: { name: redis, namespace: prod }
          spec: { clusterIP: None, selector: { app: redis } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            serviceName: redis
            template: { metadata: { labels: { app: redis } }, spec: { containers: [{ name: redis }] } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: scaled-to-zero, namespace: prod }
          spec:
            serviceName: scaled-to-zero
            replicas: 0
            template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: db }] } }
        `,
      },
    ],
    bad: [
      {
        title: 'a misspelt name, and a peer that needs it',
        files: `
          apiVersion: v1
          kind: Service
          metadata: { name: redis-headless, namespace: prod }
          spec: { clusterIP: None, selector: { app: redis } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            serviceName: redis-headles #! missing
            template:
              metadata: { labels: { app: redis } }
              spec: { containers: [{ name: redis, args: [--replicaof, redis-0.redis-headles] }] }
        `,
      },
      {
        title: 'a Service with an address of its own, and one that selects nothing of the set',
        files: `
          apiVersion: v1
          kind: Service
          metadata: { name: redis, namespace: prod }
          spec: { selector: { app: redis } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            serviceName: redis #! notHeadless
            template:
              metadata: { labels: { app: redis } }
              spec: { containers: [{ name: redis, env: [{ name: ADVERTISE, value: $(POD_NAME).redis }] }] }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: db, namespace: prod }
          spec: { clusterIP: None, selector: { app: db } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: db, namespace: prod }
          spec:
            serviceName: db #! selectsOthers
            template: { metadata: { labels: { app: database } }, spec: { containers: [{ name: db }] } }
        `,
      },
    ],
  },

  check(snapshot, { pods, podsOf, mesh, report, cannotTell }) {
    const uses = podDnsUses(snapshot, pods)
    for (const set of snapshot.all('StatefulSet')) {
      const pod = podsOf(set)
      if (isKnown(set.get('spec', 'replicas'), 0)) continue
      const service = set.get('spec', 'serviceName')
      if (!service.known) cannotTell(set, service)
      if (!service.known || !service.value || !pod) continue
      const found = snapshot.find('Service', service.value, set.namespace)
      if (!found.known) {
        cannotTell(set, found)
        continue
      }
      const message =
        found.value.length === 0 ? 'missing' : unfit(found.value, pod, mesh, (missing) => cannotTell(set, missing))
      if (!message) continue
      const use = (uses.get(service.value) ?? []).find((one) => speaksOf(one, set, pod))
      const [first] = found.value
      report({
        message,
        on: set,
        at: set.at(['spec', 'serviceName']),
        severity: use ? 'error' : 'info',
        related: [
          ...(first ? [{ at: first.at(['metadata', 'name']), message: 'the Service' }] : []),
          ...(use ? [{ at: use.at, message: `the name "${use.text}" is used here` }] : []),
        ],
        data: {
          set: showName(set),
          service: service.value,
          namespace: set.namespace ? showNamespace(set.namespace) : '',
        },
      })
    }
  },
})

type Service = Resource<Kinds['Service']>

/** What makes every declaration of the Service unfit, or undefined when one may be fit. */
function unfit(
  services: readonly Service[],
  pod: AdmittedPod,
  mesh: Mesh,
  undecided: (missing: Unknown) => void,
): 'notHeadless' | 'selectsOthers' | undefined {
  const headless = anyOf(answers(services, (service) => mesh.isHeadless(service)))
  if (!headless.known) undecided(headless)
  if (headless.known && !headless.value) return 'notHeadless'
  const selectorless = anyOf(answers(services, (service) => mesh.isSelectorless(service)))
  const selects = anyOf([selectorless, anyOf(answers(services, (service) => mesh.selects(service, pod)))])
  if (!selects.known) undecided(selects)
  return selects.known && !selects.value ? 'selectsOthers' : undefined
}

/** Answers one by one: of hundreds of alternatives mostly the first settles it. */
function* answers(services: readonly Service[], ask: (service: Service) => Maybe<boolean>) {
  for (const service of services) yield ask(service)
}

/** Whether a use means this very set: by its name, or by a variable in its own pods. */
function speaksOf(use: PodDnsUse, set: AnyResource, pod: AdmittedPod): boolean {
  const home = set.namespace ? showNamespace(set.namespace) : ''
  const said = use.on.namespace ? showNamespace(use.on.namespace) : ''
  // A set without a namespace may be in the one that the name has.
  if (use.namespace === undefined || !set.namespace?.known ? said !== home : use.namespace !== home) return false
  return use.pod ? use.pod.set === showName(set) : use.workload === pod
}
