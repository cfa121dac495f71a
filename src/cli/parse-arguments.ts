import { parseArgs } from 'node:util'
import { nearestNames } from '../base/nearest.ts'
import { type CommandName, commandNamed, commands } from './commands.ts'
import { type Option, type OptionName, optionNamed, options, optionsOf } from './options.ts'

/** A command line that means something. */
export interface Invocation {
  readonly command: CommandName
  /** Whether the command was written, not merely meant. */
  readonly named: boolean
  readonly words: readonly string[]
  /** The values of each option that was given, in order; a switch has one empty value. */
  readonly values: ReadonlyMap<OptionName, readonly string[]>
}

/** A command line that means nothing, and what to do about it. */
export interface Misuse {
  readonly misuse: string
}

type Token =
  | {
      readonly kind: 'option'
      readonly name: string
      readonly rawName: string
      readonly value?: string | undefined
      readonly inlineValue?: boolean | undefined
    }
  | { readonly kind: 'positional'; readonly value: string; readonly index: number }
  | { readonly kind: 'option-terminator'; readonly index: number }

/** Reads a command line by the tables of commands and options. */
export function parseArguments(args: readonly string[]): Invocation | Misuse {
  const tokens = tokensOf(args)
  const values = new Map<OptionName, string[]>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const misuse = addValue(token, values)
    if (misuse) return { misuse }
  }
  const invocation = { ...commandOf(tokens), values }
  const misuse = misplaced(invocation) ?? missingCompanion(invocation)
  return misuse ? { misuse } : invocation
}

export function given(invocation: Invocation, name: OptionName): boolean {
  return invocation.values.has(name)
}

export function valuesOf(invocation: Invocation, name: OptionName): readonly string[] {
  return invocation.values.get(name) ?? []
}

/** The value that counts: the last one. */
export function lastValue(invocation: Invocation, name: OptionName): string | undefined {
  return valuesOf(invocation, name).at(-1)
}

/** `"a" or "b"`, as an answer to a misspelt name; empty when nothing is near. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const nearest = nearestNames(name, candidates)
  return nearest.length === 0 ? '' : ` Did you mean ${nearest.map((one) => `"${one}"`).join(' or ')}?`
}

function tokensOf(args: readonly string[]): readonly Token[] {
  const config = Object.fromEntries(
    options.map((option: Option) => [
      option.name,
      { type: option.value ? ('string' as const) : ('boolean' as const), ...(option.short && { short: option.short }) },
    ]),
  )
  const { tokens } = parseArgs({
    ...{ args: args.flatMap(joinOptional), options: config, strict: false, allowPositionals: true, tokens: true },
  })
  return tokens
}

/** An option whose value may be left out takes the next word only when it can be its value: `--color never`. */
function joinOptional(arg: string, index: number, args: readonly string[]): string[] {
  if (args.slice(0, index).includes('--')) return [arg]
  const before = index === 0 ? undefined : optionAlone(args[index - 1] ?? '')
  if (before && isValueOf(before, arg, args.slice(0, index - 1))) return []
  const option = optionAlone(arg)
  if (!option) return [arg]
  const next = args[index + 1] ?? ''
  return [`${arg}=${isValueOf(option, next, args.slice(0, index)) ? next : option.alone}`]
}

function isValueOf(option: Option, next: string, before: readonly string[]): boolean {
  if (option.extends) return before.some((word) => next.startsWith(`${word.slice(word.lastIndexOf('/') + 1)}-`))
  return option.choices?.includes(next) ?? false
}

function optionAlone(arg: string): Option | undefined {
  const option = arg.startsWith('--') ? optionNamed(arg.slice(2)) : undefined
  return option?.alone === undefined ? undefined : option
}

/** Notes the value of an option; answers with what is wrong with it. */
function addValue(token: Token & { kind: 'option' }, values: Map<OptionName, string[]>): string | undefined {
  const option = optionNamed(token.name)
  if (!option) return unknownOption(token.rawName)
  const { name, value: placeholder } = option
  const value = token.value
  if (!placeholder && value !== undefined) return `--${name} takes no value.`
  if (placeholder && (value === undefined || value === '')) return needsValue(option)
  if (value?.startsWith('-') && value !== '-' && !token.inlineValue)
    return `${needsValue(option)} One that begins with - is written --${name}=${value}`
  if (value && option.choices && !option.choices.includes(value)) {
    return `--${name} is ${listed(option.choices)}, not "${value}".${didYouMean(value, option.choices)}`
  }
  values.set(name, [...(values.get(name) ?? []), value ?? ''])
  return undefined
}

function needsValue({ name, value }: Option): string {
  return `--${name} needs a value: --${name} ${value}.`
}

function unknownOption(written: string): string {
  const longNames = options.map((option) => `--${option.name}`)
  return `There is no option "${written}".${written.startsWith('--') ? didYouMean(written, longNames) : ''}`
}

/** `a, b or c` */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
}

function commandOf(tokens: readonly Token[]): Pick<Invocation, 'command' | 'named' | 'words'> {
  const words = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []))
  const first = tokens.find((token) => token.kind !== 'option')
  const command = first?.kind === 'positional' ? commandNamed(first.value)?.name : undefined
  return command ? { command, named: true, words: words.slice(1) } : { command: 'lint', named: false, words }
}

function misplaced({ command, values }: Invocation): string | undefined {
  const own = optionsOf(command)
  const [stranger] = [...values.keys()].filter((name) => !own.some((option) => option.name === name))
  if (!stranger) return undefined
  const homes = commands.map(({ name }) => name).filter((name) => optionsOf(name).some((one) => one.name === stranger))
  return `--${stranger} is an option of "meshlint ${listed(homes)}", not of "meshlint ${command}".`
}

function missingCompanion(invocation: Invocation): string | undefined {
  for (const option of optionsOf(invocation.command)) {
    if (!given(invocation, option.name)) continue
    const { requires } = option
    if (!requires) continue
    if ('path' in requires && !invocation.words.includes(requires.path)) {
      return `--${option.name} needs "${requires.path}" among the paths.`
    }
    if ('option' in requires && !hasValue(invocation, requires)) {
      return `--${option.name} needs --${requires.option} ${requires.value}.`
    }
  }
  return undefined
}

function hasValue({ values }: Invocation, requires: { option: string; value: string }): boolean {
  const entry = [...values].find(([name]) => name === requires.option)
  return entry?.[1].some((value) => value === requires.value || value.startsWith(`${requires.value}=`)) ?? false
}
