import { type Container, defineRule, isKnown, nearestNames, type View } from '../../src/rule/index.ts'
import { clashSeverity, containerName, ownContainers } from '../shared/own-containers.ts'

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const
const handlers = ['httpGet', 'tcpSocket'] as const

export default defineRule({
  id: 'probe-port-missing',
  topic: 'ports',
  summary: 'A probe names a port that its container does not have',
  why: 'A named port is looked for among the ports of the probe’s own container. The sidecar’s agent is not told of a probe whose port is not found, and answers it with an error; without a sidecar the kubelet fails it likewise: the container is restarted, or never ready.',
  fix: 'Name a port of the same container, or write its number.',
  severity: 'error',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/',
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#use-a-named-port',
  ],
  each: 'workload',
  needs: [],
  messages: {
    missing:
      'The {probe} of container "{container}" asks port "{port}", which the container does not have.{suggestion}',
    elsewhere: 'The {probe} of container "{container}" asks port "{port}", which container "{other}" has, not its own.',
  },
  examples: {
    good: [
      {
        title: 'a port that is there, a number, and a part of a manifest',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: { name: web, namespace: shop }
          spec:
            template:
              spec:
                containers:
                  - name: web
                    image: web
                    ports: [{ name: http, containerPort: 8080 }]
                    livenessProbe: { httpGet: { path: /, port: http } }
                    readinessProbe: { tcpSocket: { port: 8081 } }
                  - name: patched
                    livenessProbe: { httpGet: { path: /, port: http } }
        `,
      },
    ],
    bad: [
      {
        title: 'a slip of the pen, and a port of the neighbour',
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
              spec:
                containers:
                  - name: web
                    image: web
                    ports: [{ name: http-web, containerPort: 8080 }]
                    livenessProbe:
                      httpGet:
                        path: /
                        port: http-wep #! missing
                  - name: metrics
                    image: exporter
                    readinessProbe:
                      tcpSocket:
                        port: http-web #! elsewhere
        `,
      },
    ],
  },

  check(pod, { report }) {
    if (!clashSeverity(pod)) return
    const all = pod.pods.first.body.entries('spec', 'containers').items
    for (const container of ownContainers(pod)) {
      const names = portNames(container)
      // A container without an image is a patch of one that is written elsewhere, with its ports.
      if (!names || !isKnown(container.has('image'), true)) continue
      for (const probe of probes)
        for (const handler of handlers) {
          const port = container.get(probe, handler, 'port')
          if (!port.known || typeof port.value !== 'string' || !isName(port.value) || names.has(port.value)) continue
          const { value } = port
          const other = all.find((one) => portNames(one)?.has(value))
          const common = { on: pod.owner, pod, at: container.at([probe, handler, 'port']) }
          const data = { probe, container: containerName(container), port: value }
          if (other) report({ ...common, message: 'elsewhere', data: { ...data, other: containerName(other) } })
          else report({ ...common, message: 'missing', data: { ...data, suggestion: suggestion(value, names) } })
        }
    }
  },
})

/** The names of a container's ports; undefined where not all of them are known. */
function portNames(container: View<Container>): ReadonlySet<string> | undefined {
  const { items, gaps } = container.entries('ports')
  const names = items.map((item) => item.get('name'))
  if (gaps.length > 0) return undefined
  const found = new Set<string>()
  for (const name of names) {
    if (!name.known) return undefined
    if (name.value) found.add(name.value)
  }
  return found
}

/** Kubernetes takes no other text for a port (IsValidPortName, apimachinery); what it refuses is told elsewhere. */
function isName(text: string): boolean {
  return text.length <= 15 && /^[a-z0-9-]*[a-z][a-z0-9-]*$/.test(text)
}

function suggestion(name: string, names: ReadonlySet<string>): string {
  const [nearest] = nearestNames(name, names, 1)
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`
}
