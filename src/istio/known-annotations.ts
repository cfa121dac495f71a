import { type IstioKey, keysOf } from './istio-key.ts'

const table = 'istio/api b8f8791, annotation/annotations.yaml'
const formerTable = 'istio/api e5279d7, annotation/annotations.yaml, Istio 1.4'
const template = 'Istio 1.31, manifests/charts/istio-control/istio-discovery/files/injection-template.yaml'

function notes(minor: number, about = 'change notes'): string {
  return `Istio 1.${minor}, ${about}`
}

function onPods(names: readonly string[], more: Partial<IstioKey> = {}): readonly IstioKey[] {
  return keysOf(names, { part: 'annotation', on: ['Pod'], source: table, ...more })
}

function on(kinds: readonly string[], names: readonly string[], more: Partial<IstioKey> = {}): readonly IstioKey[] {
  return keysOf(names, { part: 'annotation', on: kinds, source: table, ...more })
}

const inConfig = (field: string): { readonly by: string } => ({ by: `${field} in annotation "proxy.istio.io/config"` })

const ofSidecars: readonly IstioKey[] = [
  ...onPods([
    'sidecar.istio.io/agentLogLevel',
    'sidecar.istio.io/bootstrapOverride',
    'sidecar.istio.io/componentLogLevel',
    'sidecar.istio.io/interceptionMode',
    'sidecar.istio.io/logLevel',
    'sidecar.istio.io/proxyCPU',
    'sidecar.istio.io/proxyCPULimit',
    'sidecar.istio.io/proxyImage',
    'sidecar.istio.io/proxyImageType',
    'sidecar.istio.io/proxyMemory',
    'sidecar.istio.io/proxyMemoryLimit',
    'sidecar.istio.io/rewriteAppHTTPProbers',
    'sidecar.istio.io/statsHistogramBins',
    'sidecar.istio.io/statsHistogramBuckets',
    'sidecar.istio.io/userVolume',
    'sidecar.istio.io/userVolumeMount',
    'inject.istio.io/templates',
    'prometheus.istio.io/merge-metrics',
    'proxy.istio.io/config',
  ]),
  ...onPods([
    'status.sidecar.istio.io/port',
    'readiness.status.sidecar.istio.io/applicationPorts',
    'readiness.status.sidecar.istio.io/failureThreshold',
    'readiness.status.sidecar.istio.io/initialDelaySeconds',
    'readiness.status.sidecar.istio.io/periodSeconds',
    'traffic.sidecar.istio.io/excludeInboundPorts',
    'traffic.sidecar.istio.io/excludeInterfaces',
    'traffic.sidecar.istio.io/excludeOutboundIPRanges',
    'traffic.sidecar.istio.io/excludeOutboundPorts',
    'traffic.sidecar.istio.io/includeInboundPorts',
    'traffic.sidecar.istio.io/includeOutboundIPRanges',
    'traffic.sidecar.istio.io/includeOutboundPorts',
  ]),
  // Read by the template alone: the table does not have it.
  ...onPods(['sidecar.istio.io/capNetBindService'], { source: template }),
  ...onPods(['sidecar.istio.io/nativeSidecar'], { since: 24, source: notes(24) }),
  ...onPods(['istio.io/reroute-virtual-interfaces'], { since: 25, source: notes(25) }),
  ...onPods(['sidecar.istio.io/statsEvictionInterval', 'sidecar.istio.io/statsFlushInterval'], {
    since: 28,
    source: notes(28),
  }),
  ...onPods(['prometheus.istio.io/scrape-targets'], { since: 31, source: notes(31) }),
  ...onPods(['prometheus.istio.io/secure-port', 'prometheus.istio.io/secure-envoy-port'], {
    source: 'Istio 1.31, samples/addons/extras/prometheus-secure-metrics.yaml',
  }),
]

const replaced: readonly IstioKey[] = [
  ...onPods(['sidecar.istio.io/inject'], { replaced: { by: 'the label of that name' } }),
  // istio-agent still reads it: pkg/istio-agent/config, applyAnnotations.
  ...onPods(['sidecar.istio.io/discoveryAddress'], { replaced: inConfig('discoveryAddress') }),
  ...onPods(['sidecar.istio.io/statsInclusionPrefixes'], { replaced: inConfig('proxyStatsMatcher.inclusionPrefixes') }),
  ...onPods(['sidecar.istio.io/statsInclusionSuffixes'], { replaced: inConfig('proxyStatsMatcher.inclusionSuffixes') }),
  ...onPods(['sidecar.istio.io/statsInclusionRegexps'], { replaced: inConfig('proxyStatsMatcher.inclusionRegexps') }),
  ...onPods(['sidecar.istio.io/extraStatTags'], { replaced: inConfig('extraStatTags') }),
  ...onPods(['sidecar.istio.io/statsCompression'], {
    replaced: { ...inConfig('statsCompression'), since: 29 },
    source: notes(29),
  }),
  ...onPods(['traffic.sidecar.istio.io/kubevirtInterfaces'], {
    replaced: { by: 'annotation "istio.io/reroute-virtual-interfaces"', since: 25 },
    source: notes(25),
  }),
]

