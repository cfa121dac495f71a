import type { Node, TreePath } from '../../base/tree.ts'
import { isDns1123Label, isValidPortName } from '../names.ts'
import { envErrors } from './env-errors.ts'
import { duplicate, type FieldError, forbidden, invalid, invalidFor, required, unsupported } from './field-error.ts'
import { handlerErrors, type PodTimes, portNumberErrors, probeNames } from './handler-errors.ts'
import { mountErrors } from './mount-errors.ts'
import { isSet, isUnset, itemsOf, numberOf, part, textOf } from './read-part.ts'
import { resourceErrors } from './resource-errors.ts'
import { securityErrors } from './security-errors.ts'
import type { Volumes } from './volume-errors.ts'

/** What the containers of one pod share. */
export interface PodParts extends PodTimes {
  readonly volumes: Volumes
  readonly hasHostUsers: boolean
}

/** validateContainers. */
export function containerErrors(spec: Node, path: TreePath, parts: PodParts): readonly FieldError[] {
  const names = new Set<string>()
  const found = itemsOf(spec, 'containers').flatMap((container, index) => {
    const at = [...path, 'containers', index]
    return [
      ...commonErrors(container, at, parts),
      ...doubleErrors(container, at, names),
      ...handlerErrors(container, at, parts),
      ...policyErrors(container, at),
    ]
  })
  return [...found, ...hostPortErrors(itemsOf(spec, 'containers'), path)]
}

/** validateInitContainers: their names are looked for among the containers too. */
export function initContainerErrors(spec: Node, path: TreePath, parts: PodParts): readonly FieldError[] {
  const init = itemsOf(spec, 'initContainers')
  if (init.length === 0) return []
  const names = new Set(itemsOf(spec, 'containers').map((one) => textOf(one, 'name') ?? ''))
  return init.flatMap((container, index) => {
    const at = [...path, 'initContainers', index]
    const restarts = textOf(container, 'restartPolicy')
    const ends = restarts !== undefined && restarts !== 'Always'
    return [
      ...commonErrors(container, at, parts),
      ...policyErrors(container, at),
      ...doubleErrors(container, at, names),
      ...(ends ? endingErrors(container, at) : restarts === 'Always' ? handlerErrors(container, at, parts) : []),
    ]
  })
}

/** Init containers that end have neither hooks nor probes. */
function endingErrors(container: Node, at: TreePath): readonly FieldError[] {
  const message = 'may not be set for init containers without restartPolicy=Always'
  return ['lifecycle', ...probeNames]
    .filter((field) => isSet(container, field))
    .map((field) => forbidden([...at, field], message))
}

function doubleErrors(container: Node, at: TreePath, names: Set<string>): readonly FieldError[] {
  const name = textOf(container, 'name')
  if (!name) return []
  const isDouble = names.has(name)
  names.add(name)
  return isDouble ? [duplicate([...at, 'name'], name)] : []
}

const pullPolicies = ['Always', 'IfNotPresent', 'Never']
const messagePolicies = ['File', 'FallbackToLogsOnError']
const restartPolicies = ['Always', 'Never', 'OnFailure']

/** validateContainerCommon. */
function commonErrors(container: Node, at: TreePath, { volumes, hasHostUsers }: PodParts): readonly FieldError[] {
  if (container.type !== 'map') return []
  return [
    ...nameErrors(textOf(container, 'name'), [...at, 'name']),
    ...(textOf(container, 'image') === '' ? [required([...at, 'image'])] : []),
    ...oneOf(container, 'terminationMessagePolicy', messagePolicies, at),
    ...portErrors(itemsOf(container, 'ports'), [...at, 'ports']),
    ...envErrors(container, at),
    ...mountErrors(container, at, volumes),
    ...oneOf(container, 'imagePullPolicy', pullPolicies, at),
    ...resourceErrors(part(container, 'resources'), [...at, 'resources']),
    ...securityErrors(part(container, 'securityContext'), [...at, 'securityContext'], hasHostUsers),
  ]
}

function policyErrors(container: Node, at: TreePath): readonly FieldError[] {
  return isUnset(container, 'restartPolicy') ? [] : oneOf(container, 'restartPolicy', restartPolicies, at)
}

/** A field that has one of few values, or is filled in. */
export function oneOf(node: Node, field: string, values: readonly string[], at: TreePath): readonly FieldError[] {
  const value = textOf(node, field)
  return value && !values.includes(value) ? [unsupported([...at, field], value, values)] : []
}

function nameErrors(name: string | undefined, path: TreePath): readonly FieldError[] {
  if (name === undefined) return []
  return name === '' ? [required(path)] : invalidFor(path, name, isDns1123Label(name))
}

const protocols = ['SCTP', 'TCP', 'UDP']

/** validateContainerPorts. */
function portErrors(ports: readonly Node[], path: TreePath): readonly FieldError[] {
  const names = new Set<string>()
  return ports.flatMap((port, index) => {
    if (port.type !== 'map') return []
    const at = [...path, index]
    const own = numberOf(port, 'containerPort')
    const host = numberOf(port, 'hostPort')
    return [
      ...portNameErrors(textOf(port, 'name'), [...at, 'name'], names),
      ...(own === 0 ? [required([...at, 'containerPort'])] : []),
      ...(own ? portNumberErrors(own, [...at, 'containerPort']) : []),
      ...(host ? portNumberErrors(host, [...at, 'hostPort']) : []),
      ...oneOf(port, 'protocol', protocols, at),
    ]
  })
}

function portNameErrors(name: string | undefined, path: TreePath, names: Set<string>): readonly FieldError[] {
  if (!name) return []
  const wrong = isValidPortName(name)
  if (wrong.length > 0) return invalidFor(path, name, wrong)
  const isDouble = names.has(name)
  names.add(name)
  return isDouble ? [duplicate(path, name)] : []
}

/** checkHostPortConflicts: over all containers, by protocol, address and port. */
function hostPortErrors(containers: readonly Node[], path: TreePath): readonly FieldError[] {
  const seen = new Set<string>()
  return containers.flatMap((container, index) =>
    itemsOf(container, 'ports').flatMap((port, place) => {
      const host = numberOf(port, 'hostPort')
      const protocol = textOf(port, 'protocol')
      const address = textOf(port, 'hostIP')
      if (!host || protocol === undefined || address === undefined) return []
      const key = `${protocol || 'TCP'}/${address}/${host}`
      const isDouble = seen.has(key)
      seen.add(key)
      return isDouble ? [duplicate([...path, 'containers', index, 'ports', place, 'hostPort'], key)] : []
    }),
  )
}

/** validatePodHostNetworkDeps: on the host's network a container has the host's ports. */
export function hostNetworkErrors(spec: Node, path: TreePath): readonly FieldError[] {
  return itemsOf(spec, 'containers').flatMap((container, index) =>
    itemsOf(container, 'ports').flatMap((port, place) => {
      const host = numberOf(port, 'hostPort')
      const own = numberOf(port, 'containerPort')
      if (!host || own === undefined || host === own) return []
      const at = [...path, 'containers', index, 'ports', place, 'hostPort']
      return [invalid(at, host, 'must match `containerPort` when `hostNetwork` is true')]
    }),
  )
}
