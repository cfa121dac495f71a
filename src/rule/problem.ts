import type { Gap } from '../base/maybe.ts'
import type { SourceLocation } from '../base/source-file.ts'
import type { TrailStep } from '../injection/admitted-pod.ts'

export type Severity = 'error' | 'warning' | 'info'

/** The most severe first. */
export const severities: readonly Severity[] = ['error', 'warning', 'info']

/** The folders of `rules/`. */
export type Topic =
  | 'injection'
  | 'annotations'
  | 'sidecar'
  | 'ports'
  | 'identity'
  | 'references'
  | 'statefulset'
  | 'cdk8s'
  | 'text'
  | 'suppression'

/** An object as output names it. */
export interface ResourceName {
  readonly apiVersion: string
  readonly kind: string
  /** null when the input does not say it, absent for cluster-scoped kinds. */
  readonly namespace?: string | null
  /** null when unknown or generated. */
  readonly name: string | null
}

/** Another place that a problem speaks of. */
export interface Related {
  readonly at: SourceLocation
  /** A phrase: `the Service selects these labels`. */
  readonly message: string
}

/** Why a problem is not shown. */
export interface Suppression {
  readonly by: 'comment'
  readonly reason: string
  readonly at: SourceLocation
}

/** What a rule reports: theirs to fix. Plain data, the same for every format. */
export interface Problem {
  readonly rule: string
  /** Codes of other tools that mean the same finding: `IST0101`. */
  readonly aliases: readonly string[]
  readonly severity: Severity
  readonly topic: Topic
  /** What is wrong, with the user's own names in quotes; the first sentence stands alone. */
  readonly message: string
  /** What breaks in the cluster; one or more sentences. */
  readonly why: string
  /** What to do; one or more sentences. */
  readonly fix: string
  readonly resource: ResourceName | undefined
  readonly at: SourceLocation
  readonly related: readonly Related[]
  /** The trail that the problem cites, for problems about a pod's injection. */
  readonly trail: readonly TrailStep[]
  /** rule + message + resource id + path, hashed: survives edits elsewhere in the file. */
  readonly fingerprint: string
  readonly url: string
  readonly suppressed?: Suppression
}

/** A check that nobody can decide from this input. */
export interface Undecided {
  readonly rule: string
  readonly resource: ResourceName
  readonly at: SourceLocation
  readonly missing: readonly Gap[]
}
