import { didYouMean, listed, type Misuse } from '../cli/parse-arguments.ts'
import { type Severity, severities } from '../rule/problem.ts'

/** What a workflow gives the action. */
export interface Inputs {
  /** As written: one or more a line. */
  readonly paths: readonly string[]
  readonly failOn: Severity
  readonly sarifFile: string
  readonly workingDirectory: string
}

/** Reads the inputs as the runner passes them: `fail-on` is `INPUT_FAIL-ON`. Nothing is taken for given. */
export function readInputs(env: Readonly<Record<string, string | undefined>>): Inputs | Misuse {
  const input = (name: string): string => (env[`INPUT_${name.toUpperCase()}`] ?? '').trim()
  const written = input('fail-on') || 'error'
  const failOn = severities.find((severity) => severity === written)
  if (!failOn) {
    return { misuse: `The input fail-on is ${listed(severities)}, not "${written}".${didYouMean(written, severities)}` }
  }
  return {
    paths: input('paths')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    failOn,
    sarifFile: input('sarif-file'),
    workingDirectory: input('working-directory') || '.',
  }
}
