import { type Container, defineRule, type Maybe, reservedPort, type View } from '../../src/rule/index.ts'
import { clashSeverity, containerName, ownContainers } from '../shared/own-containers.ts'

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const
const handlers = ['httpGet', 'tcpSocket', 'grpc'] as const

export default defineRule({
  id: 'probe-port-reserved',
  topic: 'ports',
  summary: 'A probe asks a port where the sidecar answers, not the container',
  why: 'The probe then tells how the sidecar fares: a broken container stays in service, or a healthy one is restarted.',
  fix: 'Let the probe ask a port that the container listens on.',
  severity: 'error',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/',
    'https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio',
  ],
  each: 'workload',
  needs: [],
  messages: {
    answered: 'The {probe} of container "{container}" asks port {port}, where {listener} answers.',
    wouldBeAnswered:
      'The {probe} of container "{container}" asks port {port}, where {listener} would answer if the pod gets its sidecar.',
  },
  examples: {
    good: [
      {
        title: 'a probe on the container’s own port',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod }
          spec:
            containers:
              - name: redis
                ports: [{ name: redis, containerPort: 6379 }]
                readinessProbe: { tcpSocket: { port: redis } }
                livenessProbe: { tcpSocket: { port: 6379 } }
        `,
      },
      {
        title: 'a probe that Istio itself has rewritten',
        files: `
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { sidecar.istio.io/inject: "true" } }
          spec:
            containers:
              - name: redis
                livenessProbe: { httpGet: { path: /app-health/redis/livez, port: 15020 } }
        `,
      },
    ],
    bad: [
      {
        title: 'a probe on the agent’s status port',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod }
          spec:
            containers:
              - name: redis
                readinessProbe:
                  httpGet:
                    path: /ready
                    port: 15020 #! answered
        `,
      },
      {
        title: 'the same where nobody can tell whether the pod gets a sidecar',
        files: `
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod }
          spec:
            containers:
              - name: redis
                livenessProbe:
                  tcpSocket:
                    port: 15006 #! wouldBeAnswered
        `,
      },
    ],
  },

  check(pod, { report }) {
    const severity = clashSeverity(pod)
    if (!severity) return
    const message = severity === 'error' ? 'answered' : 'wouldBeAnswered'
    for (const container of ownContainers(pod))
      for (const probe of probes)
        for (const handler of handlers) {
          const port = probePort(container, probe, handler)
          const reserved = port.known && typeof port.value === 'number' ? reservedPort(port.value) : undefined
          if (!reserved || reserved.onlyWith || isRewritten(container, probe)) continue
          report({
            message,
            severity,
            on: pod.owner,
            at: container.at([probe, handler, 'port']),
            pod,
            data: { probe, container: containerName(container), port: reserved.port, listener: reserved.listener },
          })
        }
  },
})

/**
 * Whether Istio itself has written the probe: what `istioctl kube-inject` makes asks the agent, which asks the container.
 * Source: Istio 1.31, pilot/cmd/pilot-agent/status/server.go: FormatProberURL.
 */
function isRewritten(container: View<Container>, probe: (typeof probes)[number]): boolean {
  const path = container.get(probe, 'httpGet', 'path')
  return path.known && path.value?.startsWith('/app-health/') === true
}

function probePort(
  container: View<Container>,
  probe: (typeof probes)[number],
  handler: (typeof handlers)[number],
): Maybe<number | string | undefined> {
  return container.get(probe, handler, 'port')
}
