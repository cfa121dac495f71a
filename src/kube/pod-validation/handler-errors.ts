import type { Node, TreePath } from '../../base/tree.ts'
import { isHttpHeaderName, isValidPortName } from '../names.ts'
import {
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
import { hasAny, isEmptyList, isUnset, itemsOf, numberOf, part, textOf } from './read-part.ts'

/** What of a pod the hooks and probes of its containers hang on. */
export interface PodTimes {
  /** Undefined where it is not known. */
  readonly graceSeconds: number | undefined
  /** The name of the pod's operating system, empty where it has none, undefined where it is not known. */
  readonly os: string | undefined
}

const probeHandlers = ['exec', 'httpGet', 'tcpSocket', 'grpc']
const hookHandlers = ['exec', 'httpGet', 'tcpSocket', 'sleep']

/** The probes of a container, by the order in which upstream looks at them. */
export const probeNames = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const

const handlerFields: ReadonlySet<string> = new Set(['lifecycle', ...probeNames])

/** Hooks and probes of a container that runs on: validateLifecycle, validateLivenessProbe and its likes. */
export function handlerErrors(container: Node, path: TreePath, times: PodTimes): readonly FieldError[] {
  if (!hasAny(container, handlerFields)) return noErrors
  return joined(
    lifecycleErrors(part(container, 'lifecycle'), [...path, 'lifecycle'], times),
    errorsOfEach(probeNames, (name) => probeErrors(part(container, name), [...path, name], name, times)),
  )
}

function lifecycleErrors(lifecycle: Node | undefined, path: TreePath, times: PodTimes): readonly FieldError[] {
  if (lifecycle?.type !== 'map') return []
  const hooks = ['postStart', 'preStop'].flatMap((name) => {
    const hook = part(lifecycle, name)
    return hook?.type === 'map' ? handlerErrorsIn(hook, [...path, name], hookHandlers, times) : []
  })
  const isStopped = textOf(lifecycle, 'stopSignal')
  const place = [...path, 'stopSignal']
  const message = 'may not be set for containers with empty `spec.os.name`'
  return isStopped && times.os === '' ? [...hooks, forbidden(place, message)] : hooks
}

/** validateHandler. */
function handlerErrorsIn(
  node: Node & { readonly type: 'map' },
  path: TreePath,
  names: readonly string[],
  times: PodTimes,
): readonly FieldError[] {
  const errors: FieldError[] = []
  let found = 0
  let isOpen = node.open !== undefined
  for (const name of names) {
    const handler = part(node, name)
    if (handler?.type === 'hole') isOpen = true
    if (handler?.type !== 'map') continue
    const at = [...path, name]
    if (found > 0) errors.push(forbidden(at, 'may not specify more than 1 handler type'))
    else errors.push(...oneHandlerErrors(name, handler, at, times))
    found++
  }
  return found === 0 && !isOpen ? [required(path, 'must specify a handler type')] : errors
}

function oneHandlerErrors(name: string, handler: Node, path: TreePath, times: PodTimes): readonly FieldError[] {
  if (name === 'exec') return isEmptyList(handler, 'command') ? [required([...path, 'command'])] : []
  if (name === 'sleep') return sleepErrors(handler, path, times)
  const port = portErrors(part(handler, 'port'), [...path, 'port'], name === 'grpc')
  return name === 'httpGet' ? [...port, ...httpErrors(handler, path)] : port
}

/** ValidatePortNumOrName: a port by name is no number in quotes; a port that is not there is 0. */
function portErrors(port: Node | undefined, path: TreePath, isNumber: boolean): readonly FieldError[] {
  if (port && port.type !== 'scalar') return []
  const value = port?.value ?? 0
  if (typeof value === 'string') return isNumber ? [] : invalidFor(path, value, isValidPortName(value))
  return typeof value === 'number' ? portNumberErrors(value, path) : []
}

/** IsValidPortNum. */
export function portNumberErrors(port: number, path: TreePath): readonly FieldError[] {
  if (!Number.isInteger(port)) return []
  return port >= 1 && port <= 65535 ? [] : [invalid(path, port, 'must be between 1 and 65535, inclusive')]
}

const schemes = ['HTTP', 'HTTPS']

function httpErrors(handler: Node, path: TreePath): readonly FieldError[] {
  const scheme = textOf(handler, 'scheme')
  const headers = itemsOf(handler, 'httpHeaders').flatMap((header) => {
    const name = textOf(header, 'name')
    return name === undefined ? [] : invalidFor([...path, 'httpHeaders'], name, isHttpHeaderName(name))
  })
  const wrong = scheme && !schemes.includes(scheme) ? [unsupported([...path, 'scheme'], scheme, schemes)] : []
  return [...wrong, ...headers]
}

function sleepErrors(handler: Node, path: TreePath, { graceSeconds }: PodTimes): readonly FieldError[] {
  const seconds = numberOf(handler, 'seconds')
  if (seconds === undefined || graceSeconds === undefined || (seconds >= 0 && seconds <= graceSeconds)) return []
  const detail = `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`
  return [invalid(path, seconds, detail)]
}

const counts = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold']

function probeErrors(probe: Node | undefined, path: TreePath, name: string, times: PodTimes): readonly FieldError[] {
  if (probe?.type !== 'map') return []
  const negative = counts.flatMap((field) => {
    const value = numberOf(probe, field)
    if (value === undefined || value >= 0) return []
    return [invalid([...path, field], value, 'must be greater than or equal to 0')]
  })
  return [
    ...handlerErrorsIn(probe, path, probeHandlers, times),
    ...negative,
    ...graceErrors(probe, path, name),
    ...successErrors(probe, path, name),
  ]
}

function graceErrors(probe: Node, path: TreePath, name: string): readonly FieldError[] {
  const seconds = numberOf(probe, 'terminationGracePeriodSeconds')
  if (isUnset(probe, 'terminationGracePeriodSeconds') || seconds === undefined) return []
  const place = [...path, 'terminationGracePeriodSeconds']
  return [
    ...(seconds <= 0 ? [invalid(place, seconds, 'must be greater than 0')] : []),
    ...(name === 'readinessProbe' ? [invalid(place, seconds, 'must not be set for readinessProbes')] : []),
  ]
}

/** Where nothing, or 0, is said, 1 is filled in. */
function successErrors(probe: Node, path: TreePath, name: string): readonly FieldError[] {
  const value = numberOf(probe, 'successThreshold')
  if (name === 'readinessProbe' || value === undefined || value === 0 || value === 1) return []
  return [invalid([...path, 'successThreshold'], value, 'must be 1')]
}
