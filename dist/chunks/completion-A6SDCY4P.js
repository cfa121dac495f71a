import{allRules}from"./chunk-DJO5PRNO.js";import{optionHelp}from"./chunk-OBKE7ZVB.js";import{commands,listed,options,optionsOf,shells}from"./chunk-PRGQUHQ5.js";import"./chunk-FQKSMMIO.js";import"./chunk-MLQKVPYW.js";import"./chunk-UTXBLF6X.js";import"./chunk-DTKF7PEG.js";import"./chunk-2O2SJAUW.js";import"./chunk-E52EUNV3.js";import"./chunk-IJNL4LHT.js";import"./chunk-EO2D3HFY.js";import"./chunk-WPHRUPGK.js";function completionCommand({invocation,streams}){let[word,...more]=invocation.words,shell=shells.find(one=>one===word);return word===void 0?{misuse:`"meshlint completion" needs a shell: ${listed(shells)}.`}:!shell||more.length>0?{misuse:`"meshlint completion" is there for ${listed(shells)}.`}:(streams.stdout.write({bash,zsh,fish}[shell]()),0)}var ruleIds=()=>allRules.map(rule=>rule.id);function valuesAfter(option,command){return option.name==="format"?commands.find(({name})=>name===command)?.formats??[]:option.name==="only"||option.name==="skip"||option.name==="rule"?option.name==="rule"?ruleIds().map(id=>`${id}=`):ruleIds():option.choices??[]}function takesFile({value}){return value==="FILE"||value==="NAME[=FILE]"}function flags(command){return optionsOf(command).flatMap(option=>[`--${option.name}`,...option.short?[`-${option.short}`]:[]]).join(" ")}function bash(){let names=commands.map(({name})=>name).join("|"),values=options.filter(option=>option.value&&valuesAfter(option,"lint").length>0).map(option=>`    ${option.short?`--${option.name}|-${option.short}`:`--${option.name}`}) COMPREPLY=($(compgen -W '${valuesAfter(option,"lint").join(" ")}' -- "$word")); return ;;`),own=commands.map(({name})=>`      ${name}) words='${flags(name)}' ;;`);return`# bash completion of meshlint: made by "meshlint completion bash"
_meshlint() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} command=lint words='' one
  for one in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $one in ${names}) command=$one; break ;; esac
  done
  case $before in
${values.join(`
`)}
    explain) COMPREPLY=($(compgen -W '${ruleIds().join(" ")}' -- "$word")); return ;;
    completion) COMPREPLY=($(compgen -W '${shells.join(" ")}' -- "$word")); return ;;
  esac
  if [[ $word == -* ]]; then
    case $command in
${own.join(`
`)}
    esac
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    return
  fi
  COMPREPLY=($(compgen -f -- "$word"))
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY+=($(compgen -W '${names.replaceAll("|"," ")} help' -- "$word"))
  fi
}
complete -o filenames -F _meshlint meshlint
`}function zsh(){let quote=text=>text.replaceAll("'","'\\''").replaceAll(/[[\]:]/g,"\\$&"),spec=(option,command)=>{let help=`[${quote(option.help)}]`,values=valuesAfter(option,command),action=values.length>0?`(${values.join(" ")})`:takesFile(option)?"_files":" ",value=option.value?`:${quote(option.value)}:${action}`:"",equals=option.alone===void 0?option.value?"=":"":"=-",many=option.repeatable?"*":"",long=`'${many}--${option.name}${equals}${help}${value}'`;return option.short?`${long} '${many}-${option.short}${option.value?"+":""}${help}${value}'`:long},words={lint:"_files",why:"_files",resources:"_files",rules:"",explain:`(${ruleIds().join(" ")})`,completion:`(${shells.join(" ")})`},cases=commands.map(({name})=>{let specs=optionsOf(name).map(option=>`      ${spec(option,name)} \\`);return`    ${name}) _arguments -s \\
${specs.join(`
`)}
      '*:word:${words[name]||" "}' ;;`});return`#compdef meshlint
# zsh completion of meshlint: made by "meshlint completion zsh"
_meshlint() {
  local -a commands=(
${commands.map(({name,summary})=>`    '${name}:${quote(summary)}'`).join(`
`)}
  )
  local command=lint one
  for one in \${words[2,CURRENT-1]}; do
    if (( \${commands[(I)$one:*]} )); then command=$one; break; fi
  done
  if (( CURRENT == 2 )) && [[ \${words[2]} != -* ]]; then _describe command commands; fi
  case $command in
${cases.join(`
`)}
  esac
}
if [ "\${funcstack[1]}" = _meshlint ]; then _meshlint "$@"; else compdef _meshlint meshlint; fi
`}function fish(){let quote=text=>`'${text.replaceAll("\\","\\\\").replaceAll("'","\\'")}'`,others=commands.map(({name})=>name).filter(name=>name!=="lint").join(" "),lines=commands.flatMap(command=>{let here=command.name==="lint"?`not __fish_seen_subcommand_from ${others}`:`__fish_seen_subcommand_from ${command.name}`;return optionsOf(command.name).map(option=>{let values=valuesAfter(option,command.name),list=values.length>0?` -a ${quote(values.join(" "))}`:"",value=option.value&&option.alone===void 0?(takesFile(option)?" -r":" -x")+list:"",short=option.short?` -s ${option.short}`:"";return`complete -c meshlint -n '${here}' -l ${option.name}${short}${value} -d ${quote(optionHelp(option,command))}`})});return`# fish completion of meshlint: made by "meshlint completion fish"
${commands.map(({name,summary})=>`complete -c meshlint -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`).join(`
`)}
complete -c meshlint -f -n '__fish_seen_subcommand_from explain' -a ${quote(ruleIds().join(" "))}
complete -c meshlint -f -n '__fish_seen_subcommand_from completion' -a ${quote(shells.join(" "))}
${lines.join(`
`)}
`}export{completionCommand};
