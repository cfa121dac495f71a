import { allRules } from './all-rules.ts'
import { type CommandName, commands, shells } from './commands.ts'
import type { Context } from './context.ts'
import { optionHelp } from './help.ts'
import { type Option, options, optionsOf } from './options.ts'
import { listed, type Misuse } from './parse-arguments.ts'

/** `meshlint completion SHELL`: a script made of the tables of commands and options. */
export function completionCommand({ invocation, streams }: Context): number | Misuse {
  const [word, ...more] = invocation.words
  const shell = shells.find((one) => one === word)
  if (word === undefined) return { misuse: `"meshlint completion" needs a shell: ${listed(shells)}.` }
  if (!shell || more.length > 0) {
    return { misuse: `"meshlint completion" is there for ${listed(shells)}.` }
  }
  streams.stdout.write({ bash, zsh, fish }[shell]())
  return 0
}

const ruleIds = (): string[] => allRules.map((rule) => rule.id)

/** What can follow an option, as far as it is known. */
function valuesAfter(option: Option, command: CommandName): readonly string[] {
  if (option.name === 'format') return commands.find(({ name }) => name === command)?.formats ?? []
  if (option.name === 'only' || option.name === 'skip' || option.name === 'rule') {
    return option.name === 'rule' ? ruleIds().map((id) => `${id}=`) : ruleIds()
  }
  return option.choices ?? []
}

function takesFile({ value }: Option): boolean {
  return value === 'FILE' || value === 'NAME[=FILE]'
}

function flags(command: CommandName): string {
  return optionsOf(command)
    .flatMap((option: Option) => [`--${option.name}`, ...(option.short ? [`-${option.short}`] : [])])
    .join(' ')
}

function bash(): string {
  const names = commands.map(({ name }) => name).join('|')
  const values = options
    .filter((option: Option) => option.value && valuesAfter(option, 'lint').length > 0)
    .map((option: Option) => {
      const words = option.short ? `--${option.name}|-${option.short}` : `--${option.name}`
      return `    ${words}) COMPREPLY=($(compgen -W '${valuesAfter(option, 'lint').join(' ')}' -- "$word")); return ;;`
    })
  const own = commands.map(({ name }) => `      ${name}) words='${flags(name)}' ;;`)
  return `# bash completion of meshlint: made by "meshlint completion bash"
_meshlint() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} command=lint words='' one
  for one in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $one in ${names}) command=$one; break ;; esac
  done
  case $before in
${values.join('\n')}
    explain) COMPREPLY=($(compgen -W '${ruleIds().join(' ')}' -- "$word")); return ;;
    completion) COMPREPLY=($(compgen -W '${shells.join(' ')}' -- "$word")); return ;;
  esac
  if [[ $word == -* ]]; then
    case $command in
${own.join('\n')}
    esac
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    return
  fi
  COMPREPLY=($(compgen -f -- "$word"))
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY+=($(compgen -W '${names.replaceAll('|', ' ')} help' -- "$word"))
  fi
}
complete -o filenames -F _meshlint meshlint
`
}

function zsh(): string {
  const quote = (text: string): string => text.replaceAll("'", "'\\''").replaceAll(/[[\]:]/g, '\\$&')
  const spec = (option: Option, command: CommandName): string => {
    const help = `[${quote(option.help)}]`
    const values = valuesAfter(option, command)
    const action = values.length > 0 ? `(${values.join(' ')})` : takesFile(option) ? '_files' : ' '
    const value = option.value ? `:${quote(option.value)}:${action}` : ''
    const equals = option.alone === undefined ? (option.value ? '=' : '') : '=-'
    const many = option.repeatable ? '*' : ''
    const long = `'${many}--${option.name}${equals}${help}${value}'`
    return option.short ? `${long} '${many}-${option.short}${option.value ? '+' : ''}${help}${value}'` : long
  }
  const words: Readonly<Record<CommandName, string>> = {
    ...{ lint: '_files', why: '_files', resources: '_files', rules: '' },
    ...{ explain: `(${ruleIds().join(' ')})`, completion: `(${shells.join(' ')})` },
  }
  const cases = commands.map(({ name }) => {
    const specs = optionsOf(name).map((option) => `      ${spec(option, name)} \\`)
    return `    ${name}) _arguments -s \\\n${specs.join('\n')}\n      '*:word:${words[name] || ' '}' ;;`
  })
  return `#compdef meshlint
# zsh completion of meshlint: made by "meshlint completion zsh"
_meshlint() {
  local -a commands=(
${commands.map(({ name, summary }) => `    '${name}:${quote(summary)}'`).join('\n')}
  )
  local command=lint one
  for one in \${words[2,CURRENT-1]}; do
    if (( \${commands[(I)$one:*]} )); then command=$one; break; fi
  done
  if (( CURRENT == 2 )) && [[ \${words[2]} != -* ]]; then _describe command commands; fi
  case $command in
${cases.join('\n')}
  esac
}
if [ "\${funcstack[1]}" = _meshlint ]; then _meshlint "$@"; else compdef _meshlint meshlint; fi
`
}

function fish(): string {
  const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  const names = commands.map(({ name }) => name)
  const others = names.filter((name) => name !== 'lint').join(' ')
  const lines = commands.flatMap((command) => {
    const here =
      command.name === 'lint'
        ? `not __fish_seen_subcommand_from ${others}`
        : `__fish_seen_subcommand_from ${command.name}`
    return optionsOf(command.name).map((option: Option) => {
      const values = valuesAfter(option, command.name)
      const list = values.length > 0 ? ` -a ${quote(values.join(' '))}` : ''
      const value = option.value && option.alone === undefined ? (takesFile(option) ? ' -r' : ' -x') + list : ''
      const short = option.short ? ` -s ${option.short}` : ''
      return `complete -c meshlint -n '${here}' -l ${option.name}${short}${value} -d ${quote(optionHelp(option, command))}`
    })
  })
  const summaries = commands.map(
    ({ name, summary }) => `complete -c meshlint -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`,
  )
  return `# fish completion of meshlint: made by "meshlint completion fish"
${summaries.join('\n')}
complete -c meshlint -f -n '__fish_seen_subcommand_from explain' -a ${quote(ruleIds().join(' '))}
complete -c meshlint -f -n '__fish_seen_subcommand_from completion' -a ${quote(shells.join(' '))}
${lines.join('\n')}
`
}
