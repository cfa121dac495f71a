import type { Construct } from './constructs.ts'
import { KubePersistentVolume, KubePersistentVolumeClaim, Quantity } from './k8s.ts'
import { isKnown, type Loose } from './native.ts'
import {
  AzureDiskPersistentVolumeCachingMode,
  AzureDiskPersistentVolumeKind,
  PersistentVolumeMode,
  PersistentVolumeReclaimPolicy,
} from './plus-enums.ts'
import { ImportedResource, Resource } from './plus-resource.ts'
import { Volume } from './plus-volume.ts'
import { Lazy } from './resolve.ts'
import { SizeRoundingBehavior } from './units.ts'

/** Claims and persistent volumes (cdk8s-plus-33 2.5.57, lib/pvc.js, lib/pv.js). */

function isOther(bound: Loose, name: string): boolean {
  return Boolean(bound) && isKnown(bound.name) && isKnown(name) && bound.name !== name
}

/** A claim on storage. */
export class PersistentVolumeClaim extends Resource {
  static fromClaimName(scope: Construct, id: string, name: string): ImportedResource {
    const resourceType = 'persistentvolumeclaims'
    return new ImportedResource(scope, id, name, { gvk: KubePersistentVolumeClaim.GVK, apiGroup: '', resourceType })
  }

  readonly resourceType = 'persistentvolumeclaims'
  readonly storage: Loose
  readonly volumeMode: string
  readonly storageClassName: Loose
  private readonly _accessModes: Loose
  private _volume: Loose = undefined

  constructor(scope: Construct, id: string, props: Loose = {}) {
    super(scope, id)
    this.storage = props.storage
    this.volumeMode = props.volumeMode ?? PersistentVolumeMode.FILE_SYSTEM
    this.storageClassName = props.storageClassName
    this._accessModes = props.accessModes
    if (props.volume) this.bind(props.volume)
    this.apiObject = new KubePersistentVolumeClaim(this, 'Resource', {
      metadata: props.metadata,
      spec: Lazy.any({ produce: () => this._toKube() }),
    })
  }

  get accessModes(): Loose {
    return this._accessModes ? [...this._accessModes] : undefined
  }

  get volume(): Loose {
    return this._volume
  }

  bind(volume: Loose): void {
    if (isOther(this._volume, volume.name))
      throw new Error(
        `Cannot bind claim '${this.name}' to volume '${volume.name}' since it is already bound to volume '${this._volume.name}'`,
      )
    this._volume = volume
  }

  _toKube(): Loose {
    const amount = this.storage?.toGibibytes({ rounding: SizeRoundingBehavior.NONE })
    return {
      volumeName: this._volume?.name,
      accessModes: this.accessModes,
      resources: this.storage ? { requests: { storage: Quantity.fromString(`${amount}Gi`) } } : undefined,
      volumeMode: this.volumeMode,
      storageClassName: this.storageClassName,
    }
  }
}

/** Storage of the cluster. */
export class PersistentVolume extends Resource {
  static fromPersistentVolumeName(scope: Construct, id: string, name: string): ImportedResource {
    const resourceType = 'persistentvolumes'
    return new ImportedResource(scope, id, name, { gvk: KubePersistentVolume.GVK, apiGroup: '', resourceType })
  }

  readonly resourceType = 'persistentvolumes'
  readonly storage: Loose
  readonly mode: string
  readonly storageClassName: Loose
  readonly mountOptions: Loose
  readonly reclaimPolicy: string
  private readonly _accessModes: Loose
  private _claim: Loose = undefined

  constructor(scope: Construct, id: string, props: Loose = {}) {
    super(scope, id)
    this.storage = props.storage
    this.mode = props.volumeMode ?? PersistentVolumeMode.FILE_SYSTEM
    this.storageClassName = props.storageClassName
    this._accessModes = props.accessModes
    this.mountOptions = props.mountOptions
    this.reclaimPolicy = props.reclaimPolicy ?? PersistentVolumeReclaimPolicy.RETAIN
    if (props.claim) this.bind(props.claim)
    this.apiObject = new KubePersistentVolume(this, 'Resource', {
      metadata: props.metadata,
      spec: Lazy.any({ produce: () => this._toKube() }),
    })
  }

