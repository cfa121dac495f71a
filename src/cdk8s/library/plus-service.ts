import type { Construct } from './constructs.ts'
import { IntOrString, KubeService } from './k8s.ts'
import { isKnown, type Loose } from './native.ts'
import { ServiceType } from './plus-enums.ts'
import { generation } from './plus-generation.ts'
import { Ingress, IngressBackend } from './plus-ingress.ts'
import { Resource } from './plus-resource.ts'
import { Lazy } from './resolve.ts'

/** Services (cdk8s-plus-33 2.5.57, lib/service.js). */

function portOf(port: Loose): Loose {
  const { name, nodePort, protocol, targetPort } = port
  return {
    name,
    port: port.port,
    targetPort: targetPort ? IntOrString.fromNumber(targetPort) : undefined,
    nodePort,
    protocol,
  }
}

/** A Service. */
export class Service extends Resource {
  readonly resourceType = 'services'
  readonly clusterIP: Loose
  readonly type: string
  readonly externalName: Loose
  private readonly _externalIPs: Loose
  private readonly _loadBalancerSourceRanges: Loose
  private readonly _publishNotReadyAddresses: Loose
  private readonly _ports: Loose[] = []
  private _selector: Loose = {}

  constructor(scope: Construct, id: string, props: Loose = {}) {
    super(scope, id)
    this.apiObject = new KubeService(this, 'Resource', {
      metadata: props.metadata,
      spec: Lazy.any({ produce: () => this._toKube() }),
    })
    this.clusterIP = props.clusterIP
    this.externalName = props.externalName
    this.type = props.externalName === undefined ? (props.type ?? ServiceType.CLUSTER_IP) : ServiceType.EXTERNAL_NAME
    this._externalIPs = props.externalIPs ?? []
    this._loadBalancerSourceRanges = props.loadBalancerSourceRanges
    this._publishNotReadyAddresses = props.publishNotReadyAddresses
    if (props.selector) this.select(props.selector)
    for (const port of props.ports ?? []) this.bind(port.port, port)
  }

  exposeViaIngress(path: string, options: Loose = {}): Loose {
    const ingress = options.ingress ?? new Ingress(this, 'Ingress')
    ingress.addRule(path, IngressBackend.fromService(this), options.pathType)
    return ingress
  }

  get ports(): Loose[] {
    return [...this._ports]
  }

  get port(): Loose {
    return this._ports[0].port
  }

  bind(port: Loose, options: Loose = {}): void {
    this._ports.push({ ...options, port })
  }

  select(selector: Loose): void {
    const { matchLabels } = selector.toPodSelectorConfig().labelSelector._toKube()
    this._selector = { ...this._selector, ...(matchLabels ?? {}) }
  }

  selectLabel(key: string, value: Loose): void {
    this._selector[key] = value
  }

  _toKube(): Loose {
    if (isKnown(this.type) && this.type === ServiceType.EXTERNAL_NAME) {
      if (this.externalName === undefined)
        throw new Error('A service with type EXTERNAL_NAME requires an externalName prop')
      return { type: this.type, externalName: this.externalName }
    }
    if (isKnown(this.type) && this._ports.length === 0) throw new Error('A service must be configured with a port')
    return {
      clusterIp: this.clusterIP,
      externalIPs: this._externalIPs,
      externalName: this.externalName,
      type: this.type,
      selector: this._selector,
      ports: this._ports.map((port) => portOf(port)),
      loadBalancerSourceRanges: this._loadBalancerSourceRanges,
      publishNotReadyAddresses: generation.number < 28 ? undefined : this._publishNotReadyAddresses,
    }
  }
}
