import { Construct } from './constructs.ts'
import { IntOrString, KubeNetworkPolicy } from './k8s.ts'
import { isKnown, type Loose } from './native.ts'
import { undefinedIfEmpty } from './plus-empty.ts'
import { NetworkPolicyTrafficDefault, NetworkProtocol } from './plus-enums.ts'
import { Resource } from './plus-resource.ts'
import { nameLabel, Pods } from './plus-selectors.ts'
import { Lazy } from './resolve.ts'

/** Network policies (cdk8s-plus-33 2.5.57, lib/network-policy.js). */

/** Ports that a rule allows. */
export class NetworkPolicyPort {
  static tcp(port: number): NetworkPolicyPort {
    return new NetworkPolicyPort(IntOrString.fromNumber(port), undefined, NetworkProtocol.TCP)
  }

  static tcpRange(startPort: number, endPort: number): NetworkPolicyPort {
    return new NetworkPolicyPort(IntOrString.fromNumber(startPort), endPort, NetworkProtocol.TCP)
  }

  static allTcp(): NetworkPolicyPort {
    return NetworkPolicyPort.tcpRange(0, 65535)
  }

  static udp(port: number): NetworkPolicyPort {
    return new NetworkPolicyPort(IntOrString.fromNumber(port), undefined, NetworkProtocol.UDP)
  }

  static udpRange(startPort: number, endPort: number): NetworkPolicyPort {
    return new NetworkPolicyPort(IntOrString.fromNumber(startPort), endPort, NetworkProtocol.UDP)
  }

  static allUdp(): NetworkPolicyPort {
    return NetworkPolicyPort.udpRange(0, 65535)
  }

  static of(props: Loose): NetworkPolicyPort {
    const port = props.port ? IntOrString.fromNumber(props.port) : undefined
    return new NetworkPolicyPort(port, props.endPort, props.protocol)
  }

  private readonly port: Loose
  private readonly endPort: Loose
  private readonly protocol: Loose

  private constructor(port: Loose, endPort: Loose, protocol: Loose) {
    this.port = port
    this.endPort = endPort
    this.protocol = protocol
  }

  _toKube(): Loose {
    return { port: this.port, endPort: this.endPort, protocol: this.protocol }
  }
}

/** A range of addresses. */
export class NetworkPolicyIpBlock extends Construct {
  static ipv4(scope: Construct, id: string, cidr: string, except?: Loose): NetworkPolicyIpBlock {
    if (isKnown(cidr)) {
      if (!/^(\d{1,3}\.){3}\d{1,3}(\/\d+)?$/.test(cidr)) throw new Error(`Invalid IPv4 CIDR: "${cidr}"`)
      if (!cidr.includes('/')) throw new Error(`CIDR mask is missing in IPv4: "${cidr}". Did you mean "${cidr}/32"?`)
    }
    return new NetworkPolicyIpBlock(scope, id, cidr, except)
  }

  static anyIpv4(scope: Construct, id: string): NetworkPolicyIpBlock {
    return new NetworkPolicyIpBlock(scope, id, '0.0.0.0/0')
  }

  static ipv6(scope: Construct, id: string, cidr: string, except?: Loose): NetworkPolicyIpBlock {
    if (isKnown(cidr)) {
      if (!/^([\da-f]{0,4}:){2,7}([\da-f]{0,4})?(\/\d+)?$/.test(cidr)) throw new Error(`Invalid IPv6 CIDR: "${cidr}"`)
      if (!cidr.includes('/')) throw new Error(`CIDR mask is missing in IPv6: "${cidr}". Did you mean "${cidr}/128"?`)
    }
    return new NetworkPolicyIpBlock(scope, id, cidr, except)
  }

  static anyIpv6(scope: Construct, id: string): NetworkPolicyIpBlock {
    return new NetworkPolicyIpBlock(scope, id, '::/0')
  }

  readonly cidr: string
  readonly except: Loose

  private constructor(scope: Construct, id: string, cidr: string, except?: Loose) {
    super(scope, id)
    this.cidr = cidr
    this.except = except
  }

  toNetworkPolicyPeerConfig(): Loose {
    return { ipBlock: this }
  }

  toPodSelector(): Loose {
    return undefined
  }

  _toKube(): Loose {
    return { cidr: this.cidr, except: this.except }
  }
}

