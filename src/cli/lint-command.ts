import { lint } from '../engine/lint.ts'
import type { LintResult } from '../engine/lint-result.ts'
import { selectRules } from '../engine/select-rules.ts'
import { isFormatName, loadFormat } from '../report/formats.ts'
import { type Severity, severities } from '../rule/problem.ts'
import { allRules } from './all-rules.ts'
import { type Context, reportOptions, tellAsides, tellFailures } from './context.ts'
import { exitCode } from './exit-code.ts'
import { chosenFormats, type Target } from './formats.ts'
import { nothingRead } from './nothing-read.ts'
import { given, lastValue, type Misuse } from './parse-arguments.ts'
import { requestOf } from './request-of.ts'
import { withInterpreter } from './with-interpreter.ts'
import { writeTargets } from './write-targets.ts'

/** `meshlint lint`: prints what was found and gives the exit code. */
export async function lintCommand(context: Context): Promise<number | Misuse> {
  const { invocation, host, streams } = context
  const targets = chosenFormats(invocation)
  if ('misuse' in targets) return targets
  const limit = warningLimit(context)
  if (typeof limit === 'object') return limit
  const request = await requestOf(context, invocation.words)
  if ('misuse' in request) return request
  const [unknownName] = selectRules(allRules, request).failures
  if (unknownName) return { misuse: unknownName.message }

  const found = await withInterpreter((interpreter) => lint({ ...request, interpreter }, allRules, host))
  const isEmpty = found.counts.resources + found.problems.length + found.failures.length === 0
  const empty = isEmpty && !given(invocation, 'allow-empty') ? [nothingRead(request, found.skipped.length)] : []
  const result: LintResult = { ...found, failures: [...found.failures, ...empty] }
  tellAsides(context, result)
  const unwritten = await writeTargets(
    context,
    empty.length > 0 ? targets.filter(isForTools) : targets,
    async (name, to) => (await loadFormat(isFormatName(name) ? name : 'stylish'))(result, reportOptions(context, to)),
  )
  tellFailures(context, [...result.failures, ...unwritten])
  for (const [name, time] of result.timings) streams.stderr.write(`${time.toFixed(1).padStart(9)} ms  ${name}\n`)
  if (result.failures.length + unwritten.length > 0) return 2
  return given(invocation, 'exit-zero') ? 0 : exitCode(result.counts, failOn(context), limit)
}

/** The summary for people says nothing where nothing was read. */
function isForTools({ name }: Target): boolean {
  return name !== 'stylish'
}

function warningLimit({ invocation }: Context): number | Misuse {
  const written = lastValue(invocation, 'max-warnings')
  if (written === undefined) return Number.POSITIVE_INFINITY
  return /^\d+$/.test(written) ? Number(written) : { misuse: `--max-warnings is a number like 10, not "${written}".` }
}

function failOn({ invocation }: Context): Severity {
  const written = lastValue(invocation, 'fail-on')
  return severities.find((severity) => severity === written) ?? 'error'
}
