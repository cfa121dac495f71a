import type { Node, TreePath } from '../../base/tree.ts'
import { parseQuantity, quantitySign } from '../quantity.ts'
import { type FieldError, fieldPath, forbidden, invalid, noErrors, required, unsupported } from './field-error.ts'
import { isUnset, itemsOf, numberOf, part, textOf } from './read-part.ts'

type Check = (source: Node, path: TreePath, isPod: boolean) => readonly FieldError[]

const modeText = 'must be a number between 0 and 0777 (octal), both inclusive'

/**
 * The sources of volumes in the order in which upstream looks at them, each with what is checked of it
 * (validateVolumeSource, pkg/apis/core/validation/validation.go, Kubernetes 1.35). Of sources that only few clusters
 * have, nothing but their being there.
 */
const sources: Readonly<Record<string, Check>> = {
  emptyDir: emptyDirErrors,
  hostPath: hostPathErrors,
  gitRepo: needs('repository'),
  gcePersistentDisk: none,
  awsElasticBlockStore: none,
  secret: (source, path) => [...needs('secretName')(source, path), ...fileErrors(source, path)],
  nfs: nfsErrors,
  iscsi: none,
  glusterfs: needs('endpoints', 'path'),
  flocker: none,
  persistentVolumeClaim: needs('claimName'),
  rbd: none,
  cinder: needs('volumeID'),
  cephfs: none,
  quobyte: none,
  downwardAPI: downwardErrors,
  fc: none,
  flexVolume: needs('driver'),
  configMap: (source, path) => [...needs('name')(source, path), ...fileErrors(source, path)],
  azureFile: needs('secretName', 'shareName'),
  vsphereVolume: needs('volumePath'),
  photonPersistentDisk: needs('pdID'),
  portworxVolume: needs('volumeID'),
  azureDisk: none,
  storageos: none,
  projected: projectedErrors,
  scaleIO: none,
  csi: needs('driver'),
  ephemeral: (source, path) =>
    isUnset(source, 'volumeClaimTemplate') ? [required([...path, 'volumeClaimTemplate'])] : [],
  image: (source, path, isPod) => (isPod ? needs('reference')(source, path) : []),
}

/** How upstream misspells some of them where there are two. */
const misspelt: Readonly<Record<string, string>> = { downwardAPI: 'downwarAPI', cephfs: 'cephFS' }

/** What is wrong with the source of a volume; a volume without one is an `emptyDir`. */
export function sourceErrors(volume: Node, path: TreePath, isPod: boolean): readonly FieldError[] {
  if (volume.type !== 'map') return noErrors
  const [one, another] = volume.entries.filter(({ key }) => Object.hasOwn(sources, key))
  if (!one) return noErrors
  if (!another)
    return one.value.type === 'map' ? (sources[one.key]?.(one.value, [...path, one.key], isPod) ?? []) : noErrors
  const written = new Set(volume.entries.map(({ key }) => key))
  const errors: FieldError[] = []
  let found = 0
  for (const name in sources) {
    const source = written.has(name) ? part(volume, name) : undefined
    if (source?.type !== 'map') continue
    if (found > 0) {
      const place = [...path, misspelt[name] ?? name]
      errors.push({ ...forbidden([...path, name], 'may not specify more than 1 volume type'), shown: fieldPath(place) })
    } else errors.push(...(sources[name]?.(source, [...path, name], isPod) ?? []))
    found++
  }
  return errors
}

function none(): readonly FieldError[] {
  return []
}

/** A check that fields are there. */
function needs(...fields: readonly string[]): (source: Node, path: TreePath) => readonly FieldError[] {
  return (source, path) =>
    fields.filter((field) => textOf(source, field) === '').map((field) => required([...path, field]))
}

function emptyDirErrors(source: Node, path: TreePath): readonly FieldError[] {
  const limit = part(source, 'sizeLimit')
  const { quantity } = limit?.type === 'scalar' ? parseQuantity(String(limit.value)) : { quantity: undefined }
  if (!quantity || quantitySign(quantity) >= 0) return []
  return [forbidden([...path, 'sizeLimit'], 'SizeLimit field must be a valid resource quantity')]
}

const hostPathTypes = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
]

function hostPathErrors(source: Node, path: TreePath): readonly FieldError[] {
  const target = textOf(source, 'path')
  if (target === '') return [required([...path, 'path'])]
  const type = textOf(source, 'type')
  return [
    ...(target === undefined ? [] : backstepErrors(target, [...path, 'path'])),
    ...(type === undefined || hostPathTypes.includes(type)
      ? []
      : [unsupported([...path, 'type'], type, hostPathTypes)]),
  ]
}

function nfsErrors(source: Node, path: TreePath): readonly FieldError[] {
  const target = textOf(source, 'path')
  const isRelative = target !== undefined && !target.startsWith('/')
  return [
    ...needs('server', 'path')(source, path),
    ...(isRelative ? [invalid([...path, 'path'], target, 'must be an absolute path')] : []),
  ]
}

