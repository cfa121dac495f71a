import { defineRule, isAlwaysReserved, reservedPort } from '../../src/rule/index.ts'
import { clashSeverity, containerName, ownContainers } from '../shared/own-containers.ts'

export default defineRule({
  id: 'container-port-reserved',
  topic: 'ports',
  summary: 'A container listens on a port that the sidecar listens on',
  why: 'Containers of a pod share one network: two listeners on one port fail, and nobody checks it at admission.',
  fix: 'Let the container listen on another port.',
  severity: 'error',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio'],
  each: 'workload',
  needs: [],
  messages: {
    clash: 'Port {port} of container "{container}" clashes with {listener} in the same pod. {consequence}',
    wouldClash:
      'Port {port} of container "{container}" would clash with {listener} if the pod gets its sidecar. {consequence}',
    perhaps: 'Port {port} of container "{container}" clashes with {listener} where {setting} is "true". {consequence}',
  },
  examples: {
    good: [
      {
        title: 'ports that nothing of the sidecar listens on, and Istio’s own container',
        files: `
          apiVersion: v1
          kind: Pod
          metadata:
            name: redis
            namespace: prod
            labels: { sidecar.istio.io/inject: "true" }
          spec:
            containers:
              - name: redis
                image: redis:7.4
                ports: [{ containerPort: 6379 }, { containerPort: 15004 }, { containerPort: 15001, protocol: UDP }]
              - name: istio-proxy
                image: auto
                ports: [{ containerPort: 15090 }]
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
        `,
      },
      {
        title: 'a pod without a sidecar',
        files: `
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, labels: { sidecar.istio.io/inject: "false" } }
          spec:
            containers:
              - name: redis
                ports: [{ containerPort: 15090 }]
        `,
      },
    ],
    bad: [
      {
        title: 'an exporter on the port of Envoy’s own metrics',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              spec:
                containers:
                  - name: exporter
                    ports:
                      - containerPort: 15090 #! clash
                      - containerPort: 15008 #! perhaps
        `,
      },
      {
        title: 'the same where nobody can tell whether the pod gets a sidecar',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              spec:
                containers:
                  - name: exporter
                    ports:
                      - containerPort: 15001 #! wouldClash
        `,
      },
    ],
  },

  check(pod, { report }) {
    const severity = clashSeverity(pod)
    if (!severity) return
    for (const container of ownContainers(pod))
      for (const port of container.entries('ports').items) {
        const number = port.get('containerPort')
        const protocol = port.get('protocol')
        if (!number.known || number.value === undefined || !protocol.known) continue
        const reserved = reservedPort(number.value, protocol.value)
        if (!reserved) continue
        const { listener, consequence, onlyWith: setting } = reserved
        const data = { port: number.value, container: containerName(container), listener, consequence }
        const place = { on: pod.owner, at: port.at(['containerPort']), pod }
        if (isAlwaysReserved(reserved))
          report({ ...place, message: severity === 'error' ? 'clash' : 'wouldClash', severity, data })
        else if (setting && severity === 'error')
          report({ ...place, message: 'perhaps', severity: 'info', data: { ...data, setting } })
      }
  },
})
