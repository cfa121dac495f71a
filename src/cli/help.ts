import { version } from '../base/version.ts'
import { type Command, type CommandName, commandNamed, commands } from './commands.ts'
import { type Option, optionsOf } from './options.ts'
import { listed } from './parse-arguments.ts'

const width = 80
const column = 33

/** The help of a command, or of meshlint as a whole, at most 80 columns wide. */
export function helpText(name?: CommandName): string {
  const command = commandNamed(name ?? 'lint')
  if (!command) return ''
  return name ? commandHelp(command) : wholeHelp(command)
}

function wholeHelp(lint: Command & { readonly name: CommandName }): string {
  const left = Math.max(...commands.map((command) => title(command).length)) + 4
  return paragraphs([
    [`meshlint ${version}`, 'Tells from files alone whether each pod gets its Istio sidecar, and why.'],
    ['Usage: meshlint [lint] [options] [paths...]', '       meshlint COMMAND [options] ...'],
    ['Commands', ...commands.flatMap((command) => commandLines(command, left))],
    lint.about.split('\n'),
    ...optionGroups(lint),
    ['"meshlint help COMMAND" shows the options of the other commands.'],
  ])
}

function commandHelp(command: Command & { readonly name: CommandName }): string {
  const shown = command.name === 'lint' ? '[lint]' : command.name
  return paragraphs([
    [`Usage: meshlint ${shown} [options] ${command.usage}`.trimEnd()],
    wrapped(sentence(command.summary), width),
    command.about.split('\n'),
    ...optionGroups(command),
  ])
}

function title({ name, usage }: Command): string {
  return usage.length > 20 ? name : `${name} ${usage}`.trimEnd()
}

function commandLines(command: Command, left: number): string[] {
  return columns(`  ${title(command)}`, wrapped(command.summary, width - left), left)
}

function optionGroups(command: Command & { readonly name: CommandName }): string[][] {
  const options = optionsOf(command.name)
  const groups = [...new Set(options.map((option) => option.group))]
  return groups.map((group) => [
    group,
    ...options.filter((option) => option.group === group).flatMap((option) => optionLines(option, command)),
  ])
}

function optionLines(option: Option, command: Command): string[] {
  const short = option.short ? `-${option.short}, ` : '    '
  const text = wrapped(optionHelp(option, command), width - column)
  return columns(`  ${short}--${option.name}${shownValue(option)}`, text, column)
}

function shownValue({ value, alone }: Option): string {
  if (!value) return ''
  return alone === undefined ? ` ${value}` : `[=${value}]`
}

/** What help says of an option, with its choices, its default and whether it may be repeated. */
export function optionHelp(option: Option, command: Command): string {
  const choices = option.name === 'format' ? command.formats : (option.choices ?? [])
  const standard = option.name === 'format' ? command.formats[0] : option.default
  return [
    option.help,
    choices.length > 0 ? `: ${listed(choices)}` : '',
    standard ? ` (default: ${standard})` : '',
    option.repeatable ? ' (repeatable)' : '',
  ].join('')
}

function columns(left: string, right: readonly string[], at: number): string[] {
  const [first = '', ...rest] = right
  const indent = ' '.repeat(at)
  if (left.length > at - 2) return [left, ...right.map((line) => indent + line)]
  return [left.padEnd(at) + first, ...rest.map((line) => indent + line)]
}

function wrapped(text: string, most: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function paragraphs(blocks: readonly (readonly string[])[]): string {
  const filled = blocks.map((lines) => lines.filter((line) => line !== '')).filter((lines) => lines.length > 0)
  return `${filled.map((lines) => lines.join('\n')).join('\n\n')}\n`
}
