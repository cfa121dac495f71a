import type { Node, TreePath } from '../../base/tree.ts'
import {
  errorsOfEach,
  type FieldError,
  forbidden,
  invalid,
  joined,
  notFound,
  required,
  shownAt,
  unsupported,
} from './field-error.ts'
import { hasAny, isFlag, isUnset, itemsOf, partAt, textOf } from './read-part.ts'
import { isBlockDevice, type Volumes } from './volume-errors.ts'
import { backstepErrors, descendingErrors } from './volume-source-errors.ts'

interface Taken {
  readonly names: ReadonlySet<string>
  readonly paths: ReadonlySet<string>
}

function takenBy(items: readonly Node[], pathKey: string): Taken {
  const texts = (key: string): ReadonlySet<string> =>
    new Set(items.map((item) => textOf(item, key)).filter((text) => text !== undefined))
  return { names: texts('name'), paths: texts(pathKey) }
}

const nothingTaken: Taken = { names: new Set(), paths: new Set() }
const rareFields: ReadonlySet<string> = new Set(['mountPropagation', 'recursiveReadOnly', 'subPath', 'subPathExpr'])

/** ValidateVolumeMounts and ValidateVolumeDevices. */
export function mountErrors(container: Node, path: TreePath, volumes: Volumes): readonly FieldError[] {
  const mounts = itemsOf(container, 'volumeMounts')
  const devices = itemsOf(container, 'volumeDevices')
  if (mounts.length === 0 && devices.length === 0) return []
  const devicesTake = devices.length === 0 ? nothingTaken : takenBy(devices, 'devicePath')
  const seen = new Set<string>()
  const list = [...path, 'volumeMounts']
  const errors = errorsOfEach(mounts, (mount, index) => {
    const at = [...list, index]
    const targets = targetErrors(mount, at, volumes, seen, devicesTake)
    if (!hasAny(mount, rareFields)) return targets
    return joined(targets, subPathErrors(mount, at, list), propagationErrors(mount, container, at, list))
  })
  return devices.length === 0
    ? errors
    : joined(errors, deviceErrors(devices, path, volumes, takenBy(mounts, 'mountPath')))
}

function targetErrors(
  mount: Node,
  at: TreePath,
  volumes: Volumes,
  seen: Set<string>,
  devices: Taken,
): readonly FieldError[] {
  const errors: FieldError[] = []
  const name = textOf(mount, 'name')
  const target = textOf(mount, 'mountPath')
  if (name === '') errors.push(required([...at, 'name']))
  if (name !== undefined && !volumes.hasMore && !volumes.byName.has(name)) errors.push(notFound([...at, 'name'], name))
  if (target === '') errors.push(required([...at, 'mountPath']))
  if (target !== undefined && seen.has(target)) errors.push(invalid([...at, 'mountPath'], target, 'must be unique'))
  if (target !== undefined) seen.add(target)
  if (name !== undefined && devices.names.has(name))
    errors.push(invalid([...at, 'name'], name, 'must not already exist in volumeDevices'))
  if (target !== undefined && devices.paths.has(target))
    errors.push(invalid([...at, 'mountPath'], target, 'must not already exist as a path in volumeDevices'))
  return errors
}

/** Upstream calls these fields by the list that they stand in. */
function subPathErrors(mount: Node, at: TreePath, list: TreePath): readonly FieldError[] {
  const subPath = textOf(mount, 'subPath')
  const expression = textOf(mount, 'subPathExpr')
  const errors: FieldError[] = []
  for (const error of subPath ? descendingErrors(subPath, [...at, 'subPath']) : [])
    errors.push(shownAt(error, [...list, 'subPath']))
  if (!expression) return errors
  const place = [...at, 'subPathExpr']
  if (subPath) errors.push(invalid(place, expression, 'subPathExpr and subPath are mutually exclusive'))
  for (const error of descendingErrors(expression, place)) errors.push(shownAt(error, [...list, 'subPathExpr']))
  return errors
}

const propagations = ['Bidirectional', 'HostToContainer', 'None']
const recursions = ['Disabled', 'Enabled', 'IfPossible']

/** validateMountPropagation and validateMountRecursiveReadOnly. */
function propagationErrors(mount: Node, container: Node, at: TreePath, list: TreePath): readonly FieldError[] {
  const propagation = textOf(mount, 'mountPropagation')
  const recursion = textOf(mount, 'recursiveReadOnly')
  const place = [...at, 'mountPropagation']
  const errors: FieldError[] = []
  if (propagation && !propagations.includes(propagation))
    errors.push(shownAt(unsupported(place, propagation, propagations), [...list, 'mountPropagation']))
  if (propagation === 'Bidirectional' && isNotPrivileged(container)) {
    const error = forbidden(place, 'Bidirectional mount propagation is available only to privileged containers')
    errors.push(shownAt(error, [...list, 'mountPropagation']))
  }
  const recursionPlace = [...at, 'recursiveReadOnly']
  const refused =
    recursion && !recursions.includes(recursion)
      ? unsupported(recursionPlace, recursion, recursions)
      : recursion && recursion !== 'Disabled' && (isUnset(mount, 'readOnly') || isFlag(mount, 'readOnly', false))
        ? forbidden(recursionPlace, 'may only be specified when readOnly is true')
        : undefined
  return refused ? [...errors, shownAt(refused, [...list, 'recursiveReadOnly'])] : errors
}

function isNotPrivileged(container: Node): boolean {
  const privileged = partAt(container, ['securityContext', 'privileged'])
  return privileged === undefined || (privileged.type === 'scalar' && privileged.value === false)
}

function deviceErrors(
  devices: readonly Node[],
  path: TreePath,
  volumes: Volumes,
  mounts: Taken,
): readonly FieldError[] {
  const names = new Set<string>()
  const paths = new Set<string>()
  return devices.flatMap((device, index) => {
    const at = [...path, 'volumeDevices', index]
    const name = textOf(device, 'name')
    const target = textOf(device, 'devicePath')
    const errors = [
      ...(name === undefined ? [] : deviceNameErrors(name, [...at, 'name'], volumes, names, mounts)),
      ...(target === undefined ? [] : devicePathErrors(target, [...at, 'devicePath'], paths, mounts)),
    ]
    if (name) names.add(name)
    if (target !== undefined) paths.add(target)
    return errors
  })
}

function deviceNameErrors(
  name: string,
  path: TreePath,
  volumes: Volumes,
  seen: ReadonlySet<string>,
  mounts: Taken,
): readonly FieldError[] {
  const volume = volumes.byName.get(name)
  const needsClaim = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode'
  return [
    ...(name === '' ? [required(path)] : []),
    ...(seen.has(name) ? [invalid(path, name, 'must be unique')] : []),
    ...(volume && isBlockDevice(volume) === false ? [invalid(path, name, needsClaim)] : []),
    ...(volume || volumes.hasMore ? [] : [notFound(path, name)]),
    ...(mounts.names.has(name) ? [invalid(path, name, 'must not already exist in volumeMounts')] : []),
  ]
}

function devicePathErrors(
  target: string,
  path: TreePath,
  seen: ReadonlySet<string>,
  mounts: Taken,
): readonly FieldError[] {
  const isBackwards = target !== '' && backstepErrors(target, path).length > 0
  return [
    ...(target === '' ? [required(path)] : []),
    ...(seen.has(target) ? [invalid(path, target, 'must be unique')] : []),
    ...(isBackwards ? [invalid(path, target, "can not contain backsteps ('..')")] : []),
    ...(mounts.paths.has(target) ? [invalid(path, target, 'must not already exist as a path in volumeMounts')] : []),
  ]
}
