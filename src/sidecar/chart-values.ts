import { istioVersion, minorOf, newestMinor } from '../istio/istio-versions.ts'
import type { JsonMap } from './json.ts'

/**
 * The values of Istio's chart that the sidecar depends on: manifests/charts/istio-control/istio-discovery/values.yaml, 1.31,
 * with those of earlier releases beside them. `version` is `1.31` or `1.31.2`.
 */
export function chartValues(version: string, revision: string): JsonMap {
  const { hub, minor } = istioVersion(minorOf(version) ?? newestMinor)
  const tag = minorOf(version) === minor && /^1\.\d+\.\d/.test(version) ? version : `1.${minor}.0`
  return {
    revision,
    global: { ...globalValues, hub, tag },
    gateways: { securityContext: {} },
    istio_cni: { enabled: false, chained: true },
    pilot: { cni: { enabled: false, provider: 'default' }, env: {} },
    sidecarInjectorWebhook: { rewriteAppHTTPProbe: true },
  }
}

const globalValues: JsonMap = {
  istioNamespace: 'istio-system',
  jwtPolicy: 'third-party-jwt',
  logging: { level: 'default:info' },
  pilotCertProvider: 'istiod',
  caAddress: '',
  caName: '',
  imagePullPolicy: '',
  imagePullSecrets: [],
  logAsJson: false,
  meshID: '',
  network: '',
  mountMtlsCerts: false,
  multiCluster: { clusterName: '' },
  nativeNftables: false,
  sds: { token: { aud: 'istio-ca' } },
  sts: { servicePort: 0 },
  proxy_init: { image: 'proxyv2', forceApplyIptables: false },
  proxy: {
    clusterDomain: 'cluster.local',
    componentLogLevel: 'misc:error',
    enableCoreDump: false,
    excludeIPRanges: '',
    excludeInboundPorts: '',
    excludeOutboundPorts: '',
    image: 'proxyv2',
    includeIPRanges: '*',
    includeInboundPorts: '*',
    includeOutboundPorts: '',
    logLevel: 'warning',
    outlierLogPath: '',
    privileged: false,
    readinessFailureThreshold: 4,
    readinessInitialDelaySeconds: 0,
    readinessPeriodSeconds: 15,
    resources: { limits: { cpu: '2000m', memory: '1024Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
    startupProbe: { enabled: true, failureThreshold: 600 },
    statusPort: 15020,
    tracer: 'none',
  },
}
