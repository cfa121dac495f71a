import { compareText } from '../base/order.ts'
import { type Node, nodeAt } from '../base/tree.ts'
import { amountsIn, type ContainerUsage, containerUsages, podUsage, withOverhead } from './pod-usage.ts'
import { addQuantities, compareQuantities, parseQuantity, type Quantity, quantityText } from './quantity.ts'

/** What a ResourceQuota says against a pod. */
export interface QuotaError {
  /** As the API server puts it, without the name of the quota. */
  readonly text: string
  readonly kind: 'exceeded' | 'failed'
  /** The resources by the names of the quota. */
  readonly resources: readonly string[]
  /** The containers that do not say what the quota wants. */
  readonly containers: readonly string[]
}

/** A quota as it counts for pods of one shape. */
export interface PodQuota {
  /** What it answers when there are already so many of these pods in the namespace, and nothing else. */
  errorAfter(count: number): QuotaError | undefined
}

/**
 * A ResourceQuota for pods like this one; undefined where it does not count them, or nobody can tell (plugin
 * ResourceQuota: apiserver v0.35.4 pkg/admission/plugin/resourcequota/controller.go, CheckRequest, with
 * pkg/quota/v1/evaluator/core/pods.go, Kubernetes 1.35).
 */
export function podQuota(quota: Node, pod: Node): PodQuota | undefined {
  const containers = containerUsages(pod)
  const hard = amountsIn(nodeAt(quota, ['spec', 'hard']))
  if (!containers || !countsPod(quota, [...hard.keys()], pod, containers)) return undefined
  const unsaid = notSpecified([...hard.keys()], pod, containers)
  const usage = usageOf(pod, containers)
  return { errorAfter: (count) => unsaid ?? exceeded(hard, usage, count) }
}

const computed: ReadonlySet<string> = new Set([
  'cpu',
  'memory',
  'requests.cpu',
  'requests.memory',
  'limits.cpu',
  'limits.memory',
])

/** Resources that go with every scope: pods, and what validation does not know. */
const uncounted = /^pods$|\//

/** Whether all scopes hold; the API server refuses a quota of resources that its scope does not know: then there is none. */
function countsPod(
  quota: Node,
  resources: readonly string[],
  pod: Node,
  containers: readonly ContainerUsage[],
): boolean {
  if (nodeAt(quota, ['spec', 'scopeSelector'])) return false
  const scopes = nodeAt(quota, ['spec', 'scopes'])
  if (!scopes) return true
  if (scopes.type !== 'list' || scopes.open) return false
  return scopes.items.every((scope) => {
    const name = scope.type === 'scalar' ? String(scope.value) : ''
    const isRefused = resources.some((one) => !uncounted.test(one) && (name === 'BestEffort' || !computed.has(one)))
    return !isRefused && inScope(name, pod, containers)
  })
}

function inScope(scope: string, pod: Node, containers: readonly ContainerUsage[]): boolean {
  const deadline = nodeAt(pod, ['spec', 'activeDeadlineSeconds'])
  const asks = containers.some(({ requests, limits }) =>
    ['cpu', 'memory'].some((name) => [requests, limits].some((amounts) => (amounts.get(name)?.unscaled ?? 0n) > 0n)),
  )
  if (scope === 'Terminating') return deadline?.type === 'scalar'
  if (scope === 'NotTerminating') return !deadline
  if (scope === 'BestEffort') return !asks && !nodeAt(pod, ['spec', 'resources'])
  return scope === 'NotBestEffort' && asks
}

/** Every container has to say what is limited of cpu and memory, unless the pod itself does. */
function notSpecified(
  wanted: readonly string[],
  pod: Node,
  containers: readonly ContainerUsage[],
): QuotaError | undefined {
  const own = nodeAt(pod, ['spec', 'resources'])
  const resources = wanted.filter((name) => computed.has(name) && !(own && saysItself(own, name))).sort(compareText)
  const found = resources.flatMap((resource) => {
    const names = containers.filter((one) => !amountFor(resource, one)).map(({ name }) => name)
    return names.length > 0 ? [{ resource, names: [...new Set(names)].sort(compareText) }] : []
  })
  if (found.length === 0) return undefined
  return {
    kind: 'failed',
    text: `must specify ${found.map(({ resource, names }) => `${resource} for: ${names.join(',')}`).join('; ')}`,
    resources: found.map(({ resource }) => resource),
    containers: [...new Set(found.flatMap(({ names }) => names))],
  }
}

function saysItself(resources: Node, name: string): boolean {
  const list = name.startsWith('limits.') ? 'limits' : 'requests'
  return amountsIn(nodeAt(resources, [list])).has(name.replace(/^(limits|requests)\./, ''))
}

function amountFor(resource: string, { requests, limits }: Pick<ContainerUsage, 'requests' | 'limits'>): boolean {
  if (resource.startsWith('limits.')) return limits.has(resource.slice('limits.'.length))
  return requests.has(resource.replace(/^requests\./, ''))
}

const shared: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage'])
const one: Quantity = { unscaled: 1n, scale: 0, format: 'DecimalSI', written: undefined, isDecimal: false }

/** `podComputeUsageHelper`, and the pod itself. */
function usageOf(pod: Node, containers: readonly ContainerUsage[]): ReadonlyMap<string, Quantity> {
  const { requests, limits } = withOverhead(podUsage(pod, containers), pod)
  const usage = new Map([
    ['pods', one],
    ['count/pods', one],
  ])
  for (const [name, amount] of requests) {
    if (shared.has(name) || name.startsWith('hugepages-')) usage.set(name, amount)
    usage.set(`requests.${name}`, amount)
  }
  for (const [name, amount] of limits) if (shared.has(name)) usage.set(`limits.${name}`, amount)
  return usage
}

function exceeded(
  hard: ReadonlyMap<string, Quantity>,
  usage: ReadonlyMap<string, Quantity>,
  count: number,
): QuotaError | undefined {
  const found = [...hard].flatMap(([name, most]) => {
    const amount = usage.get(name)
    if (!amount) return []
    const before = times(amount, count)
    const isTooMuch = compareQuantities(addQuantities(before, amount), most) > 0
    return isTooMuch ? [{ name, amount, before, most }] : []
  })
  if (found.length === 0) return undefined
  found.sort((a, b) => compareText(a.name, b.name))
  const shown = (read: (one: (typeof found)[number]) => Quantity): string =>
    found.map((entry) => `${entry.name}=${quantityText(read(entry))}`).join(',')
  const used = `used: ${shown(({ before }) => before)}, limited: ${shown(({ most }) => most)}`
  return {
    kind: 'exceeded',
    text: `requested: ${shown(({ amount }) => amount)}, ${used}`,
    resources: found.map(({ name }) => name),
    containers: [],
  }
}

const zero = parseQuantity('0').quantity

function times(amount: Quantity, count: number): Quantity {
  if (count === 0 && zero) return zero
  return { ...amount, unscaled: amount.unscaled * BigInt(count), written: undefined }
}
