import { isTrue, type JsonMap, printed } from './json.ts'
import { pasted } from './pasted.ts'
import type { ProxyRole } from './proxy-env.ts'
import { chartValueOf } from './sidecar-settings.ts'
import { chartText, chartValue, type TemplateInput, versionOf } from './template-input.ts'
import { wordAt } from './texts.ts'
import { cannotInject } from './unclear.ts'
import { userItems } from './user-volumes.ts'

const when = (condition: boolean, ...items: readonly JsonMap[]): readonly JsonMap[] => (condition ? items : [])

function isGke(input: TemplateInput): boolean {
  return chartValue(input, 'global.caName') === 'GkeWorkloadCertificate'
}

/** Whether the proxy has a token of its own: up to 1.21 only with one of the two policies. */
function hasToken(input: TemplateInput): boolean {
  return !versionOf(input).jwtPolicy || chartValue(input, 'global.jwtPolicy') === 'third-party-jwt'
}

function byKubernetes(input: TemplateInput, role: ProxyRole): boolean {
  const isRead = versionOf(input).kubernetesCertificate && role === 'sidecar'
  return isRead && chartValue(input, 'global.pilotCertProvider') === 'kubernetes'
}

function byIstiod(input: TemplateInput): boolean {
  return chartValue(input, 'global.pilotCertProvider') === 'istiod'
}

/** The ConfigMap that the proxy's bootstrap is from, as the pod asks for it. */
export function bootstrapOverride(input: TemplateInput, role: ProxyRole): string | undefined {
  const isRead = role === 'sidecar' || (role === 'gateway' && versionOf(input).gatewayBootstrap)
  return isRead ? input.annotations.get('sidecar.istio.io/bootstrapOverride') : undefined
}

/** Where the proxy finds certificates: one volume, for Google's own authority another. */
export function certificateMount(input: TemplateInput): JsonMap {
  const mountPath = '/var/run/secrets/workload-spiffe-credentials'
  if (isGke(input)) return { name: 'gke-workload-certificate', mountPath, readOnly: true }
  return { name: 'workload-certs', mountPath }
}

/** The proxy's mounts, in order (the same files as its environment, Istio 1.30.3). */
export function proxyMounts(input: TemplateInput, role: ProxyRole): readonly JsonMap[] {
  const isGrpc = role === 'grpc-agent'
  if (role === 'sidecar' && chartValue(input, 'global.proxy.tracer') === 'lightstep')
    throw cannotInject('what the injector adds for the tracer "lightstep"', 'nothing to do: it is not simulated')
  return [
    { name: 'workload-socket', mountPath: '/var/run/secrets/workload-spiffe-uds' },
    ...when(!isGrpc, { name: 'credential-socket', mountPath: '/var/run/secrets/credential-uds' }),
    certificateMount(input),
    ...when(byIstiod(input), { name: 'istiod-ca-cert', mountPath: '/var/run/secrets/istio' }),
    ...when(byIstiod(input) && hasRevocations(input, role), {
      name: 'istio-ca-crl',
      mountPath: '/var/run/secrets/istio/crl',
    }),
    ...when(byKubernetes(input, role), { name: 'kube-ca-cert', mountPath: '/var/run/secrets/istio/kubernetes' }),
    { name: 'istio-data', mountPath: '/var/lib/istio/data' },
    ...when(bootstrapOverride(input, role) !== undefined, {
      name: 'custom-bootstrap-volume',
      mountPath: '/etc/istio/custom-bootstrap',
    }),
    { name: isGrpc ? 'istio-xds' : 'istio-envoy', mountPath: '/etc/istio/proxy' },
    ...when(hasToken(input), { name: 'istio-token', mountPath: '/var/run/secrets/tokens' }),
    ...when(isTrue(chartValue(input, 'global.mountMtlsCerts')), {
      name: 'istio-certs',
      mountPath: '/etc/certs/',
      readOnly: true,
    }),
    { name: 'istio-podinfo', mountPath: '/etc/istio/pod' },
    ...(role === 'gateway' ? [] : userItems(input, 'sidecar.istio.io/userVolumeMount')),
  ]
}

