import { type CommandName, commandNamed } from './commands.ts'
import { didYouMean, type Invocation, lastValue, listed, type Misuse, valuesOf } from './parse-arguments.ts'

/** A format, and the file it goes to; without one, what `-o` says, else stdout. */
export interface Target {
  readonly name: string
  readonly file?: string | undefined
}

/** The formats of a command line, as `-f NAME[=FILE]` names them. */
export function chosenFormats(invocation: Invocation): readonly Target[] | Misuse {
  const known = formatsOf(invocation.command)
  const targets: Target[] = []
  for (const written of valuesOf(invocation, 'format')) {
    const equals = written.indexOf('=')
    const name = equals < 0 ? written : written.slice(0, equals)
    const file = equals < 0 ? undefined : written.slice(equals + 1)
    if (!known.includes(name)) {
      return { misuse: `There is no format "${name}": it is ${listed(known)}.${didYouMean(name, known)}` }
    }
    if (file === '') return { misuse: `--format ${name}= names no file: --format ${name}=FILE.` }
    if (file !== undefined && targets.some((target) => target.file === file)) {
      return { misuse: `Two formats cannot both be written to "${file}".` }
    }
    targets.push({ name, file })
  }
  if (targets.length === 0) return [{ name: known[0] ?? 'stylish' }]
  const loose = targets.filter((target) => target.file === undefined)
  if (loose.length !== 1 && lastValue(invocation, 'output-file') !== undefined) {
    return { misuse: '--output-file takes exactly one format without a file of its own.' }
  }
  return targets
}

function formatsOf(command: CommandName): readonly string[] {
  return commandNamed(command)?.formats ?? []
}
