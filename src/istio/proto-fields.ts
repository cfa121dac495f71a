/** A type of protocol buffers as its JSON form is read; wrappers (`Int32Value`) are read as what they wrap. */
export type ProtoType =
  | 'string'
  | 'bool'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'double'
  | 'duration'
  | { readonly enum: string; readonly values: ReadonlyMap<string, number> }
  | { readonly message: ProtoFields }
  | { readonly list: ProtoType }
  | { readonly map: ProtoType }

/** Fields by their name in the definition, in its order. */
export type ProtoFields = Readonly<Record<string, ProtoType>>

function enumOf(name: string, ...values: readonly string[]): ProtoType {
  return { enum: name, values: new Map(values.map((value, index) => [value, index])) }
}

const strings: ProtoType = { list: 'string' }

const tlsSettings: ProtoType = {
  message: {
    mode: enumOf('istio.networking.v1alpha3.ClientTLSSettings.TLSmode', 'DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL'),
    client_certificate: 'string',
    private_key: 'string',
    ca_certificates: 'string',
    credential_name: 'string',
    subject_alt_names: strings,
    sni: 'string',
    insecure_skip_verify: 'bool',
    ca_crl: 'string',
  },
}

const remoteService: ProtoType = {
  message: {
    address: 'string',
    tls_settings: tlsSettings,
    tcp_keepalive: { message: { probes: 'uint32', time: 'duration', interval: 'duration' } },
  },
}

const traceContext = enumOf(
  'istio.mesh.v1alpha1.Tracing.OpenCensusAgent.TraceContext',
  'UNSPECIFIED',
  'W3C_TRACE_CONTEXT',
  'GRPC_BIN',
  'CLOUD_TRACE_CONTEXT',
  'B3',
)

const tracing: ProtoType = {
  message: {
    zipkin: { message: { address: 'string' } },
    lightstep: { message: { address: 'string', access_token: 'string' } },
    datadog: { message: { address: 'string' } },
    stackdriver: {
      message: {
        debug: 'bool',
        max_number_of_attributes: 'int64',
        max_number_of_annotations: 'int64',
        max_number_of_message_events: 'int64',
      },
    },
    open_census_agent: { message: { address: 'string', context: { list: traceContext } } },
    custom_tags: {
      map: {
        message: {
          literal: { message: { value: 'string' } },
          environment: { message: { name: 'string', default_value: 'string' } },
          header: { message: { name: 'string', default_value: 'string' } },
        },
      },
    },
    max_path_tag_length: 'uint32',
    sampling: 'double',
    tls_settings: tlsSettings,
    enable_istio_tags: 'bool',
  },
}

const certDetails = enumOf(
  'istio.mesh.v1alpha1.ForwardClientCertDetails',
  'UNDEFINED',
  'SANITIZE',
  'FORWARD_ONLY',
  'APPEND_FORWARD',
  'SANITIZE_SET',
  'ALWAYS_FORWARD_ONLY',
)

const disabled: ProtoType = { message: { disabled: 'bool' } }
const enabled: ProtoType = { message: { enabled: 'bool' } }

const proxyHeaders: ProtoType = {
  message: {
    forwarded_client_cert: certDetails,
    set_current_client_cert_details: {
      message: { subject: 'bool', cert: 'bool', chain: 'bool', dns: 'bool', uri: 'bool' },
    },
    request_id: disabled,
    server: { message: { disabled: 'bool', value: 'string' } },
    attempt_count: disabled,
    envoy_debug_headers: disabled,
    metadata_exchange_headers: {
      message: {
        mode: enumOf('istio.mesh.v1alpha1.ProxyConfig.ProxyHeaders.MetadataExchangeMode', 'UNDEFINED', 'IN_MESH'),
      },
    },
    preserve_http1_header_case: 'bool',
    x_forwarded_host: enabled,
    x_forwarded_port: enabled,
  },
}

const readinessProbe: ProtoType = {
  message: {
    initial_delay_seconds: 'int32',
    timeout_seconds: 'int32',
    period_seconds: 'int32',
    success_threshold: 'int32',
    failure_threshold: 'int32',
    http_get: {
      message: {
        path: 'string',
        port: 'uint32',
        host: 'string',
        scheme: 'string',
        http_headers: { list: { message: { name: 'string', value: 'string' } } },
      },
    },
    tcp_socket: { message: { host: 'string', port: 'uint32' } },
    exec: { message: { command: strings } },
    grpc: { message: { port: 'uint32', service: 'string' } },
  },
}

const pollDelay: ProtoType = { message: { poll_delay: 'duration', fallback: 'bool' } }

/** `ProxyConfig`: istio/api mesh/v1alpha1/proxy.proto, Istio 1.30. */
export const proxyConfigFields: ProtoFields = {
  config_path: 'string',
  binary_path: 'string',
  service_cluster: 'string',
  tracing_service_name: enumOf(
    'istio.mesh.v1alpha1.ProxyConfig.TracingServiceName',
    'APP_LABEL_AND_NAMESPACE',
    'CANONICAL_NAME_ONLY',
    'CANONICAL_NAME_AND_NAMESPACE',
  ),
  drain_duration: 'duration',
  discovery_address: 'string',
  statsd_udp_address: 'string',
  envoy_metrics_service_address: 'string',
  proxy_admin_port: 'int32',
  availability_zone: 'string',
  control_plane_auth_policy: {
    enum: 'istio.mesh.v1alpha1.AuthenticationPolicy',
    values: new Map([
      ['NONE', 0],
      ['MUTUAL_TLS', 1],
      ['INHERIT', 1000],
    ]),
  },
  custom_config_file: 'string',
  stat_name_length: 'int32',
  concurrency: 'int32',
  proxy_bootstrap_template_path: 'string',
  interception_mode: enumOf('istio.mesh.v1alpha1.ProxyConfig.InboundInterceptionMode', 'REDIRECT', 'TPROXY', 'NONE'),
  tracing,
  envoy_access_log_service: remoteService,
  envoy_metrics_service: remoteService,
  proxy_metadata: { map: 'string' },
  runtime_values: { map: 'string' },
  status_port: 'int32',
  extra_stat_tags: strings,
  gateway_topology: {
    message: {
      num_trusted_proxies: 'uint32',
      forward_client_cert_details: certDetails,
      proxy_protocol: { message: {} },
    },
  },
  termination_drain_duration: 'duration',
  mesh_id: 'string',
  readiness_probe: readinessProbe,
  proxy_stats_matcher: {
    message: { inclusion_prefixes: strings, inclusion_suffixes: strings, inclusion_regexps: strings },
  },
  hold_application_until_proxy_starts: 'bool',
  ca_certificates_pem: strings,
  image: { message: { image_type: 'string' } },
  private_key_provider: { message: { cryptomb: pollDelay, qat: pollDelay } },
  proxy_headers: proxyHeaders,
  file_flush_interval: 'duration',
  file_flush_min_size_kb: 'uint32',
  stats_compression: 'bool',
}
