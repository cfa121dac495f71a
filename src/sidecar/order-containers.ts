import { type Node, nodeAt, withEntries } from '../base/tree.ts'
import { withItems } from './json.ts'
import { wordAt } from './texts.ts'

type Move = readonly [name: string, to: 'first' | 'last']

/**
 * Containers in the order in which they must start: reorderPod, pkg/kube/inject/webhook.go, Istio 1.30.3.
 */
export function orderContainers(pod: Node, holds: boolean): Node {
  const spec = nodeAt(pod, ['spec'])
  const containers = spec && nodeAt(spec, ['containers'])
  const init = spec && nodeAt(spec, ['initContainers'])
  const isNative = init?.type === 'list' && init.items.some((item) => wordAt(item, 'name') === 'istio-proxy')
  return withEntries(pod, pod, {
    spec: withEntries(spec, pod, {
      containers: containers && moved(containers, [['istio-proxy', holds ? 'first' : 'last']]),
      initContainers: init && moved(init, isNative ? nativeMoves : moves),
    }),
  })
}

const nativeMoves: readonly Move[] = [
  ['enable-core-dump', 'first'],
  ['istio-proxy', 'first'],
  ['istio-validation', 'first'],
  ['istio-init', 'first'],
]
const moves: readonly Move[] = [
  ['istio-validation', 'first'],
  ['istio-init', 'last'],
  ['enable-core-dump', 'last'],
]

function moved(list: Node, steps: readonly Move[]): Node {
  if (list.type !== 'list') return list
  let items = list.items
  for (const [name, to] of steps) {
    const at = items.findIndex((item) => wordAt(item, 'name') === name)
    const item = items[at]
    if (!item) continue
    const rest = items.toSpliced(at, 1)
    items = to === 'first' ? [item, ...rest] : [...rest, item]
  }
  return withItems(list, list, items)
}
