import { goJson } from './go-json.ts'
import { isMap, type Json, type JsonMap, jsonAt, printed } from './json.ts'
import { pasted, quoted } from './pasted.ts'
import { proxyConfigJson, proxyMetadata, readYaml } from './proxy-config.ts'
import { bootstrapOverride } from './proxy-volumes.ts'
import { resourceAttributes } from './resource-attributes.ts'
import {
  chartText,
  chartValue,
  interceptionMode,
  ownContainers,
  type TemplateInput,
  versionOf,
} from './template-input.ts'
import { itemsAt } from './texts.ts'
import { cannotInject, orHidden, shown } from './unclear.ts'

type Env = readonly JsonMap[]

const one = (name: string, value: Json): JsonMap => ({ name, value })
const field = (name: string, fieldPath: string): JsonMap => ({ name, valueFrom: { fieldRef: { fieldPath } } })
const when = (condition: boolean, ...env: Env): Env => (condition ? env : [])

/** Which proxy the environment is of: each has its own order. */
export type ProxyRole = 'sidecar' | 'gateway' | 'grpc-agent'

/**
 * The environment of the proxy, in order (files/injection-template.yaml, gateway-injection-template.yaml and
 * grpc-agent.yaml of manifests/charts/istio-control/istio-discovery, Istio 1.30.3).
 */
export function proxyEnv(input: TemplateInput, role: ProxyRole): Env {
  const isGrpc = role === 'grpc-agent'
  const containers = one(
    'ISTIO_META_APP_CONTAINERS',
    orHidden(() => quoted(ownContainers(input).join(','))),
  )
  const { divisor, goMaxProcs, jwtPolicy } = versionOf(input)
  const limit = (name: string, resource: string): JsonMap => ({
    name,
    valueFrom: { resourceFieldRef: { resource, divisor } },
  })
  const processors = goMaxProcs ? [limit('GOMAXPROCS', 'limits.cpu')] : []
  const limits = isGrpc ? [] : [limit('GOMEMLIMIT', 'limits.memory'), ...processors, ...complianceEnv(input)]
  return [
    ...when(isGrpc, one('ISTIO_META_GENERATOR', 'grpc'), one('OUTPUT_CERTS', '/var/lib/istio/data')),
    ...when(role !== 'gateway' && asksLocalhost(input), one('REWRITE_PROBE_LEGACY_LOCALHOST_DESTINATION', 'true')),
    ...when(jwtPolicy, one('JWT_POLICY', pasted(chartText(input, 'global.jwtPolicy')))),
    one('PILOT_CERT_PROVIDER', pasted(chartText(input, 'global.pilotCertProvider'))),
    one('CA_ADDR', pasted(certificateAuthority(input))),
    field('POD_NAME', 'metadata.name'),
    field('POD_NAMESPACE', 'metadata.namespace'),
    field('INSTANCE_IP', 'status.podIP'),
    field('SERVICE_ACCOUNT', 'spec.serviceAccountName'),
    field('HOST_IP', 'status.hostIP'),
    ...when(!isGrpc, limit('ISTIO_CPU_LIMIT', 'limits.cpu')),
    one('PROXY_CONFIG', `${proxyConfigJson(input.proxyConfig)}\n`),
    one(
      'ISTIO_META_POD_PORTS',
      orHidden(() => podPorts(input)),
    ),
    ...(role === 'gateway' ? [...limits, containers] : [containers, ...limits]),
    ...metaEnv(input, role),
    ...proxyMetadata(input.proxyConfig).map(([name, value]) => one(name, quoted(value))),
    ...when(isGrpc, one('ISTIO_META_DNS_CAPTURE', 'false'), one('DISABLE_ENVOY', 'true')),
  ]
}

/** Whether the application's probes are asked on localhost, as before Istio 1.10. */
function asksLocalhost(input: TemplateInput): boolean {
  const { mesh } = input.settings
  if (versionOf(input).localhostProbes === 'mesh')
    return shown(jsonAt(shown(mesh.inboundTrafficPolicy), 'mode')) === 'LOCALHOST'
  return String(chartValue(input, 'pilot.env.PILOT_ENABLE_INBOUND_PASSTHROUGH') ?? 'true') === 'false'
}

