import {
  type AdmittedPod,
  allOf,
  defineRule,
  isKnown,
  mapMaybe,
  not,
  type Snapshot,
  type SourceLocation,
  sameNamespace,
} from '../../src/rule/index.ts'
import { exampleInjector } from '../shared/example-injector.ts'
import { titleOf } from '../shared/injection.ts'
import { annotationOf, besideSidecar } from '../shared/sidecar-pods.ts'

const keys = ['sidecar.istio.io/interceptionMode', 'proxy.istio.io/config'] as const

export default defineRule({
  id: 'interception-mode-unfit',
  topic: 'sidecar',
  summary: 'Interception mode NONE where CNI refuses it, or nothing makes up for it',
  why: 'Istio’s CNI plugin knows REDIRECT and TPROXY only: with NONE it fails, and the containers of the pod are never started. Without the plugin nothing is redirected: the sidecar sees only what a Sidecar resource gives it listeners for, while clients send mutual TLS straight to the application.',
  fix: 'Remove the mode; to keep single ports from the sidecar use the annotations "traffic.sidecar.istio.io/…", and for no sidecar at all the label "sidecar.istio.io/inject" with the value "false".',
  severity: 'error',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/reference/config/annotations/#SidecarInterceptionMode',
    'https://istio.io/latest/docs/setup/additional-setup/cni/',
  ],
  each: 'workload',
  needs: ['Sidecar'],
  messages: {
    refused: 'The CNI plugin refuses interception mode "NONE": no container of {workload} is started.',
    idle: 'Interception mode "NONE" of {workload} captures no traffic, and no Sidecar resource gives its sidecar listeners.',
  },
  examples: {
    good: [
      {
        title: 'another mode, and a Sidecar resource with listeners',
        files: {
          'istio.yaml': exampleInjector({}),
          'web.yaml': `
            apiVersion: v1
            kind: Pod
            metadata: { name: transparent, namespace: shop, annotations: { sidecar.istio.io/interceptionMode: TPROXY } }
            spec: { containers: [{ name: web, image: web }] }
            ---
            apiVersion: networking.istio.io/v1
            kind: Sidecar
            metadata: { name: web, namespace: shop }
            spec:
              workloadSelector: { labels: { app: web } }
              ingress: [{ port: { number: 9080, protocol: HTTP, name: http }, defaultEndpoint: 127.0.0.1:8080 }]
            ---
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
              namespace: shop
              labels: { app: web }
              annotations: { sidecar.istio.io/interceptionMode: NONE }
            spec: { containers: [{ name: web, image: web }] }
          `,
        },
      },
      {
        title: 'nobody says whether the CNI plugin is in use',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: networking.istio.io/v1
          kind: Sidecar
          metadata: { name: web, namespace: shop }
          spec: { ingress: [{ port: { number: 9080, protocol: HTTP, name: http } }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: shop, annotations: { sidecar.istio.io/interceptionMode: NONE } }
          spec: { containers: [{ name: web, image: web }] }
        `,
        undecided: 1,
      },
    ],
    bad: [
      {
        title: 'a mode that the CNI plugin does not know',
        files: {
          'istio.yaml': exampleInjector({ cni: true }),
          'web.yaml': `
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
              namespace: shop
              annotations:
                sidecar.istio.io/interceptionMode: NONE #! refused
            spec: { containers: [{ name: web, image: web }] }
          `,
        },
      },
      {
        title: 'a sidecar that nothing passes through',
        files: {
          'istio.yaml': exampleInjector({}),
          'web.yaml': `
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
              namespace: shop
              annotations:
                proxy.istio.io/config: '{ "interceptionMode": "NONE" }' #! idle
            spec: { containers: [{ name: web, image: web }] }
          `,
        },
      },
    ],
  },

  check(pod, { snapshot, report, cannotTell, sidecarOf }) {
    const at = besideSidecar(pod, 'error') && modePlace(pod)
    if (!at) return
    const { interceptionMode, hasCni } = sidecarOf(pod)
    const isNone = mapMaybe(interceptionMode, (mode) => mode === 'NONE')
    const isRefused = allOf([isNone, hasCni])
    const isIdle = allOf([isNone, not(hasCni)])
    const common = { on: pod.owner, pod, at, data: { workload: titleOf(pod.owner) } }
    if (isKnown(isRefused, true))
      report({ ...common, message: 'refused', severity: besideSidecar(pod, 'error') ?? 'warning' })
    else if (!isRefused.known) cannotTell(pod.owner, isRefused)
    else if (isKnown(isIdle, true) && !hasSidecarResource(pod, snapshot))
      report({ ...common, message: 'idle', severity: besideSidecar(pod, 'warning') ?? 'info' })
  },
})

/** Where the pod says its mode; what the mesh says for all pods is not its own mistake. */
function modePlace(pod: AdmittedPod): SourceLocation | undefined {
  const [own, config] = keys.map((key) => annotationOf(pod, key))
  return own?.at ?? (config?.value.includes('NONE') ? config.at : undefined)
}

/** Whether a Sidecar of the namespace, or of Istio's own, may select the pod. */
function hasSidecarResource({ owner }: AdmittedPod, snapshot: Pick<Snapshot<'Sidecar'>, 'all'>): boolean {
  return snapshot.all('Sidecar').some(({ namespace }) => {
    if (!namespace || !owner.namespace) return true
    const isRoot = namespace.known && namespace.value === 'istio-system'
    return isRoot || !isKnown(sameNamespace(namespace, owner.namespace), false)
  })
}
