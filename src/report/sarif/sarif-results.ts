import type { Result } from 'sarif'
import type { SourceLocation } from '../../base/source-file.ts'
import type { LintResult } from '../../engine/lint-result.ts'
import { type Problem, severities } from '../../rule/problem.ts'
import type { ReportOptions } from '../report-options.ts'
import { codeFlow, physicalLocation, problemLocation } from './sarif-locations.ts'
import { levels } from './sarif-rules.ts'

/** GitHub refuses a file with more results. */
export const mostResults = 25_000

/** The problems as results; where they are too many, the less severe are left off. */
export function sarifResults(
  result: LintResult,
  ruleIndex: ReadonlyMap<string, number>,
  { fromGitRoot }: ReportOptions,
): Result[] {
  return mostSevere(result.problems).map((problem) => {
    const { related } = problem
    const flows = codeFlow(problem, result.workloads, fromGitRoot)
    return {
      ruleId: problem.rule,
      ruleIndex: ruleIndex.get(problem.rule) ?? -1,
      level: levels[problem.severity],
      message: { text: messageText(problem) },
      locations: [problemLocation(problem, fromGitRoot)],
      ...(related.length > 0 && {
        relatedLocations: related.map(({ at, message }, index) => ({
          id: index + 1,
          physicalLocation: physicalLocation(at, fromGitRoot),
          message: { text: message },
        })),
      }),
      ...(flows.length > 0 && { codeFlows: flows }),
      partialFingerprints: { 'meshlint/v1': problem.fingerprint },
      ...(problem.suppressed && { suppressions: [suppression(problem.suppressed, fromGitRoot)] }),
    }
  })
}

function mostSevere(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length <= mostResults) return problems
  const bySeverity = severities.flatMap((severity) => problems.filter((problem) => problem.severity === severity))
  const kept = new Set(bySeverity.slice(0, mostResults))
  return problems.filter((problem) => kept.has(problem))
}

/** The message, whose first sentence stands alone, what to do, and links to the related places: only linked ones are shown. */
function messageText({ message, fix, related }: Problem): string {
  const links = related.map((one, index) => `[${linkText(one.message)}](${index + 1})`)
  const see = links.length > 0 ? `See: ${links.join(', ')}.` : ''
  return [message, fix, see].filter(Boolean).join(' ')
}

/** SARIF 2.1.0, 3.11.6: brackets and backslashes of a link's text are escaped. */
function linkText(text: string): string {
  return text.replace(/[[\]\\]/g, '\\$&')
}

function suppression({ reason, at }: { readonly reason: string; readonly at: SourceLocation }, fromGitRoot: string) {
  return {
    kind: 'inSource',
    status: 'accepted',
    justification: reason,
    location: { physicalLocation: physicalLocation(at, fromGitRoot) },
  } as const
}
