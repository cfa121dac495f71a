import { groupBy } from '../../base/order.ts'
import type { Undecided } from '../../rule/problem.ts'
import { showPlace, showResourceName } from '../text/places.ts'
import type { Style } from '../text/style.ts'
import { count, oneLine } from '../text/text.ts'

/** The undecided checks by what would settle them: said once, then all that wait for it. */
export function undecidedText(undecided: readonly Undecided[], style: Style): string[] {
  if (undecided.length === 0) return []
  const lines = [style.underline(`undecided: ${count(undecided.length, 'check')}`)]
  const key = ({ missing }: Undecided) => missing.map(({ what, hint }) => `${what}\n${hint}`).join('\n')
  for (const [, same] of groupBy(undecided, key)) {
    for (const { what, hint, at } of same[0]?.missing ?? []) {
      const place = at ? style.dim(`  ${showPlace(at)}`) : ''
      lines.push(`  ${style.yellow('?')} ${oneLine(what)}${place}`, `    ${style.cyan('→')} ${oneLine(hint)}`)
    }
    for (const [, checks] of groupBy(same, ({ at, resource }) => `${showPlace(at)} ${showResourceName(resource)}`))
      lines.push(...waiting(checks, style))
    lines.push('')
  }
  return lines
}

function waiting(checks: readonly Undecided[], style: Style): string[] {
  const [first] = checks
  if (!first) return []
  const rules = [...new Set(checks.map(({ rule }) => rule))].join(', ')
  return [`      ${showResourceName(first.resource)}  ${rules}  ${style.dim(showPlace(first.at))}`]
}
