import type { Construct } from './constructs.ts'
import { KubeStatefulSet, Quantity } from './k8s.ts'
import { isKnown, type Loose, remark } from './native.ts'
import { refuseForeignPorts, servicePortsOf } from './plus-deployment.ts'
import { PodManagementPolicy, ServiceType } from './plus-enums.ts'
import { generation } from './plus-generation.ts'
import { Service } from './plus-service.ts'
import { Workload } from './plus-workload.ts'
import { Lazy } from './resolve.ts'
import { Duration } from './units.ts'

/** StatefulSets (cdk8s-plus-33 2.5.57, lib/stateful-set.js). */

/** How old pods give way to new ones. */
export class StatefulSetUpdateStrategy {
  static onDelete(): StatefulSetUpdateStrategy {
    return new StatefulSetUpdateStrategy({ type: 'OnDelete' })
  }

  static rollingUpdate(options: Loose = {}): StatefulSetUpdateStrategy {
    return new StatefulSetUpdateStrategy({
      type: 'RollingUpdate',
      rollingUpdate: { partition: options.partition ?? 0 },
    })
  }

  private readonly strategy: Loose

  private constructor(strategy: Loose) {
    this.strategy = strategy
  }

  _toKube(): Loose {
    return this.strategy
  }
}

function claimOf(template: Loose): Loose {
  const resources = template.storage ? { requests: { storage: Quantity.fromString(template.storage.asString()) } } : {}
  const { accessModes, storageClassName } = template
  return { metadata: { name: template.name }, spec: { accessModes, storageClassName, resources } }
}

/** A StatefulSet. */
export class StatefulSet extends Workload {
  readonly resourceType = 'statefulsets'
  readonly replicas: Loose
  readonly podManagementPolicy: string
  readonly strategy: StatefulSetUpdateStrategy
  readonly minReady: Loose
  readonly service: Service
  volumeClaimTemplates: Loose[] | undefined = undefined
  hasAutoscaler = false

  constructor(scope: Construct, id: string, props: Loose) {
    super(scope, id, props)
    this.apiObject = new KubeStatefulSet(this, 'Resource', {
      metadata: props.metadata,
      spec: Lazy.any({ produce: () => this._toKube() }),
    })
    this.service = props.service ?? this._createHeadlessService()
    this.apiObject.addDependency(this.service)
    this.replicas = props.replicas
    this.strategy = props.strategy ?? StatefulSetUpdateStrategy.rollingUpdate()
    this.podManagementPolicy = props.podManagementPolicy ?? PodManagementPolicy.ORDERED_READY
    this.minReady = props.minReady ?? Duration.seconds(0)
    const templates = generation.number < 31 ? [] : (props.volumeClaimTemplates ?? [])
    for (const template of templates) this.addVolumeClaimTemplate(template)
    this.service.select(this)
    if (this.isolate) this.connections.isolate()
  }

  addVolumeClaimTemplate(template: Loose): void {
    const templates = this.volumeClaimTemplates ?? []
    if (templates.some(({ name }) => isKnown(name) && isKnown(template.name) && name === template.name))
      throw new Error(`A volume claim template with name "${template.name}" already exists`)
    this.volumeClaimTemplates = [...templates, template]
  }

  private _createHeadlessService(): Service {
    const ports = servicePortsOf(this)
    if (ports.length === 0)
      throw new Error(
        `Unable to create a service for the stateful set ${this.name}: StatefulSet ports cannot be determined.`,
      )
    refuseForeignPorts(ports, this, `stateful set ${this.name}`)
    return new Service(this, 'Service', {
      selector: this,
      ports,
      metadata: { namespace: this.metadata.namespace },
      clusterIP: 'None',
      type: ServiceType.CLUSTER_IP,
    })
  }

  markHasAutoscaler(): void {
    this.hasAutoscaler = true
  }

  toScalingTarget(): Loose {
    const { kind, apiVersion, name, containers, replicas } = this
    return { kind, apiVersion, name, containers, replicas }
  }

  _toKube(): Loose {
    return {
      replicas: this.hasAutoscaler ? undefined : (this.replicas ?? 1),
      serviceName: this.service.name,
      minReadySeconds: this.minReady.toSeconds(),
      template: this._toTemplate(),
      selector: this._toLabelSelector(),
      podManagementPolicy: this.podManagementPolicy,
      volumeClaimTemplates: this._toPersistentVolumeClaims(),
      updateStrategy: this.strategy._toKube(),
    }
  }

  override _toPodSpec(): Loose {
    const spec = super._toPodSpec()
    return { ...spec, volumes: this._volumesBesideClaims(spec.volumes) }
  }

  /** Since cdk8s-plus-31, upstream loses all volumes of a pod whose set has no volume claim templates (cdk8s-plus#6735). */
  private _volumesBesideClaims(volumes: Loose): Loose {
    if (generation.number < 31) return volumes
    const templates = this.volumeClaimTemplates
    if (!templates && volumes) remark('volumes-lost', this, volumes)
    if (!templates || !volumes) return undefined
    const left = volumes.filter((volume: Loose) => !templates.some(({ name }) => name === volume.name))
    return left.length === 0 ? undefined : left
  }

  private _toPersistentVolumeClaims(): Loose[] | undefined {
    const mounted = this.containers.flatMap((container) => container.mounts).map((mount: Loose) => mount.volume.name)
    for (const { name } of this.volumeClaimTemplates ?? [])
      if (isKnown(name) && mounted.every((one) => isKnown(one) && one !== name))
        throw new Error(`Volume claim template with name "${name}" is not used by any container mount`)
    return this.volumeClaimTemplates?.map((template) => claimOf(template))
  }
}
