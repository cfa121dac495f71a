import type { Failure } from '../base/failure.ts'
import type { AdmittedPod } from '../injection/admitted-pod.ts'
import type { Problem, Undecided } from '../rule/problem.ts'
import type { AnyRule } from '../rule/rule.ts'
import type { Skipped } from '../sources/unit.ts'

export interface Counts {
  readonly resources: number
  readonly files: number
  readonly rules: number
  readonly errors: number
  readonly warnings: number
  readonly infos: number
  readonly undecided: number
  readonly suppressed: number
}

/** All that a run found, sorted, the same bytes for the same input. */
export interface LintResult {
  /** Sorted by place, then rule; suppressed ones only where they were asked for. */
  readonly problems: readonly Problem[]
  readonly undecided: readonly Undecided[]
  readonly failures: readonly Failure[]
  /** The workloads of the reported files with verdict and trail. */
  readonly workloads: readonly AdmittedPod[]
  readonly counts: Counts
  /** The rules that ran. */
  readonly rules: readonly AnyRule[]
  /** One line each for people: charts that were not rendered. */
  readonly notices: readonly string[]
  readonly skipped: readonly Skipped[]
  /** How many documents were left uncomposed because nothing reads their kind. */
  readonly uncomposed: number
  /** Milliseconds by stage or rule, where they were asked for. */
  readonly timings: ReadonlyMap<string, number>
}
