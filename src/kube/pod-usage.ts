import { type Node, nodeAt } from '../base/tree.ts'
import { scalarAt } from './api-type.ts'
import { addQuantities, compareQuantities, parseQuantity, type Quantity } from './quantity.ts'

type Amounts = ReadonlyMap<string, Quantity>

/** What a container or a pod asks for, by the name of the resource. */
export interface ContainerResources {
  readonly requests: Amounts
  readonly limits: Amounts
}

/** The amounts in a map of a body; what is no amount, or is left to a placeholder, is left out. */
export function amountsIn(node: Node | undefined): Amounts {
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
function resourcesIn(resources: Node | undefined): ContainerResources {
  const limits = amountsIn(resources && nodeAt(resources, ['limits']))
  return { limits, requests: new Map([...limits, ...amountsIn(resources && nodeAt(resources, ['requests']))]) }
}

/** One container of a pod. */
export interface ContainerUsage extends ContainerResources {
  readonly name: string
  readonly isInit: boolean
  /** A native sidecar: an init container that stays. */
  readonly stays: boolean
}

/** The containers of a pod, then its init containers; undefined where nobody can tell what one of them asks for. */
export function containerUsages(pod: Node): readonly ContainerUsage[] | undefined {
  const spec = nodeAt(pod, ['spec'])
  if (spec?.type !== 'map' || spec.open) return undefined
  const found: ContainerUsage[] = []
  for (const key of ['containers', 'initContainers']) {
    const list = nodeAt(spec, [key])
    if (!list) continue
    if (list.type !== 'list' || list.open) return undefined
    for (const one of list.items) {
      const resources = nodeAt(one, ['resources'])
      if (one.type !== 'map' || !isCertain(resources)) return undefined
      const name = String(scalarAt(one, 'name') ?? '')
      const stays = key === 'containers' || scalarAt(one, 'restartPolicy') === 'Always'
      found.push({ ...resourcesIn(resources), name, isInit: key === 'initContainers', stays })
    }
  }
  return found
}

function isCertain(node: Node | undefined): boolean {
  if (!node || node.type === 'scalar') return true
  if (node.type === 'hole' || node.open) return false
  const parts = node.type === 'map' ? node.entries.map(({ value }) => value) : node.items
  return parts.every(isCertain)
}

/**
 * What a pod asks for as a whole: that of the containers that run at once, and no less than each init container with what
 * runs beside it, unless the pod's own resources say it (component-helpers v0.35.4, resource/helpers.go, PodRequests and
 * PodLimits; without the overhead of its RuntimeClass).
 */
export function podUsage(pod: Node, containers: readonly ContainerUsage[]): ContainerResources {
  const own = resourcesIn(nodeAt(pod, ['spec', 'resources']))
  return {
    requests: new Map([...total(containers.map(({ requests, ...one }) => [one, requests])), ...own.requests]),
    limits: new Map([...total(containers.map(({ limits, ...one }) => [one, limits])), ...own.limits]),
  }
}

type Part = readonly [Pick<ContainerUsage, 'isInit' | 'stays'>, Amounts]

function total(parts: readonly Part[]): Amounts {
  let running: Amounts = new Map()
  let beside: Amounts = new Map()
  let most: Amounts = new Map()
  for (const [{ isInit, stays }, amounts] of parts) {
    if (stays) running = combined(running, amounts, addQuantities)
    if (!isInit) continue
    const together = combined(beside, amounts, addQuantities)
    if (stays) beside = together
    most = combined(most, together, larger)
  }
  return combined(running, most, larger)
}

/** The pod's overhead on top: of limits only on those that there are. */
export function withOverhead({ requests, limits }: ContainerResources, pod: Node): ContainerResources {
  const overhead = amountsIn(nodeAt(pod, ['spec', 'overhead']))
  const limited = new Map([...overhead].filter(([name]) => limits.has(name)))
  return { requests: combined(requests, overhead, addQuantities), limits: combined(limits, limited, addQuantities) }
}

function combined(a: Amounts, b: Amounts, combine: (a: Quantity, b: Quantity) => Quantity): Amounts {
  const all = new Map(a)
  for (const [name, amount] of b) {
    const before = all.get(name)
    all.set(name, before ? combine(before, amount) : amount)
  }
  return all
}

function larger(a: Quantity, b: Quantity): Quantity {
  return compareQuantities(a, b) < 0 ? b : a
}
