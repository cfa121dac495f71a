import { type Node, nodeAt, type TreePath } from '../base/tree.ts'
import { goQuote } from './go-text.ts'
import { isValidPortName } from './names.ts'
import type { FieldError } from './template-errors.ts'

/** Names that containers of one pod share. */
export interface Names {
  /** Of the containers looked at so far. */
  readonly containers: Set<string>
  /** Undefined where there may be more than are written. */
  readonly volumes: ReadonlySet<string> | undefined
}

type ListName = 'containers' | 'initContainers'

function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.type === 'list' ? node.items : []
}

function textOf(node: Node | undefined): string | undefined {
  return node?.type === 'scalar' && typeof node.value === 'string' ? node.value : undefined
}

function isAbsent(node: Node | undefined): boolean {
  return node === undefined || (node.type === 'scalar' && (node.value === null || node.value === ''))
}

/** validateContainers and validateInitContainers, pkg/apis/core/validation/validation.go, Kubernetes 1.35. */
export function containerErrors(spec: Node, path: TreePath, list: ListName, names: Names): readonly FieldError[] {
  return itemsOf(nodeAt(spec, [list])).flatMap((container, index) => {
    if (container.type !== 'map') return []
    const at = [...path, list, index]
    const name = textOf(nodeAt(container, ['name']))
    const isDouble = name !== undefined && names.containers.has(name)
    if (name !== undefined) names.containers.add(name)
    return [
      ...imageErrors(container, at),
      ...portErrors(container, at),
      ...mountErrors(container, at, names.volumes),
      ...(isDouble ? [duplicate([...at, 'name'], name)] : []),
      ...(list === 'containers' || isRestartable(container) ? handlerErrors(container, at) : initErrors(container, at)),
    ]
  })
}

function duplicate(path: TreePath, value: string): FieldError {
  return { path, message: `Duplicate value: ${goQuote(value)}` }
}

/** A container that holds unknown entries may hold its image among them. */
function imageErrors(container: Node & { readonly type: 'map' }, at: TreePath): readonly FieldError[] {
  const isMissing = isAbsent(nodeAt(container, ['image'])) && !container.open
  return isMissing ? [{ path: [...at, 'image'], message: 'Required value' }] : []
}

function portErrors(container: Node, at: TreePath): readonly FieldError[] {
  const seen = new Set<string>()
  return itemsOf(nodeAt(container, ['ports'])).flatMap((port, index) => {
    const name = textOf(nodeAt(port, ['name']))
    if (!name) return []
    const path = [...at, 'ports', index, 'name']
    const wrong = isValidPortName(name)
    if (wrong.length > 0)
      return wrong.map((message) => ({ path, message: `Invalid value: ${goQuote(name)}: ${message}` }))
    const isDouble = seen.has(name)
    seen.add(name)
    return isDouble ? [duplicate(path, name)] : []
  })
}

function mountErrors(container: Node, at: TreePath, volumes: Names['volumes']): readonly FieldError[] {
  const seen = new Set<string>()
  return itemsOf(nodeAt(container, ['volumeMounts'])).flatMap((mount, index) => {
    const place = [...at, 'volumeMounts', index]
    const found: FieldError[] = []
    const name = textOf(nodeAt(mount, ['name']))
    if (name && volumes && !volumes.has(name))
      found.push({ path: [...place, 'name'], message: `Not found: ${goQuote(name)}` })
    const mountPath = textOf(nodeAt(mount, ['mountPath']))
    if (mountPath && seen.has(mountPath))
      found.push({ path: [...place, 'mountPath'], message: `Invalid value: ${goQuote(mountPath)}: must be unique` })
    if (mountPath) seen.add(mountPath)
    return found
  })
}

function isRestartable(container: Node): boolean {
  const policy = nodeAt(container, ['restartPolicy'])
  return policy !== undefined && textOf(policy) !== 'OnFailure' && textOf(policy) !== 'Never'
}

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const

/** Hooks and probes of containers that run on: a port by name is no number in quotes. */
function handlerErrors(container: Node, at: TreePath): readonly FieldError[] {
  const handlers = [['lifecycle', 'postStart'], ['lifecycle', 'preStop'], ...probes.map((probe) => [probe])]
  return handlers.flatMap((handler) =>
    ['httpGet', 'tcpSocket'].flatMap((kind) => {
      const port = textOf(nodeAt(container, [...handler, kind, 'port']))
      if (port === undefined) return []
      const path = [...at, ...handler, kind, 'port']
      return isValidPortName(port).map((message) => ({ path, message: `Invalid value: ${goQuote(port)}: ${message}` }))
    }),
  )
}

/** Init containers that end have neither hooks nor probes. */
function initErrors(container: Node, at: TreePath): readonly FieldError[] {
  const message = 'Forbidden: may not be set for init containers without restartPolicy=Always'
  return ['lifecycle', ...probes]
    .filter((field) => !isAbsent(nodeAt(container, [field])))
    .map((field) => ({ path: [...at, field], message }))
}

/** checkHostPortConflicts: over all containers, by protocol, address and port. */
export function hostPortErrors(spec: Node, path: TreePath): readonly FieldError[] {
  const seen = new Set<string>()
  return itemsOf(nodeAt(spec, ['containers'])).flatMap((container, index) =>
    itemsOf(nodeAt(container, ['ports'])).flatMap((port, place) => {
      const hostPort = nodeAt(port, ['hostPort'])
      if (hostPort?.type !== 'scalar' || typeof hostPort.value !== 'number' || hostPort.value === 0) return []
      const protocol = textOf(nodeAt(port, ['protocol'])) ?? 'TCP'
      const key = `${protocol}/${textOf(nodeAt(port, ['hostIP'])) ?? ''}/${hostPort.value}`
      const isDouble = seen.has(key)
      seen.add(key)
      return isDouble ? [duplicate([...path, 'containers', index, 'ports', place, 'hostPort'], key)] : []
    }),
  )
}
