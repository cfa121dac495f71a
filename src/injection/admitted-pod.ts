import type { Webhook, WebhookMatch } from '../admission/webhook.ts'
import type { Gap, Maybe } from '../base/maybe.ts'
import type { SourceLocation } from '../base/source-file.ts'
import type { Node } from '../base/tree.ts'
import type { Labels } from '../kube/labels.ts'
import type { PodsOfWorkload } from '../kube/pods-of-workload.ts'
import type { Resource } from '../kube/resource.ts'
import type { RefusalReason } from './refusal.ts'
import type { ServerRefusal } from './server-refusal.ts'

export type Verdict = 'injected' | 'not-injected' | 'rejected' | 'unknown'

/** What decided in the injector, in the order in which it looks: `pkg/kube/inject/inject.go`, injectRequired. */
export type InjectorReason =
  | 'host-network'
  | 'ignored-namespace'
  | 'label'
  | 'annotation'
  | 'never-selector'
  | 'always-selector'
  | 'policy'
  | 'refused'

/** One step on the way to a verdict. */
export interface TrailStep {
  readonly stage: 'webhook' | 'injector' | 'apiserver'
  /** Only for webhooks. */
  readonly configuration?: string
  readonly name: string
  readonly outcome: 'not-matched' | 'called' | 'skipped' | 'injected' | 'rejected' | 'unknown'
  /** A sentence without a full stop, in the user's terms. */
  readonly because: string
  readonly at?: SourceLocation
  /** Only for the injector's steps: what decided, as a word that rules can ask for. */
  readonly reason?: InjectorReason
}

/** One call of a webhook, in order of calls. */
export interface WebhookCall {
  readonly configuration: string
  readonly webhook: string
  /** 1 = called again, as the pod changed after the first call. */
  readonly round: 0 | 1
  readonly mutated: Maybe<boolean>
}

/** What became of one pod. */
export interface PodOutcome {
  readonly verdict: Verdict
  /**
   * The revision of the injector that acts, `default` for the unnamed one; undefined when none does or nobody can
   * tell.
   */
  readonly revision: string | undefined
  readonly webhooks: readonly WebhookCall[]
  readonly trail: readonly TrailStep[]
  /**
   * Every injector that was looked at, with what kept it from being called, and what others' webhooks are or may be
   * called.
   */
  readonly matches: readonly WebhookMatch[]
  /** The injectors that are called, or may be, in the order of calls. */
  readonly injectors: readonly Webhook[]
  /** What the input would have to say to settle an unknown verdict. */
  readonly missing: readonly Gap[]
  /** Only when rejected: what the API server or the webhook answers. */
  readonly message?: string
  /** Only when the API server itself refuses the pod, before or after the webhooks. */
  readonly serverRefusal?: ServerRefusal
  /** Why an injector rejects the pod, or rejects it if it injects it; empty where none does, or nobody can tell. */
  readonly refusals: readonly RefusalReason[]
  /** The labels of the pod as stored, with those that the injector adds; partly unknown while the verdict is. */
  readonly labels: Labels
}

/**
 * A workload's pods as written and as the API server would store them. The fields of `PodOutcome` are those of the
 * worst pod.
 */
export interface AdmittedPod extends PodOutcome {
  readonly owner: Resource
  readonly pods: PodsOfWorkload
  /** The pods that fare differently, by name. */
  readonly exceptions: readonly (PodOutcome & { readonly name: string })[]
  /**
   * The pod of that name as the API server stores it, made when it is asked for; without a name the one that the outcome
   * is of. undefined where there is no such pod, none is stored, or nobody can tell.
   */
  stored(name?: string): Node | undefined
}
