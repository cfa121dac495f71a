import {
  type AdmittedPod,
  allOf,
  defineRule,
  isKnown,
  type Mesh,
  not,
  type SidecarTraits,
  type Snapshot,
  showName,
} from '../../src/rule/index.ts'
import { exampleInjector } from '../shared/example-injector.ts'
import type { TlsMode } from '../shared/mutual-tls.ts'
import { commandCalls, isCaptured, type NetworkCall, targetName } from '../shared/network-calls.ts'
import { needsAnswer } from '../shared/network-commands.ts'
import { containerName } from '../shared/own-containers.ts'
import { besideSidecar, ownInitContainers } from '../shared/sidecar-pods.ts'
import { serviceCalled, strictBehind } from '../shared/strict-services.ts'

export default defineRule({
  id: 'init-container-before-sidecar',
  topic: 'sidecar',
  summary: 'An init container needs the network before the sidecar runs',
  why: 'A sidecar that is no native one starts after the init containers. Where Istio’s CNI plugin redirects the traffic of the pod before any container starts, nothing that they send arrives; without it they speak plain text, which workloads under STRICT mutual TLS refuse. The pod never starts.',
  fix: 'Use native sidecars (Kubernetes 1.33 and Istio 1.27, or the annotation "sidecar.istio.io/nativeSidecar"), run the init container as user 1337, or exclude the port by "traffic.sidecar.istio.io/excludeOutboundPorts".',
  severity: 'error',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/setup/additional-setup/cni/#compatibility-with-application-init-containers',
    'https://istio.io/latest/blog/2023/native-sidecars/',
  ],
  each: 'workload',
  needs: ['PeerAuthentication'],
  messages: {
    cutOff:
      'Init container "{container}" calls {target} by "{command}" before the sidecar runs, and the CNI plugin redirects the call to it.',
    wouldBeCutOff:
      'Init container "{container}" calls {target} by "{command}", and if the pod gets its sidecar the CNI plugin redirects the call to it before it runs.',
    plain:
      'Init container "{container}" calls {target} by "{command}" before the sidecar runs, and PeerAuthentication "{policy}" refuses plain text there.',
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
      {
        title: 'plain text for a workload that takes mutual TLS only',
        files: {
          'istio.yaml': exampleInjector({}),
          'web.yaml': `
            apiVersion: v1
            kind: Pod
            metadata: { name: web, namespace: shop }
            spec:
              initContainers:
                - name: config
                  image: curlimages/curl
                  command: [sh, -c, "curl -f http://config.shop:8080/web > /config/web"] #! plain
                - { name: wait, image: busybox, command: [nc, -z, config, "8080"] }
              containers: [{ name: web, image: web }]
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: config, namespace: shop }
            spec: { selector: { app: config }, ports: [{ name: http, port: 8080 }] }
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: { name: config, namespace: shop }
            spec:
              serviceName: config
              template:
                metadata: { labels: { app: config } }
                spec: { containers: [{ name: config, image: config }] }
            ---
            apiVersion: security.istio.io/v1
            kind: PeerAuthentication
            metadata: { name: default, namespace: shop }
            spec: { mtls: { mode: STRICT } }
          `,
        },
      },
    ],
  },

  check(pod, context) {
    const severity = besideSidecar(pod, 'error')
    if (!severity) return
    let traits: SidecarTraits | undefined
    for (const container of ownInitContainers(pod))
      for (const call of commandCalls(container)) {
        traits ??= context.sidecarOf(pod)
        const isReached = allOf([traits.hasCni, isCaptured(call, container, pod, traits)])
        const isCutOff = allOf([not(traits.isNative), isReached])
        const common = { severity, on: pod.owner, at: call.at, pod }
        const data = { container: containerName(container), target: targetName(call), command: call.command }
        if (!isCutOff.known) context.cannotTell(pod.owner, isCutOff)
        const strict =
          isKnown(isReached, false) && isKnown(traits.isNative, false) ? strictAt(call, pod, context) : undefined
        if (isKnown(isCutOff, true)) context.report({ ...common, message: messageOf(pod), data })
        else if (strict?.policy)
          context.report({ ...common, message: 'plain', data: { ...data, policy: showName(strict.policy) } })
        // One call that fails is enough to keep the pod from starting.
        if (!isKnown(isCutOff, false) || strict) break
      }
  },
})

function messageOf(pod: AdmittedPod): 'cutOff' | 'wouldBeCutOff' {
  return pod.verdict === 'injected' ? 'cutOff' : 'wouldBeCutOff'
}

/** The policy that refuses a call in plain text; undefined where nobody knows of one, or the call asks for no answer. */
function strictAt(
  { host, port, command }: NetworkCall,
  pod: AdmittedPod,
  {
    mesh,
    snapshot,
  }: { readonly mesh: Mesh; readonly snapshot: Pick<Snapshot<'PeerAuthentication'>, 'all' | 'complete'> },
): TlsMode | undefined {
  const service = port === undefined || !needsAnswer(command) ? undefined : serviceCalled(host, pod, mesh)
  return service && port !== undefined ? strictBehind(service, port, mesh, snapshot) : undefined
}
