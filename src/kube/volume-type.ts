import {
  flag,
  list,
  number,
  or,
  part,
  pointer,
  quantities,
  quantity,
  quantityPointer,
  struct,
  text,
  textMap,
  texts,
  wholeNumber,
  wholeText,
} from './api-type.ts'

/** The volumes of a pod, with the defaults of their sources: core/v1, Kubernetes 1.35 (staging/src/k8s.io/api/core/v1/types.go; pkg/apis/core/v1/defaults.go and zz_generated.defaults.go). */

const reference = part({ name: text })
const mode = or(pointer, 0o644)
const keys = list(struct({ key: wholeText, path: wholeText, mode: pointer }))
const expression = struct({ key: wholeText, operator: wholeText, values: texts })
export const labelSelector = part({ matchLabels: textMap, matchExpressions: list(expression) })
export const fieldRef = part({ apiVersion: or(text, 'v1'), fieldPath: wholeText })
export const resourceFieldRef = part({
  containerName: text,
  resource: wholeText,
  divisor: quantity,
})
const podFiles = list(struct({ path: wholeText, fieldRef, resourceFieldRef, mode: pointer }))
const disk = { fsType: text, partition: number, readOnly: flag }

const projection = struct({
  secret: part({ name: text, items: keys, optional: pointer }),
  downwardAPI: part({ items: podFiles }),
  configMap: part({ name: text, items: keys, optional: pointer }),
  serviceAccountToken: part({ audience: text, expirationSeconds: or(pointer, 3600), path: wholeText }),
  clusterTrustBundle: part({
    name: pointer,
    signerName: pointer,
    labelSelector,
    optional: pointer,
    path: wholeText,
  }),
  podCertificate: part({
    signerName: text,
    keyType: text,
    maxExpirationSeconds: pointer,
    credentialBundlePath: text,
    keyPath: text,
    certificateChainPath: text,
    userAnnotations: textMap,
  }),
})

const claimSpec = struct({
  accessModes: texts,
  selector: labelSelector,
  resources: struct({ limits: quantities, requests: quantities }),
  volumeName: text,
  storageClassName: pointer,
  volumeMode: or(pointer, 'Filesystem'),
  dataSource: part({ apiGroup: pointer, kind: wholeText, name: wholeText }),
  dataSourceRef: part({ apiGroup: pointer, kind: wholeText, name: wholeText, namespace: pointer }),
  volumeAttributesClassName: pointer,
})

const networkSources = {
  nfs: part({ server: wholeText, path: wholeText, readOnly: flag }),
  iscsi: part({
    targetPortal: wholeText,
    iqn: wholeText,
    lun: wholeNumber,
    iscsiInterface: or(text, 'default'),
    fsType: text,
    readOnly: flag,
    portals: texts,
    chapAuthDiscovery: flag,
    chapAuthSession: flag,
    secretRef: reference,
    initiatorName: pointer,
  }),
  glusterfs: part({ endpoints: wholeText, path: wholeText, readOnly: flag }),
  rbd: part({
    monitors: texts,
    image: wholeText,
    fsType: text,
    pool: or(text, 'rbd'),
    user: or(text, 'admin'),
    keyring: or(text, '/etc/ceph/keyring'),
    secretRef: reference,
    readOnly: flag,
  }),
  cephfs: part({
    monitors: texts,
    path: text,
    user: text,
    secretFile: text,
    secretRef: reference,
    readOnly: flag,
  }),
  fc: part({ targetWWNs: texts, lun: pointer, fsType: text, readOnly: flag, wwids: texts }),
  quobyte: part({
    registry: wholeText,
    volume: wholeText,
    readOnly: flag,
    user: text,
    group: text,
    tenant: text,
  }),
}

const diskSources = {
  gcePersistentDisk: part({ pdName: wholeText, ...disk }),
  awsElasticBlockStore: part({ volumeID: wholeText, ...disk }),
  cinder: part({ volumeID: wholeText, fsType: text, readOnly: flag, secretRef: reference }),
  flocker: part({ datasetName: text, datasetUUID: text }),
  azureFile: part({ secretName: wholeText, shareName: wholeText, readOnly: flag }),
  vsphereVolume: part({ volumePath: wholeText, fsType: text, storagePolicyName: text, storagePolicyID: text }),
  azureDisk: part({
    diskName: wholeText,
    diskURI: wholeText,
    cachingMode: or(pointer, 'ReadWrite'),
    fsType: or(pointer, 'ext4'),
    readOnly: or(pointer, false),
    kind: or(pointer, 'Shared'),
  }),
  photonPersistentDisk: part({ pdID: wholeText, fsType: text }),
  portworxVolume: part({ volumeID: wholeText, fsType: text, readOnly: flag }),
  scaleIO: part({
    gateway: wholeText,
    system: wholeText,
    secretRef: reference,
    sslEnabled: flag,
    protectionDomain: text,
    storagePool: text,
    storageMode: or(text, 'ThinProvisioned'),
    volumeName: text,
    fsType: or(text, 'xfs'),
    readOnly: flag,
  }),
  storageos: part({ volumeName: text, volumeNamespace: text, fsType: text, readOnly: flag, secretRef: reference }),
}

export const volume = struct({
  name: wholeText,
  hostPath: part({ path: wholeText, type: or(pointer, '') }),
  emptyDir: part({ medium: text, sizeLimit: quantityPointer }),
  gitRepo: part({ repository: wholeText, revision: text, directory: text }),
  secret: part({ secretName: text, items: keys, defaultMode: mode, optional: pointer }),
  persistentVolumeClaim: part({ claimName: wholeText, readOnly: flag }),
  downwardAPI: part({ items: podFiles, defaultMode: mode }),
  configMap: part({ name: text, items: keys, defaultMode: mode, optional: pointer }),
  projected: part({ sources: list(projection), defaultMode: mode }),
  csi: part({
    driver: wholeText,
    readOnly: pointer,
    fsType: pointer,
    volumeAttributes: textMap,
    nodePublishSecretRef: reference,
  }),
  ephemeral: part({
    volumeClaimTemplate: part({ metadata: struct({ labels: textMap, annotations: textMap }), spec: claimSpec }),
  }),
  image: part({ reference: text, pullPolicy: text }),
  flexVolume: part({ driver: wholeText, fsType: text, secretRef: reference, readOnly: flag, options: textMap }),
  ...networkSources,
  ...diskSources,
})
