import type { Gap, Maybe, Unknown } from '../base/maybe.ts'
import type { SourceLocation } from '../base/source-file.ts'
import type { kubeKinds } from '../kube/kinds.ts'
import type { Infer } from '../kube/shape.ts'
import type { View } from '../kube/view.ts'

type Configuration = Infer<(typeof kubeKinds)['MutatingWebhookConfiguration']['shape']>
export type WebhookBody = NonNullable<Configuration['webhooks']>[number]

/** One entry of a MutatingWebhookConfiguration, of the input or of the embedded defaults. */
export interface Webhook {
  readonly configuration: string
  readonly name: string
  readonly body: View<WebhookBody>
  /** Whether the entry is Istio's chart's as meshlint knows it, not the input's: then it has no place to point at. */
  readonly embedded: boolean
  /** Whether it is not written itself, but what an IstioOperator or the like of the input makes. */
  readonly isMade?: boolean
  /** The revision of the istiod that it calls, when it is an Istio injector: `default` for the unnamed revision. */
  readonly revision: string | undefined
  /** The Service that it calls: `istiod-canary` in `istio-system`. */
  readonly service: { readonly name: string; readonly namespace: string } | undefined
  /** Whether the API server holds the entry at all: unknown where its configuration exists only perhaps. */
  readonly exists: Maybe<true>
  /**
   * Only where the configuration is declared several times with different content: which declaration the entry is of.
   */
  readonly alternative?: Alternative
}

/** One of several contradicting declarations of a configuration, of which only one can be on the cluster. */
export interface Alternative {
  /** From 0. */
  readonly index: number
  readonly count: number
  readonly gap: Gap
}

/** The part of a webhook that kept it from being called. */
export type Refusal = 'rules' | 'namespaceSelector' | 'objectSelector' | 'matchConditions'

/** Whether a webhook is called for a pod, and what settled it. */
export interface WebhookMatch {
  readonly webhook: Webhook
  readonly called: Maybe<boolean>
  /**
   * Why the API server refuses the pod instead of calling the webhook: a condition fails. Only where that is certain.
   */
  readonly error?: string
  /** Why the API server may refuse the pod: a condition fails if something is so that is not known. */
  readonly mayFail?: Unknown
  /** What kept it from being called, or may have. */
  readonly refusal: Refusal | undefined
  /** The label key that settled it, where a selector did. */
  readonly key: string | undefined
  /** A sentence without a full stop, in the user's terms: `Namespace "prod" has no label "istio-injection"`. */
  readonly because: string
  /** The line that settled it: the label where it is written, else the selector. */
  readonly at: SourceLocation | undefined
}
