import type { Failure } from '../base/failure.ts'
import type { Host } from '../base/host.ts'
import { version } from '../base/version.ts'
import type { ReportOptions } from '../report/report-options.ts'
import { failureText } from '../report/text/failure-text.ts'
import { foldersUp, isAbsolute, join, relativePath, resolvePath } from '../sources/paths.ts'
import { type Environment, wantsColor } from './color.ts'
import { given, type Invocation, lastValue } from './parse-arguments.ts'
import type { Streams } from './streams.ts'

/** All that a command works with. */
export interface Context {
  readonly invocation: Invocation
  readonly streams: Streams
  readonly env: Environment
  readonly host: Host
}

/** How reports for stdout, or for a file, are written. */
export function reportOptions({ invocation, streams, env, host }: Context, to: 'stdout' | 'file'): ReportOptions {
  const when = given(invocation, 'no-color') ? 'never' : lastValue(invocation, 'color')
  const { isTTY, columns } = streams.stdout
  return {
    color: to === 'stdout' ? wantsColor(when, env, isTTY) : when === 'always',
    undecided: given(invocation, 'undecided'),
    quiet: given(invocation, 'quiet'),
    width: to === 'stdout' && isTTY ? Math.max(40, columns ?? 80) : 100,
    version,
    fromGitRoot: fromGitRoot(host),
  }
}

/** The working directory as seen from the git root, or from `otherwise` where there is none; empty when they are the same. */
export function fromGitRoot(host: Host, otherwise = host.cwd): string {
  const root = foldersUp(host.cwd).find((folder) => host.type(join(folder, '.git')) !== undefined) ?? otherwise
  return root === host.cwd ? '' : relativePath(root, host.cwd)
}

/** Prints a report where `-o` says, else to stdout; gives the failure when it can not be written. */
export function print(context: Context, text: string): Failure | undefined {
  const file = outputFile(context)
  if (file !== undefined) return writeFile(context.host, file, text)
  context.streams.stdout.write(text)
  return undefined
}

export function printsToFile(context: Context): boolean {
  return outputFile(context) !== undefined
}

/** The file that `-o` names. Beside `--pod`, `yaml` and `json` are no files but formats, as kubectl means them. */
function outputFile({ invocation }: Context): string | undefined {
  const file = lastValue(invocation, 'output-file')
  if (file === '-' || (given(invocation, 'pod') && (file === 'yaml' || file === 'json'))) return undefined
  return file
}

export function writeFile(host: Host, path: string, text: string): Failure | undefined {
  try {
    host.write(isAbsolute(path) ? path : resolvePath(host.cwd, path), text)
    return undefined
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { stage: 'report', message: `Cannot write "${path}": ${reason}.` }
  }
}

/** Tells on stderr what could not be done. */
export function tellFailures({ invocation, streams, env }: Context, failures: readonly Failure[]): void {
  const when = given(invocation, 'no-color') ? 'never' : lastValue(invocation, 'color')
  const options = { color: wantsColor(when, env, streams.stderr.isTTY), width: 100 }
  for (const failure of failures.slice(0, mostFailures)) streams.stderr.write(failureText(failure, options))
  const more = failures.length - mostFailures
  if (more > 0) streams.stderr.write(`… and ${more} more ${more === 1 ? 'failure' : 'failures'}; -f json lists all\n`)
}

/** Nobody reads more; formats for programs hold them all. */
const mostFailures = 50

/** What was read beside the answer itself. */
interface Asides {
  readonly notices: readonly string[]
  readonly skipped: readonly { readonly path: string; readonly reason: string }[]
  readonly uncomposed?: number
}

/** Tells on stderr what people should know of the reading; with --debug also what was left out. */
export function tellAsides({ invocation, streams }: Context, { notices, skipped, uncomposed = 0 }: Asides): void {
  const say = (line: string): void => streams.stderr.write(`${line}\n`)
  for (const notice of notices) say(`note: ${notice}`)
  if (!given(invocation, 'debug')) return
  for (const { path, reason } of skipped) say(`left out: ${path}: ${reason}`)
  const documents = uncomposed === 1 ? '1 document was' : `${uncomposed} documents were`
  if (uncomposed > 0) say(`left unread: ${documents} not composed, because nothing reads their kind`)
}
