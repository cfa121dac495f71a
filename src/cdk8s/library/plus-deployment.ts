import type { Construct } from './constructs.ts'
import { KubeDeployment } from './k8s.ts'
import { isKnown, type Loose } from './native.ts'
import { extractContainerPorts } from './plus-container.ts'
import { ServiceType } from './plus-enums.ts'
import { generation } from './plus-generation.ts'
import { Service } from './plus-service.ts'
import { Workload } from './plus-workload.ts'
import { Lazy } from './resolve.ts'
import { Duration } from './units.ts'

/** Deployments (cdk8s-plus-33 2.5.57, lib/deployment.js). */

/** A share or a number of pods. */
export class PercentOrAbsolute {
  static percent(percent: number): PercentOrAbsolute {
    return new PercentOrAbsolute(`${percent}%`)
  }

  static absolute(number: number): PercentOrAbsolute {
    return new PercentOrAbsolute(number)
  }

  readonly value: Loose

  private constructor(value: Loose) {
    this.value = value
  }

  isZero(): boolean {
    return isKnown(this.value) && (this.value === 0 || this.value === '0%')
  }
}

/** How old pods give way to new ones. */
export class DeploymentStrategy {
  static recreate(): DeploymentStrategy {
    return new DeploymentStrategy({ type: 'Recreate' })
  }

  static rollingUpdate(options: Loose = {}): DeploymentStrategy {
    const maxSurge = options.maxSurge ?? PercentOrAbsolute.percent(25)
    const maxUnavailable = options.maxUnavailable ?? PercentOrAbsolute.percent(25)
    if (maxSurge.isZero() && maxUnavailable.isZero())
      throw new Error("'maxSurge' and 'maxUnavailable' cannot be both zero")
    return new DeploymentStrategy({ type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } })
  }

  private readonly strategy: Loose

  private constructor(strategy: Loose) {
    this.strategy = strategy
  }

  _toKube(): Loose {
    return this.strategy
  }
}

/** The ports of a workload's containers as a service has them. */
export function servicePortsOf(workload: Workload): Loose[] {
  return extractContainerPorts(workload).map(({ number, protocol, name }) => ({
    port: number,
    targetPort: number,
    protocol,
    name: generation.number < 26 ? undefined : name,
  }))
}

/** Refuses a service port that no container opens. */
export function refuseForeignPorts(ports: Loose[], workload: Workload, what: string): void {
  const numbers = extractContainerPorts(workload).map((port) => port.number)
  for (const port of ports) {
    const target = port.targetPort ?? port.port
    if (isKnown(target) && numbers.every((one) => isKnown(one) && one !== target))
      throw new Error(`Unable to expose ${what} via a service: Port ${target} is not exposed by any container`)
  }
}

/** A Deployment. */
export class Deployment extends Workload {
  readonly resourceType = 'deployments'
  readonly replicas: Loose
  readonly minReady: Loose
  readonly progressDeadline: Loose
  readonly revisionHistoryLimit: Loose
  readonly strategy: DeploymentStrategy
  hasAutoscaler = false

  constructor(scope: Construct, id: string, props: Loose = {}) {
    super(scope, id, props)
    this.apiObject = new KubeDeployment(this, 'Resource', {
      metadata: props.metadata,
      spec: Lazy.any({ produce: () => this._toKube() }),
    })
    this.minReady = props.minReady ?? Duration.seconds(0)
    this.progressDeadline = props.progressDeadline ?? Duration.seconds(600)
    const deadline = this.progressDeadline.toSeconds()
    const ready = this.minReady.toSeconds()
    if (isKnown(deadline) && isKnown(ready) && deadline <= ready)
      throw new Error(`'progressDeadline' (${deadline}s) must be greater than 'minReady' (${ready}s)`)
    this.replicas = props.replicas
    this.strategy = props.strategy ?? DeploymentStrategy.rollingUpdate()
    this.revisionHistoryLimit = props.revisionHistoryLimit ?? 10
    if (this.isolate) this.connections.isolate()
  }

  exposeViaService(options: Loose = {}): Service {
    const ports: Loose[] = options.ports ?? servicePortsOf(this)
    const prefix = `Unable to expose deployment ${this.name} via a service: `
    if (ports.length === 0)
      throw new Error(
        `${prefix}Deployment port cannot be determined.Either pass 'ports', or configure ports on the containers of the deployment`,
      )
    if (ports.length > 1 && ports.some((port) => port.name === undefined))
      throw new Error(
        `${prefix}When using multiple ports for a service, all ports must have port names so they are unambiguous.`,
      )
    refuseForeignPorts(ports, this, `deployment ${this.name}`)
    const named = options.name ? { name: options.name } : {}
    return new Service(this, `${options.name ?? ''}Service`, {
      selector: this,
      ports,
      metadata: { namespace: this.metadata.namespace, ...named },
      type: options.serviceType ?? ServiceType.CLUSTER_IP,
    })
  }

  exposeViaIngress(path: string, options: Loose = {}): Loose {
    return this.exposeViaService(options).exposeViaIngress(path, options)
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
      replicas: this.hasAutoscaler ? undefined : (this.replicas ?? 2),
      minReadySeconds: this.minReady.toSeconds(),
      progressDeadlineSeconds: this.progressDeadline.toSeconds(),
      template: this._toTemplate(),
      selector: this._toLabelSelector(),
      strategy: this.strategy._toKube(),
      revisionHistoryLimit: generation.number < 31 ? undefined : this.revisionHistoryLimit,
    }
  }
}
