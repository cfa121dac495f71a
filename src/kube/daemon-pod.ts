import { childOf, holeNode, type Node, type Scalar } from '../base/tree.ts'
import { generatedGap, layOver, listNode, mapNode, partOf } from './pod-body.ts'

/** What the DaemonSet controller adds to the spec: pkg/controller/daemon/util/daemonset_util.go, Kubernetes 1.35.4. */

const nodeGap = generatedGap('the node of a pod', 'every node has its own pod')

type Toleration = { readonly key: string; readonly operator: 'Exists'; readonly effect: 'NoExecute' | 'NoSchedule' }

function toleration(key: string, effect: Toleration['effect']): Toleration {
  return { key: `node.kubernetes.io/${key}`, operator: 'Exists', effect }
}

const tolerations: readonly Toleration[] = [
  toleration('not-ready', 'NoExecute'),
  toleration('unreachable', 'NoExecute'),
  toleration('disk-pressure', 'NoSchedule'),
  toleration('memory-pressure', 'NoSchedule'),
  toleration('pid-pressure', 'NoSchedule'),
  toleration('unschedulable', 'NoSchedule'),
]

/** The template's tolerations and those of every daemon, one that is written the same replaced (AddOrUpdateDaemonPodTolerations). */
export function addDaemonTolerations(spec: Node | undefined, origin: Node): Node {
  const written = spec && partOf(spec, 'tolerations')
  const network = spec && partOf(spec, 'hostNetwork')
  const isOnHost = network?.type === 'scalar' && network.value === true
  const items: Node[] = written?.type === 'list' ? [...written.items] : []
  for (const added of isOnHost ? [...tolerations, toleration('network-unavailable', 'NoSchedule')] : tolerations) {
    const node = mapNode(origin, { ...added })
    const index = items.findIndex((item) => isSame(item, added))
    if (index >= 0) items[index] = node
    else items.push(node)
  }
  const open = written?.type === 'hole' ? written.gaps : written?.type === 'list' ? written.open : undefined
  return listNode(written ?? origin, items, open ?? (network?.type === 'hole' ? network.gaps : undefined))
}

function isSame(item: Node, added: Toleration): boolean {
  const leaf = (key: string): Scalar | undefined => {
    const node = childOf(item, key)
    return node?.type === 'scalar' ? node.value : undefined
  }
  const isEqual = (['key', 'operator', 'effect'] as const).every((key) => leaf(key) === added[key])
  return isEqual && !leaf('value')
}

/** The affinity with the demand for the one node that the pod is made for (ReplaceDaemonSetPodNodeNameNodeAffinity). */
export function daemonAffinity(affinity: Node | undefined, origin: Node): Node {
  const field = 'requiredDuringSchedulingIgnoredDuringExecution'
  const values = listNode(origin, [{ ...holeNode(origin, nodeGap), partial: '*' }])
  const matchFields = listNode(origin, [mapNode(origin, { key: 'metadata.name', operator: 'In', values })])
  const node = affinity && partOf(affinity, 'nodeAffinity')
  const required = node && partOf(node, field)
  const terms = required && partOf(required, 'nodeSelectorTerms')
  const changed =
    terms?.type === 'list' && terms.items.length > 0
      ? { ...terms, items: terms.items.map((term) => layOver(term, origin, { matchFields })) }
      : listNode(origin, [mapNode(origin, { matchFields })])
  const demand = mapNode(origin, { nodeSelectorTerms: changed })
  return layOver(affinity, origin, { nodeAffinity: layOver(node, origin, { [field]: demand }) })
}
