import {
  type AdmittedPod,
  defineRule,
  isKnown,
  type Kinds,
  type Mesh,
  type Resource,
  type Snapshot,
  type SourceLocation,
} from '../../src/rule/index.ts'
import { routesTo } from '../shared/configured-ports.ts'
import { titleOf } from '../shared/injection.ts'
import { tlsMode } from '../shared/mutual-tls.ts'
import { isListed } from '../shared/port-lists.ts'
import { type Annotation, annotationOf, besideSidecar } from '../shared/sidecar-pods.ts'

type Configuration = Pick<
  Snapshot<'AuthorizationPolicy' | 'PeerAuthentication' | 'VirtualService' | 'DestinationRule'>,
  'all' | 'complete'
>

export default defineRule({
  id: 'inbound-port-uncaptured',
  topic: 'sidecar',
  summary: 'Mesh configuration names a port that is kept from the sidecar',
  why: 'What is sent to this port goes straight to the application. Nobody enforces policies there, and nobody ends the mutual TLS that the sidecars and gateways of clients go on speaking: Istio does not look at these annotations when it configures them.',
  fix: 'Take the port off the annotation; or remove the policy, and give clients a DestinationRule with TLS mode DISABLE for the port.',
  severity: 'error',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/reference/config/annotations/#SidecarTrafficExcludeInboundPorts',
    'https://github.com/istio/istio/issues/30311',
  ],
  each: 'workload',
  needs: ['AuthorizationPolicy', 'DestinationRule', 'PeerAuthentication', 'VirtualService'],
  messages: {
    policy:
      '{policy} names port {port}, which "{annotation}" keeps from the sidecar of {workload}: nobody enforces it.',
    route:
      '{route} sends to port {port} of {workload}, which "{annotation}" keeps from the sidecar: nobody ends the mutual TLS of its clients.',
  },
  examples: {
    good: [
      {
        title: 'other ports, and clients that are told to speak plain text',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            namespace: shop
            labels: { app: web }
            annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "9090" }
          spec: { containers: [{ name: web, image: web, ports: [{ containerPort: 8080 }, { containerPort: 9090 }] }] }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: web, namespace: shop }
          spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: 8080 }, { name: http-m, port: 9090 }] }
          ---
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: { name: web, namespace: shop }
          spec:
            hosts: [web]
            http:
              - route: [{ destination: { host: web, port: { number: 80 } } }]
              - route: [{ destination: { host: web, port: { number: 9090 } } }]
          ---
          apiVersion: networking.istio.io/v1
          kind: DestinationRule
          metadata: { name: web, namespace: shop }
          spec: { host: web, trafficPolicy: { portLevelSettings: [{ port: { number: 9090 }, tls: { mode: DISABLE } }] } }
          ---
          apiVersion: security.istio.io/v1
          kind: AuthorizationPolicy
          metadata: { name: web, namespace: shop }
          spec:
            selector: { matchLabels: { app: web } }
            rules: [{ to: [{ operation: { ports: ["8080"] } }] }]
        `,
      },
    ],
    bad: [
      {
        title: 'policies and a route for ports that no sidecar sees',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: web, namespace: shop }
          spec:
            serviceName: web
            template:
              metadata:
                labels: { app: web }
                annotations:
                  traffic.sidecar.istio.io/excludeInboundPorts: "8080, 9090" #! route, policy
              spec:
                containers: [{ name: web, image: web, ports: [{ name: http, containerPort: 8080 }] }]
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: web, namespace: shop }
          spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: http }] }
          ---
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: { name: web, namespace: shop }
          spec: { hosts: [web], http: [{ route: [{ destination: { host: web } }] }] }
          ---
          apiVersion: security.istio.io/v1
          kind: AuthorizationPolicy
          metadata: { name: metrics, namespace: shop }
          spec:
            selector: { matchLabels: { app: web } }
            rules: [{ to: [{ operation: { ports: ["9090"] } }] }]
        `,
      },
      {
        title: 'a list of all that is captured leaves the port out',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            namespace: shop
            labels: { app: web }
            annotations:
              traffic.sidecar.istio.io/includeInboundPorts: "8081" #! policy
          spec: { containers: [{ name: web, image: web, ports: [{ containerPort: 8080 }] }] }
          ---
          apiVersion: security.istio.io/v1
          kind: PeerAuthentication
          metadata: { name: web, namespace: shop }
          spec:
            selector: { matchLabels: { app: web } }
            portLevelMtls: { 8080: { mode: STRICT } }
        `,
      },
    ],
  },

  check(pod, { snapshot, mesh, report }) {
    const severity = besideSidecar(pod, 'error')
    const keeps = severity && keepsOut(pod)
    if (!keeps) return
    const workload = titleOf(pod.owner)
    for (const { port, policy, at } of policyPorts(pod, mesh, snapshot)) {
      const annotation = keeps(port)
      if (!annotation) continue
      const related = [{ at, message: 'the port is named here' }]
      const data = { policy: titleOf(policy), port, annotation: annotation.key, workload }
      report({ message: 'policy', severity, on: pod.owner, at: annotation.at, related, pod, data })
    }
    for (const { port, route, at } of routesTo(pod, mesh, snapshot)) {
      const annotation = keeps(port)
      const mode = annotation && tlsMode(pod, port, snapshot)
      if (!annotation || (mode?.known && mode.value.mode === 'DISABLE')) continue
      const related = [{ at, message: 'the destination' }]
      const data = { route, port, annotation: annotation.key, workload }
      report({ message: 'route', severity, on: pod.owner, at: annotation.at, related, pod, data })
    }
  },
})

const prefix = 'traffic.sidecar.istio.io/'

/**
 * Which annotation of a pod keeps a port from its sidecar; undefined where none of the two is there. Exceptions count only
 * where all ports are captured: tools/istio-iptables/pkg/capture/run.go, Istio 1.31.
 */
function keepsOut(pod: AdmittedPod): ((port: number) => Annotation | undefined) | undefined {
  const included = annotationOf(pod, `${prefix}includeInboundPorts`)
  const excluded = annotationOf(pod, `${prefix}excludeInboundPorts`)
  if (included && included.value !== '*') return (port) => (isListed(included.value, port) ? undefined : included)
  return excluded && ((port) => (isListed(excluded.value, port) ? excluded : undefined))
}

interface PolicyPort {
  readonly port: number
  readonly policy: Resource
  readonly at: SourceLocation
}

/** The ports of a pod that policies which select it name one by one. */
function policyPorts(pod: AdmittedPod, mesh: Mesh, snapshot: Configuration): readonly PolicyPort[] {
  const naming = mesh.configurationOf(pod)
  return naming.flatMap((policy) => {
    const authorization = snapshot
      .all('AuthorizationPolicy')
      .find(({ id, file }) => id === policy.id && file === policy.file)
    const peer = snapshot.all('PeerAuthentication').find(({ id, file }) => id === policy.id && file === policy.file)
    return [...(authorization ? authorizedPorts(authorization) : []), ...(peer ? strictPorts(peer) : [])].map(
      ({ port, at }) => ({ port, at, policy }),
    )
  })
}

type Port = Pick<PolicyPort, 'port' | 'at'>

function authorizedPorts(policy: Resource<Kinds['AuthorizationPolicy']>): readonly Port[] {
  const rules = policy.entries('spec', 'rules').items
  return rules
    .flatMap((rule) => rule.entries('to').items)
    .flatMap((to) => to.entries('operation', 'ports').items)
    .flatMap((item) => {
      const port = item.get()
      return port.known && port.value ? [{ port: Number(port.value), at: item.at() }] : []
    })
}

function strictPorts(policy: Resource<Kinds['PeerAuthentication']>): readonly Port[] {
  return policy
    .entries('spec', 'portLevelMtls')
    .items.filter((one) => isKnown(one.get('mode'), 'STRICT'))
    .map((one) => ({ port: Number(one.key), at: one.at() }))
}
