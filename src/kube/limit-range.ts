import { type Node, nodeAt } from '../base/tree.ts'
import { scalarAt } from './api-type.ts'
import { amountsIn, type ContainerResources, containerUsages, podUsage } from './pod-usage.ts'
import { compareQuantities, type Quantity, quantityText } from './quantity.ts'

/**
 * What a LimitRange says against a pod to which it gave its defaults: plugin/pkg/admission/limitranger/admission.go,
 * PodValidateLimitFunc, Kubernetes 1.35. Nothing where nobody can tell what a container asks for.
 */
export function limitErrors(range: Node, pod: Node): readonly string[] {
  const limits = nodeAt(range, ['spec', 'limits'])
  const containers = containerUsages(pod)
  if (limits?.type !== 'list' || !containers || !isAcceptedRange(range)) return []
  const errors = limits.items.flatMap((limit) => {
    const type = scalarAt(limit, 'type')
    if (type === 'Container') return containers.flatMap((one) => errorsOf(limit, type, one))
    return type === 'Pod' ? errorsOf(limit, type, podUsage(pod, containers)) : []
  })
  return [...new Set(errors)]
}

/**
 * Whether the API server stores a LimitRange: not one that has two entries of one type, nor one whose bounds and
 * defaults contradict each other (pkg/apis/core/validation/validation.go, ValidateLimitRange).
 */
export function isAcceptedRange(range: Node): boolean {
  const limits = nodeAt(range, ['spec', 'limits'])
  const items = limits?.type === 'list' ? limits.items : []
  const types = items.map((limit) => scalarAt(limit, 'type'))
  return new Set(types).size === types.length && items.every(isOrdered)
}

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

/** One bound on one resource, against what is asked for. */
interface Asked {
  readonly name: string
  readonly type: string
  readonly bound: Quantity
  readonly request: Quantity | undefined
  readonly limit: Quantity | undefined
}

const checks = [
  ['min', belowMinimum],
  ['max', aboveMaximum],
  ['maxLimitRequestRatio', aboveRatio],
] as const

function errorsOf(limit: Node, type: string, { requests, limits }: ContainerResources): readonly string[] {
  return checks.flatMap(([field, check]) =>
    [...amountsIn(nodeAt(limit, [field]))].flatMap(([name, bound]) => {
      const error = check({ name, type, bound, request: requests.get(name), limit: limits.get(name) })
      return error === undefined ? [] : [error]
    }),
  )
}

/** `minConstraint`. */
function belowMinimum({ name, type, bound, request, limit }: Asked): string | undefined {
  const start = `minimum ${name} usage per ${type} is ${quantityText(bound)}`
  if (!request) return `${start}.  No request is specified`
  if (compareQuantities(request, bound) < 0) return `${start}, but request is ${quantityText(request)}`
  return limit && compareQuantities(limit, bound) < 0 ? `${start}, but limit is ${quantityText(limit)}` : undefined
}

/** `maxConstraint`. */
function aboveMaximum({ name, type, bound, request, limit }: Asked): string | undefined {
  const start = `maximum ${name} usage per ${type} is ${quantityText(bound)}`
  if (!limit) return `${start}.  No limit is specified`
  if (compareQuantities(limit, bound) > 0) return `${start}, but limit is ${quantityText(limit)}`
  return request && compareQuantities(request, bound) > 0
    ? `${start}, but request is ${quantityText(request)}`
    : undefined
}

/** `limitRequestRatioConstraint`. */
function aboveRatio({ name, type, bound, request, limit }: Asked): string | undefined {
  const start = `${name} max limit to request ratio per ${type} is ${quantityText(bound)}`
  if (!request || request.unscaled === 0n) return `${start}, but no request is specified or request is 0`
  if (!limit || limit.unscaled === 0n) return `${start}, but no limit is specified or limit is 0`
  const ratio = amountOf(limit) / amountOf(request)
  return ratio > amountOf(bound) ? `${start}, but provided ratio is ${ratio.toFixed(6)}` : undefined
}

function amountOf({ unscaled, scale }: Quantity): number {
  return scale < 0 ? Number(unscaled) / 10 ** -scale : Number(unscaled) * 10 ** scale
}
