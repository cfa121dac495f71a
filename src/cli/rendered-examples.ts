import { prepareExample, runExample } from '../engine/run-example.ts'
import type { ReportOptions } from '../report/report-options.ts'
import type { RenderedExample } from '../report/rules/rule-page.ts'
import { stylish } from '../report/stylish/stylish.ts'
import type { AnyRule, Example } from '../rule/rule.ts'

/** The examples of a rule, run: what a rule's page shows is what meshlint prints. */
export function renderedExamples(rule: AnyRule, options: ReportOptions): RenderedExample[] {
  const render =
    (kind: RenderedExample['kind']) =>
    (example: Example): RenderedExample => ({
      kind,
      title: example.title,
      options: example.options ?? [],
      files: prepareExample(example).files,
      output: kind === 'good' ? '' : problemsOf(example, rule, options),
    })
  return [...rule.examples.bad.map(render('bad')), ...rule.examples.good.map(render('good'))]
}

/** What a run prints, without its summary: that stands behind the last blank line. */
function problemsOf(example: Example, rule: AnyRule, options: ReportOptions): string {
  const report = stylish(runExample(example, [rule]), { ...options, quiet: false, undecided: false })
  return report.slice(0, Math.max(0, report.lastIndexOf('\n\n')))
}
