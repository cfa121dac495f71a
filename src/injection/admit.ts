import type { InstalledRevision } from '../admission/default-webhooks.ts'
import { type Gap, isKnown, type Unknown, unknownFrom } from '../base/maybe.ts'
import type { Node } from '../base/tree.ts'
import { newestMinor } from '../istio/istio-versions.ts'
import { withLabels } from '../kube/labels.ts'
import { podsOfWorkload } from '../kube/make-pods.ts'
import type { PodsOfWorkload, WrittenPod } from '../kube/pods-of-workload.ts'
import { type Resource, sameNamespace, unsetNamespace } from '../kube/resource.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { AdmittedPod, PodOutcome, TrailStep, Verdict } from './admitted-pod.ts'
import { settledByCases } from './cases.ts'
import { earlyDoubt, earlyRefusal } from './early-refusal.ts'
import { fateKey } from './fate-key.ts'
import { makesNative } from './injected-by.ts'
import { laterRefusal } from './later-refusal.ts'
import { callOf, denialOf, type Look } from './look.ts'
import { lookAtAll } from './look-at-all.ts'
import { type Fate, type Plan, planOf, podIndexLabel, podNameLabel } from './plan.ts'
import { withinQuotas } from './quota.ts'
import { refusedPod, refusedWorkload, serverStep } from './refused-workload.ts'
import { hangsOnContainers } from './reinvocation.ts'
import type { ServerRefusal } from './server-refusal.ts'
import { sidecarKey } from './sidecar-key.ts'
import { refusalReasons, stepsOf } from './steps.ts'
import { storedLabels } from './stored-labels.ts'
import { podNamed, storedPodOf } from './stored-pod-of.ts'

/**
 * What becomes of the pods of a workload: whom the API server calls for them, and what the injector then decides.
 * Webhooks of others are assumed not to change what decides injection.
 */
export function admitPods(
  workload: Resource,
  snapshot: Snapshot,
  installed: readonly InstalledRevision[],
  istioVersion = `1.${newestMinor}`,
): AdmittedPod {
  const plan = planOf(snapshot, installed, istioVersion)
  const pods = podsOfWorkload(workload, plan.autoscalers.scaled(workload))
  const early = earlyRefusal(workload, pods.first, snapshot)
  const refused = refusedWorkload(workload, pods.first) ?? (early && refusedPod(pods.first, early))
  if (refused) return { owner: workload, pods, exceptions: [], stored: () => undefined, ...refused }
  const admitted = withinQuotas(beforeQuotas(plan, workload, pods), snapshot)
  const doubt = earlyDoubt(pods.first, snapshot)
  return doubt ? doubted(admitted, doubt) : admitted
}

/** A pod of which nobody knows whether any webhook gets to see it: all that is certain is that it is refused, if it is. */
function doubted(pod: AdmittedPod, doubt: Gap): AdmittedPod {
  if (pod.verdict === 'rejected') return pod
  const because = `It is not known ${doubt.what}, without which the API server refuses the pod`
  const step: TrailStep = {
    stage: 'apiserver',
    name: 'kube-apiserver',
    outcome: 'unknown',
    because,
    ...(doubt.at && { at: doubt.at }),
  }
  return {
    ...pod,
    verdict: 'unknown',
    revision: undefined,
    webhooks: [],
    trail: [step, ...pod.trail],
    missing: [doubt, ...pod.missing],
    exceptions: [],
    stored: () => undefined,
  }
}

/** The pods of a workload that the API server stores, as far as webhooks and the other plugins decide. */
function beforeQuotas(plan: Plan, workload: Resource, pods: PodsOfWorkload): AdmittedPod {
  const { names } = pods
  if (!plan.tellsPodsApart || !names || names.length < 2) {
    const pod = plan.tellsPodsApart && !names ? anyPod(workload, pods) : pods.first
    return admitPod(plan, workload, pod, { ...admitted(plan, workload, pods, pod), exceptions: [] })
  }
  const outcomes = names.map((name, index) => admitPod(plan, workload, pods.pod(index), { name, index }))
  const worst = outcomes.reduce((a, b) => (badness[b.verdict] > badness[a.verdict] ? b : a))
  const exceptions = outcomes.filter((one) => differs(one, worst))
  const pod = pods.pod(worst.index)
  return admitPod(plan, workload, pod, { ...admitted(plan, workload, pods, pod), exceptions })
}

