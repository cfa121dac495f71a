import {
  type AdmittedPod,
  allOf,
  type Container,
  defineRule,
  isIstioContainer,
  isKnown,
  type Maybe,
  mapMaybe,
  not,
  type SidecarTraits,
  type View,
} from '../../src/rule/index.ts'
import { exampleInjector } from '../shared/example-injector.ts'
import { hookCalls, isCaptured, type NetworkCall, targetName } from '../shared/network-calls.ts'
import { containerName } from '../shared/own-containers.ts'
import { besideSidecar } from '../shared/sidecar-pods.ts'

export default defineRule({
  id: 'post-start-before-sidecar',
  topic: 'sidecar',
  summary: 'A postStart hook needs the network before the sidecar runs',
  why: 'The kubelet starts containers one after the other and waits for each postStart hook; a sidecar that is a plain container comes last, while the traffic is redirected to it already. The hook fails and its container is killed, or it waits for ever and the sidecar never starts.',
  fix: 'Set holdApplicationUntilProxyStarts (in the annotation "proxy.istio.io/config" or the MeshConfig), or use native sidecars.',
  severity: 'warning',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig-hold_application_until_proxy_starts',
    'https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/',
  ],
  each: 'workload',
  needs: [],
  messages: {
    handler:
      'The postStart hook of container "{container}" is a {handler}, which the sidecar would have to answer before it runs.',
    call: 'The postStart hook of container "{container}" calls {target} by "{command}" before the sidecar runs.',
    loop: 'The postStart hook of container "{container}" waits for {target} by "{command}", and the sidecar for the hook: neither ends.',
  },
  examples: {
    good: [
      {
        title: 'containers that wait for their sidecar, or a hook that needs no network',
        files: {
          'istio.yaml': exampleInjector({}),
          'web.yaml': `
            apiVersion: v1
            kind: Pod
            metadata:
              name: waits
              namespace: shop
              annotations: { proxy.istio.io/config: '{ "holdApplicationUntilProxyStarts": true }' }
            spec:
              containers:
                - { name: web, image: web, lifecycle: { postStart: { httpGet: { path: /warm, port: 8080 } } } }
            ---
            apiVersion: v1
            kind: Pod
            metadata: { name: local, namespace: shop }
            spec:
              containers:
                - { name: web, image: web, lifecycle: { postStart: { exec: { command: [sh, -c, "curl localhost:80; touch /ok"] } } } }
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
            containers:
              - { name: web, image: web, lifecycle: { postStart: { tcpSocket: { port: 8080 } } } }
        `,
        undecided: 1,
      },
    ],
    bad: [
      {
        title: 'hooks that run while nothing answers',
        files: {
          'istio.yaml': exampleInjector({}),
          'web.yaml': `
            apiVersion: v1
            kind: Pod
            metadata: { name: web, namespace: shop }
            spec:
              containers:
                - name: web
                  image: web
                  lifecycle:
                    postStart:
                      httpGet: { path: /warm, port: 8080 } #! handler
                - name: register
                  image: web
                  lifecycle:
                    postStart:
                      exec:
                        command: [sh, -c, "curl -X POST http://registry.shop/web"] #! call
                - name: wait
                  image: web
                  lifecycle:
                    postStart:
                      exec:
                        command: [sh, -c, "until curl -f http://db.shop:8080; do sleep 1; done"] #! loop
          `,
        },
      },
    ],
  },

  check(pod, { report, cannotTell, sidecarOf }) {
    if (!besideSidecar(pod, 'warning')) return
    let traits: SidecarTraits | undefined
    const containers = pod.pods.first.body.entries('spec', 'containers').items
    for (const container of containers.filter((one) => !isIstioContainer(one)))
      for (const hook of hooksOf(container)) {
        traits ??= sidecarOf(pod)
        const fails = allOf([
          not(traits.isNative),
          not(traits.holdsApplication),
          isInTheWay(hook, container, pod, traits),
        ])
        if (!fails.known) cannotTell(pod.owner, fails)
        if (!isKnown(fails, true)) continue
        const severity = besideSidecar(pod, hook.kind === 'loop' ? 'error' : 'warning') ?? 'info'
        const common = { severity, on: pod.owner, pod, at: hook.at }
        const data = { container: containerName(container) }
        if (hook.kind === 'handler') report({ ...common, message: 'handler', data: { ...data, handler: hook.handler } })
        else
          report({
            ...common,
            message: hook.kind,
            data: { ...data, target: targetName(hook.call), command: hook.call.command },
          })
      }
  },
})

type Handler = 'httpGet' | 'tcpSocket'

type Hook = { readonly at: ReturnType<View<Container>['at']> } & (
  | { readonly kind: 'handler'; readonly handler: Handler }
  | { readonly kind: 'call' | 'loop'; readonly call: NetworkCall }
)

/** What a container's postStart hook does by the network. A hook that names a host asks there, not in its own pod. */
function hooksOf(container: View<Container>): readonly Hook[] {
  const handlers = (['httpGet', 'tcpSocket'] as const).filter(
    (handler) =>
      isKnown(container.has('lifecycle', 'postStart', handler), true) &&
      isKnown(container.get('lifecycle', 'postStart', handler, 'host'), undefined),
  )
  return [
    ...handlers.map(
      (handler): Hook => ({
        kind: 'handler',
        handler,
        at: container.at(['lifecycle', 'postStart', handler], 'key'),
      }),
    ),
    ...hookCalls(container, 'postStart').map(
      (call): Hook => ({
        kind: call.isRepeated ? 'loop' : 'call',
        call,
        at: call.at,
      }),
    ),
  ]
}

/** Whether it is the sidecar that a hook needs: as its agent is to ask for the kubelet, or as it captures what is sent. */
function isInTheWay(hook: Hook, container: View<Container>, pod: AdmittedPod, traits: SidecarTraits): Maybe<boolean> {
  if (hook.kind !== 'handler') return isCaptured(hook.call, container, pod, traits)
  const captures = allOf([
    not(mapMaybe(traits.interceptionMode, (mode) => mode === 'NONE')),
    mapMaybe(traits.traffic('includeInboundPorts'), (list) => list === '*'),
    mapMaybe(traits.traffic('excludeInboundPorts'), (list) => list === ''),
  ])
  return isKnown(traits.rewritesProbes, true) ? traits.rewritesProbes : captures
}
