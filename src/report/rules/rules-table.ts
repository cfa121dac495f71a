import { compareText, groupBy } from '../../base/order.ts'
import { ruleUrl } from '../../engine/problem-of.ts'
import type { AnyRule } from '../../rule/rule.ts'
import { jsonText } from '../json/json-text.ts'
import type { ReportOptions } from '../report-options.ts'
import { severityPaint, styleOf } from '../text/style.ts'
import { count } from '../text/text.ts'

/** `meshlint rules`: all rules by topic, with severity and the codes of other tools. */
export function rulesText(rules: readonly AnyRule[], options: Pick<ReportOptions, 'color'>): string {
  const style = styleOf(options.color)
  const width = Math.max(0, ...rules.map(({ id }) => id.length))
  const lines: string[] = []
  for (const [topic, group] of groupBy(sorted(rules), (rule) => rule.topic)) {
    lines.push(style.underline(topic))
    for (const { id, severity, summary, aliases = [] } of group) {
      const also = aliases.length > 0 ? `  ${style.dim(aliases.join(', '))}` : ''
      const painted = severityPaint(style, severity)(severity.padEnd('warning'.length))
      lines.push(`  ${style.bold(id.padEnd(width))}  ${painted}  ${summary}${also}`)
    }
    lines.push('')
  }
  return `${[...lines, `${count(rules.length, 'rule')}; meshlint explain RULE tells more`].join('\n')}\n`
}

export function rulesJson(rules: readonly AnyRule[]): string {
  return jsonText({
    version: 1,
    rules: sorted(rules).map(({ id, topic, severity, summary, aliases = [], since }) => {
      return { id, aliases, severity, topic, summary, since, url: ruleUrl({ id }) }
    }),
  })
}

/** By topic, then id. */
function sorted(rules: readonly AnyRule[]): AnyRule[] {
  return [...rules].sort((a, b) => compareText(a.topic, b.topic) || compareText(a.id, b.id))
}
