import { type Node, nodeAt } from '../base/tree.ts'
import type { WrittenPod } from '../kube/pods-of-workload.ts'
import { namespaceKey, type Resource } from '../kube/resource.ts'
import type { Fate, Plan } from './plan.ts'

const handlers = ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle']

/**
 * All that decides whether the sidecar of a pod is valid that asks for nothing special: who made it by which settings,
 * and whether there was a probe or hook to rewrite.
 */
export function sidecarKey(plan: Plan, workload: Resource, pod: WrittenPod, { webhooks }: Fate): string {
  const lists = ['containers', 'initContainers'].map((key) => nodeAt(pod.root, ['spec', key]))
  const containers = lists.flatMap((list) => (list?.type === 'list' ? list.items : []))
  const isOnNode = nodeAt(pod.root, ['spec', 'nodeName']) !== undefined
  const namespace = plan.sidecarsDiffer ? namespaceKey(workload.namespace) : ''
  const calls = webhooks.map(({ configuration, webhook, round }) => [configuration, webhook, round])
  return JSON.stringify([calls, containers.some(hasHandler), isOnNode, namespace])
}

function hasHandler(container: Node): boolean {
  return handlers.some((key) => nodeAt(container, [key]) !== undefined)
}
