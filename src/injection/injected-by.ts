import type { Webhook } from '../admission/webhook.ts'
import { type Gap, isKnown, known, type Maybe, unknown } from '../base/maybe.ts'
import { type Node, textAt } from '../base/tree.ts'
import type { WrittenPod } from '../kube/pods-of-workload.ts'
import type { Resource } from '../kube/resource.ts'
import { type PodSurroundings, storedPod } from '../kube/stored-pod.ts'
import { injectedPod } from '../sidecar/injected-pod.ts'
import { isNative } from '../sidecar/native-sidecar.ts'
import { type SidecarSettings, sidecarSettings } from '../sidecar/sidecar-settings.ts'
import { textsOf } from '../sidecar/texts.ts'
import { perhaps } from '../sidecar/unclear.ts'
import type { WebhookCall } from './admitted-pod.ts'
import type { Fate, Plan, PlannedWebhook } from './plan.ts'

/**
 * A pod after the calls of Istio's injectors, one after the other: each is handed what the API server made of the pod
 * before, and what it hands back is filled in again.
 */
export function injectedBy(
  plan: Plan,
  owner: Resource,
  pod: Node,
  { webhooks, injected }: Pick<Fate, 'webhooks' | 'injected'>,
  around: PodSurroundings,
): Maybe<Node> {
  if (isKnown(injected, true) && !webhooks.some((call) => injectorOf(plan, call))) return unknown(someInjector)
  let result: Maybe<Node> = known(pod)
  for (const call of webhooks) {
    const injector = result.known ? injectorOf(plan, call) : undefined
    if (!result.known || !injector) continue
    if (!call.mutated.known) return call.mutated
    if (!call.mutated.value) continue
    const settings = settingsOf(plan, injector)
    const injected: Maybe<Node> = settings.known ? injectedPod(result.value, owner, settings.value) : settings
    result = injected.known ? known(storedPod(injected.value, around)) : injected
  }
  return result
}

/** The pod is injected in every case that the input leaves open, but not by the same webhook. */
const someInjector: Gap = {
  what: 'which webhook injects the pod',
  hint: 'say what the missing labels and webhook configurations are: all of them lead to a sidecar',
}

/** Whether the call is one of Istio's, and of which injector. */
function injectorOf(plan: Plan, { configuration, webhook }: WebhookCall): PlannedWebhook | undefined {
  const planned = plan.configurations.flat()
  return planned.find(
    (one) => one.settings && one.webhook.configuration === configuration && one.webhook.name === webhook,
  )
}

/** What an injector is set to; read once for all pods of a unit. */
export function settingsOf(plan: Plan, { webhook, settings }: PlannedWebhook): Maybe<SidecarSettings> {
  if (webhook.alternative) return unknown(webhook.alternative.gap)
  if (!settings) throw new Error('an injector without settings')
  if (settings.gap) return unknown(settings.gap)
  const path = webhook.body.raw('clientConfig', 'service', 'path')
  if (!path.known) return path
  return sidecarSettings(plan.snapshot, settings.alternatives[0].source, {
    revision: settings.revision,
    namespace: webhook.service?.namespace ?? 'istio-system',
    path: typeof path.value === 'string' ? path.value : '/inject',
    istioVersion: plan.istioVersion,
  })
}

/** Whether an injector makes the proxy of a pod an init container; undefined where nobody can tell. */
export function makesNative(plan: Plan, webhook: Webhook, { root }: WrittenPod): boolean | undefined {
  const planned = plan.planned.get(webhook)
  const settings = planned && settingsOf(plan, planned)
  if (!settings?.known) return undefined
  const native = perhaps(() => isNative(settings.value, root, textsOf(root, 'annotations')))
  return native.known ? native.value : undefined
}

/** A pod of which nobody can tell what the injector made of it: only who it is remains. */
export function unclearPod(pod: Node, gaps: readonly [Gap, ...Gap[]]): Node {
  const place = { file: pod.file, start: pod.start, end: pod.end }
  if (pod.type !== 'map') return { type: 'hole', gaps, ...place }
  const entries = pod.entries.map((entry) => {
    const { key, value } = entry
    if (key === 'metadata' && value.type === 'map') {
      const kept = value.entries.filter((one) => one.key !== 'labels' && one.key !== 'annotations')
      return { ...entry, value: { ...value, entries: kept, open: gaps } }
    }
    return textAt(pod, key) === undefined ? { ...entry, value: { type: 'hole' as const, gaps, ...place } } : entry
  })
  return { ...pod, entries }
}
