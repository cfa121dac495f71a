import { SourceFile } from '../base/source-file.ts'
import { plainData } from '../base/tree.ts'
import { goQuote } from '../kube/go-text.ts'
import type { TextError } from '../yaml/document.ts'
import { readText } from '../yaml/read-text.ts'
import { multiError } from './multi-error.ts'
import { proxyConfigFields } from './proto-fields.ts'
import { type Json, type ProtoMessage, type ProtoValue, readMessage } from './proto-json.ts'
import { portError, proxyAddressError } from './proxy-address.ts'
import { tlsErrors } from './tls-settings.ts'

/** What stands in the default `ProxyConfig` and is checked: pkg/config/mesh, DefaultProxyConfig, Istio 1.30. */
const defaults: ProtoMessage = new Map<string, ProtoValue>([
  ['config_path', './etc/istio/proxy'],
  ['binary_path', '/usr/local/bin/envoy'],
  ['drain_duration', 45_000_000_000n],
  ['discovery_address', 'istiod.istio-system.svc:15012'],
  ['proxy_admin_port', 15000],
  ['control_plane_auth_policy', 1],
  ['status_port', 15020],
])

const nothing: ProtoMessage = new Map()

/** What istiod says against a value of `proxy.istio.io/config`: validateProxyConfig, pkg/kube/inject/validate.go. */
export function proxyConfigError(text: string): string | undefined {
  const read = readYaml(text)
  const applied = 'error' in read ? read : readMessage(read.json, proxyConfigFields)
  if (applied.error !== undefined) return `failed to convert to apply proxy config: ${applied.error}`
  const errors = configErrors(new Map([...defaults, ...applied.message]))
  return errors.length === 0 ? undefined : multiError(errors)
}

/** The first document of a text; what stands behind it is not looked at. */
function readYaml(text: string): { readonly json: Json } | { readonly error: string } {
  const { documents, errors } = readText(new SourceFile('annotation', text.replace(/^\ufeff/, '')))
  const [first] = documents
  const [error] = errors
  if (error && (!first || error.span.start < first.span.start)) return { error: yamlError(error, text) }
  // The body is plain: nothing laid holes into it.
  return { json: first?.root ? (plainData(first.root) as Json) : null }
}

/** Errors of go.yaml.in/yaml v2 for which the reader has words of its own. */
const yamlErrors: readonly (readonly [RegExp, string])[] = [
  [/^found the character U\+FFFD/, 'yaml: invalid leading UTF-8 octet'],
  [/^found the character/, 'yaml: control characters are not allowed'],
  [/^found ":" where no key can end/, 'yaml: mapping values are not allowed in this context'],
  [/^found ".*", which can not begin a value|where a value must stand$/, 'yaml: did not find expected node content'],
]

function yamlError({ message, span }: TextError, text: string): string {
  if (message === 'a number must be finite') {
    const written = text.slice(span.start, span.end).toLowerCase()
    const value = written.endsWith('nan') ? 'NaN' : written.startsWith('-') ? '-Inf' : '+Inf'
    return `json: unsupported value: ${value}`
  }
  return yamlErrors.find(([pattern]) => pattern.test(message))?.[1] ?? `yaml: ${message}`
}

function textIn(message: ProtoMessage, field: string): string {
  const value = message.get(field)
  return typeof value === 'string' ? value : ''
}

function numberIn(message: ProtoMessage, field: string): number {
  const value = message.get(field)
  return typeof value === 'number' ? value : 0
}

function messageIn(message: ProtoMessage, field: string): ProtoMessage | undefined {
  const value: ProtoValue | undefined = message.get(field)
  return isMessage(value) ? value : undefined
}

function isMessage(value: ProtoValue | undefined): value is ProtoMessage {
  return value instanceof Map
}

function prefixed(prefix: string, errors: readonly (string | undefined)[]): readonly string[] {
  return errors.flatMap((error) => (error === undefined ? [] : [`${prefix} ${error}`]))
}

