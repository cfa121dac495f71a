import { type AdmittedPod, defineRule, isKnown, reservedPort, showName } from '../../src/rule/index.ts'
import { clashSeverity, ownContainers } from '../shared/own-containers.ts'

/** Listeners of the sidecar that are there to be asked from outside: a Service in front of them is no mistake. */
const meantForOthers: ReadonlySet<number> = new Set([15020, 15021, 15090])

export default defineRule({
  id: 'service-target-port-reserved',
  topic: 'ports',
  summary: 'A Service sends to a port where the sidecar listens, not the application',
  why: 'What is sent to the Service reaches a listener of the sidecar, or nothing, and never the application.',
  fix: 'Let the application listen on another port, and name that one in targetPort.',
  severity: 'error',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio'],
  each: 'Service',
  needs: [],
  messages: {
    reaches:
      'Service "{service}" sends to port {port} of the pods of {workload}, where {listener} listens, not the application.',
    wouldReach:
      'Service "{service}" sends to port {port} of the pods of {workload}, where {listener} listens if they get their sidecar.',
  },
  examples: {
    good: [
      {
        title: 'a Service in front of Envoy’s metrics, and one that selects nothing injected',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { app: redis } }
          spec: { containers: [{ name: redis, ports: [{ containerPort: 6379 }] }] }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: redis-envoy, namespace: prod }
          spec: { selector: { app: redis }, ports: [{ name: http-envoy-prom, port: 15090 }] }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: outside, namespace: prod }
          spec: { ports: [{ port: 80, targetPort: 15001 }] }
        `,
      },
    ],
    bad: [
      {
        title: 'a Service in front of the redirect listeners',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { app: redis } }
          spec: { containers: [{ name: redis }] }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: redis, namespace: prod }
          spec:
            selector: { app: redis }
            ports:
              - port: 6379
                targetPort: 15006 #! reaches
        `,
      },
      {
        title: 'no targetPort: the port itself counts',
        files: `
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { app: redis } }
          spec: { containers: [{ name: redis }] }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: redis, namespace: prod }
          spec:
            selector: { app: redis }
            ports:
              - port: 15001 #! wouldReach
        `,
      },
    ],
  },

  check(service, { mesh, report }) {
    const selected = mesh.podsOf(service)
    if (!selected.known) return
    for (const port of service.entries('spec', 'ports').items) {
      const target = port.get('targetPort')
      const number = target.known && target.value === undefined ? port.get('port') : target
      const protocol = port.get('protocol')
      if (!number.known || typeof number.value !== 'number' || !protocol.known) continue
      const reserved = reservedPort(number.value, protocol.value)
      if (!reserved || reserved.onlyWith) continue
      // A container that declares the port is told by container-port-reserved; undeclared, these are asked on purpose.
      const pod = selected.value.find(
        (one) => clashSeverity(one) && !(meantForOthers.has(reserved.port) || declares(one, reserved.port)),
      )
      if (!pod) continue
      const severity = clashSeverity(pod) ?? 'warning'
      report({
        message: severity === 'error' ? 'reaches' : 'wouldReach',
        severity,
        on: service,
        at: port.at([target.known && target.value === undefined ? 'port' : 'targetPort']),
        pod,
        related: [{ at: pod.owner.at(['metadata', 'name']), message: 'one of the workloads that it selects' }],
        data: {
          service: showName(service),
          port: reserved.port,
          workload: `${pod.owner.kind} "${showName(pod.owner)}"`,
          listener: reserved.listener,
        },
      })
    }
  },
})

function declares(pod: AdmittedPod, port: number): boolean {
  return ownContainers(pod).some((container) =>
    container.entries('ports').items.some((one) => isKnown(one.get('containerPort'), port)),
  )
}
