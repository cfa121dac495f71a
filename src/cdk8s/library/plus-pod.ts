import type { Construct } from './constructs.ts'
import { KubePod } from './k8s.ts'
import { Names } from './names.ts'
import { isKnown, type Loose } from './native.ts'
import { PodConnections } from './plus-connections.ts'
import { Container } from './plus-container.ts'
import { undefinedIfEmpty } from './plus-empty.ts'
import { ContainerRestartPolicy, RestartPolicy } from './plus-enums.ts'
import { generation } from './plus-generation.ts'
import { PodDns, PodSecurityContext } from './plus-pod-settings.ts'
import { Resource } from './plus-resource.ts'
import { PodScheduling } from './plus-scheduling.ts'
import { addressLabel, LabelSelector } from './plus-selectors.ts'
import { Lazy } from './resolve.ts'
import { Duration } from './units.ts'

/** Pods (cdk8s-plus-33 2.5.57, lib/pod.js). */

function hasName(volume: Loose, name: string): boolean {
  return isKnown(volume.name) && isKnown(name) && volume.name === name
}

/** Adds the volume of a mount once; two volumes of one name are refused. */
function collectVolume(volumes: Loose[], volume: Loose): void {
  if (volumes.includes(volume)) return
  if (volumes.some((one) => hasName(one, volume.name)))
    throw new Error(`Invalid mount configuration. At least two different volumes have the same name: ${volume.name}`)
  volumes.push(volume)
}

function refuseProbes(props: Loose): void {
  if (generation.number >= 28 && props.restartPolicy === ContainerRestartPolicy.ALWAYS) return
  if (props.readiness) throw new Error('Init containers must not have a readiness probe')
  if (props.liveness) throw new Error('Init containers must not have a liveness probe')
  if (props.startup) throw new Error('Init containers must not have a startup probe')
}

/** What pods and workloads share. */
export class AbstractPod extends Resource {
  readonly restartPolicy: string
  readonly serviceAccount: Loose
  readonly securityContext: PodSecurityContext
  readonly dns: PodDns
  readonly dockerRegistryAuth: Loose
  readonly automountServiceAccountToken: boolean
  readonly shareProcessNamespace: boolean
  readonly hostNetwork: boolean
  readonly terminationGracePeriod: Loose
  readonly enableServiceLinks: Loose
  protected readonly isolate: boolean
  private readonly _containers: Container[] = []
  private readonly _initContainers: Container[] = []
  private readonly _hostAliases: Loose[] = []
  private readonly _volumes: Loose[] = []

  constructor(scope: Construct, id: string, props: Loose = {}) {
    super(scope, id)
    this.restartPolicy = props.restartPolicy ?? RestartPolicy.ALWAYS
    this.serviceAccount = props.serviceAccount
    this.securityContext = new PodSecurityContext(props.securityContext)
    this.dns = new PodDns(props.dns)
    this.dockerRegistryAuth = props.dockerRegistryAuth
    this.automountServiceAccountToken = props.automountServiceAccountToken ?? false
    this.shareProcessNamespace = props.shareProcessNamespace ?? false
    this.isolate = props.isolate ?? false
    this.hostNetwork = props.hostNetwork ?? false
    this.terminationGracePeriod = props.terminationGracePeriod ?? Duration.seconds(30)
    this.enableServiceLinks = props.enableServiceLinks
    for (const one of props.containers ?? []) this.addContainer(one)
    for (const one of props.volumes ?? []) this.addVolume(one)
    for (const one of props.initContainers ?? []) this.addInitContainer(one)
    for (const one of props.hostAliases ?? []) this.addHostAlias(one)
  }

  get podMetadata(): Loose {
    return this.metadata
  }

  get containers(): Container[] {
    return [...this._containers]
  }

  get initContainers(): Container[] {
    return [...this._initContainers]
  }

  get volumes(): Loose[] {
    return [...this._volumes]
  }

  get hostAliases(): Loose[] {
    return [...this._hostAliases]
  }

  toPodSelectorConfig(): Loose {
    const podAddress = this.podMetadata.getLabel(addressLabel)
    if (!podAddress) throw new Error(`Unable to create a label selector since ${addressLabel} label is missing`)
    const namespace = this.metadata.namespace
    return {
      labelSelector: LabelSelector.of({ labels: { [addressLabel]: podAddress } }),
      namespaces: namespace ? { names: [namespace] } : undefined,
    }
  }

