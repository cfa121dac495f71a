import { compareText } from '../base/order.ts'
import { type Node, nodeAt, type TreePath } from '../base/tree.ts'
import { containerErrors, hostPortErrors, type Names } from './container-errors.ts'
import { goQuote } from './go-text.ts'
import { isQualifiedName, isValidLabelValue } from './names.ts'
import type { Resource } from './resource.ts'
import { podTemplatePath } from './workload.ts'

/** One thing for which the API server refuses an object. */
export interface FieldError {
  /** Where it is in the object. */
  readonly path: TreePath
  /** The same as upstream writes it, where that differs. */
  readonly shown?: string
  /** `Duplicate value: "web"`. */
  readonly message: string
}

/**
 * What the API server refuses in a workload's counts and its pod template, in its order: pkg/apis/core/validation/validation.go,
 * ValidatePodTemplateSpec, Kubernetes 1.35. Only what is certain: nothing of what a placeholder leaves open, of a custom
 * workload, whose own definition decides, and of a Pod, which is looked at after admission.
 */
export function templateErrors(resource: Resource): readonly FieldError[] {
  const path = podTemplatePath(resource)
  if (!path || path.length === 0 || resource.kindName === 'CustomWorkload') return []
  const template = nodeAt(resource.root, path)
  const spec = template && nodeAt(template, ['spec'])
  if (template?.type !== 'map' || spec?.type !== 'map' || !isWhole(spec)) return []
  const names: Names = { containers: new Set(), volumes: volumeNames(resource, spec) }
  return [
    ...countErrors(resource, path.slice(0, -1)),
    ...labelErrors(template, path),
    ...volumeErrors(spec, [...path, 'spec']),
    ...containerErrors(spec, [...path, 'spec'], 'containers', names),
    ...hostPortErrors(spec, [...path, 'spec']),
    ...containerErrors(spec, [...path, 'spec'], 'initContainers', names),
    ...hostErrors(spec, [...path, 'spec']),
  ]
}

/** What the API server answers: the errors of one object as kubectl shows them. */
export function invalidError(
  resource: Pick<Resource, 'apiVersion' | 'kind'>,
  name: string,
  errors: readonly FieldError[],
): string {
  const [group = ''] = resource.apiVersion.includes('/') ? resource.apiVersion.split('/') : ['']
  const list = errors.map(fieldErrorText)
  const shown = list.length === 1 ? list[0] : `[${list.join(', ')}]`
  return `${resource.kind}${group && `.${group}`} ${JSON.stringify(name)} is invalid: ${shown}`
}

export function fieldErrorText({ path, shown, message }: FieldError): string {
  return `${shown ?? fieldPath(path)}: ${message}`
}

/** `spec.containers[0].name`. */
function fieldPath(path: TreePath): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index > 0 ? `.${step}` : step)).join('')
}

/**
 * A template in which no container has an image is no manifest: it is a patch, or a sketch. Nobody applies it as it is.
 */
function isWhole(spec: Node): boolean {
  const containers = nodeAt(spec, ['containers'])
  return containers?.type === 'list' && containers.items.some((container) => nodeAt(container, ['image']) !== undefined)
}

/** ValidateNonnegativeField of the fields that count pods: pkg/apis/apps/validation and pkg/apis/batch/validation, Kubernetes 1.35. */
function countErrors({ root }: Resource, path: TreePath): readonly FieldError[] {
  return ['replicas', 'parallelism', 'completions'].flatMap((field) => {
    const count = nodeAt(root, [...path, field])
    if (count?.type !== 'scalar' || typeof count.value !== 'number' || count.value >= 0) return []
    const message = `Invalid value: ${count.value}: must be greater than or equal to 0`
    return [{ path: [...path, field], message }]
  })
}

function labelErrors(template: Node, path: TreePath): readonly FieldError[] {
  const labels = nodeAt(template, ['metadata', 'labels'])
  if (labels?.type !== 'map') return []
  const shown = fieldPath([...path, 'labels'])
  const entries = [...labels.entries].sort((a, b) => compareText(a.key, b.key))
  return entries.flatMap(({ key, value }) => {
    const at = [...path, 'metadata', 'labels', key]
    const text = value.type === 'scalar' && typeof value.value === 'string' ? value.value : ''
    const errors = [
      ...isQualifiedName(key).map((message) => [key, message] as const),
      ...isValidLabelValue(text).map((message) => [text, message] as const),
    ]
    return errors.map(([wrong, message]) => ({
      path: at,
      shown,
      message: `Invalid value: ${goQuote(wrong)}: ${message}`,
    }))
  })
}

/** The names that a mount may have; undefined where there may be more than are written. */
function volumeNames(resource: Resource, spec: Node): ReadonlySet<string> | undefined {
  const found = new Set<string>()
  const claims =
    resource.kindName === 'StatefulSet' ? nodeAt(resource.root, ['spec', 'volumeClaimTemplates']) : undefined
  const lists = [
    { node: nodeAt(spec, ['volumes']), name: ['name'] },
    { node: claims, name: ['metadata', 'name'] },
  ]
  for (const { node, name } of lists) {
    if (!node || node.type === 'scalar') continue
    if (node.type !== 'list' || node.open) return undefined
    for (const item of node.items) {
      const text = nodeAt(item, name)
      if (text?.type !== 'scalar' || typeof text.value !== 'string') return undefined
      found.add(text.value)
    }
  }
  return spec.type === 'map' && spec.open ? undefined : found
}

function volumeErrors(spec: Node, path: TreePath): readonly FieldError[] {
  const volumes = nodeAt(spec, ['volumes'])
  if (volumes?.type !== 'list') return []
  const seen = new Set<unknown>()
  return volumes.items.flatMap((volume, index) => {
    const name = nodeAt(volume, ['name'])
    if (name?.type !== 'scalar' || typeof name.value !== 'string') return []
    const isDouble = seen.has(name.value)
    seen.add(name.value)
    if (!isDouble) return []
    return [{ path: [...path, 'volumes', index, 'name'], message: `Duplicate value: ${goQuote(name.value)}` }]
  })
}

function hostErrors(spec: Node, path: TreePath): readonly FieldError[] {
  const isSet = (key: string, wanted: boolean): boolean => {
    const node = nodeAt(spec, [key])
    return node?.type === 'scalar' && node.value === wanted
  }
  if (!isSet('hostUsers', false)) return []
  return ['hostNetwork', 'hostPID', 'hostIPC']
    .filter((key) => isSet(key, true))
    .map((key) => ({ path: [...path, key], message: 'Forbidden: when `hostUsers` is false' }))
}
