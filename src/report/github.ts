import type { Failure } from '../base/failure.ts'
import type { SourceLocation } from '../base/source-file.ts'
import type { LintResult } from '../engine/lint-result.ts'
import { type Problem, type Severity, severities } from '../rule/problem.ts'
import type { ReportOptions } from './report-options.ts'
import { gitPath } from './sarif/git-path.ts'
import { count } from './text/text.ts'

/** GitHub shows this many annotations of each severity in a step, and drops the rest in silence. */
const mostShown = 10

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const satisfies Record<Severity, string>

/** GitHub's workflow commands, one a problem: the most severe first, since only the first ten of each severity are shown. */
export function github(result: LintResult, options: ReportOptions): string {
  const lines = result.failures.map((failure) => failureCommand(failure, options))
  const shown = result.problems.filter(({ severity, suppressed }) => {
    return !suppressed && (severity === 'error' || !options.quiet)
  })
  for (const severity of severities) {
    // Before the notices, or it would be dropped with those that it speaks of.
    if (severity === 'info') lines.push(...overflow(shown, result.failures.length))
    for (const problem of shown) if (problem.severity === severity) lines.push(problemCommand(problem, options))
  }
  return lines.map((line) => `${line}\n`).join('')
}

function problemCommand({ severity, rule, message, fix, at }: Problem, { fromGitRoot }: ReportOptions): string {
  return command(commands[severity], { ...placeOf(at, fromGitRoot), title: rule }, [message, fix].join('\n').trim())
}

function failureCommand({ stage, message, at, path }: Failure, { fromGitRoot }: ReportOptions): string {
  const place = at ? placeOf(at, fromGitRoot) : path === undefined ? {} : { file: gitPath(path, fromGitRoot) }
  return command('error', { ...place, title: `meshlint: ${stage} failed` }, message)
}

/** What GitHub will not show, and where it stands instead. */
function overflow(problems: readonly Problem[], failures: number): string[] {
  const hidden = severities.map((severity) => {
    const number = problems.filter((problem) => problem.severity === severity).length
    const all = severity === 'error' ? number + failures : severity === 'info' ? number + 1 : number
    return all > mostShown ? Math.min(number, all - mostShown) : 0
  })
  const [errors = 0, warnings = 0, infos = 0] = hidden
  // The extra notice only takes a place where there is something to say.
  const total = errors + warnings + (errors + warnings === 0 && infos === 1 ? 0 : infos)
  if (total === 0) return []
  const text = `${count(total, 'more problem')} than GitHub shows as annotations (${mostShown} of each severity): see the log or the job summary.`
  return [command('notice', { title: 'meshlint' }, text)]
}

/** Columns only where the region is in one line: GitHub takes no others. */
function placeOf({ file, span }: SourceLocation, fromGitRoot: string): Record<string, string | number> {
  const start = file.position(span.start)
  const end = file.position(span.end)
  const lines = { file: gitPath(file.path, fromGitRoot), line: start.line, endLine: end.line }
  return start.line === end.line ? { ...lines, col: start.column, endColumn: end.column } : lines
}

function command(name: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const written = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
  return `::${name} ${written.join(',')}::${escapeData(message)}`
}

/** As `@actions/core` does: packages/core/src/command.ts, escapeData and escapeProperty. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
