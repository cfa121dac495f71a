import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Node, nodeAt, plainData } from '../base/tree.ts'
import { resourceOf } from '../dev/cluster-oracle.ts'
import { treeOf } from '../dev/tree-of.ts'
import { type InjectorTraits, istioVersion, istioVersions, versionChanges } from '../istio/istio-versions.ts'
import { injectedPod } from '../sidecar/injected-pod.ts'
import { chartSource } from '../sidecar/injector-source.ts'
import { isMap, type Json, type JsonMap } from '../sidecar/json.ts'
import { readProxyConfig } from '../sidecar/proxy-config.ts'
import { type MeshConfig, type SidecarSettings, sidecarSettings } from '../sidecar/sidecar-settings.ts'
import { makeSnapshot } from '../snapshot/make-snapshot.ts'
import { readTemplates } from './template-settings.ts'

/** What a pod and its injector are set to, where a trait shows. */
interface Situation {
  readonly values?: JsonMap
  readonly mesh?: MeshConfig
  readonly labels?: JsonMap
  readonly annotations?: JsonMap
  readonly spec?: JsonMap
}

const node = resourceOf(
  treeOf({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'n' },
    status: { nodeInfo: { kubeletVersion: 'v1.35.0' } },
  }),
)
const snapshot = makeSnapshot({ name: '.', kind: 'plain', resources: [node], files: [] }, { complete: false })

const address = { revision: '', namespace: 'istio-system', path: '/inject' }

function settingsOf(minor: number, { values = {}, mesh = {} }: Situation): SidecarSettings {
  const settings = sidecarSettings(snapshot, chartSource(address, `1.${minor}`), {
    ...address,
    istioVersion: `1.${minor}`,
  })
  if (!settings.known) throw new Error(settings.gaps[0].what)
  const proxyConfig = { ...settings.value.proxyConfig, ...readProxyConfig(mesh.defaultConfig, 'the mesh') }
  return {
    ...settings.value,
    values: merged(settings.value.values, values),
    mesh: { ...settings.value.mesh, ...mesh },
    proxyConfig,
  }
}

function merged(base: Json | undefined, over: JsonMap): JsonMap {
  const result: Record<string, Json | undefined> = isMap(base) ? { ...base } : {}
  for (const [key, value] of Object.entries(over)) result[key] = isMap(value) ? merged(result[key], value) : value
  return result
}

/** The pod of a situation as the injector of a release hands it back. */
function rendered(minor: number, situation: Situation): Node {
  const { labels = {}, annotations = {}, spec = {} } = situation
  const pod = treeOf({
    metadata: { name: 'a-0', namespace: 'shop', labels, annotations },
    spec: { containers: [{ name: 'app', image: 'a:1' }], ...spec },
  })
  const owner = resourceOf(treeOf({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'a' } }))
  const injected = injectedPod(pod, owner, settingsOf(minor, situation))
  if (!injected.known) throw new Error(`1.${minor}: ${injected.gaps[0].what}`)
  return injected.value
}

interface PlainPod {
  readonly metadata: { readonly labels: Record<string, string>; readonly annotations: Record<string, string> }
  readonly spec: {
    readonly initContainers?: readonly PlainContainer[] | null
    readonly containers: readonly PlainContainer[]
    readonly volumes: readonly { readonly name: string; readonly projected?: unknown; readonly configMap?: unknown }[]
  }
}
interface PlainContainer {
  readonly name: string
  readonly image?: string
  readonly args?: readonly string[]
  readonly env?: readonly { readonly name: string; readonly value?: unknown; readonly valueFrom?: unknown }[]
  readonly securityContext?: {
    readonly readOnlyRootFilesystem?: boolean
    readonly runAsGroup?: number
    readonly seccompProfile?: object
  }
  readonly lifecycle?: object
}

const see =
  (situation: Situation, look: (pod: PlainPod) => unknown): Sight =>
  (minor) => {
    const pod: PlainPod = JSON.parse(JSON.stringify(plainData(rendered(minor, situation))))
    return JSON.stringify(look(pod)) ?? 'nothing'
  }

/** What shows of a trait in a release. */
type Sight = (minor: number) => string

const all = ({ spec }: PlainPod): readonly PlainContainer[] => [...(spec.initContainers ?? []), ...spec.containers]
const named = (pod: PlainPod, name: string): PlainContainer | undefined => all(pod).find((one) => one.name === name)
const proxy = (pod: PlainPod): PlainContainer | undefined => named(pod, 'istio-proxy')
const variable = (pod: PlainPod, name: string): unknown => proxy(pod)?.env?.find((one) => one.name === name)
const volume = (pod: PlainPod, name: string): unknown => pod.spec.volumes.find((one) => one.name === name)
const isInit = (pod: PlainPod): boolean => (pod.spec.initContainers ?? []).some(({ name }) => name === 'istio-proxy')
const withoutTag = (image = ''): string => image.replace(/:.*/, '')