const ofServicesAndGateways: readonly IstioKey[] = [
  ...on(
    ['Service'],
    [
      'networking.istio.io/exportTo',
      'alpha.istio.io/canonical-serviceaccounts',
      'alpha.istio.io/kubernetes-serviceaccounts',
      'traffic.istio.io/nodeSelector',
    ],
  ),
  ...on(['Namespace', 'Service', 'ServiceEntry'], ['networking.istio.io/traffic-distribution'], {
    since: 24,
    source: notes(24),
  }),
  ...on(['ServiceEntry'], ['istio.io/connect-strategy'], { since: 30, source: notes(30) }),
  ...on(['Namespace', 'Service', 'ServiceEntry'], ['istio.io/use-waypoint-canary-weight'], {
    since: 32,
    source: notes(32),
  }),
  ...on(
    ['Gateway'],
    ['gateway.istio.io/name-override', 'gateway.istio.io/service-account', 'networking.istio.io/service-type'],
  ),
  ...on(['Gateway'], ['networking.istio.io/address-type'], {
    source: 'Istio 1.31, pilot/pkg/config/kube/gateway/conversion.go',
  }),
  ...on(['Gateway', 'GatewayClass'], ['ambient.istio.io/waypoint-inbound-binding']),
  ...on(['Gateway', 'GatewayClass'], ['gateway.istio.io/alias-for', 'istio.io/for-service-account'], {
    source: 'Istio 1.20, pilot/pkg/config/kube/gateway/conversion.go',
  }),
  ...on(['AuthorizationPolicy'], ['istio.io/dry-run']),
  ...on(['Namespace'], ['topology.istio.io/controlPlaneClusters']),
  ...on(['Secret'], ['networking.istio.io/cluster'], { source: 'Istio 1.31, istioctl/pkg/multicluster' }),
  ...on(['Any'], ['galley.istio.io/analyze-suppress']),
]

const ofAmbientPods: readonly IstioKey[] = [
  ...onPods(['ambient.istio.io/bypass-inbound-capture'], { since: 24, source: notes(24) }),
  ...onPods(['ambient.istio.io/dns-capture'], { since: 25, source: notes(25) }),
  // A label from 1.22 on.
  ...on(['Pod', 'Service', 'Namespace'], ['istio.io/use-waypoint'], {
    until: 22,
    replaced: { by: 'the label of that name' },
    source: notes(21),
  }),
]

const internal: readonly IstioKey[] = [
  ...onPods(['sidecar.istio.io/status', 'proxy.istio.io/overrides', 'istio.io/rev', 'ambient.istio.io/redirection'], {
    internal: true,
  }),
  ...on(
    ['WorkloadEntry'],
    [
      'istio.io/autoRegistrationGroup',
      'istio.io/connectedAt',
      'istio.io/disconnectedAt',
      'istio.io/workloadController',
    ],
    { internal: true },
  ),
  ...on(['Any'], ['gateway.istio.io/controller-version'], { internal: true }),
  ...on(
    ['Any'],
    [
      'install.operator.istio.io/chart-owner',
      'install.operator.istio.io/owner-generation',
      'install.operator.istio.io/version',
      'alpha.istio.io/identity',
    ],
    { internal: true, source: formerTable },
  ),
]

const removed: readonly IstioKey[] = [
  ...onPods(['sidecar.istio.io/enableCoreDump'], { until: 24, source: notes(24) }),
  // Mixer was removed in Istio 1.8, the policy of its control plane's connection with 1.20's table.
  ...onPods(
    [
      'policy.istio.io/check',
      'policy.istio.io/checkBaseRetryWaitTime',
      'policy.istio.io/checkMaxRetryWaitTime',
      'policy.istio.io/checkRetries',
      'policy.istio.io/lang',
    ],
    { until: 8, source: formerTable },
  ),
  ...onPods(['sidecar.istio.io/controlPlaneAuthPolicy', 'security.istio.io/autoMTLS'], {
    until: 20,
    source: formerTable,
  }),
]

/** The annotations of Istio, by what reads them. */
export const knownAnnotations: readonly IstioKey[] = [
  ...ofSidecars,
  ...replaced,
  ...ofServicesAndGateways,
  ...ofAmbientPods,
  ...internal,
  ...removed,
]
