import { type Node, nodeAt, type TreePath } from '../../base/tree.ts'
import type { Resource } from '../resource.ts'
import { podTemplatePath } from '../workload.ts'
import { type FieldError, invalid } from './field-error.ts'
import { isOpenList, labelErrors, podSpecErrors, type SpecOptions, writtenVolumes } from './pod-spec-errors.ts'
import { entriesOf, itemsOf, part, partAt, textOf } from './read-part.ts'

const found = new WeakMap<Resource, readonly FieldError[]>()

/**
 * What the API server refuses in a workload's counts and its pod template, in its order: ValidatePodTemplateSpec,
 * pkg/apis/core/validation/validation.go, Kubernetes 1.35. Only what is certain: nothing of what a placeholder leaves
 * open, of a custom workload, whose own definition decides, and of a Pod, which is looked at after admission.
 */
export function templateErrors(resource: Resource): readonly FieldError[] {
  const known = found.get(resource) ?? findErrors(resource)
  found.set(resource, known)
  return known
}

function findErrors(resource: Resource): readonly FieldError[] {
  const path = podTemplatePath(resource)
  if (!path || path.length === 0 || resource.kindName === 'CustomWorkload') return []
  const template = nodeAt(resource.root, path)
  const spec = template && nodeAt(template, ['spec'])
  if (template?.type !== 'map' || spec?.type !== 'map' || !isWhole(spec)) return []
  const labels = entriesOf(part(template, 'metadata'), 'labels')
  const options = optionsOf(resource, spec, [...path, 'spec'])
  return [
    ...countErrors(resource, path.slice(0, -1)),
    ...labelErrors(labels, [...path, 'metadata', 'labels'], [...path, 'labels']),
    ...podSpecErrors(spec, [...path, 'spec'], options),
  ]
}

/**
 * ValidateNonnegativeField of the fields that count pods: pkg/apis/apps/validation/validation.go and
 * pkg/apis/batch/validation/validation.go, Kubernetes 1.35.
 */
function countErrors({ root }: Resource, path: TreePath): readonly FieldError[] {
  return ['replicas', 'parallelism', 'completions'].flatMap((field) => {
    const count = nodeAt(root, [...path, field])
    if (count?.type !== 'scalar' || typeof count.value !== 'number' || count.value >= 0) return []
    return [invalid([...path, field], count.value, 'must be greater than or equal to 0')]
  })
}

/**
 * A spec in which no container has an image is no manifest: it is a patch, or a sketch. Nobody applies it as it is.
 */
export function isWhole(spec: Node): boolean {
  return itemsOf(spec, 'containers').some((container) => nodeAt(container, ['image']) !== undefined)
}

/**
 * The volumes of a StatefulSet's claims come first, in place of its own of the same name (ValidateStatefulSetSpec,
 * pkg/apis/apps/validation/validation.go).
 */
function optionsOf(resource: Resource, spec: Node, path: TreePath): SpecOptions {
  const written = writtenVolumes(spec, path)
  if (resource.kindName !== 'StatefulSet') return { isPod: false, isNamedByController: false, volumes: written }
  const templates = partAt(resource.root, ['spec', 'volumeClaimTemplates'])
  const claims = new Map<string, Node>()
  let mayHaveMoreClaims = isOpenList(templates)
  for (const claim of templates?.type === 'list' ? templates.items : []) {
    const name = textOf(part(claim, 'metadata'), 'name')
    if (name === undefined) mayHaveMoreClaims = true
    else claims.set(name, claim)
  }
  const own = written.filter(({ node }) => !claims.has(textOf(node, 'name') ?? ''))
  const volumes = own.map((one, index) => ({ ...one, shown: [...path, 'volumes', claims.size + index] }))
  return { isPod: false, isNamedByController: true, volumes, claims, mayHaveMoreClaims }
}
