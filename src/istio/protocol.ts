/**
 * The protocol that Istio takes a port to speak.
 * Source: Istio 1.30.3, pkg/config/protocol/instance.go and pkg/config/kube/conversion.go.
 */
export type Protocol =
  | 'GRPC'
  | 'GRPC-Web'
  | 'HTTP'
  | 'HTTP_PROXY'
  | 'HTTP2'
  | 'HTTPS'
  | 'TCP'
  | 'TLS'
  | 'UDP'
  | 'Mongo'
  | 'Redis'
  | 'MySQL'
  | 'UnsupportedProtocol'

const byName: ReadonlyMap<string, Protocol> = new Map<string, Protocol>([
  ['tcp', 'TCP'],
  ['udp', 'UDP'],
  ['grpc', 'GRPC'],
  ['grpc-web', 'GRPC-Web'],
  ['http', 'HTTP'],
  ['http_proxy', 'HTTP_PROXY'],
  ['http2', 'HTTP2'],
  ['https', 'HTTPS'],
  ['tls', 'TLS'],
  ['mongo', 'Mongo'],
  ['redis', 'Redis'],
  ['mysql', 'MySQL'],
])

/** The names that Kubernetes defines for `appProtocol` (conversion.go: ConvertProtocol). */
const byAppProtocol: ReadonlyMap<string, Protocol> = new Map<string, Protocol>([
  ['kubernetes.io/h2c', 'HTTP2'],
  ['kubernetes.io/ws', 'HTTP'],
  ['kubernetes.io/wss', 'HTTPS'],
])

/** Ports on which the server speaks first, so that the protocol can not be sniffed: taken as TCP unless something is said. */
const serverFirstPorts: ReadonlySet<number> = new Set([25, 53, 3306, 27017])

const httpProtocols: ReadonlySet<Protocol> = new Set<Protocol>(['HTTP', 'HTTP2', 'HTTP_PROXY', 'GRPC', 'GRPC-Web'])
const tlsProtocols: ReadonlySet<Protocol> = new Set<Protocol>(['HTTPS', 'TLS'])
const tcpProtocols: ReadonlySet<Protocol> = new Set<Protocol>(['TCP', 'HTTPS', 'TLS', 'Mongo', 'Redis', 'MySQL'])

/** A protocol by its name, whatever its case (protocol.Parse). */
export function parseProtocol(name: string): Protocol {
  return byName.get(name.toLowerCase()) ?? 'UnsupportedProtocol'
}

/** A port of a Service, as far as its protocol depends on it. */
export interface ProtocolSource {
  readonly port: number
  readonly name?: string | undefined
  readonly protocol?: string | undefined
  readonly appProtocol?: string | undefined
}

/** The protocol of a Service's port: by `appProtocol`, else by the prefix of its name; `UnsupportedProtocol` is sniffed. */
export function protocolOfPort(port: ProtocolSource): Protocol {
  if (port.protocol === 'UDP') return 'UDP'
  const named = port.appProtocol === undefined ? undefined : byAppProtocol.get(port.appProtocol)
  if (named) return named
  const name = port.appProtocol ?? port.name ?? ''
  if (name.slice(0, 8).toLowerCase() === 'grpc-web') return 'GRPC-Web'
  const protocol = parseProtocol(name.split('-', 1)[0] ?? '')
  return protocol === 'UnsupportedProtocol' && serverFirstPorts.has(port.port) ? 'TCP' : protocol
}

export function isHttp(protocol: Protocol): boolean {
  return httpProtocols.has(protocol)
}

/** Protocols that Istio handles by the TLS handshake's server name. */
export function isTls(protocol: Protocol): boolean {
  return tlsProtocols.has(protocol)
}

export function isTcp(protocol: Protocol): boolean {
  return tcpProtocols.has(protocol)
}
