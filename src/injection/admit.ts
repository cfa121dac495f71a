import type { InstalledRevision } from '../admission/default-webhooks.ts'
import { anyOf, isKnown, type Maybe, no, type Unknown } from '../base/maybe.ts'
import { labelValue, withLabels } from '../kube/labels.ts'
import { podsOfWorkload } from '../kube/make-pods.ts'
import { type NonStringEntry, nonStringEntries, unmarshalError } from '../kube/non-string-entries.ts'
import type { PodsOfWorkload, WrittenPod } from '../kube/pods-of-workload.ts'
import { namespaceKey, type Resource, unsetNamespace } from '../kube/resource.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { AdmittedPod, PodOutcome, TrailStep, Verdict } from './admitted-pod.ts'
import { type InjectorPod, injectKey } from './decide.ts'
import { callOf, type Look, lookAt, onward, type PodOnItsWay, stepsOf } from './look.ts'
import { type Fate, type Plan, planOf, podIndexLabel, podNameLabel } from './plan.ts'
import { injectedLabels, undecidedLabels } from './stored-labels.ts'
import { podNamed, storedPodOf } from './stored-pod-of.ts'

/**
 * What becomes of the pods of a workload: whom the API server calls for them, and what the injector then decides.
 * Webhooks of others are assumed not to change what decides injection, and no webhook is called again.
 */
export function admitPods(
  workload: Resource,
  snapshot: Snapshot,
  installed: readonly InstalledRevision[],
): AdmittedPod {
  const plan = planOf(snapshot, installed)
  const pods = podsOfWorkload(workload, plan.autoscalers.scaled(workload))
  const [refused] = refusedEntries(workload)
  if (refused) {
    const none = { owner: workload, pods, exceptions: [], stored: () => undefined }
    return { ...none, ...rejection(workload, pods.first, refused) }
  }
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
      return pod && storedPodOf(plan, owner, pod, fateOf(plan, owner, pod))
    },
  }
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
  const { injected, revision, webhooks } = fateOf(plan, workload, pod)
  let found: readonly Look[] | undefined
  const looks = (): readonly Look[] => {
    found ??= lookAtAll(plan, workload, pod).looks
    return found
  }
  return {
    ...rest,
    verdict: injected.known ? (injected.value ? 'injected' : 'not-injected') : 'unknown',
    revision,
    webhooks,
    get trail() {
      return looks().flatMap(stepsOf)
    },
    get matches() {
      return looks()
        .map(({ match }) => match)
        .filter(isTold)
    },
    missing: injected.known ? [] : injected.gaps,
    labels: storedLabels(injected, pod, workload),
  }
}

/** The fate of a pod; pods that are alike in all that decides share theirs. */
function fateOf(plan: Plan, workload: Resource, pod: WrittenPod): Fate {
  const key = fateKey(plan, workload, pod)
  const shared = key === undefined ? undefined : plan.fates.get(key)
  if (shared) return shared
  const { looks, injected } = lookAtAll(plan, workload, pod)
  const fate: Fate = {
    injected,
    revision: isKnown(injected, true) ? actingRevision(looks) : undefined,
    webhooks: looks.map(callOf).filter((call) => call !== undefined),
  }
  if (key !== undefined) plan.fates.set(key, fate)
  return fate
}

/**
 * All that decides about a pod as one text; undefined where a part of it is not known, or where its other labels
 * count.
 */
function fateKey(plan: Plan, workload: Resource, pod: WrittenPod): string | undefined {
  const hostNetwork = pod.body.get('spec', 'hostNetwork')
  const annotation = labelValue(pod.annotations, injectKey)
  if (plan.readsAddedLabels || !hostNetwork.known || !annotation.known) return undefined
  const parts = [namespaceKey(workload.namespace), String(hostNetwork.value ?? false), textPart(annotation.value)]
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

interface AllLooks {
  readonly looks: readonly Look[]
  readonly injected: Maybe<boolean>
}

function lookAtAll(plan: Plan, workload: Resource, pod: WrittenPod): AllLooks {
  const namespace = workload.namespace ?? unsetNamespace
  let state: PodOnItsWay = {
    request: { namespace, namespaceLabels: plan.snapshot.namespaceLabels(namespace), labels: pod.labels },
    pod: injectorPodOf(workload, namespace, pod),
    injected: no,
    decisions: new Map(),
    relabel: plan.readsAddedLabels
      ? (labels, injects) => storedLabels(injects, { ...pod, labels }, workload)
      : undefined,
  }
  const found = plan.configurations.map((webhooks) => {
    const look = lookAt(webhooks, state)
    state = onward(state, look.injects)
    return look
  })
  return { looks: found.flatMap((one) => one.looks), injected: anyOf(found.map(({ injects }) => injects)) }
}

/** Webhooks of others are told of only where they are called, or may be. */
function isTold({ webhook, called }: Look['match']): boolean {
  return webhook.revision !== undefined || !isKnown(called, false)
}

function injectorPodOf(workload: Resource, namespace: Maybe<string>, pod: WrittenPod): InjectorPod {
  return {
    namespace,
    namespaceAt: workload.at(['metadata', 'namespace']),
    hostNetwork: pod.body.get('spec', 'hostNetwork'),
    hostNetworkAt: pod.body.at(['spec', 'hostNetwork']),
    labels: pod.labels,
    annotations: pod.annotations,
  }
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

function storedLabels(injected: Maybe<boolean>, pod: WrittenPod, owner: Resource): PodOutcome['labels'] {
  if (!injected.known) return undecidedLabels(pod, injected)
  return injected.value ? injectedLabels(pod, owner) : pod.labels
}

/** What the template of a custom workload may hold, its own definition says, which nobody reads here. */
function refusedEntries(workload: Resource): readonly NonStringEntry[] {
  const entries = nonStringEntries(workload)
  return workload.kindName === 'CustomWorkload' ? entries.filter(({ path }) => path[0] === 'metadata') : entries
}

/** The API server decodes the workload before anything else, so that no pod of it ever comes into being. */
function rejection(workload: Resource, pod: WrittenPod, entry: NonStringEntry): PodOutcome {
  const step: TrailStep = {
    stage: 'apiserver',
    name: 'kube-apiserver',
    outcome: 'rejected',
    because: `${entryName(entry)} is of type ${entry.type}, and the API server refuses a ${workload.kind} in which it is no string`,
    at: entry.at,
  }
  return {
    verdict: 'rejected',
    revision: undefined,
    webhooks: [],
    trail: [step],
    matches: [],
    missing: [],
    message: unmarshalError(workload, entry),
    labels: pod.labels,
  }
}

function entryName({ key, path }: NonStringEntry): string {
  const kind = path.includes('annotations') ? 'annotation' : 'label'
  return key === undefined ? `The map of ${kind}s` : `The value of ${kind} "${key}"`
}
