import type { LintResult } from '../engine/lint-result.ts'
import { prepareExample, runExample } from '../engine/run-example.ts'
import type { ReportOptions } from '../report/report-options.ts'
import type { RenderedExample } from '../report/rules/rule-page.ts'
import { stylish } from '../report/stylish/stylish.ts'
import type { AnyRule, Example } from '../rule/rule.ts'
import type { Interpreter } from '../sources/interpreter.ts'
import { withInterpreter } from './with-interpreter.ts'

/** The examples of a rule, run: what a rule's page shows is what meshlint prints. */
export function renderedExamples(rule: AnyRule, options: ReportOptions): Promise<RenderedExample[]> {
  return withInterpreter((interpreter) => rendered(rule, options, interpreter))
}

function rendered(rule: AnyRule, options: ReportOptions, interpreter: Interpreter | undefined): RenderedExample[] {
  const render =
    (kind: RenderedExample['kind']) =>
    (example: Example): RenderedExample => ({
      kind,
      title: example.title,
      options: example.options ?? [],
      files: prepareExample(example).files,
      output: kind === 'good' ? '' : problemsOf(runExample(example, [rule], interpreter), options),
    })
  return [...rule.examples.bad.map(render('bad')), ...rule.examples.good.map(render('good'))]
}

/** What a run prints, without its summary: that stands behind the last blank line. */
function problemsOf(result: LintResult, options: ReportOptions): string {
  const report = stylish(result, { ...options, quiet: false, undecided: false })
  return report.slice(0, Math.max(0, report.lastIndexOf('\n\n')))
}
