import { allOf, anyOf, isKnown, known, type Maybe, no, not, yes } from '../base/maybe.ts'
import { type Node, nodeAt, textAt } from '../base/tree.ts'
import { limitRangerAnnotation } from '../kube/limit-ranger.ts'
import { type Resource, unsetNamespace } from '../kube/resource.ts'
import { mountsTokenOf, tokenPath } from '../kube/service-account.ts'
import { type PodSurroundings, storedPod } from '../kube/stored-pod.ts'
import { injectedBy } from './injected-by.ts'
import { callOf, type Look, mutatesOf, type PodOnItsWay } from './look.ts'
import { isCalledAgain, type Plan } from './plan.ts'
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
  if (!(plan.callsAgain || plan.readsPods) || isKnown(rejected, true)) return []
  // Only who is certainly called can certainly be called again; a condition may fail all the same.
  if (!looks.some(comesAgain) && !looks.some(hasConditions)) return []
  const changes = looks.map(changesPod)
  const comes = allOf([not(rejected), anyOf(changes)])
  if (isKnown(comes, false)) return []
  const byPlugins = pluginsChange(plan, workload, first)
  const again: Look[] = []
  let before: Maybe<boolean> = no
  for (const [index, look] of looks.entries()) {
    const isOut = isKnown(look.match.called, false) || isKnown(isCalledAgain(look.match.webhook), false)
    if (isOut && !hasConditions(look)) continue
    const since = anyOf([before, ...changes.slice(index + 1)])
    const needed = allOf([comes, look.match.called, isCalledAgain(look.match.webhook), anyOf([byPlugins, since])])
    const second = secondLook(plan, look, state, comes, needed, isKnown(byPlugins, true))
    if (!second) continue
    before = anyOf([before, changesPod(second)])
    if (isKnown(second.match.called, true) || isKnown(second.rejects, true)) again.push(second)
    if (isKnown(second.rejects, true)) break
  }
  return again
}

function changesPod(look: Look): Maybe<boolean> {
  return allOf([look.match.called, mutatesOf(look)])
}

/** A webhook looked at once more; undefined where it certainly is not called again. */
function secondLook(
  plan: Plan,
  look: Look,
  state: PodOnItsWay,
  comes: Maybe<boolean>,
  needed: Maybe<boolean>,
  byPlugins: boolean,
): Look | undefined {
  const planned = plan.configurations.flat().find(({ webhook }) => webhook === look.match.webhook)
  if (!planned || (isKnown(needed, false) && !plan.readsPods)) return undefined
  const match = planned.match(state.request)
  const again = againBecause(byPlugins)
  // Conditions are evaluated before it is asked who is to be called again.
  if (match.error !== undefined && isKnown(comes, true))
    return { match, decision: undefined, injects: no, rejects: yes, again }
  const called = allOf([needed, match.called])
  if (isKnown(called, false)) return undefined
  return { ...look, match: { ...look.match, called }, injects: allOf([called, look.injects]), rejects: no, again }
}

function againBecause(byPlugins: boolean): string {
  const what = byPlugins
    ? 'the API server gave added containers the token of the ServiceAccount, or what a LimitRange says'
    : 'a webhook changed the pod'
  return `The webhook is called again (reinvocationPolicy IfNeeded): after its first call ${what}`
}

/**
 * Whether the API server's own plugins change the pod when they are called again: the ServiceAccount plugin mounts the
 * token into added containers, the LimitRanger gives them what they lack (recorded: injection-recorded.md E). What
 * webhooks of others add, nobody knows.
 */
function pluginsChange(plan: Plan, workload: Resource, first: FirstRound): Maybe<boolean> {
  const { looks, state, injected } = first
  const { root } = state.written
  const others = looks.filter(({ decision }) => !decision).map(changesPod)
  const around = surroundingsOf(plan.snapshot, workload.namespace ?? unsetNamespace)
  const token = mountsTokenOf(nodeAt(root, ['spec']) ?? root, (name) => around.serviceAccount(name))
  const mayLimit = around.limitRanges.length > 0 || around.moreLimits !== undefined
  const isPlain = !injectedNames.some((name) => containersOf(root).some((one) => textAt(one, 'name') === name))
  const isCertain = isPlain && isKnown(injected, true) && token.known && (token.value || !mayLimit)
  return anyOf([isCertain ? token : changedByPlugins(plan, workload, first, around), ...others])
}

/** The containers of Istio that a pod may have written itself. */
const injectedNames = ['istio-proxy', 'istio-init', 'istio-validation']

/** Where a rule of thumb does not do, the pod itself tells: what plugins put into it that was not there before. */
function changedByPlugins(
  plan: Plan,
  workload: Resource,
  { looks, state }: FirstRound,
  around: PodSurroundings,
): Maybe<boolean> {
  const mutates = anyOf(looks.filter(({ decision }) => decision).map(changesPod))
  if (!mutates.known || !mutates.value) return mutates
  const before = storedPod(state.written.root, around)
  const webhooks = looks.map(callOf).filter((call) => call !== undefined)
  const after = injectedBy(plan, workload, before, { webhooks }, around)
  if (!after.known) return after
  const names = new Set(containersOf(before).map((one) => textAt(one, 'name')))
  const added = containersOf(after.value).filter((one) => !names.has(textAt(one, 'name')))
  const limits = [before, after.value].map((pod) => textAt(pod, 'metadata', 'annotations', limitRangerAnnotation))
  return known(added.some(hasTokenMount) || limits[0] !== limits[1])
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

/** Whether a webhook is called, and perhaps once more. */
export function comesAgain({ match, again }: Look): boolean {
  return again === undefined && isKnown(match.called, true) && !isKnown(isCalledAgain(match.webhook), false)
}

function hasConditions({ match }: Look): boolean {
  return match.webhook.body.entries('matchConditions').written
}
