import { known, type Maybe } from '../base/maybe.ts'
import { childOf, entryOf, holeNode, type MapNode, type Node, scalarNode, withEntries } from '../base/tree.ts'
import { scalarAt } from './api-type.ts'
import { partOf } from './pod-body.ts'
import { addQuantities, compareQuantities, parseQuantity, type Quantity, quantityText } from './quantity.ts'

type Amount = Maybe<Quantity | undefined>

const none: Amount = known(undefined)

/**
 * A pod's spec whose own resources say limits, with the requests that they lack: what its containers request together,
 * else the limit (pkg/apis/core/v1/defaults.go, defaultPodRequests, Kubernetes 1.35).
 */
export function withPodRequests(spec: MapNode): MapNode {
  const resources = childOf(spec, 'resources')
  const limits = resources && childOf(resources, 'limits')
  if (resources?.type !== 'map' || limits?.type !== 'map' || limits.entries.length === 0) return spec
  const written = partOf(resources, 'requests')
  if (written?.type === 'hole') return spec
  const added: Record<string, Node> = {}
  for (const key of new Set(['cpu', 'memory', ...limits.entries.map((entry) => entry.key)])) {
    if (written && entryOf(written, key)) continue
    const value = requestOf(key, spec, entryOf(limits, key)?.value)
    if (value) added[key] = value
  }
  const requests = withEntries(written, limits, added)
  return withEntries(spec, spec, { resources: withEntries(resources, resources, { requests }) })
}

function requestOf(key: string, spec: MapNode, limit: Node | undefined): Node | undefined {
  const isShared = key === 'cpu' || key === 'memory'
  const total = isShared ? requestedTogether(spec, key) : none
  if (!total.known) return holeNode(limit ?? spec, ...total.gaps)
  return total.value ? scalarNode(quantityText(total.value), limit ?? spec) : limit
}

/**
 * What the containers of a pod request together: those that run at once summed, and no less than each init container
 * with what runs beside it (component-helpers v0.35.4, resource/helpers.go, AggregateContainerRequests).
 */
export function requestedTogether(spec: MapNode, key: string): Amount {
  let running = sumOf(itemsOf(spec, 'containers').map((one) => amountOf(one, key)))
  let beside = none
  let most = none
  for (const one of itemsOf(spec, 'initContainers')) {
    const sum = sumOf([beside, amountOf(one, key)])
    if (scalarAt(one, 'restartPolicy') === 'Always') {
      running = sumOf([running, amountOf(one, key)])
      beside = sum
    }
    most = together(most, sum, larger)
  }
  return together(running, most, larger)
}

function itemsOf(spec: MapNode, key: string): readonly Node[] {
  const list = partOf(spec, key)
  if (list?.type === 'hole') return [list]
  return list?.type === 'list' ? [...list.items, ...(list.open ? [holeNode(list, ...list.open)] : [])] : []
}

function amountOf(container: Node, key: string): Amount {
  let node: Node | undefined = container
  for (const step of ['resources', 'requests', key]) {
    if (node?.type === 'hole') break
    node = node && partOf(node, step)
  }
  if (node?.type === 'hole') return { known: false, gaps: node.gaps }
  return known(node?.type === 'scalar' ? parseQuantity(String(node.value)).quantity : undefined)
}

function sumOf(amounts: readonly Amount[]): Amount {
  return amounts.reduce((a, b) => together(a, b, addQuantities), none)
}

function together(a: Amount, b: Amount, combine: (a: Quantity, b: Quantity) => Quantity): Amount {
  if (!a.known || !b.known) return a.known ? b : a
  return a.value && b.value ? known(combine(a.value, b.value)) : a.value ? a : b
}

function larger(a: Quantity, b: Quantity): Quantity {
  return compareQuantities(a, b) < 0 ? b : a
}
