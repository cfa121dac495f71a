import { type IstioKey, keysOf } from './istio-key.ts'

const table = 'istio/api b8f8791, label/labels.yaml'

function on(kinds: readonly string[], names: readonly string[], more: Partial<IstioKey> = {}): readonly IstioKey[] {
  return keysOf(names, { part: 'label', on: kinds, source: table, ...more })
}

/** What becomes an endpoint, with its labels. */
const endpoints = ['Pod', 'WorkloadEntry', 'WorkloadGroup', 'ServiceEntry']
const gatewayPods = ['Pod', 'ServiceAccount', 'Deployment', 'Service']

/** The labels of Istio. */
export const knownLabels: readonly IstioKey[] = [
  ...on(['Namespace'], ['istio-injection'], { source: 'Istio 1.31, manifests/charts, mutatingwebhook.yaml' }),
  ...on(['Pod'], ['sidecar.istio.io/inject']),
  // Any resource of Istio may have it as well: each control plane reads those of its own revision.
  ...on(['Any'], ['istio.io/rev']),
  ...on(['MutatingWebhookConfiguration', 'Namespace', 'Service'], ['istio.io/tag']),
  ...on(endpoints, ['service.istio.io/canonical-name', 'service.istio.io/canonical-revision']),
  ...on(endpoints, ['service.istio.io/workload-name'], {
    since: 25,
    source: 'Istio 1.25, change notes',
  }),
  ...on(endpoints, ['topology.istio.io/cluster', 'topology.istio.io/locality']),
  ...on([...endpoints, 'Namespace', 'Service', 'Gateway'], ['topology.istio.io/network']),
  ...on([...endpoints, 'Node'], ['topology.istio.io/subzone']),
  ...on(['Service'], ['networking.istio.io/gatewayPort']),
  ...on(['ServiceEntry'], ['networking.istio.io/enable-autoallocate-ip']),
  ...on(['Pod', 'Namespace'], ['istio.io/dataplane-mode']),
  ...on(
    ['Pod', 'WorkloadEntry', 'Service', 'ServiceEntry', 'Namespace'],
    ['istio.io/use-waypoint', 'istio.io/use-waypoint-namespace'],
  ),
  ...on(
    ['Service', 'ServiceEntry', 'Namespace'],
    ['istio.io/use-waypoint-canary', 'istio.io/use-waypoint-canary-namespace'],
    { since: 32, source: 'Istio 1.32, release notes of issue 60801' },
  ),
  ...on(['Service', 'ServiceEntry', 'Namespace'], ['istio.io/ingress-use-waypoint']),
  ...on(['GatewayClass', 'Gateway'], ['istio.io/waypoint-for']),
  // Mesh-wide services: which label says so, MeshConfig.serviceScopeConfigs decides; this is the documented one.
  ...on(['Service', 'ServiceEntry', 'Namespace', 'Gateway'], ['istio.io/global'], {
    source: 'Istio 1.31, pilot/pkg/serviceregistry/kube/controller/ambient',
  }),
  ...on(['Service', 'ServiceEntry'], ['experimental.istio.io/disable-gateway-port-translation'], {
    source: 'Istio 1.31, pilot/pkg/model/gateway.go',
  }),
  ...on(['ConfigMap'], ['gateway.istio.io/defaults-for-class'], {
    source: 'Istio 1.31, pilot/pkg/config/kube/gateway/conversion.go',
  }),
  ...on(
    ['Gateway', 'Service', 'Pod', 'Deployment'],
    ['istio.io/enable-inference-extproc', 'istio.io/ignore-policy-attachment'],
    { source: 'Istio 1.31, pilot/pkg/config/kube/gateway' },
  ),
  ...internal(gatewayPods, ['gateway.istio.io/managed', 'istio.io/gateway-name']),
  ...internal(['Pod', 'WorkloadEntry'], ['security.istio.io/tlsMode', 'networking.istio.io/tunnel']),
  ...internal(['Any'], ['operator.istio.io/component', 'operator.istio.io/managed', 'operator.istio.io/version']),
  ...internal(['Service'], ['istio.io/inferencepool-name', 'istio.io/inferencepool-extension-service']),
  ...internal(['Service'], ['istio.io/inferencepool-extension-port', 'istio.io/inferencepool-extension-failure-mode']),
  ...internal(['ConfigMap', 'Secret'], ['istio.io/config', 'istio/multiCluster']),
]

function internal(kinds: readonly string[], names: readonly string[]): readonly IstioKey[] {
  return on(kinds, names, { internal: true, source: 'Istio 1.31, pilot/pkg and istioctl/pkg' })
}
