import type { Loose } from './native.ts'
import { undefinedIfEmpty } from './plus-empty.ts'
import { DnsPolicy, FsGroupChangePolicy } from './plus-enums.ts'

/** Settings of a pod as a whole (cdk8s-plus-33 2.5.57, lib/pod.js). */

/** How a pod resolves names. */
export class PodDns {
  readonly policy: string
  readonly hostname: Loose
  readonly subdomain: Loose
  readonly hostnameAsFQDN: boolean
  private readonly _nameservers: Loose
  private readonly _searches: Loose
  private readonly _options: Loose

  constructor(props: Loose = {}) {
    this.hostname = props.hostname
    this.subdomain = props.subdomain
    this.policy = props.policy ?? DnsPolicy.CLUSTER_FIRST
    this.hostnameAsFQDN = props.hostnameAsFQDN ?? false
    this._nameservers = props.nameservers ?? []
    this._searches = props.searches ?? []
    this._options = props.options ?? []
  }

  get nameservers(): Loose[] {
    return [...this._nameservers]
  }

  get searches(): Loose[] {
    return [...this._searches]
  }

  get options(): Loose[] {
    return [...this._options]
  }

  addNameserver(...nameservers: Loose[]): void {
    this._nameservers.push(...nameservers)
  }

  addSearch(...searches: Loose[]): void {
    this._searches.push(...searches)
  }

  addOption(...options: Loose[]): void {
    this._options.push(...options)
  }

  _toKube(): Loose {
    if (this.policy === DnsPolicy.NONE && this._nameservers.length === 0)
      throw new Error('When dns policy is set to NONE, at least one nameserver is required')
    if (this._nameservers.length > 3) throw new Error('There can be at most 3 nameservers specified')
    if (this._searches.length > 6) throw new Error('There can be at most 6 search domains specified')
    const config = {
      nameservers: undefinedIfEmpty(this.nameservers),
      searches: undefinedIfEmpty(this.searches),
      options: undefinedIfEmpty(this.options),
    }
    return {
      hostname: this.hostname,
      subdomain: this.subdomain,
      hostnameAsFQDN: this.hostnameAsFQDN,
      policy: this.policy,
      config,
    }
  }
}

/** The security settings of a pod, with the defaults of cdk8s-plus. */
export class PodSecurityContext {
  readonly ensureNonRoot: boolean
  readonly user: Loose
  readonly group: Loose
  readonly fsGroup: Loose
  readonly fsGroupChangePolicy: string
  private readonly _sysctls: Loose[]

  constructor(props: Loose = {}) {
    this.ensureNonRoot = props.ensureNonRoot ?? true
    this.fsGroupChangePolicy = props.fsGroupChangePolicy ?? FsGroupChangePolicy.ALWAYS
    this.user = props.user
    this.group = props.group
    this.fsGroup = props.fsGroup
    this._sysctls = [...(props.sysctls ?? [])]
  }

  get sysctls(): Loose[] {
    return [...this._sysctls]
  }

  _toKube(): Loose {
    return {
      runAsGroup: this.group,
      runAsUser: this.user,
      fsGroup: this.fsGroup,
      runAsNonRoot: this.ensureNonRoot,
      fsGroupChangePolicy: this.fsGroupChangePolicy,
      sysctls: undefinedIfEmpty(this._sysctls),
    }
  }
}