/** The volumes that come with the proxy, in order. */
export function proxyVolumes(input: TemplateInput, role: ProxyRole): readonly JsonMap[] {
  const isGrpc = role === 'grpc-agent'
  const bare = role === 'gateway' ? {} : null
  const override = bootstrapOverride(input, role)
  const isOldGateway = role === 'gateway' && !versionOf(input).gatewayBootstrap
  return [
    { name: 'workload-socket', emptyDir: isOldGateway ? {} : null },
    ...when(!isGrpc, { name: 'credential-socket', emptyDir: bare }),
    isGke(input)
      ? { name: 'gke-workload-certificate', csi: { driver: 'workloadcertificates.security.cloud.google.com' } }
      : { name: 'workload-certs', emptyDir: bare },
    ...when(override !== undefined, {
      name: 'custom-bootstrap-volume',
      configMap: { name: pasted(override ?? '') },
    }),
    { name: isGrpc ? 'istio-xds' : 'istio-envoy', emptyDir: { medium: 'Memory' } },
    { name: 'istio-data', emptyDir: {} },
    podInfo,
    ...when(hasToken(input), {
      name: 'istio-token',
      projected: { sources: [{ serviceAccountToken: tokenOf(input) }] },
    }),
    ...when(byIstiod(input), rootCertificate(input)),
    ...when(hasRevocations(input, role), revocationList(input)),
    ...when(byKubernetes(input, role), { name: 'kube-ca-cert', configMap: { name: 'kube-root-ca.crt' } }),
    ...when(isTrue(chartValue(input, 'global.mountMtlsCerts')), accountCertificates(input)),
    ...(role === 'gateway' ? [] : userItems(input, 'sidecar.istio.io/userVolume')),
  ]
}

const podInfo: JsonMap = {
  name: 'istio-podinfo',
  downwardAPI: {
    items: [
      { path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } },
      { path: 'annotations', fieldRef: { fieldPath: 'metadata.annotations' } },
    ],
  },
}

function tokenOf(input: TemplateInput): JsonMap {
  return {
    path: 'istio-token',
    expirationSeconds: 43200,
    audience: pasted(chartText(input, 'global.sds.token.aud')),
  }
}

function rootCertificate(input: TemplateInput): JsonMap {
  const { trustBundle } = versionOf(input)
  const named = trustBundle === 'named' ? chartText(input, 'global.trustBundleName') : ''
  if (
    trustBundle !== 'none' &&
    chartValueOf(input.settings, 'pilot', 'env', 'ENABLE_CLUSTER_TRUST_BUNDLE_API') === true
  ) {
    const clusterTrustBundle = { name: `istio.io:istiod-ca:${named || 'root-cert'}`, path: 'root-cert.pem' }
    const sources = trustBundle === 'named' ? [{ clusterTrustBundle }] : [{}]
    return { name: 'istiod-ca-cert', projected: { sources } }
  }
  return { name: 'istiod-ca-cert', configMap: { name: named || 'istio-ca-root-cert' } }
}

function hasRevocations(input: TemplateInput, role: ProxyRole): boolean {
  return role === 'sidecar' && versionOf(input).revocationList !== 'none'
}

/** The certificates that its authority has revoked. */
function revocationList(input: TemplateInput): JsonMap {
  const named = versionOf(input).revocationList === 'named' ? chartText(input, 'pilot.crlConfigMapName') : ''
  return { name: 'istio-ca-crl', configMap: { name: named || 'istio-ca-crl', optional: true } }
}

function accountCertificates(input: TemplateInput): JsonMap {
  const account = wordAt(input.pod, 'spec', 'serviceAccountName') || 'default'
  return { name: 'istio-certs', secret: { optional: true, secretName: `istio.${account}` } }
}

/** The chart's pull secrets; undefined where there are none. */
export function pullSecrets(input: TemplateInput): readonly JsonMap[] | undefined {
  const secrets = chartValue(input, 'global.imagePullSecrets')
  if (!Array.isArray(secrets) || secrets.length === 0) return undefined
  return secrets.map((name) => ({ name: pasted(printed(name)) }))
}