  get accessModes(): Loose {
    return this._accessModes ? [...this._accessModes] : undefined
  }

  get claim(): Loose {
    return this._claim
  }

  /** Makes a claim on this very volume. */
  reserve(): PersistentVolumeClaim {
    const claim = new PersistentVolumeClaim(this, `${this.name}PVC`, {
      metadata: { name: `pvc-${this.name}`, namespace: this.metadata.namespace },
      storageClassName: this.storageClassName,
    })
    this.bind(claim)
    claim.bind(this)
    return claim
  }

  bind(claim: Loose): void {
    if (isOther(this._claim, claim.name))
      throw new Error(
        `Cannot bind volume '${this.name}' to claim '${claim.name}' since it is already bound to claim '${this._claim.name}'`,
      )
    this._claim = claim
  }

  asVolume(): Volume {
    return Volume.fromPersistentVolumeClaim(this, 'Volume', this.reserve())
  }

  _toKube(): Loose {
    return {
      claimRef: this._claim ? { name: this._claim.name } : undefined,
      accessModes: this.accessModes,
      capacity: this.storage ? { storage: Quantity.fromString(`${this.storage.toGibibytes()}Gi`) } : undefined,
      mountOptions: this.mountOptions,
      storageClassName: this.storageClassName,
      persistentVolumeReclaimPolicy: this.reclaimPolicy,
      volumeMode: this.mode,
    }
  }
}

/** A disk of AWS. */
export class AwsElasticBlockStorePersistentVolume extends PersistentVolume {
  readonly volumeId: string
  readonly readOnly: boolean
  readonly fsType: string
  readonly partition: Loose

  constructor(scope: Construct, id: string, props: Loose) {
    super(scope, id, props)
    this.volumeId = props.volumeId
    this.readOnly = props.readOnly ?? false
    this.fsType = props.fsType ?? 'ext4'
    this.partition = props.partition
  }

  override _toKube(): Loose {
    const { volumeId, fsType, partition, readOnly } = this
    return { ...super._toKube(), awsElasticBlockStore: { volumeId, fsType, partition, readOnly } }
  }
}

/** A disk of Azure. */
export class AzureDiskPersistentVolume extends PersistentVolume {
  readonly diskName: string
  readonly diskUri: string
  readonly readOnly: boolean
  readonly cachingMode: string
  readonly fsType: string
  readonly azureKind: string

  constructor(scope: Construct, id: string, props: Loose) {
    super(scope, id, props)
    this.diskName = props.diskName
    this.diskUri = props.diskUri
    this.cachingMode = props.cachingMode ?? AzureDiskPersistentVolumeCachingMode.NONE
    this.fsType = props.fsType ?? 'ext4'
    this.azureKind = props.kind ?? AzureDiskPersistentVolumeKind.SHARED
    this.readOnly = props.readOnly ?? false
  }

  override _toKube(): Loose {
    const { diskName, diskUri, cachingMode, fsType, azureKind, readOnly } = this
    return {
      ...super._toKube(),
      azureDisk: { diskName, diskUri, cachingMode, fsType, kind: azureKind, readOnly },
    }
  }
}

/** A disk of Google's cloud. */
export class GCEPersistentDiskPersistentVolume extends PersistentVolume {
  readonly pdName: string
  readonly readOnly: boolean
  readonly fsType: string
  readonly partition: Loose

  constructor(scope: Construct, id: string, props: Loose) {
    super(scope, id, props)
    this.pdName = props.pdName
    this.readOnly = props.readOnly ?? false
    this.fsType = props.fsType ?? 'ext4'
    this.partition = props.partition
  }

  override _toKube(): Loose {
    const { pdName, fsType, partition, readOnly } = this
    return { ...super._toKube(), gcePersistentDisk: { pdName, fsType, partition, readOnly } }
  }
}
