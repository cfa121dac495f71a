import type { Node, TreePath } from '../../base/tree.ts'
import { isDns1123Label, isValidPortName } from '../names.ts'
import { envErrors } from './env-errors.ts'
import {
  duplicate,
  errorsOfEach,
  type FieldError,
  forbidden,
  invalid,
  invalidFor,
  joined,
  noErrors,
  required,
  unsupported,
} from './field-error.ts'
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
  const containers = itemsOf(spec, 'containers')
  const found = errorsOfEach(containers, (container, index) => {
    const at = [...path, 'containers', index]
    return joined(
      commonErrors(container, at, parts),
      doubleErrors(container, at, names),
      handlerErrors(container, at, parts),
      policyErrors(container, at),
    )
  })
  return joined(found, hostPortErrors(containers, path))
}

/** validateInitContainers: their names are looked for among the containers too. */
export function initContainerErrors(spec: Node, path: TreePath, parts: PodParts): readonly FieldError[] {
  const init = itemsOf(spec, 'initContainers')
  if (init.length === 0) return []
  const names = new Set(itemsOf(spec, 'containers').map((one) => textOf(one, 'name') ?? ''))
  return errorsOfEach(init, (container, index) => {
    const at = [...path, 'initContainers', index]
    const restarts = textOf(container, 'restartPolicy')
    const ends = restarts !== undefined && restarts !== 'Always'
    return joined(
      commonErrors(container, at, parts),
      policyErrors(container, at),
      doubleErrors(container, at, names),
      ends ? endingErrors(container, at) : restarts === 'Always' ? handlerErrors(container, at, parts) : noErrors,
    )
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

type Check = (container: Node, at: TreePath, parts: PodParts) => readonly FieldError[]

/** The checks of validateContainerCommon in its order, by the fields of which one must be there for them to matter. */
const checks: readonly (readonly [readonly string[], Check])[] = [
  [['terminationMessagePolicy'], (one, at) => oneOf(one, 'terminationMessagePolicy', messagePolicies, at)],
  [['ports'], (one, at) => portErrors(itemsOf(one, 'ports'), at)],
  [['env', 'envFrom'], envErrors],
  [['volumeMounts', 'volumeDevices'], (one, at, { volumes }) => mountErrors(one, at, volumes)],
  [['imagePullPolicy'], (one, at) => oneOf(one, 'imagePullPolicy', pullPolicies, at)],
  [['resources'], (one, at) => resourceErrors(part(one, 'resources'), [...at, 'resources'])],
  [
    ['securityContext'],
    (one, at, { hasHostUsers }) =>
      securityErrors(part(one, 'securityContext'), [...at, 'securityContext'], hasHostUsers),
  ],
]

const checkOf: ReadonlyMap<string, number> = new Map(
  checks.flatMap(([fields], index) => fields.map((field) => [field, index] as const)),
)

/** validateContainerCommon. */
function commonErrors(container: Node, at: TreePath, parts: PodParts): readonly FieldError[] {
  if (container.type !== 'map') return noErrors
  const found: (readonly FieldError[] | undefined)[] = []
  for (const { key } of container.entries) {
    const index = checkOf.get(key)
    if (index !== undefined) found[index] ??= checks[index]?.[1](container, at, parts)
  }
  return joined(
    nameErrors(textOf(container, 'name'), at),
    textOf(container, 'image') === '' ? [required([...at, 'image'])] : noErrors,
    ...found,
  )
}

function policyErrors(container: Node, at: TreePath): readonly FieldError[] {
  return isUnset(container, 'restartPolicy') ? [] : oneOf(container, 'restartPolicy', restartPolicies, at)
}

/** A field that has one of few values, or is filled in. */
export function oneOf(node: Node, field: string, values: readonly string[], at: TreePath): readonly FieldError[] {
  const value = textOf(node, field)
  return value && !values.includes(value) ? [unsupported([...at, field], value, values)] : []
}

function nameErrors(name: string | undefined, at: TreePath): readonly FieldError[] {
  if (name === undefined) return noErrors
  const wrong = isDns1123Label(name)
  if (wrong.length === 0) return noErrors
  return name === '' ? [required([...at, 'name'])] : invalidFor([...at, 'name'], name, wrong)
}

const protocols = ['SCTP', 'TCP', 'UDP']

/** validateContainerPorts. */
function portErrors(ports: readonly Node[], container: TreePath): readonly FieldError[] {
  const names = new Set<string>()
  return errorsOfEach(ports, (port, index) => {
    if (port.type !== 'map') return noErrors
    const at = [...container, 'ports', index]
    const own = numberOf(port, 'containerPort')
    const host = numberOf(port, 'hostPort')
    return joined(
      portNameErrors(textOf(port, 'name'), at, names),
      own === 0 ? [required([...at, 'containerPort'])] : noErrors,
      own && !isPortNumber(own) ? portNumberErrors(own, [...at, 'containerPort']) : noErrors,
      host && !isPortNumber(host) ? portNumberErrors(host, [...at, 'hostPort']) : noErrors,
      oneOf(port, 'protocol', protocols, at),
    )
  })
}

function isPortNumber(port: number): boolean {
  return port >= 1 && port <= 65535
}

function portNameErrors(name: string | undefined, at: TreePath, names: Set<string>): readonly FieldError[] {
  if (!name) return noErrors
  const wrong = isValidPortName(name)
  if (wrong.length > 0) return invalidFor([...at, 'name'], name, wrong)
  const isDouble = names.has(name)
  names.add(name)
  return isDouble ? [duplicate([...at, 'name'], name)] : noErrors
}

/** checkHostPortConflicts: over all containers, by protocol, address and port. */
function hostPortErrors(containers: readonly Node[], path: TreePath): readonly FieldError[] {
  const seen = new Set<string>()
  return errorsOfEach(containers, (container, index) =>
    errorsOfEach(itemsOf(container, 'ports'), (port, place) => {
      const host = numberOf(port, 'hostPort')
      if (!host) return noErrors
      const protocol = textOf(port, 'protocol')
      const address = textOf(port, 'hostIP')
      if (protocol === undefined || address === undefined) return noErrors
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
