import type { LintResult } from '../../engine/lint-result.ts'
import type { Verdict } from '../../injection/admitted-pod.ts'
import type { ReportOptions } from '../report-options.ts'
import type { Style } from '../text/style.ts'
import { count } from '../text/text.ts'

/** Verdicts in the order in which people want them. */
const verdicts: readonly Verdict[] = ['rejected', 'unknown', 'not-injected', 'injected']

/** A verdict as people read it. */
export function showVerdict(verdict: Verdict): string {
  return verdict === 'not-injected' ? 'not injected' : verdict
}

/** The last lines of a run: one when it is clean, else what was found in how much. */
export function summaryText(result: LintResult, style: Style, options: ReportOptions): string[] {
  const { errors, warnings, infos } = result.counts
  const total = errors + warnings + infos
  if (options.quiet && errors + result.failures.length === 0) return []
  if (total === 0) return [cleanLine(result, style)]
  const parts = [
    ...(errors ? [count(errors, 'error')] : []),
    ...(warnings ? [count(warnings, 'warning')] : []),
    ...(infos ? [count(infos, 'info')] : []),
  ]
  const paint = errors ? style.red : warnings ? style.yellow : style.blue
  const lines = [
    paint(style.bold(`${errors ? '✖' : warnings ? '⚠' : 'ℹ'} ${count(total, 'problem')} (${parts.join(', ')})`)),
  ]
  if (result.failures.length > 0) lines.push(style.red(`  ${incomplete(result)}`))
  const left = leftOut(result)
  const hint = result.counts.undecided && !options.undecided ? ' (--undecided tells what is missing)' : ''
  if (left.length > 0) lines.push(style.dim(`  ${left.join(', ')}${hint}`))
  const workloads = verdictCounts(result)
  if (workloads) lines.push(style.dim(`  ${workloads}`))
  lines.push(style.dim(`  ${scope(result)}`))
  return lines
}

function cleanLine(result: LintResult, style: Style): string {
  const left = leftOut(result)
  const more = left.length > 0 ? ` (${left.join(', ')})` : ''
  if (result.failures.length > 0)
    return style.red(`✖ ${scope(result)}, no problems in what could be read${more}; ${incomplete(result)}`)
  return `${style.green('✔')} ${scope(result)}, no problems${more}`
}

function scope({ counts }: LintResult): string {
  const rules = count(counts.rules, 'rule')
  return `${count(counts.resources, 'resource')} from ${count(counts.files, 'file')}, ${rules}`
}

function leftOut({ counts }: LintResult): string[] {
  return [
    ...(counts.undecided ? [`${counts.undecided} undecided`] : []),
    ...(counts.suppressed ? [`${counts.suppressed} suppressed`] : []),
  ]
}

function incomplete({ failures }: LintResult): string {
  return `${count(failures.length, 'failure')}: the answer is incomplete`
}

/** `3 workloads: 1 unknown, 2 injected`; empty where there are none. */
export function verdictCounts({ workloads }: LintResult): string {
  const parts = verdicts
    .map((verdict) => ({ verdict, number: workloads.filter((pod) => pod.verdict === verdict).length }))
    .filter(({ number }) => number > 0)
    .map(({ verdict, number }) => `${number} ${showVerdict(verdict)}`)
  return parts.length > 0 ? `${count(workloads.length, 'workload')}: ${parts.join(', ')}` : ''
}
