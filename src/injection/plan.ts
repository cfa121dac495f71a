import type { InstalledRevision } from '../admission/default-webhooks.ts'
import { coversPods, type PodRequest, webhookMatcher } from '../admission/match-webhook.ts'
import type { Webhook, WebhookMatch } from '../admission/webhook.ts'
import { webhooksOf } from '../admission/webhooks.ts'
import { groupBy } from '../base/order.ts'
import { readSelector, type Selector } from '../kube/label-selector.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { type Autoscalers, autoscalersOf } from './autoscalers.ts'
import { type InjectorSettings, injectorSettings } from './injector-config.ts'

/** All that is the same for every pod of a unit, read once. */
export interface Plan {
  readonly snapshot: Snapshot
  /** The webhooks that may be called for pods, by configuration, in the order of calls. */
  readonly configurations: readonly (readonly PlannedWebhook[])[]
  /** Whether a selector reads a label in which the pods of one workload differ. */
  readonly tellsPodsApart: boolean
  readonly autoscalers: Autoscalers
}

export interface PlannedWebhook {
  readonly webhook: Webhook
  match(request: PodRequest): WebhookMatch
  /** Only of Istio's injectors. */
  readonly settings: InjectorSettings | undefined
}

/** The labels by which the pods of one StatefulSet differ. */
export const podNameLabel = 'statefulset.kubernetes.io/pod-name'
export const podIndexLabel = 'apps.kubernetes.io/pod-index'

const plans = new WeakMap<Snapshot, Map<readonly InstalledRevision[], Plan>>()

/** The plan of a unit; made when it is first asked for. */
export function planOf(snapshot: Snapshot, installed: readonly InstalledRevision[]): Plan {
  const known = plans.get(snapshot) ?? new Map<readonly InstalledRevision[], Plan>()
  plans.set(snapshot, known)
  const plan = known.get(installed) ?? makePlan(snapshot, installed)
  known.set(installed, plan)
  return plan
}

function makePlan(snapshot: Snapshot, installed: readonly InstalledRevision[]): Plan {
  const settingsFor = injectorSettings(snapshot)
  const planned = webhooksOf(snapshot, installed)
    .filter((webhook) => webhook.revision !== undefined || mayBeCalled(webhook))
    .map((webhook): PlannedWebhook => {
      const settings = webhook.revision === undefined ? undefined : settingsFor(webhook)
      return { webhook, match: webhookMatcher(webhook), settings }
    })
  return {
    snapshot,
    configurations: [...groupBy(planned, ({ webhook }) => webhook.configuration).values()],
    tellsPodsApart: planned.some((one) => selectorsOf(one).some(readsPodName)),
    autoscalers: autoscalersOf(snapshot),
  }
}

/** Webhooks of others that never look at pods are no part of the story. */
function mayBeCalled(webhook: Webhook): boolean {
  const covers = coversPods(webhook)
  return !covers.known || covers.value
}

function selectorsOf({ webhook, settings }: PlannedWebhook): readonly Selector[] {
  const lists = settings?.alternatives.flatMap(({ never, always }) => [never, always]) ?? []
  return [readSelector(webhook.body.view('objectSelector')), ...lists.flatMap(({ selectors }) => selectors)]
}

function readsPodName({ requirements }: Selector): boolean {
  return requirements.some(({ key }) => key.known && (key.value === podNameLabel || key.value === podIndexLabel))
}
