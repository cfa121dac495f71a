import type { SourceLocation } from '../base/source-file.ts'

/** Why the API server itself does not create a pod, before or after the webhooks. */
export interface ServerRefusal {
  /** What the API server answers. */
  readonly message: string
  /** A sentence without a full stop. */
  readonly because: string
  /** The culprit in the workload or, where that holds none, in the object that forbids the pod. */
  readonly at: SourceLocation | undefined
  /** What else decides: the limit that is passed. */
  readonly related?: { readonly at: SourceLocation; readonly message: string }
}
