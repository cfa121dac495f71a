import { isKnown, type Maybe, no, yes } from '../base/maybe.ts'
import { type Node, nodeAt, textAt } from '../base/tree.ts'
import { limitRangerAnnotation } from '../kube/limit-ranger.ts'
import type { WrittenPod } from '../kube/pods-of-workload.ts'
import { type Resource, unsetNamespace } from '../kube/resource.ts'
import { mountsTokenOf, tokenPath } from '../kube/service-account.ts'
import { type PodSurroundings, storedPod } from '../kube/stored-pod.ts'
import { injectedBy } from './injected-by.ts'
import { callOf, type Look, mutatesOf, type PodOnItsWay } from './look.ts'
import type { Plan, PlannedWebhook } from './plan.ts'
import { surroundingsOf } from './surroundings.ts'

/** What came of the first round of calls. */
export interface FirstRound {
  readonly looks: readonly Look[]
  /** The pod as the last webhook left it. */
  readonly state: PodOnItsWay
  readonly injected: Maybe<boolean>
  readonly rejected: Maybe<boolean>
}

/**
 * The second round of calls, as far as it is certain. It comes when a webhook changed the pod, and calls those with
 * `reinvocationPolicy: IfNeeded` that were called and still match: all of them where the API server's own plugins,
 * which go first, change the pod as well; else those after whose call a webhook changed it.
 * Source: k8s.io/apiserver v0.35.4, pkg/admission/reinvocation.go (Admit) and
 * pkg/admission/plugin/webhook/mutating/dispatcher.go (Dispatch), reinvocationcontext.go.
 */
export function lookAgain(plan: Plan, workload: Resource, first: FirstRound): readonly Look[] {
  const { looks, state, rejected } = first
  if (!(plan.callsAgain || plan.readsPods) || !isKnown(rejected, false)) return []
  const plannedOf = ({ match }: Look): PlannedWebhook | undefined => plan.planned.get(match.webhook)
  if (!looks.some((look) => comesAgain(plan, look) || plannedOf(look)?.hasConditions)) return []
  const lastChange = looks.findLastIndex(changesPod)
  if (lastChange < 0) return []
  const byPlugins = pluginsChange(plan, workload, first)
  const again: Look[] = []
  let changedAgain = false
  for (const [index, look] of looks.entries()) {
    const planned = plannedOf(look)
    const isNeeded = comesAgain(plan, look) && (byPlugins || changedAgain || lastChange > index)
    if (!planned || !(isNeeded || planned.hasConditions)) continue
    const second = secondLook(planned, look, state, isNeeded, againBecause(byPlugins))
    if (!second) continue
    again.push(second)
    if (isKnown(second.rejects, true)) break
    changedAgain ||= changesPod(second)
  }
  return again
}

/** Whether a webhook certainly changed the pod. */
function changesPod(look: Look): boolean {
  return isKnown(look.match.called, true) && isKnown(mutatesOf(look), true)
}

/** A webhook looked at once more; undefined where it is not certainly called again. */
function secondLook(
  planned: PlannedWebhook,
  look: Look,
  state: PodOnItsWay,
  isNeeded: boolean,
  again: string,
): Look | undefined {
  const match = planned.match(state.request)
  // Conditions are evaluated before it is asked who is to be called again.
  if (match.error !== undefined) return { match, decision: undefined, injects: no, rejects: yes, again }
  if (!isNeeded || !isKnown(match.called, true)) return undefined
  return { ...look, match: { ...look.match, called: yes }, rejects: no, again }
}

function againBecause(byPlugins: boolean): string {
  const what = byPlugins
    ? 'the API server gave added containers the token of the ServiceAccount, or what a LimitRange says'
    : 'a webhook changed the pod'
  return `The webhook is called again (reinvocationPolicy IfNeeded): after its first call ${what}`
}

/**
 * Whether the API server's own plugins certainly change the pod when they are called again: the ServiceAccount plugin
 * mounts the token into added containers, the LimitRanger gives them what they lack (recorded: injection-recorded.md
 * E). What webhooks of others add, nobody knows.
 */
function pluginsChange(plan: Plan, workload: Resource, first: FirstRound): boolean {
  const { state, injected } = first
  const plainly = isKnown(injected, true) ? pluginsChangePlainly(plan, workload, state.written) : undefined
  if (plainly !== undefined) return plainly
  return changedByPlugins(plan, workload, first, surroundingsOf(plan.snapshot, workload.namespace ?? unsetNamespace))
}

/** The same for a pod that gets a sidecar, as far as it can be told without making it; undefined where it cannot. */
export function pluginsChangePlainly(plan: Plan, workload: Resource, { root }: WrittenPod): boolean | undefined {
  if (injectedNames.some((name) => containersOf(root).some((one) => textAt(one, 'name') === name))) return undefined
  const around = surroundingsOf(plan.snapshot, workload.namespace ?? unsetNamespace)
  const token = mountsTokenOf(nodeAt(root, ['spec']) ?? root, (name) => around.serviceAccount(name))
  const mayLimit = around.limitRanges.length > 0 || around.moreLimits !== undefined
  return token.known && (token.value || !mayLimit) ? token.value : undefined
}

/** The containers of Istio that a pod may have written itself. */
const injectedNames = ['istio-proxy', 'istio-init', 'istio-validation']

/** Where a rule of thumb does not do, the pod itself tells: what plugins put into it that was not there before. */
function changedByPlugins(
  plan: Plan,
  workload: Resource,
  { looks, state, injected }: FirstRound,
  around: PodSurroundings,
): boolean {
  if (!looks.some(isChangedByInjector)) return false
  const before = storedPod(state.written.root, around)
  const webhooks = looks.map(callOf).filter((call) => call !== undefined)
  const after = injectedBy(plan, workload, before, { webhooks, injected }, around)
  if (!after.known) return false
  const names = new Set(containersOf(before).map((one) => textAt(one, 'name')))
  const added = containersOf(after.value).filter((one) => !names.has(textAt(one, 'name')))
  const limits = [before, after.value].map((pod) => textAt(pod, 'metadata', 'annotations', limitRangerAnnotation))
  return added.some(hasTokenMount) || limits[0] !== limits[1]
}

function containersOf(pod: Node): readonly Node[] {
  return ['initContainers', 'containers'].flatMap((key) => {
    const list = nodeAt(pod, ['spec', key])
    return list?.type === 'list' ? list.items : []
  })
}

function hasTokenMount(container: Node): boolean {
  const mounts = nodeAt(container, ['volumeMounts'])
  return mounts?.type === 'list' && mounts.items.some((mount) => textAt(mount, 'mountPath') === tokenPath)
}

/** Whether the second round hangs on the containers of the pod: only there it has to be made to tell. */
export function hangsOnContainers(
  plan: Plan,
  workload: Resource,
  pod: WrittenPod,
  { looks, injected }: Pick<FirstRound, 'looks' | 'injected'>,
): boolean {
  if (!looks.some((look) => comesAgain(plan, look)) || !looks.some(isChangedByInjector)) return false
  return !isKnown(injected, true) || pluginsChangePlainly(plan, workload, pod) === undefined
}

function isChangedByInjector(look: Look): boolean {
  return look.decision !== undefined && changesPod(look)
}

/** Whether a webhook is called, and perhaps once more. */
function comesAgain(plan: Plan, { match, again }: Look): boolean {
  if (again !== undefined || !isKnown(match.called, true)) return false
  const planned = plan.planned.get(match.webhook)
  return planned !== undefined && !isKnown(planned.isCalledAgain, false)
}
