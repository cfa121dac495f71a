import { allOf, anyOf, defineRule, isKnown, mapMaybe, not } from '../../src/rule/index.ts'
import { exampleInjector } from '../shared/example-injector.ts'
import { containerName } from '../shared/own-containers.ts'
import { besideSidecar, ownNativeSidecars } from '../shared/sidecar-pods.ts'

const handlers = ['httpGet', 'tcpSocket', 'grpc'] as const

export default defineRule({
  id: 'startup-probe-before-sidecar',
  topic: 'sidecar',
  summary: 'The startupProbe of an init container waits for a sidecar that starts later',
  why: 'The probe is sent to the sidecar, which as a plain container starts only after all init containers, and the next of them starts only after the probe succeeds: the pod never starts.',
  fix: 'Use native sidecars (Kubernetes 1.33 and Istio 1.27, or the annotation "sidecar.istio.io/nativeSidecar"), or probe by exec.',
  severity: 'error',
  since: '0.1.0',
  references: [
    'https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/',
    'https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/',
  ],
  each: 'workload',
  needs: [],
  messages: {
    waits: 'The startupProbe of init container "{container}" asks the sidecar, which starts only after it succeeds.',
    wouldWait:
      'The startupProbe of init container "{container}" asks the sidecar if the pod gets one, which starts only after it succeeds.',
  },
  examples: {
    good: [
      {
        title: 'a native sidecar, a probe by exec, and a plain init container',
        files: {
          'istio.yaml': exampleInjector({}),
          'web.yaml': `
            apiVersion: v1
            kind: Pod
            metadata: { name: native, namespace: shop, annotations: { sidecar.istio.io/nativeSidecar: "true" } }
            spec:
              initContainers:
                - { name: log, image: log, restartPolicy: Always, startupProbe: { httpGet: { path: /, port: 80 } } }
              containers: [{ name: web, image: web }]
            ---
            apiVersion: v1
            kind: Pod
            metadata: { name: exec, namespace: shop }
            spec:
              initContainers:
                - { name: log, image: log, restartPolicy: Always, startupProbe: { exec: { command: [test, -f, /ok] } } }
                - { name: once, image: log }
              containers: [{ name: web, image: web, startupProbe: { httpGet: { path: /, port: 80 } } }]
          `,
        },
      },
      {
        title: 'nobody says whether sidecars are native',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: shop }
          spec:
            initContainers:
              - { name: log, image: log, restartPolicy: Always, startupProbe: { tcpSocket: { port: 80 } } }
            containers: [{ name: web, image: web }]
        `,
        undecided: 1,
      },
    ],
    bad: [
      {
        title: 'two that wait for each other',
        files: {
          'istio.yaml': exampleInjector({}),
          'web.yaml': `
            apiVersion: v1
            kind: Pod
            metadata: { name: web, namespace: shop }
            spec:
              initContainers:
                - name: log
                  image: log
                  restartPolicy: Always
                  startupProbe: #! waits
                    httpGet: { path: /, port: 80 }
              containers: [{ name: web, image: web }]
            ---
            apiVersion: v1
            kind: Pod
            metadata: { name: web, namespace: elsewhere }
            spec:
              initContainers:
                - name: log
                  image: log
                  restartPolicy: Always
                  startupProbe: { grpc: { port: 80 } } #! wouldWait
              containers: [{ name: web, image: web }]
          `,
        },
      },
    ],
  },

  check(pod, { report, cannotTell, sidecarOf }) {
    const severity = besideSidecar(pod, 'error')
    if (!severity) return
    for (const container of ownNativeSidecars(pod)) {
      const asked = handlers.some((handler) => isKnown(container.has('startupProbe', handler), true))
      if (!asked) continue
      const { isNative, rewritesProbes, hasCni, interceptionMode } = sidecarOf(pod)
      const isRedirected = allOf([hasCni, not(mapMaybe(interceptionMode, (mode) => mode === 'NONE'))])
      const waits = allOf([not(isNative), anyOf([rewritesProbes, isRedirected])])
      if (!waits.known) cannotTell(pod.owner, waits)
      else if (waits.value)
        report({
          message: pod.verdict === 'injected' ? 'waits' : 'wouldWait',
          severity,
          on: pod.owner,
          at: container.at(['startupProbe'], 'key'),
          pod,
          data: { container: containerName(container) },
        })
    }
  },
})