/** What is said of all pods; `standing` is the one that the outcome is of. */
function admitted(
  plan: Plan,
  owner: Resource,
  pods: PodsOfWorkload,
  standing: WrittenPod,
): Pick<AdmittedPod, 'owner' | 'pods' | 'stored'> {
  return {
    owner,
    pods,
    stored: (name) => {
      const pod = name === undefined ? standing : podNamed(pods, name)
      return pod && storedOf(plan, owner, pod)
    },
  }
}

/** The pod as it is stored; undefined where it is refused, or nobody can tell whether it is. */
function storedOf(plan: Plan, owner: Resource, pod: WrittenPod): Node | undefined {
  const fate = fateOf(plan, owner, pod)
  if (!isKnown(fate.rejected, false) || laterOf(plan, owner, pod, fate)) return undefined
  return storedPodOf(plan, owner, pod, fate)
}

const badness: Readonly<Record<Verdict, number>> = { injected: 0, 'not-injected': 1, unknown: 2, rejected: 3 }

function differs(a: PodOutcome, b: PodOutcome): boolean {
  if (a.verdict !== b.verdict || a.webhooks.length !== b.webhooks.length) return true
  return a.webhooks.some((call, index) => {
    const other = b.webhooks[index]
    return call.configuration !== other?.configuration || call.webhook !== other.webhook
  })
}

/** A pod of a StatefulSet whose names nobody knows: what tells its pods apart is unknown. */
function anyPod(workload: Resource, { first, replicas }: PodsOfWorkload): WrittenPod {
  if (workload.kindName !== 'StatefulSet') return first
  const missing = [workload.name, replicas].find((one): one is Unknown => !one.known)
  if (!missing) return first
  const label = { value: missing }
  return {
    ...first,
    labels: withLabels(first.labels, [
      [podNameLabel, label],
      [podIndexLabel, label],
    ]),
  }
}

/**
 * What becomes of one pod, laid over what else is to be said of it. Why it does, with every place, is found out once
 * more when somebody asks: of most pods nobody does.
 */
function admitPod<Rest>(plan: Plan, workload: Resource, pod: WrittenPod, rest: Rest): Rest & PodOutcome {
  const fate = fateOf(plan, workload, pod)
  const { injected, rejected, revision, webhooks, injectors } = fate
  const later = laterOf(plan, workload, pod, fate)
  const message = later?.message ?? fate.message
  let found: readonly Look[] | undefined
  const looks = (): readonly Look[] => {
    found ??= lookAtAll(plan, workload, pod).looks
    return found
  }
  return {
    ...rest,
    verdict: later ? 'rejected' : verdictOf(fate),
    revision: later ? undefined : revision,
    webhooks,
    injectors,
    get trail() {
      return [...looks().flatMap(stepsOf), ...(later ? [serverStep(later)] : [])]
    },
    get matches() {
      return looks()
        .filter(isTold)
        .map(({ match }) => match)
    },
    get refusals() {
      return fate.isObjectedTo ? refusalsIn(looks()) : []
    },
    missing: later ? [] : missingOf(fate),
    ...(message !== undefined && { message }),
    ...(later && { serverRefusal: later }),
    labels: later || isKnown(rejected, true) ? pod.labels : storedLabels(injected, pod, workload),
  }
}

