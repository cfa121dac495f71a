import type { DataMap } from '../base/data-node.ts'

const globalValues: DataMap = {
  istioNamespace: 'istio-system',
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
    autoInject: 'enabled',
    clusterDomain: 'cluster.local',
    componentLogLevel: 'misc:error',
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

/**
 * The values of Istio's chart that anything here depends on, without the hub and version of the images:
 * manifests/charts/istio-control/istio-discovery/values.yaml, 1.31.
 */
export const chartDefaults = {
  revision: '',
  revisionTags: [],
  configMap: true,
  cni: { enabled: false, provider: 'default' },
  env: {},
  gateways: { securityContext: {} },
  global: globalValues,
  istiodRemote: { enabled: false, injectionURL: '', injectionPath: '/inject' },
  meshConfig: { enablePrometheusMerge: true },
  sidecarInjectorWebhook: {
    neverInjectSelector: [],
    alwaysInjectSelector: [],
    injectedAnnotations: {},
    enableNamespacesByDefault: false,
    reinvocationPolicy: 'Never',
    rewriteAppHTTPProbe: true,
    templates: {},
    defaultTemplates: [],
  },
} as const satisfies DataMap