  toNetworkPolicyPeerConfig(): Loose {
    return { podSelector: this.toPodSelectorConfig() }
  }

  toPodSelector(): Loose {
    return this
  }

  addContainer(props: Loose): Container {
    const container = new Container(props)
    this.attachContainer(container)
    return container
  }

  attachContainer(container: Container): void {
    this._containers.push(container)
  }

  addInitContainer(props: Loose): Container {
    refuseProbes(props)
    const container = new Container({ ...props, name: props.name ?? `init-${this._initContainers.length}` })
    this._initContainers.push(container)
    return container
  }

  addHostAlias(hostAlias: Loose): void {
    this._hostAliases.push(hostAlias)
  }

  addVolume(volume: Loose): void {
    if (this._volumes.some((one) => hasName(one, volume.name)))
      throw new Error(`Volume with name ${volume.name} already exists`)
    this._volumes.push(volume)
  }

  toSubjectConfiguration(): Loose {
    if (!this.serviceAccount && !this.automountServiceAccountToken)
      throw new Error(
        `${this.name} cannot be converted to a role binding subject: You must either assign a service account to it, or use 'automountServiceAccountToken: true'`,
      )
    return { kind: 'ServiceAccount', name: this.serviceAccount?.name ?? 'default', apiGroup: '' }
  }

  /** The volumes that containers mount, then those that were only added. */
  private mountedVolumes(): Loose[] {
    const volumes: Loose[] = []
    for (const container of [...this._containers, ...this._initContainers])
      for (const mount of container.mounts) collectVolume(volumes, mount.volume)
    for (const volume of this._volumes) collectVolume(volumes, volume)
    return volumes
  }

  private refuseContainers(): void {
    if (this._containers.length === 0) throw new Error('PodSpec must have at least 1 container')
    for (const { name, restartPolicy } of this._containers)
      if (restartPolicy)
        throw new Error(
          `Invalid container spec: ${name} has non-empty restartPolicy field. The field can only be specified for initContainers`,
        )
  }

  _toPodSpec(): Loose {
    this.refuseContainers()
    const dns = this.dns._toKube()
    const volumes = this.mountedVolumes()
    return {
      restartPolicy: this.restartPolicy,
      serviceAccountName: this.serviceAccount?.name,
      containers: this._containers.map((container) => container._toKube()),
      securityContext: undefinedIfEmpty(this.securityContext._toKube()),
      initContainers: undefinedIfEmpty(this._initContainers.map((container) => container._toKube())),
      hostAliases: undefinedIfEmpty(this.hostAliases),
      volumes: undefinedIfEmpty(volumes.map((volume) => volume._toKube())),
      dnsPolicy: dns.policy,
      dnsConfig: undefinedIfEmpty(dns.config),
      hostname: dns.hostname,
      subdomain: dns.subdomain,
      setHostnameAsFqdn: dns.hostnameAsFQDN,
      imagePullSecrets: this.dockerRegistryAuth ? [{ name: this.dockerRegistryAuth.name }] : undefined,
      automountServiceAccountToken: this.automountServiceAccountToken,
      shareProcessNamespace: generation.number < 29 ? undefined : this.shareProcessNamespace,
      hostNetwork: this.hostNetwork,
      terminationGracePeriodSeconds: this.terminationGracePeriod?.toSeconds(),
      enableServiceLinks: generation.number < 30 ? undefined : this.enableServiceLinks,
    }
  }
}

/** A single pod: the label with its address stands on the object itself. */
export class Pod extends AbstractPod {
  static readonly ADDRESS_LABEL = addressLabel

  readonly resourceType = 'pods'
  readonly scheduling: PodScheduling
  readonly connections: PodConnections

  constructor(scope: Construct, id: string, props: Loose = {}) {
    super(scope, id, props)
    this.apiObject = new KubePod(this, 'Resource', {
      metadata: props.metadata,
      spec: Lazy.any({ produce: () => this._toKube() }),
    })
    this.metadata.addLabel(addressLabel, Names.toLabelValue(this))
    this.scheduling = new PodScheduling(this)
    this.connections = new PodConnections(this)
    if (this.isolate) this.connections.isolate()
  }

  _toKube(): Loose {
    return { ...this._toPodSpec(), ...this.scheduling._toKube() }
  }
}