/** Refuses a peer that is neither addresses nor pods, or both. */
export function validatePeerConfig(config: Loose): void {
  if (!config.ipBlock && !config.podSelector)
    throw new Error("Inavlid peer: either 'ipBlock' or 'podSelector' must be defined")
  if (config.ipBlock && config.podSelector)
    throw new Error("Inavlid peer: only one of 'ipBlock' and 'podSelector' must be defined")
}

function peersOf(peer: Loose): Loose[] {
  const config = peer.toNetworkPolicyPeerConfig()
  validatePeerConfig(config)
  if (config.ipBlock) return [{ ipBlock: config.ipBlock._toKube() }]
  const { labelSelector, namespaces } = config.podSelector
  if (!namespaces?.names)
    return [{ namespaceSelector: namespaces?.labelSelector?._toKube(), podSelector: labelSelector._toKube() }]
  const selected = namespaces.labelSelector?._toKube() ?? {}
  return namespaces.names.map((name: string) => ({
    podSelector: labelSelector._toKube(),
    namespaceSelector: {
      matchExpressions: selected.matchExpressions,
      matchLabels: { ...selected.matchLabels, [nameLabel]: name },
    },
  }))
}

/** The namespace of a policy: its own, or the only one that its pods are in. */
function namespaceOf(props: Loose, podSelector: Construct, config: Loose): Loose {
  if (props.metadata?.namespace) return props.metadata.namespace
  const { labelSelector, names } = config.namespaces ?? {}
  const prefix = `Unable to create a network policy for a selector (${podSelector.node.path}) that selects pods`
  if (isKnown(labelSelector) && labelSelector && !labelSelector.isEmpty())
    throw new Error(`${prefix} in namespaces based on labels`)
  if (isKnown(names) && names && names.length > 1) throw new Error(`${prefix} in multiple namespaces`)
  return names ? names[0] : undefined
}

/** A network policy. */
export class NetworkPolicy extends Resource {
  readonly resourceType = 'networkpolicies'
  private readonly _podSelectorConfig: Loose
  private readonly _egressRules: Loose[] = []
  private readonly _ingressRules: Loose[] = []
  private readonly _policyTypes: string[] = []

  constructor(scope: Construct, id: string, props: Loose = {}) {
    super(scope, id)
    const podSelector = props.selector ?? Pods.all(this, 'AllPods')
    this._podSelectorConfig = podSelector.toPodSelectorConfig()
    const namespace = namespaceOf(props, podSelector, this._podSelectorConfig)
    this.apiObject = new KubeNetworkPolicy(this, 'Resource', {
      metadata: { ...props.metadata, namespace },
      spec: Lazy.any({ produce: () => this._toKube() }),
    })
    this.setDefault('Egress', this._egressRules, props.egress?.default)
    this.setDefault('Ingress', this._ingressRules, props.ingress?.default)
    for (const rule of props.egress?.rules ?? []) this.addEgressRule(rule.peer, rule.ports)
    for (const rule of props.ingress?.rules ?? []) this.addIngressRule(rule.peer, rule.ports)
  }

  addEgressRule(peer: Loose, ports?: Loose): void {
    this.addPolicyType('Egress')
    this._egressRules.push({ ports: (ports ?? []).map((port: Loose) => port._toKube()), to: peersOf(peer) })
  }

  addIngressRule(peer: Loose, ports?: Loose): void {
    this.addPolicyType('Ingress')
    this._ingressRules.push({ ports: (ports ?? []).map((port: Loose) => port._toKube()), from: peersOf(peer) })
  }

  private addPolicyType(type: string): void {
    if (!this._policyTypes.includes(type)) this._policyTypes.push(type)
  }

  private setDefault(type: string, rules: Loose[], traffic: Loose): void {
    if (traffic === NetworkPolicyTrafficDefault.DENY || traffic === NetworkPolicyTrafficDefault.ALLOW)
      this.addPolicyType(type)
    if (traffic === NetworkPolicyTrafficDefault.ALLOW) rules.push({})
  }

  _toKube(): Loose {
    return {
      podSelector: this._podSelectorConfig.labelSelector._toKube(),
      egress: undefinedIfEmpty(this._egressRules),
      ingress: undefinedIfEmpty(this._ingressRules),
      policyTypes: undefinedIfEmpty(this._policyTypes),
    }
  }
}
