import type { Host } from '../base/host.ts'
import { version } from '../base/version.ts'
import type { Environment } from './color.ts'
import { type CommandName, commandNamed, commands } from './commands.ts'
import type { Context } from './context.ts'
import { didYouMean, given, type Invocation, type Misuse, parseArguments } from './parse-arguments.ts'
import type { Streams } from './streams.ts'

/** Runs a command line and gives its exit code: 0, 1 or 2. */
export async function main(args: readonly string[], streams: Streams, env: Environment, host: Host): Promise<number> {
  try {
    return await run(args, { ...streams, stdin: once(streams.stdin) }, env, host)
  } catch (error) {
    const shown = error instanceof Error ? (args.includes('--debug') ? error.stack : error.message) : String(error)
    streams.stderr.write(`meshlint: a bug of meshlint stopped it, please report it: ${shown}\n`)
    if (!args.includes('--debug')) streams.stderr.write('Run it again with --debug for what to report.\n')
    return 2
  }
}

/** What is read to its end can be asked for again. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let first: Promise<T> | undefined
  return () => {
    first ??= read()
    return first
  }
}

async function run(args: readonly string[], streams: Streams, env: Environment, host: Host): Promise<number> {
  const invocation = await askedForHelp(args)
  if ('help' in invocation) {
    const { helpText } = await import('./help.ts')
    streams.stdout.write(helpText(invocation.help))
    return 0
  }
  const outcome = 'misuse' in invocation ? invocation : await dispatch({ invocation, streams, env, host })
  if (typeof outcome === 'number') return outcome
  const command = 'misuse' in invocation || !invocation.named ? '' : ` ${invocation.command}`
  streams.stderr.write(`meshlint: ${outcome.misuse}\n"meshlint${command} --help" shows what there is.\n`)
  return 2
}

/** `help`, `help COMMAND`, `COMMAND --help`; else the command line as it is. */
async function askedForHelp(
  args: readonly string[],
): Promise<Invocation | Misuse | { readonly help: CommandName | undefined }> {
  const invocation = parseArguments(args)
  if ('misuse' in invocation) return invocation
  const { command, named, words } = invocation
  if (given(invocation, 'help')) return { help: named ? command : undefined }
  if (named || words[0] !== 'help') return invocation
  const [, topic] = words
  if (topic === undefined) return { help: undefined }
  const chosen = commandNamed(topic)
  return chosen ? { help: chosen.name } : { misuse: noCommand(topic) }
}

async function dispatch(context: Context): Promise<number | Misuse> {
  const { invocation, streams } = context
  if (given(invocation, 'version')) {
    streams.stdout.write(`meshlint ${version}\n`)
    return 0
  }
  switch (invocation.command) {
    case 'lint':
      return strayWord(context) ?? (await import('./lint-command.ts')).lintCommand(context)
    case 'why':
      return (await import('./why-command.ts')).whyCommand(context)
    case 'resources':
      return (await import('./resources-command.ts')).resourcesCommand(context)
    case 'explain':
      return (await import('./rule-commands.ts')).explainCommand(context)
    case 'rules':
      return (await import('./rule-commands.ts')).rulesCommand(context)
    case 'completion':
      return (await import('./completion.ts')).completionCommand(context)
  }
}

/** A first word that is neither a command nor a path is more likely a misspelt command than a missing file. */
function strayWord({ invocation, host }: Context): Misuse | undefined {
  const [word] = invocation.words
  if (invocation.named || word === undefined || !/^[A-Za-z][A-Za-z-]*$/.test(word)) return undefined
  return host.type(`${host.cwd}/${word}`) === undefined ? { misuse: noCommand(word, ' and no path') } : undefined
}

function noCommand(word: string, more = ''): string {
  const names = commands.map((command) => command.name)
  return `There is no command${more} "${word}".${didYouMean(word, [...names, 'help'])}`
}
