/** What a command takes as its words. */
type Words = 'paths' | 'name and paths' | 'rule' | 'shell' | 'none'

export interface Command {
  readonly name: string
  /** Its words, as help writes them after the name. */
  readonly usage: string
  readonly words: Words
  /** One line for the list of commands. */
  readonly summary: string
  /** What its own help says beside the summary; lines of at most 80 columns. */
  readonly about: string
  /** The formats it can print; the first is the default. */
  readonly formats: readonly string[]
}

export const commands = [
  {
    name: 'lint',
    usage: '[paths...]',
    words: 'paths',
    summary: 'check manifests; what happens when no command is named',
    about: `Paths are files, folders or globs, - is stdin; none is the working directory.
A folder is a project of its own; for a file or glob, the git repository around
it is read as well. Files are named in order to report only what is in them.
Exit code: 0 no problems, 1 problems at or above --fail-on,
2 something could not be done, or there was nothing to lint.`,
    formats: ['stylish', 'json', 'sarif', 'github'],
  },
  {
    name: 'why',
    usage: '[[KIND/][NAMESPACE/]NAME] [paths...]',
    words: 'name and paths',
    summary: 'tell why a workload gets its sidecar or not; no name = every one',
    about: `The first word is a path when it is -, ., begins with ./, ../ or /, has a glob
or ends like a manifest (.yaml, .yml, .json); otherwise it is a name, unless no
workload has it and it exists as a path. KIND may be short: sts/redis.
The verdict does not change the exit code; a name that nothing has gives 2.`,
    formats: ['stylish', 'json'],
  },
  {
    name: 'resources',
    usage: '[paths...]',
    words: 'paths',
    summary: 'list what was read: every object, with its place',
    about: 'Objects are shown as they would be applied; unknown parts are marked.',
    formats: ['stylish', 'json', 'yaml'],
  },
  {
    name: 'explain',
    usage: 'RULE',
    words: 'rule',
    summary: "show a rule's page: what, why, examples, how to fix",
    about: "RULE is a rule's name or another tool's code for it: meshlint explain IST0101",
    formats: [],
  },
  {
    name: 'rules',
    usage: '',
    words: 'none',
    summary: 'list all rules with severity and the codes of other tools',
    about: '',
    formats: ['stylish', 'json'],
  },
  {
    name: 'completion',
    usage: 'SHELL',
    words: 'shell',
    summary: 'print a completion script for bash, zsh or fish',
    about: `  bash  eval "$(meshlint completion bash)" in ~/.bashrc
  zsh   meshlint completion zsh > "\${fpath[1]}/_meshlint"
  fish  meshlint completion fish > ~/.config/fish/completions/meshlint.fish`,
    formats: [],
  },
] as const satisfies readonly Command[]

export type CommandName = (typeof commands)[number]['name']

export const shells = ['bash', 'zsh', 'fish'] as const

export function commandNamed(name: string): (Command & { readonly name: CommandName }) | undefined {
  return commands.find((command) => command.name === name)
}
