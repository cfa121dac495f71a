import { type AdmittedPod, defineRule, isKnown, type Kinds, type Resource, showName } from '../../src/rule/index.ts'
import { titleOf } from '../shared/injection.ts'
import { ownContainers } from '../shared/own-containers.ts'
import { portsIn } from '../shared/port-lists.ts'
import { annotationOf, besideSidecar } from '../shared/sidecar-pods.ts'
import { strictBehind } from '../shared/strict-services.ts'

type Service = Resource<Kinds['Service']>

const prefix = 'traffic.sidecar.istio.io/'

export default defineRule({
  id: 'outbound-port-uncaptured',
  topic: 'sidecar',
  summary: 'A workload keeps calls from its sidecar that only a sidecar can make',
  why: 'What is sent to this port goes out in plain text. A workload that takes mutual TLS only refuses it.',
  fix: 'Take the port (or range) off the annotation, or let the called workload take plain text on it.',
  severity: 'error',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/reference/config/annotations/#SidecarTrafficExcludeOutboundPorts',
    'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
  ],
  each: 'workload',
  needs: ['PeerAuthentication', 'Service'],
  messages: {
    refused: '{workload} calls "{address}" past its sidecar by "{annotation}", but {policy} demands mutual TLS there.',
    nothing: '"{annotation}" keeps all that {workload} sends from its sidecar.',
  },
  examples: {
    good: [
      {
        title: 'a port of something else, and a workload that takes plain text',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: db, namespace: shop }
          spec: { selector: { app: db }, ports: [{ name: tcp, port: 5432 }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: db, namespace: shop, labels: { app: db } }
          spec: { containers: [{ name: db, image: postgres, ports: [{ containerPort: 5432 }] }] }
          ---
          apiVersion: security.istio.io/v1
          kind: PeerAuthentication
          metadata: { name: db, namespace: shop }
          spec:
            selector: { matchLabels: { app: db } }
            mtls: { mode: STRICT }
            portLevelMtls: { 5432: { mode: PERMISSIVE } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: shop, annotations: { traffic.sidecar.istio.io/excludeOutboundPorts: "5432" } }
          spec: { containers: [{ name: web, image: web, env: [{ name: DB, value: "db:5432" }] }] }
        `,
      },
    ],
    bad: [
      {
        title: 'plain text for a database that takes none',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: db, namespace: shop }
          spec: { selector: { app: db }, ports: [{ name: tcp, port: 5432 }] }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: db, namespace: shop }
          spec:
            serviceName: db
            template:
              metadata: { labels: { app: db } }
              spec: { containers: [{ name: db, image: postgres, ports: [{ containerPort: 5432 }] }] }
          ---
          apiVersion: security.istio.io/v1
          kind: PeerAuthentication
          metadata: { name: default, namespace: shop }
          spec: { mtls: { mode: STRICT } }
          ---
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            namespace: shop
            annotations:
              traffic.sidecar.istio.io/excludeOutboundPorts: "5432,3306" #! refused
          spec: { containers: [{ name: web, image: web, env: [{ name: DB, value: "postgres://db.shop:5432/web" }] }] }
        `,
      },
      {
        title: 'no range is left',
        files: `
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            namespace: shop
            annotations:
              traffic.sidecar.istio.io/excludeOutboundIPRanges: 0.0.0.0/0 #! nothing
          spec: { containers: [{ name: web, image: web }] }
        `,
      },
    ],
  },

  check(pod, { snapshot, mesh, report }) {
    const severity = besideSidecar(pod, 'error')
    if (!severity) return
    const ranges = annotationOf(pod, `${prefix}excludeOutboundIPRanges`)
    const workload = titleOf(pod.owner)
    if (ranges?.value.split(',').includes('0.0.0.0/0')) {
      const data = { annotation: ranges.key, workload }
      report({ message: 'nothing', severity: 'info', on: pod.owner, at: ranges.at, pod, data })
    }
    const excluded = annotationOf(pod, `${prefix}excludeOutboundPorts`)
    if (!excluded) return
    const texts = spokenOf(pod)
    for (const port of portsIn(excluded.value))
      for (const service of snapshot.all('Service')) {
        const address = addressIn(texts, service, port, pod)
        const found = address === undefined ? undefined : strictBehind(service, port, mesh, snapshot)
        if (address === undefined || !found?.policy) continue
        const related = [{ at: found.policy.at(['metadata', 'name']), message: 'demands mutual TLS' }]
        const policy = `PeerAuthentication "${showName(found.policy)}"`
        const data = { workload, address, annotation: excluded.key, policy }
        report({ message: 'refused', severity, on: pod.owner, at: excluded.at, related, pod, data })
      }
  },
})

/** The texts in which a pod's containers are told whom to call. */
function spokenOf(pod: AdmittedPod): readonly string[] {
  return ownContainers(pod).flatMap((container) => {
    const values = [
      ...container.entries('env').items.map((item) => item.get('value')),
      ...container.entries('args').items.map((item) => item.get()),
      ...container.entries('command').items.map((item) => item.get()),
    ]
    return values.flatMap((value) => (value.known && value.value ? [value.value] : []))
  })
}

/** `db.shop:5432`, where one of the texts holds the name of a Service with its port. */
function addressIn(
  texts: readonly string[],
  service: Service,
  port: number,
  { owner }: AdmittedPod,
): string | undefined {
  const { name, namespace } = service
  if (!name.known || !namespace?.known) return undefined
  const isNear = isKnown(owner.namespace ?? namespace, namespace.value)
  const tail = `${namespace.value}(?:\\.svc(?:\\.[\\w.-]+)?)?`
  if (![name.value, namespace.value].every((word) => /^[\w-]+$/.test(word))) return undefined
  const host = `${name.value}(?:\\.${tail})${isNear ? '?' : ''}`
  const pattern = new RegExp(`(?:^|[/@,=\\s"'])(${host}:${port})(?!\\d)`)
  return texts.map((text) => pattern.exec(text)?.[1]).find((found) => found !== undefined)
}
