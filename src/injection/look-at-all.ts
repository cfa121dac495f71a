import { anyOf, isKnown, type Maybe, no } from '../base/maybe.ts'
import type { WrittenPod } from '../kube/pods-of-workload.ts'
import { type Resource, unsetNamespace } from '../kube/resource.ts'
import type { InjectorPod } from './decide.ts'
import { type ConfigurationLook, type Look, lookAt, onward, type PodOnItsWay, requestOf } from './look.ts'
import { hasOwnProxy } from './own-proxy.ts'
import type { Plan } from './plan.ts'
import { type FirstRound, lookAgain } from './reinvocation.ts'
import { storedLabels } from './stored-labels.ts'

/** All webhooks looked at for one pod, in the order of calls. */
export interface AllLooks {
  readonly looks: readonly Look[]
  readonly injected: Maybe<boolean>
  readonly rejected: Maybe<boolean>
}

/**
 * Both rounds of calls. In the second nobody is called who was not in the first: whom it concerns is in
 * `reinvocation.ts`.
 */
export function lookAtAll(plan: Plan, workload: Resource, pod: WrittenPod): AllLooks {
  const first = firstRound(plan, workload, pod)
  const again = lookAgain(plan, workload, first)
  return {
    looks: [...first.looks, ...again],
    injected: first.injected,
    rejected: anyOf([first.rejected, ...again.map(({ rejects }) => rejects)]),
  }
}

function firstRound(plan: Plan, workload: Resource, pod: WrittenPod): FirstRound {
  return callAll(plan.configurations, startOf(plan, workload, pod))
}

/** A pod before any webhook. */
export function startOf(plan: Plan, workload: Resource, pod: WrittenPod): PodOnItsWay {
  const namespace = workload.namespace ?? unsetNamespace
  return {
    request: requestOf(
      { namespace, namespaceLabels: plan.snapshot.namespaceLabels(namespace), labels: pod.labels },
      pod,
      no,
    ),
    written: pod,
    pod: injectorPodOf(workload, namespace, pod),
    hasProxy: hasOwnProxy(pod),
    injected: no,
    findings: new Map(),
    relabel: plan.readsAddedLabels
      ? (labels, injects) => storedLabels(injects, { ...pod, labels }, workload)
      : undefined,
  }
}

/** All configurations, one after the other. */
export function callAll(configurations: Plan['configurations'], start: PodOnItsWay): FirstRound {
  let state = start
  const found: ConfigurationLook[] = []
  for (const webhooks of configurations) {
    const look = lookAt(webhooks, state)
    found.push(look)
    if (isKnown(look.rejects, true)) break
    state = onward(state, look.injects)
  }
  return {
    looks: found.flatMap((one) => one.looks),
    state,
    injected: anyOf(found.map(({ injects }) => injects)),
    rejected: anyOf(found.map(({ rejects }) => rejects)),
  }
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
