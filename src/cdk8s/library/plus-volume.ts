import { Construct } from './constructs.ts'
import { Quantity } from './k8s.ts'
import { Names } from './names.ts'
import type { Loose } from './native.ts'
import {
  AzureDiskPersistentVolumeCachingMode,
  AzureDiskPersistentVolumeKind,
  HostPathVolumeType,
} from './plus-enums.ts'

/** Volumes of pods (cdk8s-plus-33 2.5.57, lib/volume.js). */

function itemsOf(items: Loose): Loose {
  if (!items) return undefined
  const keys = Object.keys(items)
  keys.sort()
  return keys.map((key) => ({ key, path: items[key].path, mode: items[key].mode }))
}

/** A volume, which pods may share. */
export class Volume extends Construct {
  static fromAwsElasticBlockStore(scope: Construct, id: string, volumeId: string, options: Loose = {}): Volume {
    const { fsType = 'ext4', partition, readOnly = false } = options
    return new Volume(scope, id, options.name ?? `ebs-${volumeId}`, {
      awsElasticBlockStore: { volumeId, fsType, partition, readOnly },
    })
  }

  static fromAzureDisk(scope: Construct, id: string, diskName: string, diskUri: string, options: Loose = {}): Volume {
    return new Volume(scope, id, options.name ?? `azuredisk-${diskName}`, {
      azureDisk: {
        diskName,
        diskUri,
        cachingMode: options.cachingMode ?? AzureDiskPersistentVolumeCachingMode.NONE,
        fsType: options.fsType ?? 'ext4',
        kind: options.kind ?? AzureDiskPersistentVolumeKind.SHARED,
        readOnly: options.readOnly ?? false,
      },
    })
  }

  static fromGcePersistentDisk(scope: Construct, id: string, pdName: string, options: Loose = {}): Volume {
    const { fsType = 'ext4', partition, readOnly = false } = options
    return new Volume(scope, id, options.name ?? `gcedisk-${pdName}`, {
      gcePersistentDisk: { pdName, fsType, partition, readOnly },
    })
  }

  static fromConfigMap(scope: Construct, id: string, configMap: Loose, options: Loose = {}): Volume {
    const { defaultMode, optional } = options
    return new Volume(scope, id, options.name ?? `configmap-${configMap.name}`, {
      configMap: { name: configMap.name, defaultMode, optional, items: itemsOf(options.items) },
    })
  }

  static fromEmptyDir(scope: Construct, id: string, name: string, options: Loose = {}): Volume {
    const sizeLimit = options.sizeLimit ? Quantity.fromString(`${options.sizeLimit.toMebibytes()}Mi`) : undefined
    return new Volume(scope, id, name, { emptyDir: { medium: options.medium, sizeLimit } })
  }

  static fromSecret(scope: Construct, id: string, secret: Loose, options: Loose = {}): Volume {
    const { defaultMode, optional } = options
    return new Volume(scope, id, options.name ?? `secret-${secret.name}`, {
      secret: { secretName: secret.name, defaultMode, optional, items: itemsOf(options.items) },
    })
  }

  static fromPersistentVolumeClaim(scope: Construct, id: string, claim: Loose, options: Loose = {}): Volume {
    return new Volume(scope, id, options.name ?? `pvc-${claim.name}`, {
      persistentVolumeClaim: { claimName: claim.name, readOnly: options.readOnly ?? false },
    })
  }

  static fromHostPath(scope: Construct, id: string, name: string, options: Loose): Volume {
    return new Volume(scope, id, name, {
      hostPath: { path: options.path, type: options.type ?? HostPathVolumeType.DEFAULT },
    })
  }

  static fromNfs(scope: Construct, id: string, name: string, options: Loose): Volume {
    const { server, path, readOnly } = options
    return new Volume(scope, id, name, { nfs: { server, path, readOnly } })
  }

  static fromCsi(scope: Construct, id: string, driver: string, options: Loose = {}): Volume {
    const { fsType, readOnly, attributes } = options
    return new Volume(scope, id, options.name ?? Names.toDnsLabel(scope, { extra: [id] }), {
      csi: { driver, fsType, readOnly, volumeAttributes: attributes },
    })
  }

  static fromName(scope: Construct, id: string, name: string): Volume {
    return new Volume(scope, id, name, {})
  }

  readonly name: string
  private readonly config: Loose

  private constructor(scope: Construct, id: string, name: string, config: Loose) {
    super(scope, id)
    this.name = name.slice(0, 63)
    this.config = config
  }

  asVolume(): Volume {
    return this
  }

  _toKube(): Loose {
    return { name: this.name, ...this.config }
  }
}
