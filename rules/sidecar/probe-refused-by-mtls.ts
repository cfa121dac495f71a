import {
  type AdmittedPod,
  allOf,
  type Container,
  defineRule,
  isKnown,
  type Maybe,
  mapMaybe,
  not,
  type SidecarTraits,
  showName,
  thenMaybe,
  type View,
} from '../../src/rule/index.ts'
import { tlsMode } from '../shared/mutual-tls.ts'
import { containerName, ownContainers } from '../shared/own-containers.ts'
import { isListed } from '../shared/port-lists.ts'
import { annotationOf, besideSidecar } from '../shared/sidecar-pods.ts'

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const
const handlers = ['httpGet', 'grpc', 'tcpSocket'] as const
const rewriteKey = 'sidecar.istio.io/rewriteAppHTTPProbers'

export default defineRule({
  id: 'probe-refused-by-mtls',
  topic: 'sidecar',
  summary: 'Probe rewriting is off where the sidecar takes mutual TLS only',
  why: 'The kubelet has no certificate of the mesh: under STRICT mutual TLS the sidecar refuses its requests, and the container is restarted or never ready. A tcpSocket probe succeeds as soon as the sidecar listens, whatever the application does.',
  fix: 'Let Istio rewrite the probes (remove the annotation), or exempt the port: PERMISSIVE in portLevelMtls, or "traffic.sidecar.istio.io/excludeInboundPorts".',
  severity: 'error',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/'],
  each: 'workload',
  needs: ['PeerAuthentication'],
  messages: {
    refused:
      'The {probe} of container "{container}" is not rewritten, and PeerAuthentication "{policy}" demands mutual TLS on port {port}.',
    empty:
      'The {probe} of container "{container}" is not rewritten and reaches the sidecar only, whatever listens on port {port}.',
  },
  examples: {
    good: [
      {
        title: 'probes that are rewritten, and a port that takes plain text',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: security.istio.io/v1
          kind: PeerAuthentication
          metadata: { name: default, namespace: shop }
          spec: { mtls: { mode: STRICT } }
          ---
          apiVersion: security.istio.io/v1
          kind: PeerAuthentication
          metadata: { name: plain, namespace: shop }
          spec:
            selector: { matchLabels: { app: plain } }
            portLevelMtls: { 8080: { mode: PERMISSIVE } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: shop }
          spec: { containers: [{ name: web, image: web, livenessProbe: { httpGet: { path: /, port: 8080 } } }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata:
            name: plain
            namespace: shop
            labels: { app: plain }
            annotations: { sidecar.istio.io/rewriteAppHTTPProbers: "false" }
          spec: { containers: [{ name: web, image: web, livenessProbe: { httpGet: { path: /, port: 8080 } } }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata:
            name: excluded
            namespace: shop
            annotations:
              sidecar.istio.io/rewriteAppHTTPProbers: "false"
              traffic.sidecar.istio.io/excludeInboundPorts: "8080"
          spec: { containers: [{ name: web, image: web, livenessProbe: { httpGet: { path: /, port: 8080 } } }] }
        `,
      },
      {
        title: 'nobody says whether mutual TLS is demanded',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: shop, annotations: { sidecar.istio.io/rewriteAppHTTPProbers: "false" } }
          spec: { containers: [{ name: web, image: web, livenessProbe: { httpGet: { path: /, port: 8080 } } }] }
        `,
        undecided: 1,
      },
    ],
    bad: [
      {
        title: 'requests of the kubelet, which has no certificate',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: security.istio.io/v1
          kind: PeerAuthentication
          metadata: { name: default, namespace: istio-system }
          spec: { mtls: { mode: STRICT } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: shop }
          spec:
            serviceName: redis
            template:
              metadata: { annotations: { sidecar.istio.io/rewriteAppHTTPProbers: "false" } }
              spec:
                containers:
                  - name: redis
                    image: redis
                    ports: [{ name: http, containerPort: 8080 }]
                    livenessProbe:
                      httpGet: { path: /, port: http } #! refused
                    readinessProbe:
                      tcpSocket: { port: 6379 } #! empty
        `,
      },
    ],
  },

  check(pod, { snapshot, report, cannotTell, sidecarOf }) {
    if (!besideSidecar(pod, 'error')) return
    const written = annotationOf(pod, rewriteKey)
    let traits: SidecarTraits | undefined
    for (const { container, probe, handler, port } of asked(pod)) {
      const isStrict = mapMaybe(tlsMode(pod, port, snapshot), ({ mode }) => mode === 'STRICT')
      if (isKnown(isStrict, false)) continue
      traits ??= sidecarOf(pod)
      if (!isKnown(traits.rewritesProbes, false)) return
      const isPlain = allOf([not(bypasses(port, traits)), isStrict])
      if (!isPlain.known) cannotTell(pod.owner, isPlain)
      if (!isKnown(isPlain, true)) continue
      const found = tlsMode(pod, port, snapshot)
      const policy = found.known ? found.value.policy : undefined
      const refuses = { at: policy?.at(['metadata', 'name']), message: 'demands mutual TLS' }
      const off = { at: written?.at, message: 'probe rewriting is switched off here' }
      const related = [refuses, off].flatMap(({ at, message }) => (at ? [{ at, message }] : []))
      const at = container.at([probe, handler], 'key')
      const data = { probe, container: containerName(container), port }
      const isEmpty = handler === 'tcpSocket'
      const severity = besideSidecar(pod, isEmpty ? 'warning' : 'error') ?? 'info'
      const common = { on: pod.owner, pod, at, related, severity }
      if (isEmpty) report({ ...common, message: 'empty', data })
      else report({ ...common, message: 'refused', data: { ...data, policy: policy ? showName(policy) : '' } })
    }
  },
})

/** The probes that the kubelet asks the pod by the network, with the port that they end at. */
function asked(pod: AdmittedPod) {
  return ownContainers(pod).flatMap((container) =>
    probes.flatMap((probe) =>
      handlers.flatMap((handler) => {
        const port = handler === 'grpc' ? container.get(probe, 'grpc', 'port') : portOf(container, probe, handler)
        const host = handler === 'grpc' ? undefined : container.get(probe, handler, 'host')
        const asksElsewhere = host !== undefined && !isKnown(host, undefined)
        return !asksElsewhere && port.known && port.value !== undefined
          ? [{ container, probe, handler, port: port.value }]
          : []
      }),
    ),
  )
}

function portOf(
  container: View<Container>,
  probe: (typeof probes)[number],
  handler: 'httpGet' | 'tcpSocket',
): Maybe<number | undefined> {
  return thenMaybe(container.get(probe, handler, 'port'), (port) => {
    if (typeof port !== 'string') return { known: true, value: port }
    const named = container.entries('ports').items.find((one) => isKnown(one.get('name'), port))
    return named ? named.get('containerPort') : { known: true, value: undefined }
  })
}

/** Whether connections to a port never meet the sidecar; its own ports are told of elsewhere. */
function bypasses(port: number, traits: SidecarTraits): Maybe<boolean> {
  const captured = allOf([
    not(mapMaybe(traits.interceptionMode, (mode) => mode === 'NONE')),
    mapMaybe(traits.traffic('includeInboundPorts'), (list) => list === '*' || isListed(list, port)),
    mapMaybe(traits.traffic('excludeInboundPorts'), (list) => !isListed(list, port)),
    { known: true, value: ![15020, 15021, 15090].includes(port) },
  ])
  return not(captured)
}
