import { type Labels, labelValue } from '../kube/labels.ts'
import type { ContainerResources } from '../kube/limit-range.ts'
import { parseQuantity, type Quantity } from '../kube/quantity.ts'

const annotations = [
  ['requests', 'cpu', 'sidecar.istio.io/proxyCPU'],
  ['requests', 'memory', 'sidecar.istio.io/proxyMemory'],
  ['limits', 'cpu', 'sidecar.istio.io/proxyCPULimit'],
  ['limits', 'memory', 'sidecar.istio.io/proxyMemoryLimit'],
] as const

/** What the proxy asks for: any of its four annotations takes the place of all that the chart says. */
export function proxyResources(labels: Labels, chart: ContainerResources): ContainerResources {
  const own = { requests: new Map<string, Quantity>(), limits: new Map<string, Quantity>() }
  let isOwn = false
  for (const [list, name, key] of annotations) {
    const value = labelValue(labels, key)
    if (!value.known || value.value === undefined) continue
    isOwn = true
    const { quantity } = parseQuantity(value.value)
    if (quantity) own[list].set(name, quantity)
  }
  return isOwn ? { limits: own.limits, requests: new Map([...own.limits, ...own.requests]) } : chart
}
