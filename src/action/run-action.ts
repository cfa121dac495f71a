import { createHash } from 'node:crypto'
import type { Failure } from '../base/failure.ts'
import type { Host } from '../base/host.ts'
import { version } from '../base/version.ts'
import { allRules } from '../cli/all-rules.ts'
import { type Environment, wantsColor } from '../cli/color.ts'
import { fromGitRoot, writeFile } from '../cli/context.ts'
import { exitCode } from '../cli/exit-code.ts'
import { nothingRead } from '../cli/nothing-read.ts'
import { withInterpreter } from '../cli/with-interpreter.ts'
import { lint } from '../engine/lint.ts'
import type { LintResult } from '../engine/lint-result.ts'
import { defaultRequest } from '../engine/request.ts'
import { github } from '../report/github.ts'
import type { ReportOptions } from '../report/report-options.ts'
import { sarif } from '../report/sarif/sarif.ts'
import { stylish } from '../report/stylish/stylish.ts'
import { summaryMarkdown } from '../report/summary-markdown.ts'
import { relativePath, resolvePath } from '../sources/paths.ts'
import { type Inputs, readInputs } from './inputs.ts'

/** What the action has of its runner. */
export interface Runner {
  readonly env: Environment
  /** The file system as seen from a folder. */
  readonly hostAt: (folder: string) => Host
  /** The folder that the step runs in. */
  readonly cwd: string
  readonly log: (text: string) => void
  /** Appends to a file that the runner gave. */
  readonly append: (file: string, text: string) => void
}

/** GitHub refuses summaries of more than 1 MiB. */
const mostSummaryBytes = 1024 * 1024

/** Runs the action and gives its exit code, which is the command line's. */
export async function runAction(runner: Runner): Promise<number> {
  const inputs = readInputs(runner.env)
  if ('misuse' in inputs) return stop(runner, inputs.misuse)
  const { GITHUB_WORKSPACE: workspace = runner.cwd } = runner.env
  const folder = resolvePath(runner.cwd, inputs.workingDirectory)
  const host = runner.hostAt(folder)
  if (host.type(folder) !== 'directory') {
    return stop(runner, `The input working-directory names no folder: "${inputs.workingDirectory}".`)
  }
  const options: ReportOptions = {
    ...{ color: wantsColor('auto', runner.env, true), undecided: false, quiet: false, width: 120, version },
    fromGitRoot: fromGitRoot(host, workspace),
  }
  const result = withSarif(await lintPaths(inputs, host), inputs, host, options)
  runner.log(withoutCommands(stylish(result, options)))
  runner.log(github(result, options))
  const code = result.failures.length > 0 ? 2 : exitCode(result.counts, inputs.failOn)
  summarize(runner, summaryMarkdown(result))
  const { errors, warnings, infos } = result.counts
  const file = inputs.sarifFile && relativePath(workspace, resolvePath(folder, inputs.sarifFile))
  const problems = errors + warnings + infos
  giveOutputs(runner, { problems, errors, warnings, 'sarif-file': file, 'exit-code': code })
  return code
}

/** Lints; a run that looked at nothing is a failure, as it is on the command line. */
async function lintPaths(inputs: Inputs, host: Host): Promise<LintResult> {
  const paths = inputs.paths.flatMap((line) =>
    host.type(resolvePath(host.cwd, line)) === undefined ? line.split(/\s+/) : [line],
  )
  const result = await withInterpreter((interpreter) => lint({ ...defaultRequest, paths, interpreter }, allRules, host))
  const found = result.counts.resources + result.problems.length + result.failures.length
  return found > 0 ? result : { ...result, failures: [nothingRead({ paths }, result.skipped.length)] }
}

/** Writes the SARIF file where one is asked for; the result then tells when that failed. */
function withSarif(result: LintResult, { sarifFile }: Inputs, host: Host, options: ReportOptions): LintResult {
  if (!sarifFile) return result
  const failure: Failure | undefined = writeFile(host, sarifFile, sarif(result, options))
  return failure ? { ...result, failures: [...result.failures, failure] } : result
}

/** Text for the log in which the runner looks for no commands, whatever a manifest says. */
function withoutCommands(text: string): string {
  const token = createHash('sha256').update(text).digest('hex')
  return `::stop-commands::${token}\n${text}::${token}::\n`
}

function summarize({ env, append }: Runner, markdown: string): void {
  const { GITHUB_STEP_SUMMARY: file } = env
  if (!file) return
  const bytes = Buffer.from(markdown)
  const cut = bytes.subarray(0, mostSummaryBytes - 100).lastIndexOf('\n')
  append(file, bytes.length <= mostSummaryBytes ? markdown : `${bytes.subarray(0, cut)}\n\nThe rest did not fit.\n`)
}

function giveOutputs({ env, append }: Runner, outputs: Readonly<Record<string, string | number>>): void {
  const { GITHUB_OUTPUT: file } = env
  const lines = Object.entries(outputs).map(([name, value]) => `${name}=${String(value).replaceAll(/[\r\n]/g, ' ')}\n`)
  if (file) append(file, lines.join(''))
}

/** Says what is wrong with the workflow itself. */
function stop(runner: Runner, message: string): number {
  runner.log(`::error title=meshlint::${message.replaceAll('%', '%25').replaceAll(/\r?\n/g, '%0A')}\n`)
  giveOutputs(runner, { 'exit-code': 2 })
  return 2
}