/** Keys of a ConfigMap or Secret as files, with their modes. */
function fileErrors(source: Node, path: TreePath): readonly FieldError[] {
  return [...modeErrors(source, 'defaultMode', path), ...keyErrors(source, path)]
}

function keyErrors(source: Node, path: TreePath): readonly FieldError[] {
  return itemsOf(source, 'items').flatMap((item, index) => {
    const at = [...path, 'items', index]
    return [
      ...needs('key', 'path')(item, at),
      ...localPathErrors(textOf(item, 'path'), [...at, 'path']),
      ...modeErrors(item, 'mode', at),
    ]
  })
}

function modeErrors(node: Node, field: string, path: TreePath): readonly FieldError[] {
  const mode = numberOf(node, field)
  return mode !== undefined && (mode > 0o777 || mode < 0) ? [invalid([...path, field], mode, modeText)] : []
}

/** validatePathNoBacksteps. */
export function backstepErrors(target: string, path: TreePath): readonly FieldError[] {
  return target.split('/').includes('..') ? [invalid(path, target, "must not contain '..'")] : []
}

/** validateLocalDescendingPath. */
export function descendingErrors(target: string, path: TreePath): readonly FieldError[] {
  const absolute = target.startsWith('/') ? [invalid(path, target, 'must be a relative path')] : []
  return [...absolute, ...backstepErrors(target, path)]
}

/** ValidateLocalNonReservedPath. */
function localPathErrors(target: string | undefined, path: TreePath): readonly FieldError[] {
  if (!target) return []
  const isReserved = target.startsWith('..') && !target.startsWith('../')
  return [...descendingErrors(target, path), ...(isReserved ? [invalid(path, target, "must not start with '..'")] : [])]
}

/** Upstream calls the files of a downward API by the place of their list. */
function downwardErrors(source: Node, path: TreePath): readonly FieldError[] {
  const files = itemsOf(source, 'items').flatMap((item, index) => podFileErrors(item, path, [...path, 'items', index]))
  return [...modeErrors(source, 'defaultMode', path), ...files]
}

function podFileErrors(item: Node, path: TreePath, at: TreePath): readonly FieldError[] {
  const errors = [
    ...needs('path')(item, path),
    ...localPathErrors(textOf(item, 'path'), [...path, 'path']),
    ...(isUnset(item, 'fieldRef') && isUnset(item, 'resourceFieldRef')
      ? [required(path, 'one of fieldRef and resourceFieldRef is required')]
      : []),
    ...modeErrors(item, 'mode', path),
  ]
  return errors.map((error) => ({
    ...error,
    shown: fieldPath(error.path),
    path: [...at, ...error.path.slice(path.length)],
  }))
}

function projectedErrors(source: Node, path: TreePath): readonly FieldError[] {
  const seen = new Set<string>()
  const parts = itemsOf(source, 'sources').flatMap((one, index) =>
    projectionErrors(one, path, [...path, 'sources', index], seen),
  )
  return [...modeErrors(source, 'defaultMode', path), ...parts]
}

const projections = [
  'secret',
  'configMap',
  'downwardAPI',
  'serviceAccountToken',
  'clusterTrustBundle',
  'podCertificate',
]

/** validateProjectionSources: files of one volume must not have the same path. */
function projectionErrors(one: Node, path: TreePath, at: TreePath, seen: Set<string>): readonly FieldError[] {
  const errors: FieldError[] = []
  const given = projections.filter((name) => part(one, name)?.type === 'map')
  for (const name of given) {
    const source = part(one, name)
    if (!source) continue
    const place = [...at, name]
    if (name === 'secret' || name === 'configMap')
      errors.push(...needs('name')(source, place), ...keyErrors(source, place))
    if (name === 'downwardAPI') errors.push(...downwardErrors(source, place))
    if (name === 'serviceAccountToken') errors.push(...tokenErrors(source, place, path))
    for (const item of itemsOf(source, 'items')) {
      const file = textOf(item, 'path')
      if (!file) continue
      const shown = name === 'downwardAPI' ? file : (textOf(source, 'name') ?? '')
      if (seen.has(file)) errors.push(invalid(path, shown, 'conflicting duplicate paths'))
      seen.add(file)
    }
  }
  if (given.length > 1) errors.push(forbidden(at, 'may not specify more than 1 volume type per source'))
  return errors
}

function tokenErrors(source: Node, at: TreePath, path: TreePath): readonly FieldError[] {
  const seconds = isUnset(source, 'expirationSeconds') ? 3600 : numberOf(source, 'expirationSeconds')
  const place = [...at, 'expirationSeconds']
  const tooShort = 'may not specify a duration less than 10 minutes'
  const tooLong = 'may not specify a duration larger than 2^32 seconds'
  const target = textOf(source, 'path')
  return [
    ...(seconds !== undefined && seconds < 600 ? [invalid(place, seconds, tooShort)] : []),
    ...(seconds !== undefined && seconds > 2 ** 32 ? [invalid(place, seconds, tooLong)] : []),
    ...(target === ''
      ? [{ ...required([...at, 'path']), shown: fieldPath([...path, 'path']) }]
      : localPathErrors(target, [...path, 'path'])),
  ]
}
