import { Quantity } from './k8s.ts'
import { isKnown, type Loose } from './native.ts'
import { undefinedIfEmpty } from './plus-empty.ts'
import { ImagePullPolicy, Protocol, SeccompProfileType } from './plus-enums.ts'
import { Env } from './plus-env.ts'
import { generation } from './plus-generation.ts'
import { Probe } from './plus-probe.ts'
import { Size } from './units.ts'

/** Containers (cdk8s-plus-33 2.5.57, lib/container.js). */

/** An amount of computing time. */
export class Cpu {
  static millis(amount: number): Cpu {
    return new Cpu(`${amount}m`)
  }

  static units(amount: number): Cpu {
    return new Cpu(String(amount))
  }

  readonly amount: string

  private constructor(amount: string) {
    this.amount = amount
  }
}

/** The security settings of a container, with the defaults of cdk8s-plus. */
export class ContainerSecurityContext {
  readonly ensureNonRoot: boolean
  readonly privileged: boolean
  readonly readOnlyRootFilesystem: boolean
  readonly allowPrivilegeEscalation: boolean
  readonly user: Loose
  readonly group: Loose
  readonly capabilities: Loose
  readonly seccompProfile: Loose

  constructor(props: Loose = {}) {
    if (props.seccompProfile?.localhostProfile && props.seccompProfile.type !== SeccompProfileType.LOCALHOST)
      throw new Error('localhostProfile must only be set if type is "Localhost"')
    this.ensureNonRoot = props.ensureNonRoot ?? true
    this.privileged = props.privileged ?? false
    this.readOnlyRootFilesystem = props.readOnlyRootFilesystem ?? true
    this.allowPrivilegeEscalation = props.allowPrivilegeEscalation ?? false
    this.user = props.user
    this.group = props.group
    this.capabilities = props.capabilities
    this.seccompProfile = props.seccompProfile
  }

  _toKube(): Loose {
    return {
      runAsGroup: this.group,
      runAsUser: this.user,
      runAsNonRoot: this.ensureNonRoot,
      privileged: this.privileged,
      readOnlyRootFilesystem: this.readOnlyRootFilesystem,
      allowPrivilegeEscalation: this.allowPrivilegeEscalation,
      capabilities: generation.number < 27 ? undefined : this.capabilities,
      seccompProfile: generation.number < 28 ? undefined : this.seccompProfile,
    }
  }
}

function defaultResources(): Loose {
  return {
    cpu: { request: Cpu.millis(1000), limit: Cpu.millis(1500) },
    memory: { request: Size.mebibytes(512), limit: Size.mebibytes(2048) },
  }
}

/** One side of the resources: `limit` or `request`. */
function amounts(resources: Loose, side: string): Loose {
  const cpu = resources?.cpu?.[side]?.amount
  const memory = resources?.memory?.[side]
  const storage = resources?.ephemeralStorage?.[side]
  const found: Loose = {}
  if (cpu) found.cpu = Quantity.fromString(cpu)
  if (memory) found.memory = Quantity.fromString(`${memory.toMebibytes()}Mi`)
  if (storage) found['ephemeral-storage'] = Quantity.fromString(`${storage.toGibibytes()}Gi`)
  return undefinedIfEmpty(found)
}

function resourcesOf(resources: Loose): Loose {
  return undefinedIfEmpty({ limits: amounts(resources, 'limit'), requests: amounts(resources, 'request') })
}

function isSamePort(one: Loose, other: Loose): boolean {
  if (!isKnown(one.number) || !isKnown(other.number)) return false
  return one.number === other.number && (one.protocol || Protocol.TCP) === (other.protocol || Protocol.TCP)
}

function mountOf(mount: Loose): Loose {
  return {
    name: mount.volume.name,
    mountPath: mount.path,
    readOnly: mount.readOnly,
    mountPropagation: mount.propagation,
    subPath: mount.subPath,
    subPathExpr: mount.subPathExpr,
  }
}

