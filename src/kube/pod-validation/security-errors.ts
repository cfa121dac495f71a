import type { Node, TreePath } from '../../base/tree.ts'
import { plainData } from '../../base/tree.ts'
import { goQuote } from '../go-text.ts'
import { type FieldError, invalid, required, unsupported } from './field-error.ts'
import { isFlag, isSet, isUnset, itemsOf, numberOf, part, textOf } from './read-part.ts'
import { descendingErrors } from './volume-source-errors.ts'

/** ValidateSecurityContext, of a container; `hasHostUsers` unless the pod says that it has users of its own. */
export function securityErrors(
  context: Node | undefined,
  path: TreePath,
  hasHostUsers: boolean,
): readonly FieldError[] {
  if (context?.type !== 'map') return []
  return [
    ...idErrors(context, 'runAsUser', path),
    ...idErrors(context, 'runAsGroup', path),
    ...procMountErrors(context, [...path, 'procMount'], hasHostUsers),
    ...profileErrors(context, 'seccompProfile', path),
    ...escalationErrors(context, path),
    ...profileErrors(context, 'appArmorProfile', path),
  ]
}

const maxId = 2_147_483_647

/** IsValidUserID and IsValidGroupID. */
function idErrors(context: Node, field: string, path: TreePath): readonly FieldError[] {
  const id = numberOf(context, field)
  return id === undefined ? [] : idNumberErrors(id, [...path, field])
}

/** The id of a user or group. */
function idNumberErrors(id: number, path: TreePath): readonly FieldError[] {
  return id >= 0 && id <= maxId ? [] : [invalid(path, id, `must be between 0 and ${maxId}, inclusive`)]
}

const procMounts = ['Default', 'Unmasked']

function procMountErrors(context: Node, path: TreePath, hasHostUsers: boolean): readonly FieldError[] {
  const value = textOf(context, 'procMount')
  if (value === undefined || isUnset(context, 'procMount')) return []
  if (!procMounts.includes(value)) return [unsupported(path, value, procMounts)]
  return hasHostUsers && value === 'Unmasked'
    ? [invalid(path, value, '`hostUsers` must be false to use `Unmasked`')]
    : []
}

const profileTypes = ['Localhost', 'RuntimeDefault', 'Unconfined']

/** validateSeccompProfileField and ValidateAppArmorProfileField. */
function profileErrors(
  context: Node,
  field: 'seccompProfile' | 'appArmorProfile',
  path: TreePath,
): readonly FieldError[] {
  const profile = part(context, field)
  if (profile?.type !== 'map') return []
  const type = textOf(profile, 'type')
  const at = [...path, field]
  if (type === '') return [required([...at, 'type'], `type is required when ${field} is set`)]
  if (type === undefined) return []
  if (!profileTypes.includes(type)) return [unsupported([...at, 'type'], type, profileTypes)]
  const place = [...at, 'localhostProfile']
  const name = field === 'seccompProfile' ? 'seccomp' : 'AppArmor'
  if (type !== 'Localhost') return []
  if (isUnset(profile, 'localhostProfile')) return [required(place, `must be set when ${name} type is Localhost`)]
  const file = textOf(profile, 'localhostProfile')
  return file === undefined || field === 'appArmorProfile' ? [] : descendingErrors(file, place)
}

/** What forbids more rights does not go with what gives them. */
function escalationErrors(context: Node, path: TreePath): readonly FieldError[] {
  if (!isFlag(context, 'allowPrivilegeEscalation', false)) return []
  const error = (what: string): FieldError => ({
    path,
    message: `Invalid value: ${internalJson(context)}: cannot set \`allowPrivilegeEscalation\` to false and ${what}`,
  })
  const isAdmin = itemsOf(part(context, 'capabilities'), 'add').some((one) => {
    return one.type === 'scalar' && one.value === 'CAP_SYS_ADMIN'
  })
  return [
    ...(isFlag(context, 'privileged', true) ? [error('`privileged` to true')] : []),
    ...(isAdmin ? [error('`capabilities.Add` CAP_SYS_ADMIN')] : []),
  ]
}

/** The fields of a container's security context in the API server's own order (pkg/apis/core/types.go, SecurityContext). */
const internalFields = [
  ['capabilities', 'Capabilities'],
  ['privileged', 'Privileged'],
  ['seLinuxOptions', 'SELinuxOptions'],
  ['windowsOptions', 'WindowsOptions'],
  ['runAsUser', 'RunAsUser'],
  ['runAsGroup', 'RunAsGroup'],
  ['runAsNonRoot', 'RunAsNonRoot'],
  ['readOnlyRootFilesystem', 'ReadOnlyRootFilesystem'],
  ['allowPrivilegeEscalation', 'AllowPrivilegeEscalation'],
  ['procMount', 'ProcMount'],
  ['seccompProfile', 'SeccompProfile'],
  ['appArmorProfile', 'AppArmorProfile'],
] as const

/** The same for the structs in it. */
const innerFields: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  capabilities: [
    ['add', 'Add'],
    ['drop', 'Drop'],
  ],
  seLinuxOptions: [
    ['user', 'User'],
    ['role', 'Role'],
    ['type', 'Type'],
    ['level', 'Level'],
  ],
  seccompProfile: [
    ['type', 'Type'],
    ['localhostProfile', 'LocalhostProfile'],
  ],
  appArmorProfile: [
    ['type', 'Type'],
    ['localhostProfile', 'LocalhostProfile'],
  ],
}

/** A security context as JSON of the API server's own type, whose fields have no tags and are all written. */
function internalJson(context: Node): string {
  const fields = internalFields.map(([key, name]) => {
    const value = part(context, key)
    const inner = innerFields[key]
    if (!value || !inner) return `${goQuote(name)}:${value ? JSON.stringify(plainData(value)) : 'null'}`
    const texts = key === 'seLinuxOptions' ? '""' : 'null'
    const parts = inner.map(([field, shown]) => {
      const leaf = part(value, field)
      return `${goQuote(shown)}:${leaf ? JSON.stringify(plainData(leaf)) : texts}`
    })
    return `${goQuote(name)}:{${parts.join(',')}}`
  })
  return `{${fields.join(',')}}`
}

/** validatePodSpecSecurityContext. */
export function podSecurityErrors(spec: Node, path: TreePath): readonly FieldError[] {
  const context = part(spec, 'securityContext')
  const at = [...path, 'securityContext']
  const shares = isFlag(spec, 'shareProcessNamespace', true) && isFlag(spec, 'hostPID', true)
  const shared = shares
    ? [invalid([...at, 'shareProcessNamespace'], true, 'ShareProcessNamespace and HostPID cannot both be enabled')]
    : []
  if (context?.type !== 'map') return shared
  const policy = textOf(context, 'fsGroupChangePolicy')
  const policies = ['Always', 'OnRootMismatch']
  const isPolicyWrong = isSet(context, 'fsGroupChangePolicy') && policy !== undefined && !policies.includes(policy)
  return [
    ...['fsGroup', 'runAsUser', 'runAsGroup'].flatMap((field) => idErrors(context, field, at)),
    ...itemsOf(context, 'supplementalGroups').flatMap((group, index) => {
      const id = group.type === 'scalar' ? Number(group.value) : 0
      return idNumberErrors(id, [...at, 'supplementalGroups', index])
    }),
    ...shared,
    ...(isPolicyWrong ? [unsupported([...at, 'fsGroupChangePolicy'], policy, policies)] : []),
    ...profileErrors(context, 'seccompProfile', at),
    ...profileErrors(context, 'appArmorProfile', at),
  ]
}