/** What istiod's own environment demands of cryptography. */
function complianceEnv(input: TemplateInput): Env {
  const policy = String(chartValue(input, 'pilot.env.COMPLIANCE_POLICY') ?? '')
  const isFips = policy === 'fips-140-3' && versionOf(input).goFips
  return [
    ...when(policy !== '', one('COMPLIANCE_POLICY', quoted(policy))),
    ...when(isFips, one('GODEBUG', 'fips140=only')),
  ]
}

function certificateAuthority(input: TemplateInput): string {
  const address = chartText(input, 'global.caAddress')
  if (address !== '') return address
  const revision = chartText(input, 'revision')
  const suffix = revision === '' ? '' : `-${revision}`
  return `istiod${suffix}.${chartText(input, 'global.istioNamespace')}.svc:15012`
}

/** The ports of all containers, one on each line. */
function podPorts(input: TemplateInput): string {
  const ports = itemsAt(input.pod, 'spec', 'containers').flatMap((container) => itemsAt(container, 'ports'))
  const lines = ports.map((port, index) => `\n    ${index === 0 ? '' : ','}${goJson(port, 'ports')}`)
  return `[${lines.join('')}\n]`
}

/** Who the proxy is, for the control plane. */
function metaEnv(input: TemplateInput, role: ProxyRole): Env {
  const { annotations, proxyConfig } = input
  const network = chartText(input, 'global.network')
  const cluster = chartText(input, 'global.multiCluster.clusterName') || 'Kubernetes'
  const own = role === 'sidecar' ? annotations.get('sidecar.istio.io/interceptionMode') : undefined
  const mode = own || (role === 'sidecar' ? interceptionMode(input) : printed(proxyConfig.interceptionMode))
  return [
    one('ISTIO_META_CLUSTER_ID', quoted(cluster)),
    field('ISTIO_META_NODE_NAME', 'spec.nodeName'),
    ...when(role !== 'grpc-agent', one('ISTIO_META_INTERCEPTION_MODE', quoted(mode))),
    ...when(network !== '', one('ISTIO_META_NETWORK', quoted(network))),
    ...filled('ISTIO_META_WORKLOAD_NAME', () => quoted(workloadName(input, role))),
    ...filled('ISTIO_META_OWNER', () => pasted(ownerUrl(input))),
    ...when(
      bootstrapOverride(input, role) !== undefined,
      one('ISTIO_BOOTSTRAP_OVERRIDE', '/etc/istio/custom-bootstrap/custom_bootstrap.json'),
    ),
    ...meshEnv(input),
    ...(role === 'sidecar' ? [...datadogEnv(input), ...resourceAttributes(input)] : []),
  ]
}

/** A variable that is there where it has a value. */
function filled(name: string, make: () => Json): Env {
  const value = orHidden(make)
  return when(value !== '', one(name, value))
}

function workloadName(input: TemplateInput, role: ProxyRole): string {
  const isRead = role === 'sidecar' && versionOf(input).workloadNameLabel
  const labelled = isRead ? input.labels.get('service.istio.io/workload-name') : undefined
  return labelled || input.workload().name
}

function ownerUrl({ workload, namespace }: TemplateInput): string {
  const { apiVersion, kind, name } = workload()
  return `kubernetes://apis/${apiVersion}/namespaces/${namespace()}/${kind.toLowerCase()}s/${name}`
}

function meshEnv(input: TemplateInput): Env {
  const domain = printed(shown(input.settings.mesh.trustDomain) ?? '') || chartText(input, 'global.trustDomain')
  const mesh = chartText(input, 'global.meshID') || domain
  return [
    ...when(mesh !== '', one('ISTIO_META_MESH_ID', quoted(mesh))),
    ...when(domain !== '', one('TRUST_DOMAIN', quoted(domain))),
  ]
}

/** Only with the chart's tracer "datadog". */
function datadogEnv(input: TemplateInput): Env {
  const text = input.annotations.get('apm.datadoghq.com/env')
  if (chartValue(input, 'global.proxy.tracer') !== 'datadog' || text === undefined) return []
  const env = readYaml(text, 'annotation "apm.datadoghq.com/env"')
  if (!isMap(env)) throw cannotInject('what annotation "apm.datadoghq.com/env" says', 'write a JSON object')
  const entries = Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([name, value]) => one(name, quoted(printed(value))))
}
