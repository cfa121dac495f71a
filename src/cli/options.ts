import type { CommandName } from './commands.ts'

/** What `--pod` means where it stands alone. */
export const firstPod = 'first'

/** One option: parsing, help, completion and the check of combinations all read this. */
export interface Option {
  readonly name: string
  readonly short?: string
  /** What its value is called; a switch has none. */
  readonly value?: string
  /** The value that is meant where the option stands alone; only for options whose value may be left out. */
  readonly alone?: string
  readonly choices?: readonly string[]
  /** The next word is its value, though that may be left out, where it is a word before it with an end: `redis --pod redis-2`. */
  readonly extends?: true
  /** What holds where it is left out, when help has to say it. */
  readonly default?: string
  /** May be given several times; of all others the last one counts. */
  readonly repeatable?: true
  /** What help says; its choices and default are added. */
  readonly help: string
  readonly group: 'Input' | 'Cluster' | 'Rules' | 'Output' | 'Exit code' | 'Other'
  /** The commands that know it. */
  readonly of: readonly CommandName[]
  /** What must be there as well: a path, or an option with a value. */
  readonly requires?: { readonly path: string } | { readonly option: string; readonly value: string }
}

const reading: readonly CommandName[] = ['lint', 'why', 'resources']
const printing: readonly CommandName[] = ['lint', 'why', 'resources', 'explain', 'rules']
const all: readonly CommandName[] = [...printing, 'completion']
const severities = ['error', 'warning', 'info'] as const

export const options = [
  {
    ...{ name: 'exclude', value: 'GLOB', repeatable: true, group: 'Input', of: reading },
    help: 'leave out files and folders, written as in a .gitignore',
  },
  {
    ...{ name: 'env', value: 'NAME=VALUE', repeatable: true, group: 'Input', of: reading },
    help: 'state an environment variable of CDK8s programs; all others are unknown',
  },
  {
    ...{ name: 'stdin-filename', value: 'FILE', group: 'Input', of: reading, requires: { path: '-' } },
    help: 'let stdin (-) stand in for this file',
  },
  {
    ...{ name: 'allow-empty', group: 'Input', of: reading },
    help: 'nothing to read is fine, not exit code 2',
  },
  {
    ...{ name: 'namespace', short: 'n', value: 'NAMESPACE', group: 'Cluster', of: reading },
    help: 'the namespace of objects that are written without one',
  },
  {
    ...{ name: 'complete', group: 'Cluster', of: ['lint', 'why'] },
    help: 'the input is the whole cluster: what is not there is absent',
  },
  {
    ...{ name: 'revision', value: 'NAME', repeatable: true, group: 'Cluster', of: ['lint', 'why'] },
    help: 'an installed revision of Istio, whatever the input installs; "default" is the unnamed one, TAG=REVISION a tag, as in default=canary',
  },
  {
    ...{ name: 'istio-version', value: 'VERSION', group: 'Cluster', of: ['lint', 'why'] },
    default: '1.31',
    help: 'the version of Istio, where the input does not tell it',
  },
  {
    ...{ name: 'only', value: 'RULE|TOPIC|CODE', repeatable: true, group: 'Rules', of: ['lint'] },
    help: 'check nothing else; a code is that of another tool: IST0101',
  },
  {
    ...{ name: 'skip', value: 'RULE|TOPIC|CODE', repeatable: true, group: 'Rules', of: ['lint'] },
    help: 'do not check this',
  },
  {
    ...{ name: 'rule', value: 'RULE=SEVERITY', repeatable: true, group: 'Rules', of: ['lint'] },
    help: 'set a severity: error, warning, info or off',
  },
  {
    ...{ name: 'format', short: 'f', value: 'NAME[=FILE]', repeatable: true, group: 'Output' },
    of: ['lint', 'why', 'resources', 'rules'],
    help: 'how to print, and where to',
  },
  {
    ...{ name: 'pod', value: 'POD', alone: firstPod, extends: true, group: 'Output', of: ['why'] },
    help: 'print the Pod as the API server stores it, as YAML; -o json as JSON',
  },
  {
    ...{ name: 'output-file', short: 'o', value: 'FILE', group: 'Output', of: printing },
    help: 'print to a file instead of stdout',
  },
  {
    ...{ name: 'quiet', short: 'q', group: 'Output', of: ['lint'] },
    help: 'print errors only; the exit code stays the same',
  },
  {
    ...{ name: 'undecided', group: 'Output', of: ['lint'] },
    help: 'list the checks that could not be decided, and what was missing',
  },
  {
    ...{ name: 'show-suppressed', group: 'Output', of: ['lint'] },
    help: 'print suppressed problems as well',
  },
  {
    ...{ name: 'positions', group: 'Output', of: ['resources'], requires: { option: 'format', value: 'json' } },
    help: 'add the place of every value (with -f json)',
  },
  {
    ...{ name: 'color', value: 'WHEN', alone: 'always', choices: ['auto', 'always', 'never'], group: 'Output' },
    of: all,
    default: 'auto',
    help: 'when to use colour',
  },
  { name: 'no-color', group: 'Output', of: all, help: 'the same as --color=never' },
  {
    ...{ name: 'fail-on', value: 'SEVERITY', choices: severities, group: 'Exit code', of: ['lint'] },
    default: 'error',
    help: 'what makes the exit code 1',
  },
  {
    ...{ name: 'max-warnings', value: 'N', group: 'Exit code', of: ['lint'] },
    help: 'exit code 1 when there are more warnings than this',
  },
  {
    ...{ name: 'exit-zero', group: 'Exit code', of: ['lint'] },
    help: 'problems never change the exit code, whatever --fail-on and --max-warnings say',
  },
  { name: 'timings', group: 'Other', of: ['lint'], help: 'tell how long each step and rule took' },
  {
    ...{ name: 'debug', group: 'Other', of: all },
    help: 'tell what was left out and why; stack traces of our own errors',
  },
  { name: 'help', short: 'h', group: 'Other', of: all, help: 'print this' },
  { name: 'version', short: 'V', group: 'Other', of: all, help: 'print the version' },
] as const satisfies readonly Option[]

export type OptionName = (typeof options)[number]['name']

export function optionNamed(name: string): (Option & { readonly name: OptionName }) | undefined {
  return options.find((option) => option.name === name)
}

export function optionsOf(command: CommandName): readonly (Option & { readonly name: OptionName })[] {
  const known: readonly (Option & { readonly name: OptionName })[] = options
  return known.filter((option) => option.of.includes(command))
}
