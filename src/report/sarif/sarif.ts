import type { Log, Notification } from 'sarif'
import type { Failure } from '../../base/failure.ts'
import type { LintResult } from '../../engine/lint-result.ts'
import { jsonText } from '../json/json-text.ts'
import type { ReportOptions } from '../report-options.ts'
import { pathUri } from './git-path.ts'
import { physicalLocation } from './sarif-locations.ts'
import { mostResults, sarifResults } from './sarif-results.ts'
import { sarifRules } from './sarif-rules.ts'

/**
 * SARIF 2.1.0 as GitHub code scanning, VS Code's SARIF viewer and GitLab read it: one run, all rules, URIs relative to the git
 * root. `automationDetails` is left to the uploader, `primaryLocationLineHash` to GitHub.
 */
export function sarif(result: LintResult, options: ReportOptions): string {
  return jsonText(sarifLog(result, options))
}

function sarifLog(result: LintResult, options: ReportOptions): Log {
  const rules = sarifRules(result)
  const ruleIndex = new Map(rules.map(({ id }, index) => [id, index]))
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'meshlint',
            fullName: `meshlint ${options.version}`,
            version: options.version,
            semanticVersion: options.version,
            informationUri: 'https://github.com/meshlint/meshlint',
            rules,
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications(result, options) }],
        results: sarifResults(result, ruleIndex, options),
      },
    ],
  }
}

/** What could not be done. The run itself succeeded: GitHub drops the results of one that says that it did not. */
function notifications(result: LintResult, { fromGitRoot }: ReportOptions): Notification[] {
  const left = result.problems.length - mostResults
  const failures = result.failures.map((failure) => failureNotification(failure, fromGitRoot))
  if (left <= 0) return failures
  return [...failures, { level: 'warning', message: { text: `${left} of the less severe problems were left off.` } }]
}

function failureNotification({ stage, message, at, path }: Failure, fromGitRoot: string): Notification {
  const place = at
    ? physicalLocation(at, fromGitRoot)
    : path !== undefined && { artifactLocation: { uri: pathUri(path, fromGitRoot) } }
  return {
    descriptor: { id: stage },
    level: 'error',
    message: { text: message },
    ...(place && { locations: [{ physicalLocation: place }] }),
  }
}
