import { type AdmittedPod, defineRule, isKnown, labelValue, type Mesh } from '../../src/rule/index.ts'
import { titleOf } from '../shared/injection.ts'
import { ownContainers } from '../shared/own-containers.ts'
import { portsIn } from '../shared/port-lists.ts'
import { type Annotation, annotationOf, besideSidecar } from '../shared/sidecar-pods.ts'

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const
const handlers = ['httpGet', 'tcpSocket', 'grpc'] as const

export default defineRule({
  id: 'traffic-port-undeclared',
  topic: 'sidecar',
  summary: 'An annotation lists an inbound port that nothing of the pod has',
  why: 'A port that is listed by mistake changes nothing, and the one that was meant is treated like all others. Where only some ports are captured and none of them is one that the pod has, everything passes the sidecar by.',
  fix: 'List the numbers of the containers’ own ports, not those of the Service in front of them.',
  severity: 'info',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/reference/config/annotations/#SidecarTrafficExcludeInboundPorts'],
  each: 'workload',
  needs: [],
  messages: {
    unknown: '"{annotation}" lists {ports}, which {workload} does not declare.{meant}',
    none: 'None of the ports in "{annotation}" is one that {workload} declares: all that is sent to it passes its sidecar by.',
  },
  examples: {
    good: [
      {
        title: 'ports that containers, probes and Services name, and pods that declare none',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: web, namespace: shop }
          spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: 8082 }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            namespace: shop
            labels: { app: web }
            annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "8080,8081,8082" }
          spec:
            containers:
              - name: web
                image: web
                ports: [{ containerPort: 8080 }]
                livenessProbe: { httpGet: { path: /, port: 8081 } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: silent, namespace: shop, annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "9090" } }
          spec: { containers: [{ name: web, image: web }] }
        `,
      },
    ],
    bad: [
      {
        title: 'the port of the Service, not of the pod',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: web, namespace: shop }
          spec: { selector: { app: web }, ports: [{ name: https, port: 443, targetPort: 8443 }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            namespace: shop
            labels: { app: web }
            annotations:
              traffic.sidecar.istio.io/excludeInboundPorts: "443" #! unknown
          spec: { containers: [{ name: web, image: web, ports: [{ containerPort: 8443 }] }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata:
            name: other
            namespace: shop
            annotations:
              traffic.sidecar.istio.io/includeInboundPorts: "808" #! none
          spec: { containers: [{ name: web, image: web, ports: [{ containerPort: 8080 }] }] }
        `,
      },
    ],
  },

  check(pod, { mesh, report }) {
    if (!besideSidecar(pod, 'warning')) return
    const excluded = annotationOf(pod, `${prefix}excludeInboundPorts`)
    const included = annotationOf(pod, `${prefix}includeInboundPorts`)
    if (!excluded && !included) return
    const ports = portsOf(pod, mesh)
    if (!ports || ports.known.size === 0) return
    const data = { workload: titleOf(pod.owner) }
    const strange = portsListed(excluded).filter((port) => !ports.known.has(port))
    if (excluded && strange.length > 0) {
      const meant = meantBy(strange, ports)
      const facts = { ...data, annotation: excluded.key, ports: strange.join(', '), meant }
      report({ message: 'unknown', on: pod.owner, at: excluded.at, pod, data: facts })
    }
    const listed = portsListed(included)
    if (!included || listed.length === 0 || listed.some((port) => ports.known.has(port))) return
    const severity = besideSidecar(pod, 'warning') ?? 'info'
    report({
      message: 'none',
      severity,
      on: pod.owner,
      at: included.at,
      pod,
      data: { ...data, annotation: included.key },
    })
  },
})

const prefix = 'traffic.sidecar.istio.io/'

/** Istio's own ports, which people list to be sure. */
const istioPorts: ReadonlySet<number> = new Set([15000, 15001, 15006, 15008, 15014, 15020, 15021, 15090])

function portsListed(annotation: Annotation | undefined): readonly number[] {
  return annotation ? portsIn(annotation.value).filter((port) => !istioPorts.has(port)) : []
}

/** What was meant where somebody lists the port of a Service. */
function meantBy(listed: readonly number[], { services }: Ports): string {
  const port = listed.find((one) => services.has(one))
  return port === undefined
    ? ''
    : ` Port ${port} is the Service's, which sends to port ${services.get(port)} of the pod.`
}

interface Ports {
  readonly known: ReadonlySet<number>
  /** The pod's port behind a port of a Service. */
  readonly services: ReadonlyMap<number, number>
}

/** The ports that a pod has as far as anything names them; undefined where there may be more, or no container declares any. */
function portsOf(pod: AdmittedPod, mesh: Mesh): Ports | undefined {
  const found = new Set<number>()
  const containers = ownContainers(pod)
  for (const container of containers) {
    const { items, gaps } = container.entries('ports')
    if (gaps.length > 0) return undefined
    for (const item of items) {
      const port = item.get('containerPort')
      if (!port.known || port.value === undefined) return undefined
      found.add(port.value)
    }
  }
  const selecting = mesh.servicesOf(pod)
  if (found.size === 0 || !selecting.known) return undefined
  for (const container of containers)
    for (const probe of probes)
      for (const handler of handlers) {
        const asked = container.raw(probe, handler, 'port')
        if (asked.known && typeof asked.value === 'number') found.add(asked.value)
      }
  const scraped = labelValue(pod.pods.first.annotations, 'prometheus.io/port')
  if (scraped.known && scraped.value) found.add(Number(scraped.value))
  const services = new Map<number, number>()
  for (const service of selecting.value)
    for (const item of service.entries('spec', 'ports').items) {
      const port = item.get('port')
      const target = item.get('targetPort')
      if (!port.known || port.value === undefined || !target.known) return undefined
      if (typeof target.value === 'number') found.add(target.value)
      if (isKnown(target, undefined)) found.add(port.value)
      if (typeof target.value === 'number') services.set(port.value, target.value)
    }
  return { known: found, services }
}