function containerPortOf(port: Loose): Loose {
  const { number, protocol, name, hostPort, hostIp } = port
  return { containerPort: number, protocol, name, hostPort, hostIp }
}

/** A container of a pod. */
export class Container {
  readonly name: string
  readonly image: string
  readonly portNumber: Loose
  readonly mounts: Loose
  readonly imagePullPolicy: string
  readonly workingDir: Loose
  readonly resources: Loose
  readonly securityContext: ContainerSecurityContext
  readonly env: Env
  readonly restartPolicy: Loose
  private readonly _props: Loose
  private readonly _ports: Loose[] = []

  constructor(props: Loose) {
    if (props instanceof Container) throw new Error('Attempted to construct a container from a Container object.')
    if (props.port && props.portNumber)
      throw new Error("Either 'port' or 'portNumber' is allowed. Use 'portNumber' since 'port' is deprecated")
    // The properties as they are now: what the program changes later does not reach the container.
    this._props = { ...props }
    this.name = props.name ?? 'main'
    this.image = props.image
    this.portNumber = props.portNumber ?? props.port
    this.resources = props.resources ?? defaultResources()
    this.workingDir = props.workingDir
    this.mounts = props.volumeMounts ?? []
    this.imagePullPolicy = props.imagePullPolicy ?? ImagePullPolicy.ALWAYS
    this.securityContext = new ContainerSecurityContext(props.securityContext)
    this.env = new Env(props.envFrom ?? [], props.envVariables ?? {})
    this.restartPolicy = generation.number < 28 ? undefined : props.restartPolicy
    if (this.portNumber) this.addPort({ number: this.portNumber })
    for (const port of props.ports ?? []) this.addPort(port)
  }

  get port(): Loose {
    return this.portNumber
  }

  get ports(): Loose[] {
    return [...this._ports]
  }

  get command(): Loose {
    return this._props.command ? [...this._props.command] : undefined
  }

  get args(): Loose {
    return this._props.args ? [...this._props.args] : undefined
  }

  mount(path: string, storage: Loose, options: Loose = {}): void {
    this.mounts.push({ path, volume: storage.asVolume(), ...options })
  }

  addPort(port: Loose): void {
    if (port.name && isKnown(port.name) && this._ports.some((one) => isKnown(one.name) && one.name === port.name))
      throw new Error(`Port with name ${port.name} already exists`)
    if (this._ports.some((one) => isSamePort(one, port)))
      throw new Error(`Port with number ${port.number} and protocol ${port.protocol || Protocol.TCP} already exists`)
    this._ports.push(port)
  }

  _toKube(): Loose {
    const { readiness, liveness, startup, lifecycle } = this._props
    const usual = this.portNumber ? Probe.fromTcpSocket({ port: this.portNumber }) : undefined
    const env = this.env._toKube()
    return {
      name: this.name,
      image: this.image,
      imagePullPolicy: this.imagePullPolicy,
      ports: undefinedIfEmpty(this._ports.map((port) => containerPortOf(port))),
      volumeMounts: undefinedIfEmpty(this.mounts.map((mount: Loose) => mountOf(mount))),
      command: this.command,
      args: this.args,
      workingDir: this.workingDir,
      env: env.variables,
      envFrom: env.from,
      readinessProbe: readiness?._toKube(this),
      livenessProbe: liveness?._toKube(this),
      startupProbe: (startup ?? usual)?._toKube(this),
      lifecycle: lifecycle
        ? { postStart: lifecycle.postStart?._toKube(this), preStop: lifecycle.preStop?._toKube(this) }
        : undefined,
      resources: resourcesOf(this.resources),
      restartPolicy: this.restartPolicy,
      securityContext: this.securityContext._toKube(),
    }
  }
}

/** The ports of all containers of whatever has containers. */
export function extractContainerPorts(selector: Loose): Loose[] {
  const containers: Container[] = selector?.containers ?? []
  return containers.flatMap((container) => container.ports)
}
