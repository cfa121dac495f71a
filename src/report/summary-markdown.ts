import type { LintResult } from '../engine/lint-result.ts'
import type { AdmittedPod } from '../injection/admitted-pod.ts'
import { type Problem, severities } from '../rule/problem.ts'
import { plainReport } from './report-options.ts'
import { showVerdict, summaryText, verdictCounts } from './stylish/summary-text.ts'
import { placeOfResource, showPlace, showResource } from './text/places.ts'
import { styleOf } from './text/style.ts'
import { count, oneLine } from './text/text.ts'
import { inShort } from './why/why.ts'

/** GitHub takes summaries up to 1 MiB a step; each table gets a part of it, the words around them need little. */
const mostBytes = 450_000

const signs = { error: '❌', warning: '⚠️', info: 'ℹ️' } as const
const verdictSigns = { injected: '✅', 'not-injected': '➖', rejected: '⛔', unknown: '❔' } as const

/** The job summary of the Action: what was found, the verdict of each workload, the problems, the most severe first. */
export function summaryMarkdown(result: LintResult): string {
  const [headline = '', ...more] = summaryText(result, styleOf(false), { ...plainReport, undecided: true })
  const workloads = verdictCounts(result)
  const parts = [
    '## meshlint',
    [headline, ...more].map((line) => escapeCell(line.trim())).join('<br>\n'),
    failureList(result),
    result.problems.length > 0 ? `### ${count(result.problems.length, 'problem')}` : '',
    table(['', 'Where', 'Problem', 'Rule'], problemRows(result.problems), 'problem'),
    workloads ? `### ${workloads}` : '',
    table(['', 'Workload', 'Where', 'Because'], result.workloads.map(workloadRow), 'workload'),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

function failureList({ failures }: LintResult): string {
  const lines = failures.slice(0, 100).map(({ message, at, path }) => {
    const place = at ? showPlace(at) : path
    return `- ${place === undefined ? '' : `${code(place)}: `}${escapeCell(message)}`
  })
  if (failures.length > lines.length) lines.push(`- and ${count(failures.length - lines.length, 'more failure')}`)
  return lines.length > 0 ? `### ${count(failures.length, 'failure')}\n\n${lines.join('\n')}` : ''
}

function problemRows(problems: readonly Problem[]): string[][] {
  return severities.flatMap((severity) =>
    problems
      .filter((problem) => problem.severity === severity)
      .map(({ at, message, rule, url, suppressed }) => {
        const sign = suppressed ? '🔕' : signs[severity]
        return [sign, code(showPlace(at)), escapeCell(message), `[${rule}](${url})`]
      }),
  )
}

function workloadRow(pod: AdmittedPod): string[] {
  const verdict = `${verdictSigns[pod.verdict]} ${showVerdict(pod.verdict)}`
  return [verdict, code(showResource(pod.owner)), code(showPlace(placeOfResource(pod.owner))), escapeCell(inShort(pod))]
}

/** A table that ends, with the number of what it leaves out, before it gets too large; empty without rows. */
function table(head: readonly string[], rows: readonly (readonly string[])[], noun: string): string {
  if (rows.length === 0) return ''
  const lines = [row(head), row(head.map(() => '---'))]
  let bytes = 0
  for (const [index, cells] of rows.entries()) {
    const line = row(cells)
    bytes += utf8Length(line) + 1
    if (bytes > mostBytes) return `${lines.join('\n')}\n\nand ${count(rows.length - index, `more ${noun}`)}`
    lines.push(line)
  }
  return lines.join('\n')
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** Text of a table's cell: nothing in it is markup. */
function escapeCell(text: string): string {
  return oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]|~#@$]/g, (char) => `&#${char.charCodeAt(0)};`)
}

function code(text: string): string {
  return `<code>${escapeCell(text)}</code>`
}
