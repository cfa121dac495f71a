import { type Node, nodeAt, type TreePath } from '../base/tree.ts'
import { compareQuantities, parseQuantity, type Quantity, quantityText } from './quantity.ts'

/** What a container asks for, by the name of the resource. */
export interface ContainerResources {
  readonly requests: ReadonlyMap<string, Quantity>
  readonly limits: ReadonlyMap<string, Quantity>
}

/** The amounts in a map of a body; what is no amount, or is left to a placeholder, is left out. */
function amountsIn(node: Node | undefined): ReadonlyMap<string, Quantity> {
  const found = new Map<string, Quantity>()
  if (node?.type !== 'map') return found
  for (const { key, value } of node.entries) {
    const text = value.type === 'scalar' && value.value !== null ? String(value.value) : ''
    const { quantity } = parseQuantity(text.trim())
    if (quantity) found.set(key, quantity)
  }
  return found
}

/** The resources that a container asks for; a request that is not written is its limit. */
export function resourcesIn(resources: Node): ContainerResources {
  const limits = amountsIn(nodeAt(resources, ['limits']))
  return { limits, requests: new Map([...limits, ...amountsIn(nodeAt(resources, ['requests']))]) }
}

/**
 * What a LimitRange says against a container: plugin/pkg/admission/limitranger/admission.go, Kubernetes 1.35. What the
 * container does not say gets the LimitRange's defaults, which fit.
 */
export function limitErrors(limits: Node, { requests, limits: most }: ContainerResources): readonly string[] {
  if (limits.type !== 'list' || !isAccepted(limits.items)) return []
  return limits.items.flatMap((limit) => {
    const type = nodeAt(limit, ['type'])
    if (type?.type !== 'scalar' || type.value !== 'Container') return []
    const per = (path: TreePath): ReadonlyMap<string, Quantity> => amountsIn(nodeAt(limit, path))
    return [
      ...beyond(per(['min']), requests, -1, 'minimum', 'request'),
      ...beyond(per(['max']), most, 1, 'maximum', 'limit'),
    ]
  })
}

/** The API server refuses a LimitRange that has two entries of one type. */
function isAccepted(items: readonly Node[]): boolean {
  const types = items.map((limit) => {
    const type = nodeAt(limit, ['type'])
    return type?.type === 'scalar' ? type.value : undefined
  })
  return new Set(types).size === types.length && items.every(isOrdered)
}

/** The API server refuses a LimitRange whose bounds and defaults contradict each other: then there is none. */
function isOrdered(limit: Node): boolean {
  const bounds = ['min', 'defaultRequest', 'default', 'max'].map((field) => amountsIn(nodeAt(limit, [field])))
  const names = new Set(bounds.flatMap((amounts) => [...amounts.keys()]))
  return [...names].every((name) => {
    const amounts = bounds.flatMap((one) => one.get(name) ?? [])
    return amounts.every((amount, index) => {
      const before = amounts[index - 1]
      return !before || compareQuantities(before, amount) <= 0
    })
  })
}

function beyond(
  bounds: ReadonlyMap<string, Quantity>,
  amounts: ReadonlyMap<string, Quantity>,
  wrong: -1 | 1,
  word: string,
  field: string,
): readonly string[] {
  return [...bounds].flatMap(([name, bound]) => {
    const amount = amounts.get(name)
    if (!amount || compareQuantities(amount, bound) !== wrong) return []
    return [`${word} ${name} usage per Container is ${quantityText(bound)}, but ${field} is ${quantityText(amount)}`]
  })
}
