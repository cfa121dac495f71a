/**
 * The ports that the sidecar listens on. Sources: Istio 1.31, tools/packaging/common/envoy_bootstrap.json (15000, 15021,
 * 15090), pilot/pkg/networking/core/listener_builder.go (15001, 15006), pilot/cmd/pilot-agent/status/server.go (15020),
 * pilot/pkg/model/listener.go (15008), pkg/dns/client (15053), tools/istio-iptables/pkg/capture/run.go.
 */
export interface ReservedPort {
  readonly port: number
  readonly protocols: readonly ('TCP' | 'UDP')[]
  /** What listens there, as a noun phrase: `Envoy's admin interface`. */
  readonly listener: string
  /** The address that it listens on; undefined stands for all of the pod. */
  readonly address?: string
  /** The setting with which it listens; absent where it always does. */
  readonly onlyWith?: ReservedPortSetting
  /** What breaks when another container of the pod listens there, as a sentence. */
  readonly consequence: string
  /** Whether traffic from outside the pod to this port passes the sidecar by. */
  readonly bypassesSidecar: boolean
}

/** A key of the proxy's metadata that opens a port when it is `"true"`. */
export type ReservedPortSetting = 'ISTIO_META_ENABLE_HBONE' | 'ISTIO_META_DNS_CAPTURE'

const oneFails = 'The two can not share the port: the one that starts second fails to listen.'

/** Port by port; nothing listens on 15002, 15004 and 15009, and 15010, 15012, 15014, 15017 are istiod's, in pods of its own. */
export const reservedPorts: readonly ReservedPort[] = [
  {
    port: 15000,
    protocols: ['TCP'],
    listener: "Envoy's admin interface",
    address: '127.0.0.1',
    consequence: oneFails,
    bypassesSidecar: false,
  },
  {
    port: 15001,
    protocols: ['TCP'],
    listener: "Envoy's listener for outbound traffic",
    consequence: `${oneFails} Without this listener nothing that the pod sends arrives.`,
    bypassesSidecar: false,
  },
  {
    port: 15006,
    protocols: ['TCP'],
    listener: "Envoy's listener for inbound traffic",
    consequence: `${oneFails} Without this listener nothing that is sent to the pod arrives.`,
    bypassesSidecar: false,
  },
  {
    port: 15008,
    protocols: ['TCP'],
    listener: "Envoy's HBONE tunnel",
    onlyWith: 'ISTIO_META_ENABLE_HBONE',
    consequence: oneFails,
    bypassesSidecar: true,
  },
  {
    port: 15020,
    protocols: ['TCP'],
    listener: "the Istio agent's status server",
    consequence: `${oneFails} Without the status server rewritten probes and merged metrics fail.`,
    bypassesSidecar: true,
  },
  {
    port: 15021,
    protocols: ['TCP'],
    listener: "Envoy's health check",
    consequence: `${oneFails} Without the health check the pod does not become ready.`,
    bypassesSidecar: true,
  },
  {
    port: 15053,
    protocols: ['TCP', 'UDP'],
    listener: "the Istio agent's DNS proxy",
    address: '127.0.0.1',
    onlyWith: 'ISTIO_META_DNS_CAPTURE',
    consequence: `${oneFails} Without the DNS proxy the pod resolves no names.`,
    bypassesSidecar: false,
  },
  {
    port: 15090,
    protocols: ['TCP'],
    listener: "Envoy's Prometheus metrics",
    consequence: `${oneFails} Without this listener Envoy has no metrics to scrape.`,
    bypassesSidecar: true,
  },
]

const byPort: ReadonlyMap<number, ReservedPort> = new Map(reservedPorts.map((reserved) => [reserved.port, reserved]))

/** What of the sidecar listens on a port; undefined when nothing does. */
export function reservedPort(port: number, protocol: string = 'TCP'): ReservedPort | undefined {
  const reserved = byPort.get(port)
  return reserved?.protocols.some((one) => one === protocol) ? reserved : undefined
}

/** The ports that clash with an injected sidecar whatever is set. */
export function isAlwaysReserved({ onlyWith }: ReservedPort): boolean {
  return onlyWith === undefined
}
