import { labelValue } from '../kube/labels.ts'
import type { WrittenPod } from '../kube/pods-of-workload.ts'
import { namespaceKey, type Resource } from '../kube/resource.ts'
import { hasOwnProxy } from './own-proxy.ts'
import type { Plan } from './plan.ts'

/** Annotations that an injector, or its template, reads. */
const readAnnotation = /istio|prometheus/

/**
 * All that decides about a pod as one text; undefined where a part of it is not known, or where its other labels
 * count.
 */
export function fateKey(plan: Plan, workload: Resource, pod: WrittenPod): string | undefined {
  const hostNetwork = pod.body.get('spec', 'hostNetwork')
  if (plan.readsPods || plan.readsAddedLabels || !hostNetwork.known || pod.annotations.open) return undefined
  const parts = [namespaceKey(workload.namespace), String(hostNetwork.value ?? false), String(hasOwnProxy(pod))]
  for (const [annotation, { value }] of pod.annotations.known) {
    if (!readAnnotation.test(annotation)) continue
    if (!value.known) return undefined
    parts.push(`${annotation}=${value.value}`)
  }
  parts.push('')
  for (const label of plan.decisiveLabels) {
    const value = labelValue(pod.labels, label)
    if (!value.known) return undefined
    parts.push(textPart(value.value))
  }
  return JSON.stringify(parts)
}

function textPart(value: string | undefined): string {
  return value === undefined ? '' : `=${value}`
}
