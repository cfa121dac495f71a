import type { Construct } from './constructs.ts'
import { KubeConfigMap, KubeSecret } from './k8s.ts'
import { isKnown, type Loose, unknownValue } from './native.ts'
import { undefinedIfEmpty } from './plus-empty.ts'
import { EnvValue } from './plus-env.ts'
import { ImportedResource, Resource } from './plus-resource.ts'
import { Lazy } from './resolve.ts'

/** ConfigMaps and Secrets (cdk8s-plus-33 2.5.57, lib/config-map.js, lib/secret.js). */

function refuseKey(key: string): void {
  throw new Error(`unable to add a ConfigMap entry with key "${key}". It is already used`)
}

/** A ConfigMap. */
export class ConfigMap extends Resource {
  static fromConfigMapName(scope: Construct, id: string, name: string): ImportedResource {
    return new ImportedResource(scope, id, name, {
      gvk: KubeConfigMap.GVK,
      apiGroup: '',
      resourceType: 'configmaps',
    })
  }

  readonly resourceType = 'configmaps'
  readonly immutable: boolean
  private readonly _binaryData: Loose
  private _data: Loose

  constructor(scope: Construct, id: string, props: Loose = {}) {
    super(scope, id)
    this.immutable = props.immutable ?? false
    this._data = { ...(props.data ?? {}) }
    this._binaryData = { ...(props.binaryData ?? {}) }
    for (const key of Object.keys(props.binaryData ?? {})) if (isKnown(key) && key in this._data) refuseKey(key)
    this.apiObject = new KubeConfigMap(this, 'Resource', {
      metadata: props.metadata,
      data: Lazy.any({ produce: () => undefinedIfEmpty(this._data) }),
      binaryData: Lazy.any({ produce: () => undefinedIfEmpty(this._binaryData) }),
      immutable: this.immutable,
    })
  }

  addData(key: string, value: Loose): void {
    this.refuseUsed(key)
    this._data[key] = value
  }

  get data(): Loose {
    return { ...this._data }
  }

  addBinaryData(key: string, value: Loose): void {
    this.refuseUsed(key)
    this._binaryData[key] = value
  }

  get binaryData(): Loose {
    return { ...this._binaryData }
  }

  /** Whatever the file says, its name is the key. */
  addFile(localFile: string, key?: string): void {
    const name = key ?? localFile.slice(localFile.lastIndexOf('/') + 1)
    this.addData(name, unknownValue('the contents of a file', 'give the data as a text in the program'))
  }

  /** Any file may be there: the data is open from then on. */
  addDirectory(_localDir: string, _options: Loose = {}): void {
    const files = unknownValue('the files of a directory', 'add the files one by one')
    this._data = { ...this._data, ...files }
  }

  private refuseUsed(key: string): void {
    if (isKnown(key) && (key in this._data || key in this._binaryData)) refuseKey(key)
  }
}

function secretType(): Loose {
  return { gvk: KubeSecret.GVK, apiGroup: '', resourceType: 'secrets' }
}

class ImportedSecret extends ImportedResource {
  envValue(key: string, options?: Loose): EnvValue {
    return EnvValue.fromSecretValue({ secret: this, key }, options)
  }
}

/** A Secret. */
export class Secret extends Resource {
  static fromSecretName(scope: Construct, id: string, name: string): ImportedSecret {
    return new ImportedSecret(scope, id, name, secretType())
  }

  readonly resourceType = 'secrets'
  readonly immutable: boolean
  private readonly stringData: Loose

  constructor(scope: Construct, id: string, props: Loose = {}) {
    super(scope, id)
    this.stringData = props.stringData ?? {}
    this.immutable = props.immutable ?? false
    this.apiObject = new KubeSecret(this, 'Resource', {
      metadata: props.metadata,
      type: props.type,
      stringData: this.stringData,
      immutable: this.immutable,
    })
  }

  addStringData(key: string, value: Loose): void {
    this.stringData[key] = value
  }

  getStringData(key: string): Loose {
    return this.stringData[key]
  }

  envValue(key: string, options?: Loose): EnvValue {
    return EnvValue.fromSecretValue({ secret: this, key }, options)
  }
}

function secretProps(type: string, props: Loose, stringData?: Loose): Loose {
  const { immutable, metadata } = props
  return { type, stringData, immutable, metadata }
}

/** A name and a password. */
export class BasicAuthSecret extends Secret {
  constructor(scope: Construct, id: string, props: Loose) {
    const { username, password } = props
    super(scope, id, secretProps('kubernetes.io/basic-auth', props, { username, password }))
  }
}

/** A key of SSH. */
export class SshAuthSecret extends Secret {
  constructor(scope: Construct, id: string, props: Loose) {
    super(scope, id, secretProps('kubernetes.io/ssh-auth', props, { 'ssh-privatekey': props.sshPrivateKey }))
  }
}

/** The token of a service account. */
export class ServiceAccountTokenSecret extends Secret {
  constructor(scope: Construct, id: string, props: Loose) {
    super(scope, id, secretProps('kubernetes.io/service-account-token', props))
    this.metadata.addAnnotation('kubernetes.io/service-account.name', props.serviceAccount.name)
  }
}

/** A certificate and its key. */
export class TlsSecret extends Secret {
  constructor(scope: Construct, id: string, props: Loose) {
    const data = { 'tls.crt': props.tlsCert, 'tls.key': props.tlsKey }
    super(scope, id, secretProps('kubernetes.io/tls', props, data))
  }
}

/** Access to a registry of images. */
export class DockerConfigSecret extends Secret {
  constructor(scope: Construct, id: string, props: Loose) {
    const data = { '.dockerconfigjson': JSON.stringify(props.data) }
    super(scope, id, secretProps('kubernetes.io/dockerconfigjson', props, data))
  }
}