/** `ValidateMeshConfigProxyConfig`, pkg/config/validation/agent/validation.go, Istio 1.30, in its order. */
function configErrors(config: ProtoMessage): readonly string[] {
  const discovery = textIn(config, 'discovery_address')
  return [
    ...(textIn(config, 'config_path') ? [] : ['config path must be set']),
    ...(textIn(config, 'binary_path') ? [] : ['binary path must be set']),
    ...clusterNameErrors(config),
    ...drainErrors(config),
    ...(discovery
      ? prefixed('invalid discovery address:', [proxyAddressError(discovery)])
      : ['discovery address must be set to the proxy discovery service']),
    ...tracingErrors(messageIn(config, 'tracing') ?? nothing),
    ...addressErrors('statsd udp address', textIn(config, 'statsd_udp_address')),
    ...addressErrors('envoy metrics service address', textIn(config, 'envoy_metrics_service_address')),
    ...addressErrors(
      'envoy metrics service address',
      textIn(messageIn(config, 'envoy_metrics_service') ?? nothing, 'address'),
    ),
    ...addressErrors(
      'envoy access log service address',
      textIn(messageIn(config, 'envoy_access_log_service') ?? nothing, 'address'),
    ),
    ...prefixed('invalid proxy admin port:', [portError(numberIn(config, 'proxy_admin_port'))]),
    ...policyErrors(numberIn(config, 'control_plane_auth_policy')),
    ...prefixed('invalid status port:', [portError(numberIn(config, 'status_port'))]),
    ...keyProviderErrors(messageIn(config, 'private_key_provider')),
  ]
}

/** A `tracingServiceName` takes the place of the cluster's name. */
function clusterNameErrors(config: ProtoMessage): readonly string[] {
  if (config.get('tracing_service_name') !== undefined || config.get('service_cluster') !== '') return []
  return ['service cluster must be specified']
}

const millisecond = 1_000_000n
const second = 1_000_000_000n

function drainErrors(config: ProtoMessage): readonly string[] {
  const drain = config.get('drain_duration')
  const nanos = typeof drain === 'bigint' ? drain : 0n
  if (nanos < millisecond) return ['invalid drain duration: duration must be greater than 1ms']
  if (nanos % millisecond !== 0n) return ['invalid drain duration: only durations to ms precision are supported']
  return nanos % second === 0n ? [] : ['drain time only supports durations to seconds precision']
}

function addressErrors(what: string, address: string): readonly string[] {
  return address ? prefixed(`invalid ${what} ${goQuote(address)}:`, [proxyAddressError(address)]) : []
}

/** Of several tracers the last in the definition's order is the one that is set. */
function tracingErrors(tracing: ProtoMessage): readonly string[] {
  const tracers = ['zipkin', 'lightstep', 'datadog', 'stackdriver', 'open_census_agent']
  const chosen = tracers.findLast((tracer) => tracing.get(tracer) !== undefined) ?? ''
  const tracer = messageIn(tracing, chosen) ?? nothing
  const address = textIn(tracer, 'address')
  const isLocal = chosen === 'zipkin' || chosen === 'datadog'
  const errors = isLocal
    ? [proxyAddressError(address.replace('$(HOST_IP)', '127.0.0.1'))]
    : chosen === 'lightstep'
      ? lightstepErrors(address, textIn(tracer, 'access_token'))
      : []
  const tls = messageIn(tracing, 'tls_settings')
  return [
    ...prefixed(`invalid ${chosen} config:`, errors),
    ...prefixed('invalid tracing TLS config:', tls ? tlsErrors(tls) : []),
  ]
}

function lightstepErrors(address: string, token: string): readonly string[] {
  return [
    ...(address ? [] : ['address is required']),
    ...prefixed('invalid lightstep address:', [proxyAddressError(address)]),
    ...(token ? [] : ['access token is required']),
  ]
}

function policyErrors(policy: number): readonly string[] {
  if (policy === 0 || policy === 1) return []
  const shown = policy === 1000 ? 'INHERIT' : String(policy)
  return [`invalid authentication policy: unrecognized control plane auth policy ${goQuote(shown)}`]
}

function keyProviderErrors(provider: ProtoMessage | undefined): readonly string[] {
  if (!provider) return []
  const chosen = messageIn(provider, 'qat') ?? messageIn(provider, 'cryptomb')
  const prefix = 'invalid private key provider configuration:'
  if (!chosen)
    return prefixed(prefix, ['private key provider configuration is required', 'unknown private key provider'])
  if (chosen.get('poll_delay') === undefined) return [`${prefix} pollDelay is required`]
  return chosen.get('poll_delay') === 0n ? [`${prefix} pollDelay must be non zero`] : []
}
