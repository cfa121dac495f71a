import { type Node, nodeAt } from '../base/tree.ts'

/**
 * The types of the volumes that Istio 1.30 adds to every pod: one of the same name and type is merged. Of the other
 * volumes of Istio the user's own wins. Recorded: injection-recorded.md C.
 */
const injectedVolumes: ReadonlyMap<string, string> = new Map([
  ['istio-envoy', 'emptyDir'],
  ['istio-data', 'emptyDir'],
  ['istio-podinfo', 'downwardAPI'],
  ['istio-token', 'projected'],
  ['istiod-ca-cert', 'configMap'],
  ['istio-ca-crl', 'configMap'],
])

/** The order in which the API server looks at types of volumes, and where it reports the second one it finds. */
const sources = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'flocker',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'quobyte',
  'downwardAPI',
  'fc',
  'configMap',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'storageos',
  'projected',
  'scaleIO',
  'csi',
  'ephemeral',
  'image',
]

/** The field that makes a volume one of two types once the injector added its own; undefined where nothing clashes. */
export function clashingVolume(volume: Node): string | undefined {
  const name = nodeAt(volume, ['name'])
  const added = name?.type === 'scalar' && typeof name.value === 'string' ? injectedVolumes.get(name.value) : undefined
  if (!added || volume.type !== 'map' || volume.open) return undefined
  const written = sources.filter((source) => volume.entries.some(({ key, value }) => key === source && !isNull(value)))
  // A volume that says no type is an emptyDir.
  const own = written[0] ?? 'emptyDir'
  if (own === added) return undefined
  const second = sources.indexOf(own) > sources.indexOf(added) ? own : added
  // The path of this one is misspelt upstream.
  return second === 'downwardAPI' ? 'downwarAPI' : second
}

function isNull(node: Node): boolean {
  return node.type === 'scalar' && node.value === null
}