const env = (variables: JsonMap): JsonMap => ({ pilot: { env: variables } })
const proxied = (values: JsonMap): JsonMap => ({ global: { proxy: values } })
const native = env({ ENABLE_NATIVE_SIDECARS: 'true' })
const gateway = { 'inject.istio.io/templates': 'gateway' }
const nativeKey = 'sidecar.istio.io/nativeSidecar'
const modeKey = 'sidecar.istio.io/interceptionMode'
const long = `${'a'.repeat(62)}-b`
const otel = [{ name: 'o', opentelemetry: { serviceAttributeEnrichment: 'OTEL_SEMANTIC_CONVENTIONS' } }]

const sights: Readonly<Record<keyof InjectorTraits, Sight>> = {
  hub: see({}, (pod) => withoutTag(proxy(pod)?.image)),
  nativeSidecars: see({}, isInit),
  nativeAnnotation: (minor) => {
    const asked = (value: string, values: JsonMap): string =>
      see({ values, annotations: { [nativeKey]: value } }, isInit)(minor)
    return [asked('true', env({ ENABLE_NATIVE_SIDECARS: 'false' })), asked('no', native)].join()
  },
  nativeHook: see({ values: native }, (pod) => proxy(pod)?.lifecycle),
  canonicalName: (minor) => {
    const name = (app: string): string =>
      see({ labels: { app } }, (pod) => pod.metadata.labels['service.istio.io/canonical-name'])(minor)
    return [name(long), name('_a_')].join()
  },
  jwtPolicy: see({ values: { global: { jwtPolicy: 'first-party-jwt' } } }, (pod) => [
    variable(pod, 'JWT_POLICY'),
    volume(pod, 'istio-token'),
  ]),
  localhostProbes: (minor) => {
    const legacy = (situation: Situation): string =>
      see(situation, (pod) => variable(pod, 'REWRITE_PROBE_LEGACY_LOCALHOST_DESTINATION') !== undefined)(minor)
    return [
      legacy({ values: env({ PILOT_ENABLE_INBOUND_PASSTHROUGH: 'false' }) }),
      legacy({ mesh: { inboundTrafficPolicy: { mode: 'LOCALHOST' } } }),
    ].join()
  },
  cniValues: (minor) => {
    const checked = (values: JsonMap): string =>
      see({ values }, (pod) => named(pod, 'istio-validation') !== undefined)(minor)
    return [checked({ istio_cni: { enabled: true } }), checked({ pilot: { cni: { enabled: true } } })].join()
  },
  coreDumps: see({ annotations: { 'sidecar.istio.io/enableCoreDump': 'true' } }, (pod) => [
    named(pod, 'enable-core-dump') !== undefined,
    proxy(pod)?.securityContext?.readOnlyRootFilesystem,
  ]),
  kubernetesCertificate: see({ values: { global: { pilotCertProvider: 'kubernetes' } } }, (pod) =>
    volume(pod, 'kube-ca-cert'),
  ),
  outlierLogPath: see({ values: proxied({ outlierLogPath: '/o' }) }, (pod) =>
    proxy(pod)?.args?.includes('--outlierLogPath=/o'),
  ),
  forceApplyIptables: see({ values: { global: { proxy_init: { forceApplyIptables: true } } } }, (pod) =>
    named(pod, 'istio-init')?.args?.includes('--force-apply'),
  ),
  gatewaySettings: see(
    {
      annotations: { ...gateway, 'sidecar.istio.io/proxyImage': 'own/proxy' },
      values: { gateways: { securityContext: { runAsUser: 7 } } },
    },
    (pod) => [withoutTag(proxy(pod)?.image) === 'own/proxy', 'securityContext' in pod.spec && pod.spec.securityContext],
  ),
  gatewayBootstrap: see({ annotations: { ...gateway, 'sidecar.istio.io/bootstrapOverride': 'own' } }, (pod) => [
    variable(pod, 'ISTIO_BOOTSTRAP_OVERRIDE'),
    volume(pod, 'custom-bootstrap-volume'),
  ]),
  gatewayContainer: see(
    { annotations: { ...gateway, 'kubectl.kubernetes.io/default-container': 'mine' } },
    (pod) => pod.metadata.annotations['kubectl.kubernetes.io/default-container'],
  ),
  workloadNameLabel: see({ labels: { 'service.istio.io/workload-name': 'w' } }, (pod) =>
    variable(pod, 'ISTIO_META_WORKLOAD_NAME'),
  ),
  emptyInboundPorts: see(
    {
      values: {
        istio_cni: { enabled: true },
        pilot: { cni: { enabled: true } },
        global: { proxy: { includeInboundPorts: '' } },
      },
    },
    (pod) => pod.metadata.annotations['traffic.sidecar.istio.io/includeInboundPorts'] === undefined,
  ),
  virtualInterfaces: see(
    {
      annotations: {
        'traffic.sidecar.istio.io/kubevirtInterfaces': 'old0',
        'istio.io/reroute-virtual-interfaces': 'new0',
      },
    },
    (pod) => named(pod, 'istio-init')?.args?.filter((one) => /^(old|new)0$/.test(one)),
  ),
  rewritesHooks: see(
    {
      spec: {
        containers: [{ name: 'app', image: 'a:1', lifecycle: { preStop: { httpGet: { path: '/x', port: 80 } } } }],
      },
    },
    (pod) => named(pod, 'app')?.lifecycle,
  ),
  keepsInitContainers: see(
    {
      values: env({ ENABLE_NATIVE_SIDECARS: 'false' }),
      annotations: { [modeKey]: 'NONE' },
      spec: { initContainers: [{ name: 'own', image: 'o:1' }] },
    },
    (pod) => named(pod, 'own') !== undefined,
  ),
  trustBundle: see({ values: env({ ENABLE_CLUSTER_TRUST_BUNDLE_API: true }) }, (pod) => volume(pod, 'istiod-ca-cert')),
  revocationList: see({ values: { pilot: { crlConfigMapName: 'own' } } }, (pod) => volume(pod, 'istio-ca-crl')),
  nativeNftables: see({ values: { global: { nativeNftables: true } } }, (pod) =>
    named(pod, 'istio-init')?.args?.includes('--native-nftables'),
  ),
  rootKeepsGroup: (minor) => {
    const situation = { annotations: { [modeKey]: 'TPROXY' }, values: { global: { platform: 'openshift' } } }
    const settings = { ...settingsOf(minor, situation), namespaceAnnotation: () => '5000/10' }
    const pod = treeOf({
      metadata: { namespace: 'shop', annotations: situation.annotations },
      spec: { containers: [] },
    })
    const owner = resourceOf(treeOf({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'a' } }))
    const injected = injectedPod(pod, owner, settings)
    if (!injected.known) throw new Error(injected.gaps[0].what)
    const plain: PlainPod = JSON.parse(JSON.stringify(plainData(injected.value)))
    return JSON.stringify([proxy(plain)?.securityContext?.runAsGroup, named(plain, 'istio-init')?.args?.[6]])
  },
  seccompProfile: see(
    { values: proxied({ seccompProfile: { type: 'RuntimeDefault' } }) },
    (pod) => proxy(pod)?.securityContext?.seccompProfile,
  ),
  divisor: see({}, (pod) => variable(pod, 'ISTIO_CPU_LIMIT')),
  resourceAttributes: see({ mesh: { extensionProviders: otel }, labels: { 'app.kubernetes.io/version': '1' } }, (pod) =>
    variable(pod, 'OTEL_RESOURCE_ATTRIBUTES'),
  ),
  initImage: see({ mesh: { defaultConfig: { image: { imageType: 'distroless' } } } }, (pod) =>
    named(pod, 'istio-init')?.image?.endsWith('-distroless'),
  ),
  checksPrometheus: see({ annotations: { 'prometheus.istio.io/scrape-targets': '9090:/metrics' } }, (pod) =>
    variable(pod, 'ISTIO_PROMETHEUS_ANNOTATIONS'),
  ),
  goFips: see({ values: env({ COMPLIANCE_POLICY: 'fips-140-3' }) }, (pod) => variable(pod, 'GODEBUG')),
  goMaxProcs: see({}, (pod) => variable(pod, 'GOMAXPROCS') !== undefined),
  templates: (minor) => [...(readTemplates(chartSource(address, `1.${minor}`), minor).templates?.keys() ?? [])].join(),
}

const traits = Object.keys(sights) as (keyof InjectorTraits)[]

for (const { minor } of istioVersions) {
  if (minor === istioVersions[0]?.minor) continue
  test(`the pods of Istio 1.${minor} differ from those of 1.${minor - 1} exactly where the table says`, () => {
    const seen = traits.filter((trait) => sights[trait](minor) !== sights[trait](minor - 1))
    assert.equal(seen.sort(), Object.keys(versionChanges(minor)?.changes ?? {}).sort())
  })
}

test('a pod of every release has a proxy of its own image', () => {
  for (const { minor, hub } of istioVersions) {
    const pod: PlainPod = JSON.parse(JSON.stringify(plainData(rendered(minor, {}))))
    assert.is(proxy(pod)?.image, `${hub}/proxyv2:1.${minor}.0`)
    assert.ok(nodeAt(rendered(minor, {}), ['metadata', 'annotations', 'sidecar.istio.io/status']))
  }
  assert.is(istioVersion(31).minor, 31)
})

test.run()
