import {
  type AdmittedPod,
  defineRule,
  isKnown,
  type Kinds,
  type Mesh,
  type Resource,
  showName,
} from '../../src/rule/index.ts'
import { type Configuring, configurationOf } from '../shared/configuration.ts'
import { titleOf } from '../shared/injection.ts'
import { ownContainers } from '../shared/own-containers.ts'
import { isListed } from '../shared/port-lists.ts'
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
    unrouted:
      '{workload} calls "{address}" past its sidecar by "{annotation}": {configuration} does not apply to the call.',
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
        title: 'a call that a route does not see, and one that everything is kept from',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: api, namespace: shop }
          spec: { selector: { app: api }, ports: [{ name: http, port: 8080 }] }
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: { name: api, namespace: shop }
          spec: { template: { metadata: { labels: { app: api } }, spec: { containers: [{ name: api, image: api }] } } }
          ---
          apiVersion: networking.istio.io/v1
          kind: DestinationRule
          metadata: { name: api, namespace: shop }
          spec: { host: api, trafficPolicy: { loadBalancer: { simple: ROUND_ROBIN } } }
          ---
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            namespace: shop
            annotations:
              traffic.sidecar.istio.io/excludeOutboundPorts: "8080" #! unrouted
          spec: { containers: [{ name: web, image: web, args: ["--api=http://api:8080"] }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata:
            name: job
            namespace: shop
            annotations:
              traffic.sidecar.istio.io/includeOutboundIPRanges: "" #! unrouted
          spec: { containers: [{ name: job, image: job, env: [{ name: API, value: "api.shop.svc:8080" }] }] }
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
    const workload = titleOf(pod.owner)
    const ranges = annotationOf(pod, `${prefix}excludeOutboundIPRanges`)
    if (ranges?.value.split(',').includes('0.0.0.0/0')) {
      const data = { annotation: ranges.key, workload }
      report({ message: 'nothing', severity: 'info', on: pod.owner, at: ranges.at, pod, data })
    }
    const texts = spokenOf(pod)
    const { everything, excluded } = uncapturedBy(pod)
    if (!everything && !excluded) return
    for (const service of snapshot.all('Service'))
      for (const port of portsOf(service)) {
        const annotation = everything ?? (excluded && isListed(excluded.value, port) ? excluded : undefined)
        const address = annotation && addressIn(texts, service, port, pod)
        if (!annotation || address === undefined) continue
        const policy = strictBehind(service, port, mesh, snapshot)?.policy
        const common = { on: pod.owner, at: annotation.at, pod }
        const data = { workload, address, annotation: annotation.key }
        if (policy) {
          const related = [{ at: policy.at(['metadata', 'name']), message: 'demands mutual TLS' }]
          report({ ...common, message: 'refused', severity, related, data: { ...data, policy: titleFor(policy) } })
        } else
          for (const { resource } of clientConfiguration(service, mesh)) {
            const related = [{ at: resource.at(['metadata', 'name']), message: 'names the Service' }]
            const configuration = titleOf(resource)
            report({ ...common, message: 'unrouted', severity: 'info', related, data: { ...data, configuration } })
          }
      }
  },
})

function titleFor(policy: Pick<Resource, 'name' | 'root'>): string {
  return `PeerAuthentication "${showName(policy)}"`
}

/**
 * What keeps a pod's calls from its sidecar: all of them, or those to the ports of a list. A pod that is given the sidecar's
 * certificates makes its calls itself, in mutual TLS.
 */
function uncapturedBy(pod: AdmittedPod) {
  if (annotationOf(pod, 'proxy.istio.io/config')?.value.includes('OUTPUT_CERTS')) return {}
  const included = annotationOf(pod, `${prefix}includeOutboundIPRanges`)
  const ranges = annotationOf(pod, `${prefix}excludeOutboundIPRanges`)
  const byPort = annotationOf(pod, `${prefix}includeOutboundPorts`)
  const isOff = included?.value === '' && !byPort?.value
  const isAll = ranges?.value.split(',').includes('0.0.0.0/0')
  return {
    everything: isOff ? included : isAll ? ranges : undefined,
    excluded: annotationOf(pod, `${prefix}excludeOutboundPorts`),
  }
}

function portsOf(service: Service): readonly number[] {
  const ports = service.entries('spec', 'ports').items.map((item) => item.get('port'))
  return ports.flatMap((port) => (port.known && port.value !== undefined ? [port.value] : []))
}

/** What routes the calls of a Service's clients; only where its pods have no other Service that it may be for. */
function clientConfiguration(service: Service, mesh: Mesh): readonly Configuring[] {
  const pods = mesh.podsOf(service)
  const [first] = pods.known ? pods.value : []
  const services = first && mesh.servicesOf(first)
  if (!first || !services?.known || services.value.length > 1) return []
  return configurationOf(first, mesh).filter(
    ({ resource, effect }) => effect === 'clients' && /^(VirtualService|DestinationRule)$/.test(resource.kind),
  )
}

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
