import type { MapNode, Node, TreePath } from '../../base/tree.ts'
import { requestedTogether } from '../pod-resources.ts'
import { compareQuantities, quantityText } from '../quantity.ts'
import { type FieldError, fieldPath, forbidden, invalid, unsupported } from './field-error.ts'
import { isEmptyList, itemsOf, part } from './read-part.ts'
import { amountsIn, quantityErrors, requestErrors } from './resource-errors.ts'

/** validatePodResources: what a pod asks for as a whole, and whether its containers fit into it. */
export function podResourceErrors(spec: MapNode, path: TreePath, os: string | undefined): readonly FieldError[] {
  const resources = part(spec, 'resources')
  if (resources?.type !== 'map') return []
  const at = [...path, 'resources']
  if (os === 'windows') return [forbidden(at, 'may not be set for a windows pod')]
  const hasClaims = !isEmptyList(resources, 'claims') && part(resources, 'claims')?.type === 'list'
  const limits = amountsIn(resources, 'limits')
  return [
    ...(hasClaims ? [forbidden([...at, 'claims'], 'claims may not be set for Resources at pod-level')] : []),
    ...limits.flatMap((one) => [
      ...nameErrors(one.name, [...at, 'limits', one.name]),
      ...quantityErrors(one, [...at, 'limits', one.name]),
    ]),
    ...amountsIn(resources, 'requests').flatMap((one) => [
      ...nameErrors(one.name, [...at, 'requests', one.name]),
      ...quantityErrors(one, [...at, 'requests', one.name]),
      ...requestErrors(one, limits, part(resources, 'limits'), at),
    ]),
    ...togetherErrors(spec, resources, at),
    ...limitErrors(spec, resources, at),
  ]
}

function nameErrors(name: string, path: TreePath): readonly FieldError[] {
  const isSupported = name === 'cpu' || name === 'memory' || name.startsWith('hugepages-')
  return isSupported ? [] : [unsupported(path, name, ['cpu', 'hugepages-', 'memory'])]
}

/** The containers together must not ask for more than the pod does. */
function togetherErrors(spec: MapNode, resources: Node, path: TreePath): readonly FieldError[] {
  return amountsIn(resources, 'requests').flatMap(({ name, quantity }) => {
    const total = requestedTogether(spec, name)
    if (!total.known || !total.value || compareQuantities(total.value, quantity) <= 0) return []
    const detail = `must be greater than or equal to aggregate container requests of ${quantityText(total.value)}`
    return [invalid([...path, 'requests', name], quantityText(quantity), detail)]
  })
}

/** No container alone may be allowed more than the pod is; upstream calls its place by the pod's resources. */
function limitErrors(spec: MapNode, resources: Node, path: TreePath): readonly FieldError[] {
  const most = amountsIn(resources, 'limits')
  return itemsOf(spec, 'containers').flatMap((container, index) =>
    amountsIn(part(container, 'resources'), 'limits').flatMap(({ name, quantity }) => {
      const limit = most.find((one) => one.name === name)?.quantity
      if (!limit || compareQuantities(quantity, limit) <= 0) return []
      const detail = `must be less than or equal to pod limits of ${quantityText(limit)}`
      const at = [...path.slice(0, -1), 'containers', index, 'resources', 'limits', name]
      const shown = `${fieldPath(path)}.containers[${index}][${name}].limits`
      return [{ ...invalid(at, quantityText(quantity), detail), shown }]
    }),
  )
}
