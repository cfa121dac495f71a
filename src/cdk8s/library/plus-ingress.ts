import type { Construct } from './constructs.ts'
import { KubeIngress } from './k8s.ts'
import { isKnown, type Loose } from './native.ts'
import { HttpIngressPathType } from './plus-enums.ts'
import { Resource } from './plus-resource.ts'
import { Lazy } from './resolve.ts'

/** Ingresses (cdk8s-plus-33 2.5.57, lib/ingress.js). */

function backendPort(service: Loose, wanted: Loose): Loose {
  const numbers = service.ports.map((port: Loose) => port.port)
  if (numbers.length === 0) throw new Error('service does not expose any ports')
  if (!isKnown(wanted)) return wanted
  if (numbers.length === 1) {
    if (wanted !== undefined && isKnown(numbers[0]) && numbers[0] !== wanted)
      throw new Error(`backend defines port ${wanted} but service exposes port ${numbers[0]}`)
    return numbers[0]
  }
  if (wanted === undefined)
    throw new Error(`unable to determine service port since service exposes multiple ports: ${numbers.join(',')}`)
  if (numbers.every((number: Loose) => isKnown(number) && number !== wanted))
    throw new Error(`service exposes ports ${numbers.join(',')} but backend is defined to use port ${wanted}`)
  return wanted
}

/** Where requests go. */
export class IngressBackend {
  static fromService(service: Loose, options: Loose = {}): IngressBackend {
    const number = backendPort(service, options.port)
    return new IngressBackend({ service: { name: service.name, port: { number } } })
  }

  static fromResource(resource: Loose): IngressBackend {
    const { kind, name, apiGroup } = resource
    return new IngressBackend({ resource: { kind, name, apiGroup } })
  }

  private readonly backend: Loose

  private constructor(backend: Loose) {
    this.backend = backend
  }

  _toKube(): Loose {
    return this.backend
  }
}

function isSame(one: Loose, other: Loose): boolean {
  return isKnown(one) && isKnown(other) && one === other
}

function sortedPaths(paths: Loose[]): Loose[] {
  if (paths.length > 1) paths.sort((one, other) => (one.path ?? '').localeCompare(other.path ?? ''))
  return paths
}

/** An Ingress. */
export class Ingress extends Resource {
  readonly resourceType = 'ingresses'
  private readonly _hosts: { readonly host: Loose; readonly paths: Loose[] }[] = []
  private readonly _tlsConfig: Loose[] = []
  private _defaultBackend: Loose = undefined

  constructor(scope: Construct, id: string, props: Loose = {}) {
    super(scope, id)
    this.apiObject = new KubeIngress(this, 'Resource', {
      metadata: props.metadata,
      spec: {
        defaultBackend: Lazy.any({ produce: () => this._defaultBackend?._toKube() }),
        ingressClassName: props.className,
        rules: Lazy.any({ produce: () => this.synthRules() }),
        tls: Lazy.any({ produce: () => this.tlsConfig() }),
      },
    })
    if (props.defaultBackend) this.addDefaultBackend(props.defaultBackend)
    this.addRules(...(props.rules ?? []))
    if (props.tls) this.addTls(props.tls)
    this.node.addValidation({ validate: () => this.problems() })
  }

  private problems(): string[] {
    return !this._defaultBackend && this._hosts.length === 0 ? ['ingress with no rules or default backend'] : []
  }

  addDefaultBackend(backend: Loose): void {
    this.addRules({ backend })
  }

  addHostDefaultBackend(host: string, backend: Loose): void {
    if (isKnown(host) && !host) throw new Error('host must not be an empty string')
    this.addRules({ host, backend })
  }

  addHostRule(host: string, path: string, backend: Loose, pathType?: Loose): void {
    if (isKnown(host) && !host) throw new Error('host must not be an empty string')
    this.addRules({ host, backend, path, pathType })
  }

  addRule(path: string, backend: Loose, pathType?: Loose): void {
    this.addRules({ backend, path, pathType })
  }

  addRules(...rules: Loose[]): void {
    for (const rule of rules) {
      const isDefault = isKnown(rule.host) && !rule.host && isKnown(rule.path) && !rule.path
      if (isDefault && this._defaultBackend) throw new Error('a default backend is already defined for this ingress')
      if (isDefault) this._defaultBackend = rule.backend
      else this.addPath(rule)
    }
  }

  private addPath(rule: Loose): void {
    const host = rule.host ?? ''
    const path = rule.path ?? '/'
    if (isKnown(path) && path && !path.startsWith('/')) throw new Error(`ingress paths must begin with a "/": ${path}`)
    let entry = this._hosts.find((one) => isSame(one.host, host))
    if (!entry) {
      entry = { host, paths: [] }
      this._hosts.push(entry)
    }
    if (entry.paths.some((one) => isSame(one.path, path)))
      throw new Error(`there is already an ingress rule for ${host}${path}`)
    entry.paths.push({
      backend: rule.backend._toKube(),
      path,
      pathType: rule.pathType ?? HttpIngressPathType.PREFIX,
    })
  }

  private synthRules(): Loose {
    if (this._hosts.length === 0) return undefined
    return this._hosts.map(({ host, paths }) => ({
      host: isKnown(host) && !host ? undefined : host,
      http: { paths: sortedPaths(paths) },
    }))
  }

  addTls(tls: Loose): void {
    this._tlsConfig.push(...tls)
  }

  private tlsConfig(): Loose {
    if (this._tlsConfig.length === 0) return undefined
    return this._tlsConfig.map((entry) => ({ hosts: entry.hosts, secretName: entry.secret?.name }))
  }
}
