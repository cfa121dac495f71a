import type { InstalledRevision } from '../admission/default-webhooks.ts'
import { anyOf, isKnown, type Maybe, type Unknown } from '../base/maybe.ts'
import { withLabels } from '../kube/labels.ts'
import { podsOfWorkload } from '../kube/make-pods.ts'
import { type NonStringEntry, nonStringEntries, unmarshalError } from '../kube/non-string-entries.ts'
import type { PodsOfWorkload, WrittenPod } from '../kube/pods-of-workload.ts'
import { type Resource, unsetNamespace } from '../kube/resource.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { AdmittedPod, PodOutcome, TrailStep, Verdict } from './admitted-pod.ts'
import type { InjectorPod } from './decide.ts'
import { callOf, type Look, lookAt, onward, type PodOnItsWay, stepsOf } from './look.ts'
import { type Plan, planOf, podIndexLabel, podNameLabel } from './plan.ts'
import { injectedLabels, undecidedLabels } from './stored-labels.ts'

/**
 * What becomes of the pods of a workload: whom the API server calls for them, and what the injector then decides. Webhooks of
 * others are assumed not to change what decides injection, and no webhook is called again.
 */
export function admitPods(
  workload: Resource,
  snapshot: Snapshot,
  installed: readonly InstalledRevision[],
): AdmittedPod {
  const plan = planOf(snapshot, installed)
  const pods = podsOfWorkload(workload, plan.autoscalers.scaled(workload))
  const [refused] = refusedEntries(workload)
  if (refused) return { owner: workload, pods, exceptions: [], ...rejection(workload, pods.first, refused) }
  const { names } = pods
  if (!plan.tellsPodsApart || !names || names.length < 2) {
    const pod = plan.tellsPodsApart && !names ? anyPod(workload, pods) : pods.first
    return { owner: workload, pods, exceptions: [], ...admitPod(plan, workload, pod) }
  }
  const outcomes = names.map((name, index) => ({ name, ...admitPod(plan, workload, pods.pod(index)) }))
  const worst = outcomes.reduce((a, b) => (badness[b.verdict] > badness[a.verdict] ? b : a))
  const { name: _, ...outcome } = worst
  return { owner: workload, pods, exceptions: outcomes.filter((one) => differs(one, worst)), ...outcome }
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

function admitPod(plan: Plan, workload: Resource, pod: WrittenPod): PodOutcome {
  const namespace = workload.namespace ?? unsetNamespace
  const request = { namespace, namespaceLabels: plan.snapshot.namespaceLabels(namespace), labels: pod.labels }
  const relabel: PodOnItsWay['relabel'] = (labels, injects) => storedLabels(injects, { ...pod, labels }, workload)
  let state: PodOnItsWay = { request, pod: injectorPodOf(workload, namespace, pod), relabel }
  const found = plan.configurations.map((webhooks) => {
    const look = lookAt(webhooks, state)
    state = onward(state, look.injects)
    return look
  })
  const looks = found.flatMap((one) => one.looks)
  const injected = anyOf(found.map(({ injects }) => injects))
  return {
    verdict: injected.known ? (injected.value ? 'injected' : 'not-injected') : 'unknown',
    revision: isKnown(injected, true) ? actingRevision(looks) : undefined,
    webhooks: looks.map(callOf).filter((call) => call !== undefined),
    trail: looks.flatMap(stepsOf),
    matches: looks.map(({ match }) => match).filter(isTold),
    missing: injected.known ? [] : injected.gaps,
    labels: storedLabels(injected, pod, workload),
  }
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

/** The last injector to act leaves its revision on the pod; known where all that may be the last are of one revision. */
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
  if (!injected.known) return undecidedLabels(pod, owner, injected)
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
