import type { DataMap } from '../base/data-node.ts'

const openshiftCni: DataMap = {
  cniBinDir: '/var/lib/cni/bin',
  cniConfDir: '/etc/cni/multus/net.d',
  chained: false,
  cniConfFileName: 'istio-cni.conf',
  provider: 'multus',
}
const openshiftPilot: DataMap = { cni: { enabled: true, provider: 'multus' } }
const openshift: DataMap = { cni: openshiftCni, pilot: openshiftPilot }

const ambientPilot: DataMap = { env: { PILOT_ENABLE_AMBIENT: 'true' } }
const ambient: DataMap = {
  meshConfig: { defaultConfig: { proxyMetadata: { ISTIO_META_ENABLE_HBONE: 'true' } } },
  global: { variant: 'distroless' },
  pilot: ambientPilot,
  cni: { ambient: { enabled: true } },
}

/** What profiles of the chart change for pods, by the value `profile`: manifests/helm-profiles, Istio 1.31. */
export const chartProfiles: ReadonlyMap<string, DataMap> = new Map<string, DataMap>([
  ['default', {}],
  ['stable', {}],
  ['demo', { global: { proxy: { resources: { requests: { cpu: '10m', memory: '40Mi' } } } } }],
  ['preview', { meshConfig: { defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } } } }],
  ['remote', { istiodRemote: { enabled: true }, configMap: false, global: { omitSidecarInjectorConfigMap: true } }],
  ['ambient', ambient],
  ['openshift', openshift],
  ['openshift-ambient', { ...ambient, cni: openshiftCni, pilot: { ...openshiftPilot, ...ambientPilot } }],
])

/** The same by the value `global.platform`; all others only say where the CNI plugin's files lie. */
export const chartPlatforms: ReadonlyMap<string, DataMap> = new Map<string, DataMap>([
  ['openshift', openshift],
  ...['gke', 'k3d', 'k3s', 'microk8s', 'minikube'].map((name) => [name, {}] as const),
])

/** The same by the value `compatibilityVersion`: what Istio 1.27 changed is taken back. */
export function compatibleWith(version: string): DataMap {
  const minor = Number(/^1\.(\d+)$/.exec(version)?.[1])
  return minor <= 26 ? { pilot: { env: { ENABLE_NATIVE_SIDECARS: 'false' } } } : {}
}

const istiod: DataMap = {
  components: { pilot: { enabled: true } },
  values: { global: { istioNamespace: 'istio-system' } },
}

/**
 * What `spec` of an IstioOperator starts from, by its profile: manifests/profiles, Istio 1.31; `minimal`, `empty` and
 * `external` of releases before.
 */
export const operatorProfiles: ReadonlyMap<string, readonly DataMap[]> = new Map<string, readonly DataMap[]>([
  ['default', [istiod]],
  ['minimal', [istiod]],
  ['demo', [istiod, { values: { profile: 'demo' } }]],
  ['preview', [istiod, { values: { profile: 'preview' } }]],
  ['stable', [istiod]],
  ['empty', [istiod, { components: { pilot: { enabled: false } } }]],
  ['remote', [istiod, { values: { profile: 'remote' } }]],
  ['external', [istiod, { values: { profile: 'remote' } }]],
  ['ambient', [istiod, { components: { cni: { enabled: true } }, values: { profile: 'ambient' } }]],
  ['openshift', [istiod, { components: { cni: { enabled: true } }, values: { global: { platform: 'openshift' } } }]],
  [
    'openshift-ambient',
    [
      istiod,
      { components: { cni: { enabled: true } }, values: { profile: 'ambient', global: { platform: 'openshift' } } },
    ],
  ],
])

/** The values that a profile of the Sail Operator stands for: resources/v1.29.0/profiles of sail-operator. */
export const sailProfiles: ReadonlyMap<string, DataMap> = new Map<string, DataMap>([
  ['default', {}],
  ['empty', {}],
  ['stable', { profile: 'stable' }],
  ['demo', { profile: 'demo' }],
  ['preview', { profile: 'preview' }],
  ['remote', { profile: 'remote' }],
  ['external', { profile: 'remote' }],
  ['ambient', { profile: 'ambient' }],
  ['openshift', { global: { platform: 'openshift' } }],
  ['openshift-ambient', { profile: 'ambient', global: { platform: 'openshift' } }],
])
