import type { AnyRule } from '../rule/rule.ts'
import { allRules } from './all-rules.ts'
import { type Context, print, printsToFile, reportOptions, tellFailures } from './context.ts'
import { chosenFormats } from './formats.ts'
import { didYouMean, type Misuse } from './parse-arguments.ts'
import { writeTargets } from './write-targets.ts'

/** `meshlint explain RULE`: the page of a rule, or of every rule that another tool's code stands for. */
export async function explainCommand(context: Context): Promise<number | Misuse> {
  const [name, ...more] = context.invocation.words
  if (name === undefined) return { misuse: '"meshlint explain" needs a rule; "meshlint rules" lists them.' }
  if (more.length > 0) return { misuse: `"meshlint explain" takes one rule, not "${more.join(' ')}" as well.` }
  const chosen = rulesNamed(name)
  if (chosen.length === 0) {
    const names = allRules.flatMap((rule) => [rule.id, ...(rule.aliases ?? [])])
    return { misuse: `There is no rule "${name}".${didYouMean(name, names) || ' "meshlint rules" lists them.'}` }
  }
  const { rulePageText } = await import('../report/rules/rule-page.ts')
  const { renderedExamples } = await import('./rendered-examples.ts')
  const options = reportOptions(context, printsToFile(context) ? 'file' : 'stdout')
  const pages = await Promise.all(
    chosen.map(async (rule) => rulePageText(rule, await renderedExamples(rule, options), options)),
  )
  const failure = print(context, pages.join('\n'))
  if (failure) tellFailures(context, [failure])
  return failure ? 2 : 0
}

function rulesNamed(name: string): readonly AnyRule[] {
  const same = (other: string): boolean => other.toLowerCase() === name.toLowerCase()
  return allRules.filter((rule) => same(rule.id) || rule.aliases?.some(same))
}

/** `meshlint rules`: every rule on a line. */
export async function rulesCommand(context: Context): Promise<number | Misuse> {
  const [word] = context.invocation.words
  if (word !== undefined) return { misuse: `"meshlint rules" takes no words; "meshlint explain ${word}" shows a rule.` }
  const targets = chosenFormats(context.invocation)
  if ('misuse' in targets) return targets
  const { rulesJson, rulesText } = await import('../report/rules/rules-table.ts')
  const failures = await writeTargets(context, targets, async (format, to) =>
    format === 'json' ? rulesJson(allRules) : rulesText(allRules, reportOptions(context, to)),
  )
  tellFailures(context, failures)
  return failures.length > 0 ? 2 : 0
}
