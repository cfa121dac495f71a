import { nodeAt, textAt } from '../base/tree.ts'
import type { WrittenPod } from '../kube/pods-of-workload.ts'

/** Whether a pod brings a container `istio-proxy` of its own, onto which the injector's is merged. */
export function hasOwnProxy({ root }: WrittenPod): boolean {
  return ['containers', 'initContainers'].some((key) => {
    const list = nodeAt(root, ['spec', key])
    return list?.type === 'list' && list.items.some((container) => textAt(container, 'name') === 'istio-proxy')
  })
}
