import { type AdmittedPod, allOf, defineRule, not, type SidecarTraits } from '../../src/rule/index.ts'
import { exampleInjector } from '../shared/example-injector.ts'
import { commandCalls, isCaptured, targetName } from '../shared/network-calls.ts'
import { containerName } from '../shared/own-containers.ts'
import { besideSidecar, ownInitContainers } from '../shared/sidecar-pods.ts'

export default defineRule({
  id: 'init-container-before-sidecar',
  topic: 'sidecar',
  summary: 'An init container needs the network before the sidecar runs',
  why: 'Istio’s CNI plugin redirects the traffic of the pod before any container starts, but a sidecar that is no native one starts after the init containers: nothing that they send arrives, and the pod never starts.',
  fix: 'Use native sidecars (Kubernetes 1.33 and Istio 1.27, or the annotation "sidecar.istio.io/nativeSidecar"), run the init container as user 1337, or exclude the port by "traffic.sidecar.istio.io/excludeOutboundPorts".',
  severity: 'error',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/setup/additional-setup/cni/#compatibility-with-application-init-containers',
    'https://istio.io/latest/blog/2023/native-sidecars/',
  ],
  each: 'workload',
  needs: [],
  messages: {
    cutOff:
      'Init container "{container}" calls {target} by "{command}" before the sidecar runs, and the CNI plugin redirects the call to it.',
    wouldBeCutOff:
      'Init container "{container}" calls {target} by "{command}", and if the pod gets its sidecar the CNI plugin redirects the call to it before it runs.',
  },
  examples: {
    good: [
      {
        title: 'a native sidecar runs before the init containers',
        files: `
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            namespace: shop
            labels: { sidecar.istio.io/inject: "true" }
            annotations: { sidecar.istio.io/nativeSidecar: "true" }
          spec:
            initContainers: [{ name: wait, image: busybox, command: [sh, -c, "until nc -z db 5432; do sleep 1; done"] }]
            containers: [{ name: web, image: web }]
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop }
        `,
      },
      {
        title: 'without the CNI plugin the traffic is redirected after the init containers',
        files: {
          'istio.yaml': exampleInjector({ cni: false }),
          'web.yaml': `
            apiVersion: v1
            kind: Pod
            metadata: { name: web, namespace: shop, annotations: { sidecar.istio.io/nativeSidecar: "false" } }
            spec:
              initContainers: [{ name: wait, image: busybox, command: [nc, -z, db, "5432"] }]
              containers: [{ name: web, image: web }]
          `,
        },
      },
      {
        title: 'calls that are not redirected, or reach nobody else',
        files: {
          'istio.yaml': exampleInjector({ cni: true }),
          'web.yaml': `
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
              namespace: shop
              annotations:
                sidecar.istio.io/nativeSidecar: "false"
                traffic.sidecar.istio.io/excludeOutboundPorts: "5432"
            spec:
              initContainers:
                - { name: excluded, image: busybox, command: [nc, -z, db, "5432"] }
                - { name: user, image: busybox, command: [curl, "http://db"], securityContext: { runAsUser: 1337 } }
                - { name: self, image: busybox, command: [sh, -c, "curl http://localhost:8080"] }
                - { name: names, image: busybox, command: [sh, -c, "nc -lk 80 & echo curl http://db"] }
                - { name: optional, image: busybox, command: [sh, -c, "wget http://db || true"] }
              containers: [{ name: web, image: web }]
          `,
        },
      },
      {
        title: 'nobody says whether the CNI plugin is in use, or sidecars are native',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: shop }
          spec:
            initContainers: [{ name: wait, image: busybox, command: [nc, -z, db, "5432"] }]
            containers: [{ name: web, image: web }]
        `,
        undecided: 1,
      },
    ],
    bad: [
      {
        title: 'waiting for a database that cannot be reached yet',
        files: {
          'istio.yaml': exampleInjector({ cni: true }),
          'web.yaml': `
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: { name: web, namespace: shop }
            spec:
              serviceName: web
              template:
                metadata:
                  annotations: { sidecar.istio.io/nativeSidecar: "false" }
                spec:
                  initContainers:
                    - name: wait
                      image: busybox
                      env: [{ name: DB, value: db.shop }]
                      command: [sh, -c, "until pg_isready -h $DB; do sleep 1; done"] #! cutOff
                    - name: fetch
                      image: curlimages/curl
                      command: [sh, -c]
                      args: #! cutOff
                        - |
                          set -e
                          token=$(curl -s https://vault.shop:8200/v1/token)
                  containers: [{ name: web, image: web }]
          `,
        },
      },
      {
        title: 'the same in a pod of which nobody can tell',
        files: {
          'istio.yaml': exampleInjector({ cni: true }),
          'web.yaml': `
            apiVersion: v1
            kind: Pod
            metadata: { name: web, namespace: elsewhere, annotations: { sidecar.istio.io/nativeSidecar: "false" } }
            spec:
              initContainers:
                - name: wait
                  image: busybox
                  command: [wait-for-it.sh, "db:5432"] #! wouldBeCutOff
              containers: [{ name: web, image: web }]
          `,
        },
      },
    ],
  },

  check(pod, { report, cannotTell, sidecarOf }) {
    const severity = besideSidecar(pod, 'error')
    if (!severity) return
    let traits: SidecarTraits | undefined
    for (const container of ownInitContainers(pod))
      for (const call of commandCalls(container)) {
        traits ??= sidecarOf(pod)
        const isCutOff = allOf([not(traits.isNative), traits.hasCni, isCaptured(call, container, pod, traits)])
        if (!isCutOff.known) cannotTell(pod.owner, isCutOff)
        else if (isCutOff.value)
          report({
            message: messageOf(pod),
            severity,
            on: pod.owner,
            at: call.at,
            pod,
            data: { container: containerName(container), target: targetName(call), command: call.command },
          })
      }
  },
})

function messageOf(pod: AdmittedPod): 'cutOff' | 'wouldBeCutOff' {
  return pod.verdict === 'injected' ? 'cutOff' : 'wouldBeCutOff'
}
