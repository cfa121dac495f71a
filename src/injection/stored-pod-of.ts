import type { Gap } from '../base/maybe.ts'
import { childOf, type Node, nodeAt, scalarNode, withEntries } from '../base/tree.ts'
import { listNode } from '../kube/pod-body.ts'
import type { PodsOfWorkload, WrittenPod } from '../kube/pods-of-workload.ts'
import { type Resource, unsetNamespace } from '../kube/resource.ts'
import { storedPod } from '../kube/stored-pod.ts'
import { injectedBy, unclearPod } from './injected-by.ts'
import type { Fate, Plan } from './plan.ts'
import { onlyNode, surroundingsOf } from './surroundings.ts'

/**
 * A pod as the API server stores it, its holes what nobody can know; undefined where nobody can tell
 * whether it is injected. What webhooks of others change is nobody's to know: a pod that one of them is called for may
 * hold more.
 */
export function storedPodOf(plan: Plan, owner: Resource, pod: WrittenPod, fate: Fate): Node | undefined {
  const { snapshot } = plan
  const { injected, webhooks } = fate
  if (!injected.known) return undefined
  const written = owner.kindName === 'DaemonSet' ? onNode(pod.root, onlyNode(snapshot)) : pod.root
  const around = surroundingsOf(snapshot, owner.namespace ?? unsetNamespace)
  const before = storedPod(written, around)
  const after = injectedBy(plan, owner, before, fate, around)
  const stored = after.known ? after.value : unclearPod(before, after.gaps)
  const [first, ...rest] = webhooks.flatMap(({ mutated, webhook }): Gap[] =>
    mutated.known
      ? []
      : [{ what: `what webhook "${webhook}" changes in the pod`, hint: 'look at the pod in the cluster' }],
  )
  return first && stored.type === 'map' ? { ...stored, open: [first, ...rest] } : stored
}

/** The pod of that name, or shown as it, among those of a workload; without a name the one that stands for all. */
export function podNamed({ names, first, pod }: PodsOfWorkload, name: string | undefined): WrittenPod | undefined {
  if (name === undefined) return first
  const index = names?.indexOf(name) ?? -1
  if (index >= 0) return pod(index)
  return name === first.shownName ? first : undefined
}

const demands = [
  'spec',
  'affinity',
  'nodeAffinity',
  'requiredDuringSchedulingIgnoredDuringExecution',
  'nodeSelectorTerms',
]

/** The pod of a DaemonSet on a node: the controller demands it by name. */
function onNode(root: Node, node: string | undefined): Node {
  const terms = nodeAt(root, demands)
  if (node === undefined || terms?.type !== 'list') return root
  const items = terms.items.map((term) => withNodeAt(term, ['matchFields'], (fields) => withName(fields, node)))
  return withNodeAt(root, demands, () => ({ ...terms, items }))
}

/** The one demand for a node that the controller makes, its name filled in. */
function withName(fields: Node, node: string): Node {
  const [field] = fields.type === 'list' ? fields.items : []
  if (fields.type !== 'list' || !field) return fields
  const named = (values: Node): Node => listNode(values, [scalarNode(node, values)])
  return { ...fields, items: [withNodeAt(field, ['values'], named)] }
}

/** A body with the node at a path changed, where it is written. */
function withNodeAt(root: Node, [step, ...rest]: readonly string[], change: (node: Node) => Node): Node {
  const child = step === undefined ? undefined : childOf(root, step)
  if (step === undefined || !child) return root
  return withEntries(root, root, { [step]: rest.length === 0 ? change(child) : withNodeAt(child, rest, change) })
}
