import { yes } from '../base/maybe.ts'
import { labelValue } from '../kube/labels.ts'
import type { WrittenPod } from '../kube/pods-of-workload.ts'
import { namespaceKey, type Resource } from '../kube/resource.ts'
import { hasOwnProxy } from './own-proxy.ts'
import type { Plan } from './plan.ts'
import { pluginsChangePlainly } from './reinvocation.ts'
import { storedLabels } from './stored-labels.ts'

/** Annotations that an injector, or its template, reads. */
const readAnnotation = /istio|prometheus/

/**
 * All that decides about a pod as one text; undefined where a part of it is not known, or where its other labels
 * count.
 */
export function fateKey(plan: Plan, workload: Resource, pod: WrittenPod): string | undefined {
  const key = podKey(plan, workload, pod, (_, value) => value)
  const again = plan.callsAgain && pluginsChangePlainly(plan, workload, pod)
  return key === undefined ? undefined : JSON.stringify([namespaceKey(workload.namespace), String(again), key])
}

/** All that decides about a pod besides its Namespace; `told` tells the values of labels apart, or does not. */
export function podKey(
  plan: Plan,
  workload: Resource,
  pod: WrittenPod,
  told: (label: string, value: string) => string,
): string | undefined {
  const hostNetwork = pod.body.get('spec', 'hostNetwork')
  if (plan.readsPods || !hostNetwork.known || pod.annotations.open) return undefined
  const parts = [String(hostNetwork.value ?? false), String(hasOwnProxy(pod))]
  for (const [annotation, { value }] of pod.annotations.known) {
    if (!readAnnotation.test(annotation)) continue
    if (!value.known) return undefined
    parts.push(`${annotation}=${value.value}`)
  }
  parts.push('')
  const stored = plan.readsAddedLabels ? storedLabels(yes, pod, workload) : pod.labels
  const labels = [pod.labels, ...(stored === pod.labels ? [] : [stored])]
  for (const label of labels.flatMap((all) =>
    plan.decisiveLabels.map((key) => ({ key, value: labelValue(all, key) })),
  )) {
    if (!label.value.known) return undefined
    parts.push(label.value.value === undefined ? '' : `=${told(label.key, label.value.value)}`)
  }
  return JSON.stringify(parts)
}
