import type { InstalledRevision } from '../admission/default-webhooks.ts'
import { coversPods, type PodRequest, webhookMatcher } from '../admission/match-webhook.ts'
import type { Webhook, WebhookMatch } from '../admission/webhook.ts'
import { webhooksOf } from '../admission/webhooks.ts'
import { isKnown, type Maybe, mapMaybe, unknown } from '../base/maybe.ts'
import { groupBy } from '../base/order.ts'
import { nodeAt } from '../base/tree.ts'
import type { Kinds } from '../istio/known-kinds.ts'
import { readSelector, type Selector } from '../kube/label-selector.ts'
import type { Resource } from '../kube/resource.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { WebhookCall } from './admitted-pod.ts'
import { type Autoscalers, autoscalersOf } from './autoscalers.ts'
import { injectKey } from './decide.ts'
import { type InjectorSettings, injectorSettings } from './injector-config.ts'
import type { MeshSettings } from './mesh-settings.ts'
import { addedLabels } from './stored-labels.ts'

/** All that is the same for every pod of a unit, read once. */
export interface Plan {
  readonly snapshot: Snapshot
  /** The webhooks that may be called for pods, by configuration, in the order of calls. */
  readonly configurations: readonly (readonly PlannedWebhook[])[]
  readonly planned: ReadonlyMap<Webhook, PlannedWebhook>
  /** Whether a selector reads a label in which the pods of one workload differ. */
  readonly tellsPodsApart: boolean
  /** Every label that decides anything about a pod. */
  readonly decisiveLabels: readonly string[]
  /** What is known of pods that are alike in all that decides. */
  readonly fates: Map<string, Fate>
  /** Whether a selector reads a label that injectors add. */
  readonly readsAddedLabels: boolean
  /** Whether a webhook has conditions, so that everything about a pod may count. */
  readonly readsPods: boolean
  /** Whether a webhook may be called once more after the pod has changed. */
  readonly callsAgain: boolean
  readonly autoscalers: Autoscalers
  readonly limitRanges: readonly Resource<Kinds['LimitRange']>[]
  /** Whether the sidecar is what Istio's chart makes without a word of its user, as far as the input says. */
  readonly hasChartSettings: boolean
  /** Whether a namespace may have sidecars of its own, by a ProxyConfig or by OpenShift's ranges of ids. */
  readonly sidecarsDiffer: boolean
  /** Who made the sidecars that are valid as the API server sees them: keys of `sidecar-key.ts`. */
  readonly validSidecars: Set<string>
}

/** What becomes of a pod, without where that is written. */
export interface Fate {
  readonly injected: Maybe<boolean>
  readonly rejected: Maybe<boolean>
  readonly message: string | undefined
  /** The settings of the injector that put its proxy into the pod, where they are certain. */
  readonly mesh: MeshSettings | undefined
  readonly revision: string | undefined
  readonly webhooks: readonly WebhookCall[]
  /** Whether an injector has something against the pod. */
  readonly isObjectedTo: boolean
}

export interface PlannedWebhook {
  readonly webhook: Webhook
  match(request: PodRequest): WebhookMatch
  /** Only of Istio's injectors. */
  readonly settings: InjectorSettings | undefined
  /** Whether it asks to be called again after the pod has changed. */
  readonly isCalledAgain: Maybe<boolean>
  readonly hasConditions: boolean
}

/** The labels by which the pods of one StatefulSet differ. */
export const podNameLabel = 'statefulset.kubernetes.io/pod-name'
export const podIndexLabel = 'apps.kubernetes.io/pod-index'

const plans = new WeakMap<Snapshot, Map<readonly InstalledRevision[], Plan>>()

/** The plan of a unit; made when it is first asked for. */
export function planOf(snapshot: Snapshot, installed: readonly InstalledRevision[], istioVersion: string): Plan {
  const known = plans.get(snapshot) ?? new Map<readonly InstalledRevision[], Plan>()
  plans.set(snapshot, known)
  const plan = known.get(installed) ?? makePlan(snapshot, installed, istioVersion)
  known.set(installed, plan)
  return plan
}

function makePlan(snapshot: Snapshot, installed: readonly InstalledRevision[], istioVersion: string): Plan {
  const settingsFor = injectorSettings(snapshot, istioVersion)
  const planned = webhooksOf(snapshot, installed)
    .filter((webhook) => webhook.revision !== undefined || mayBeCalled(webhook))
    .map((webhook): PlannedWebhook => {
      const settings = webhook.revision === undefined ? undefined : settingsFor(webhook)
      return {
        webhook,
        match: webhookMatcher(webhook),
        settings,
        isCalledAgain: isCalledAgain(webhook),
        hasConditions: webhook.body.entries('matchConditions').written,
      }
    })
  const readsPods = planned.some(({ hasConditions }) => hasConditions)
  const keys = new Set(planned.flatMap(selectorsOf).flatMap(keysOf))
  return {
    snapshot,
    configurations: [...groupBy(planned, ({ webhook }) => webhook.configuration).values()],
    planned: new Map(planned.map((one) => [one.webhook, one])),
    tellsPodsApart: readsPods || keys.has(podNameLabel) || keys.has(podIndexLabel),
    decisiveLabels: [...keys.add(injectKey)],
    fates: new Map(),
    readsPods,
    readsAddedLabels: readsPods || addedLabels.some((key) => keys.has(key)),
    callsAgain: planned.some((one) => !isKnown(one.isCalledAgain, false)),
    autoscalers: autoscalersOf(snapshot),
    limitRanges: snapshot.all('LimitRange'),
    sidecarsDiffer: snapshot.unit.resources.some(setsApart),
    validSidecars: new Set(),
    hasChartSettings: !snapshot.unit.resources.some(setsUpSidecars),
  }
}

function setsApart({ kind, root }: Resource): boolean {
  if (kind === 'ProxyConfig') return true
  return (
    kind === 'Namespace' && nodeAt(root, ['metadata', 'annotations', 'openshift.io/sa.scc.uid-range']) !== undefined
  )
}

/** Whether an object says anything about the sidecars of an installation (`sidecar-settings.ts` reads them). */
function setsUpSidecars({ kind, name }: Resource): boolean {
  if (kind === 'ConfigMap') return !name.known || /^istio(-|$)/.test(name.value)
  return kind === 'IstioOperator' || kind === 'Istio' || kind === 'IstioRevision' || kind === 'ProxyConfig'
}

/** Webhooks of others that never look at pods are no part of the story. */
function mayBeCalled(webhook: Webhook): boolean {
  const covers = coversPods(webhook)
  return !covers.known || covers.value
}

/** Whether a webhook asks to be called again; where nothing is said it does not. */
function isCalledAgain({ body, alternative }: Webhook): Maybe<boolean> {
  const policy = mapMaybe(body.get('reinvocationPolicy'), (said) => said === 'IfNeeded')
  return isKnown(policy, false) || !alternative ? policy : unknown(alternative.gap)
}

function selectorsOf({ webhook, settings }: PlannedWebhook): readonly Selector[] {
  const lists = settings?.alternatives.flatMap(({ never, always }) => [never, always]) ?? []
  return [readSelector(webhook.body.view('objectSelector')), ...lists.flatMap(({ selectors }) => selectors)]
}

function keysOf({ requirements }: Selector): readonly string[] {
  return requirements.flatMap(({ key }) => (key.known ? [key.value] : []))
}
