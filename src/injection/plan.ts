import type { InstalledRevision } from '../admission/default-webhooks.ts'
import { coversPods, type PodRequest, webhookMatcher } from '../admission/match-webhook.ts'
import type { Webhook, WebhookMatch } from '../admission/webhook.ts'
import { webhooksOf } from '../admission/webhooks.ts'
import { isKnown, known, type Maybe, mapMaybe, unknown } from '../base/maybe.ts'
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
  /** The release that is taken where an injector's values do not say it. */
  readonly istioVersion: string
  /** The webhooks that may be called for pods, by configuration, in the order of calls. */
  readonly configurations: readonly (readonly PlannedWebhook[])[]
  readonly planned: ReadonlyMap<Webhook, PlannedWebhook>
  /** Whether a selector reads a label in which the pods of one workload differ. */
  readonly tellsPodsApart: boolean
  /** Every label that decides anything about a pod. */
  readonly decisiveLabels: readonly string[]
  /** What selectors ask of the labels of pods and of Namespaces, by label. */
  readonly asked: { readonly ofPods: AskedValues; readonly ofNamespaces: AskedValues }
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
  /** The injectors that are called, or may be. */
  readonly injectors: readonly Webhook[]
  /** Whether an injector has something against the pod. */
  readonly isObjectedTo: boolean
}

/** The values that selectors name, by the label of which they ask. */
export type AskedValues = ReadonlyMap<string, ReadonlySet<string>>

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

/** How many ways there may be to take what the input leaves open of its webhooks. */
const mostWorlds = 32

const worlds = new WeakMap<Plan, readonly Plan['configurations'][]>()

/**
 * The webhooks as they may be, where configurations exist only perhaps or are declared in several ways: each of them
 * with one choice made. Only the webhooks themselves where there is nothing to choose, or too much.
 */
export function worldsOf(plan: Plan): readonly Plan['configurations'][] {
  const found = worlds.get(plan) ?? makeWorlds(plan)
  worlds.set(plan, found)
  return found
}

function makeWorlds({ configurations }: Plan): readonly Plan['configurations'][] {
  let found: Plan['configurations'][] = [[]]
  for (const webhooks of configurations) {
    const choices = choicesOf(webhooks)
    if (found.length * choices.length > mostWorlds) return [configurations]
    found = found.flatMap((world) => choices.map((choice) => [...world, choice]))
  }
  return found.length === 1 ? [configurations] : found.filter((world) => isConsistent(world, configurations))
}

/** One configuration as it may be: where nothing of it is open, as it is. */
function choicesOf(webhooks: readonly PlannedWebhook[]): Plan['configurations'] {
  const { alternative, exists } = webhooks[0]?.webhook ?? {}
  if (alternative)
    return Array.from({ length: alternative.count }, (_, index) =>
      certainly(webhooks.filter(({ webhook }) => webhook.alternative?.index === index)),
    )
  return exists && !exists.known ? [certainly(webhooks), []] : [webhooks]
}

function certainly(webhooks: readonly PlannedWebhook[]): readonly PlannedWebhook[] {
  return webhooks.map(({ webhook, settings }) => {
    const { alternative: _, ...rest } = webhook
    return plannedWebhook({ ...rest, exists: webhook.name === '?' ? webhook.exists : known(true) }, settings)
  })
}

/** Istio's defaults, which may stand in for an injector that is there only perhaps, are all there or none of them. */
function isConsistent(world: Plan['configurations'], configurations: Plan['configurations']): boolean {
  const defaults = configurations.filter(([one]) => one?.webhook.embedded && !one.webhook.exists.known)
  if (defaults.length === 0) return true
  const chosen = world.filter(([one]) => one?.webhook.embedded)
  const isWritten = world.flat().some(({ webhook }) => !webhook.embedded && webhook.revision !== undefined)
  return chosen.length === (isWritten ? 0 : defaults.length)
}

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
    .map((webhook) => plannedWebhook(webhook, webhook.revision === undefined ? undefined : settingsFor(webhook)))
  const readsPods = planned.some(({ hasConditions }) => hasConditions)
  const ofPods = askedBy(planned.flatMap(selectorsOf))
  const ofNamespaces = askedBy(planned.map(({ webhook }) => readSelector(webhook.body.view('namespaceSelector'))))
  return {
    snapshot,
    istioVersion,
    configurations: [...groupBy(planned, configurationKey).values()],
    planned: new Map(planned.map((one) => [one.webhook, one])),
    tellsPodsApart: readsPods || ofPods.has(podNameLabel) || ofPods.has(podIndexLabel),
    decisiveLabels: [...new Set([...ofPods.keys(), injectKey])],
    asked: { ofPods, ofNamespaces },
    fates: new Map(),
    readsPods,
    readsAddedLabels: readsPods || addedLabels.some((key) => ofPods.has(key)),
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

function plannedWebhook(webhook: Webhook, settings: InjectorSettings | undefined): PlannedWebhook {
  return {
    webhook,
    match: webhookMatcher(webhook),
    settings,
    isCalledAgain: isCalledAgain(webhook),
    hasConditions: webhook.body.entries('matchConditions').written,
  }
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

function askedBy(selectors: readonly Selector[]): AskedValues {
  const asked = new Map<string, Set<string>>()
  for (const { key, values } of selectors.flatMap(({ requirements }) => requirements)) {
    if (!key.known) continue
    const known = asked.get(key.value) ?? new Set()
    for (const value of values) if (value.known) known.add(value.value)
    asked.set(key.value, known)
  }
  return asked
}

/** Istio's defaults are a configuration of their own, beside one of the same name that the input may have. */
function configurationKey({ webhook }: PlannedWebhook): string {
  return `${webhook.configuration} ${webhook.embedded}`
}