/** What the API server says once the webhooks let the pod pass. */
function laterOf(plan: Plan, workload: Resource, pod: WrittenPod, fate: Fate): ServerRefusal | undefined {
  const { injected, mesh } = fate
  if (!isKnown(fate.rejected, false) || !injected.known) return undefined
  const namespace = workload.namespace ?? unsetNamespace
  let stored: { readonly node: Node | undefined } | undefined
  const limitRanges = plan.limitRanges.filter((one) =>
    isKnown(sameNamespace(one.namespace ?? namespace, namespace), true),
  )
  return laterRefusal({
    workload,
    pod,
    mesh: injected.value ? mesh : undefined,
    namespaceLabels: plan.snapshot.namespaceLabels(namespace),
    limitRanges,
    isPatched: fate.webhooks.some(({ mutated }) => isKnown(mutated, true)),
    hasChartSettings: plan.hasChartSettings,
    sidecarKey: () => sidecarKey(plan, workload, pod, fate),
    validSidecars: plan.validSidecars,
    stored: () => {
      stored ??= { node: storedPodOf(plan, workload, pod, fate) }
      return stored.node
    },
  })
}

/** What the webhook that refuses the pod answers; Go tells the list in which the proxy stands. */
function denialIn(plan: Plan, looks: readonly Look[], pod: WrittenPod): string | undefined {
  for (const look of looks) {
    const message = denialOf(look, pod)
    if (message === undefined) continue
    const isTold = message.includes('Go struct field') && makesNative(plan, look.match.webhook, pod) === false
    return isTold ? message.replace('spec.initContainers.', 'spec.containers.') : message
  }
  return undefined
}

function refusalsIn(looks: readonly Look[]): PodOutcome['refusals'] {
  for (const look of looks) {
    const reasons = refusalReasons(look)
    if (reasons.length > 0) return reasons
  }
  return []
}

/** What rejects a pod comes first: as long as that is open, so is the verdict. */
function verdictOf({ injected, rejected }: Fate): Verdict {
  if (!rejected.known) return 'unknown'
  if (rejected.value) return 'rejected'
  return injected.known ? (injected.value ? 'injected' : 'not-injected') : 'unknown'
}

function missingOf({ injected, rejected }: Fate): PodOutcome['missing'] {
  if (isKnown(rejected, true)) return []
  const [first, ...rest] = [injected, rejected].filter((part): part is Unknown => !part.known)
  return first ? unknownFrom(first, ...rest).gaps : []
}

/** The fate of a pod; pods that are alike in all that decides share theirs, but where a second call hangs on more of the pod. */
function fateOf(plan: Plan, workload: Resource, pod: WrittenPod): Fate {
  const key = fateKey(plan, workload, pod)
  const shared = key === undefined ? undefined : plan.fates.get(key)
  if (shared) return shared
  const { looks, ...found } = lookAtAll(plan, workload, pod)
  const settled = isOpen(found) ? settledByCases(plan, workload, pod) : undefined
  const { injected, rejected } = settled ?? found
  const fate: Fate = {
    injected,
    rejected,
    mesh: looks.findLast(({ injects }) => isKnown(injects, true))?.config?.mesh,
    message: settled?.message ?? denialIn(plan, looks, pod),
    revision: isKnown(injected, true) && isKnown(rejected, false) ? actingRevision(looks) : undefined,
    webhooks: looks.map(callOf).filter((call) => call !== undefined),
    injectors: looks.filter(mayInject).map(({ match }) => match.webhook),
    isObjectedTo: refusalsIn(looks).length > 0,
  }
  if (key !== undefined && !hangsOnContainers(plan, workload, pod, { looks, ...found })) plan.fates.set(key, fate)
  return fate
}

function isOpen({ injected, rejected }: Pick<Fate, 'injected' | 'rejected'>): boolean {
  return !rejected.known || (!rejected.value && !injected.known)
}

function mayInject({ match, again }: Look): boolean {
  return again === undefined && match.webhook.revision !== undefined && !isKnown(match.called, false)
}

/** Webhooks of others are told of only where they are called, or may be. */
function isTold({ match, again }: Look): boolean {
  return again === undefined && (match.webhook.revision !== undefined || !isKnown(match.called, false))
}

/**
 * The last injector to act leaves its revision on the pod; known where all that may be the last are of one revision.
 */
function actingRevision(looks: readonly Look[]): string | undefined {
  const revisions = new Set<string | undefined>()
  for (const { injects, match } of looks.toReversed()) {
    if (isKnown(injects, false)) continue
    revisions.add(match.webhook.revision)
    if (injects.known) break
  }
  return revisions.size === 1 ? [...revisions][0] : undefined
}
