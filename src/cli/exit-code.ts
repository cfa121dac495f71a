import type { Counts } from '../engine/lint-result.ts'
import type { Severity } from '../rule/problem.ts'

/** 1 where there are problems at or above the severity, or more warnings than allowed. */
export function exitCode(
  { errors, warnings, infos }: Pick<Counts, 'errors' | 'warnings' | 'infos'>,
  failOn: Severity,
  mostWarnings = Number.POSITIVE_INFINITY,
): 0 | 1 {
  const failing = errors + (failOn === 'error' ? 0 : warnings) + (failOn === 'info' ? infos : 0)
  return failing > 0 || warnings > mostWarnings ? 1 : 0
}
