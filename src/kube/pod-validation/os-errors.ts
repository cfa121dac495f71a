import type { Node, TreePath } from '../../base/tree.ts'
import { type FieldError, forbidden, required, unsupported } from './field-error.ts'
import { isEmptyList, isFlag, isSet, itemsOf, part, textOf } from './read-part.ts'

/** Fields of a container's security context that say nothing on Windows, in upstream's order. */
const containerFields = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
]

/** The same of a pod's, together with what stands beside it. */
const podFields = [
  ['securityContext', 'appArmorProfile'],
  ['securityContext', 'seLinuxOptions'],
  ['hostUsers'],
  ['hostPID'],
  ['hostIPC'],
  ['securityContext', 'seccompProfile'],
  ['securityContext', 'fsGroup'],
  ['securityContext', 'fsGroupChangePolicy'],
  ['securityContext', 'sysctls'],
  ['shareProcessNamespace'],
  ['securityContext', 'runAsUser'],
  ['securityContext', 'runAsGroup'],
  ['securityContext', 'supplementalGroups'],
  ['securityContext', 'supplementalGroupsPolicy'],
  ['securityContext', 'seLinuxChangePolicy'],
] as const

/** validateOS, validateLinux and validateWindows. */
export function osErrors(spec: Node, path: TreePath): readonly FieldError[] {
  const os = part(spec, 'os')
  if (os?.type !== 'map') return []
  const name = textOf(os, 'name')
  if (name === '') return [required([...path, 'os', 'name'])]
  if (name === 'linux') return linuxErrors(spec, path)
  if (name === 'windows') return windowsErrors(spec, path)
  return name === undefined ? [] : [unsupported([...path, 'os'], name, ['linux', 'windows'])]
}

/** VisitContainersWithPath: init containers first. */
function contexts(spec: Node, path: TreePath): readonly { readonly context: Node; readonly at: TreePath }[] {
  return ['initContainers', 'containers'].flatMap((list) =>
    itemsOf(spec, list).flatMap((container, index) => {
      const context = part(container, 'securityContext')
      return context?.type === 'map' ? [{ context, at: [...path, list, index, 'securityContext'] }] : []
    }),
  )
}

function linuxErrors(spec: Node, path: TreePath): readonly FieldError[] {
  const own = part(spec, 'securityContext')
  const all = [...(own ? [{ context: own, at: [...path, 'securityContext'] }] : []), ...contexts(spec, path)]
  return all.flatMap(({ context, at }) =>
    isSet(context, 'windowsOptions')
      ? [forbidden([...at, 'windowsOptions'], 'windows options cannot be set for a linux pod')]
      : [],
  )
}

function windowsErrors(spec: Node, path: TreePath): readonly FieldError[] {
  const detail = 'cannot be set for a windows pod'
  const own = podFields.flatMap(([first, second]) => {
    const holder = second === undefined ? spec : part(spec, first)
    return isGiven(holder, second ?? first) ? [forbidden([...path, first, ...(second ? [second] : [])], detail)] : []
  })
  const theirs = contexts(spec, path).flatMap(({ context, at }) =>
    containerFields.filter((field) => isSet(context, field)).map((field) => forbidden([...at, field], detail)),
  )
  return [...own, ...theirs]
}

/** The host's namespaces are no pointers, so that `false` is the same as nothing. */
function isGiven(holder: Node | undefined, field: string): boolean {
  if (holder === undefined) return false
  if (field === 'hostPID' || field === 'hostIPC') return isFlag(holder, field, true)
  if (field === 'sysctls') return isSet(holder, field) && !isEmptyList(holder, field)
  return isSet(holder, field)
}
