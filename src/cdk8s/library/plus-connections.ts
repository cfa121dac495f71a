import type { Loose } from './native.ts'
import { extractContainerPorts } from './plus-container.ts'
import { address } from './plus-empty.ts'
import { NetworkPolicyTrafficDefault, PodConnectionsIsolation } from './plus-enums.ts'
import { NetworkPolicy, NetworkPolicyPort, validatePeerConfig } from './plus-network-policy.ts'

/** Who may talk to pods, as network policies (cdk8s-plus-33 2.5.57, lib/pod.js). */

function tcpPorts(selector: Loose): NetworkPolicyPort[] {
  return extractContainerPorts(selector).map((port) => NetworkPolicyPort.tcp(port.number))
}

/** The connections of a pod or workload. */
export class PodConnections {
  protected readonly instance: Loose

  constructor(instance: Loose) {
    this.instance = instance
  }

  allowTo(peer: Loose, options: Loose = {}): void {
    this.allow('Egress', peer, { ports: tcpPorts(peer), ...options })
  }

  allowFrom(peer: Loose, options: Loose = {}): void {
    this.allow('Ingress', peer, { ports: tcpPorts(this.instance), ...options })
  }

  isolate(): void {
    new NetworkPolicy(this.instance, 'DefaultDenyAll', {
      selector: this.instance,
      metadata: { namespace: this.instance.metadata.namespace },
      egress: { default: NetworkPolicyTrafficDefault.DENY },
      ingress: { default: NetworkPolicyTrafficDefault.DENY },
    })
  }

  private allow(direction: string, peer: Loose, options: Loose): void {
    const config = peer.toNetworkPolicyPeerConfig()
    validatePeerConfig(config)
    const isolation = options.isolation
    if (!isolation || isolation === PodConnectionsIsolation.POD) this.allowHere(direction, peer, options.ports)
    if (config.ipBlock) return
    if (!isolation || isolation === PodConnectionsIsolation.PEER) this.allowThere(direction, peer, options.ports)
  }

  private allowHere(direction: string, peer: Loose, ports: Loose): void {
    const policy = new NetworkPolicy(this.instance, `Allow${direction}${address(peer)}`, {
      selector: this.instance,
      metadata: { namespace: this.instance.metadata.namespace },
    })
    if (direction === 'Egress') policy.addEgressRule(peer, ports)
    else policy.addIngressRule(peer, ports)
  }

  /** The other way round, in every namespace of the peer. */
  private allowThere(direction: string, peer: Loose, ports: Loose): void {
    const selector = peer.toPodSelector()
    if (!selector)
      throw new Error(`Unable to create policies for peer '${peer.node.addr}' since its not a pod selector`)
    const opposite = direction === 'Egress' ? 'Ingress' : 'Egress'
    const traffic = { rules: [{ peer: this.instance, ports }] }
    for (const namespace of this.namespacesOf(selector, peer, opposite))
      new NetworkPolicy(this.instance, `Allow${opposite}${namespace}${address(peer)}`, {
        selector,
        metadata: { namespace },
        ...(opposite === 'Ingress' ? { ingress: traffic } : { egress: traffic }),
      })
  }

  private namespacesOf(selector: Loose, peer: Loose, opposite: string): Loose[] {
    const { namespaces } = selector.toPodSelectorConfig()
    if (!namespaces) return [this.instance.metadata.namespace]
    const prefix = `Unable to create an ${opposite} policy for peer '${peer.node.path}' (pod=${this.instance.name})`
    if (namespaces.labelSelector && !namespaces.labelSelector.isEmpty())
      throw new Error(`${prefix}. Peer must specify namespaces only by name`)
    if (!namespaces.names) throw new Error(`${prefix}. Peer must specify namespace names`)
    return namespaces.names
  }
}
