import{severityPaint,styleOf}from"./chunk-LBAYKUET.js";import{ruleUrl}from"./chunk-7N7C4L7M.js";import{wrap}from"./chunk-6VQCSSMI.js";var onlyFile="example.yaml",mark=/\s*#! [\w, ]+$/;function exampleFiles({files}){let named=typeof files=="string"?{[onlyFile]:files}:files;return Object.fromEntries(Object.entries(named).map(([name,text])=>{let lines=dedent(text).split(`
`);return[name,lines.map(line=>line.replace(mark,"")).join(`
`)]}))}function dedent(text){let lines=text.replace(/^\n/,"").replace(/\n\s*$/,`
`).split(`
`),indents=lines.filter(line=>line.trim()!=="").map(line=>line.length-line.trimStart().length),indent=Math.min(...indents,80);return lines.map(line=>line.slice(indent)).join(`
`)}function rulePageText(rule,examples,options){let style=styleOf(options.color),width=Math.min(options.width,100),paragraph=text=>wrap(text,width-2).map(line=>`  ${line}`);return`${[`${style.bold(rule.id)}  ${severityPaint(style,rule.severity)(rule.severity)}  ${style.dim(facts(rule))}`,...paragraph(`${rule.summary}.`),"",style.cyan("why"),...paragraph(rule.why),"",style.cyan("fix"),...paragraph(rule.fix),...examples.flatMap(example=>["",...exampleText(example,style)]),"",style.cyan("more"),...[...rule.references,ruleUrl(rule)].map(url=>`  ${url}`)].join(`
`)}
`}function facts({topic,since,aliases=[]}){return[topic,`since ${since}`,...aliases.length>0?[`also ${aliases.join(", ")}`]:[]].join(", ")}function exampleText({kind,title,options,files,output},style){let lines=[`${kind==="bad"?style.red("✖"):style.green("✔")} ${style.bold(title)}${options.length>0?style.dim(`  ${options.join(" ")}`):""}`];if(output)return[...lines,"",...output.trimEnd().split(`
`).map(line=>`  ${line}`.trimEnd())];for(let[name,text]of Object.entries(files))name!==onlyFile&&lines.push("",`  ${style.dim(name)}`),lines.push("",...text.trimEnd().split(`
`).map(line=>`    ${line}`.trimEnd()));return lines}function rulePageMarkdown(rule,examples){return`${[`# ${rule.id}`,`${rule.summary}.`,`*${rule.severity}*, ${facts(rule)}`,"## Why",rule.why,"## How to fix",rule.fix,...(examples.length>0?examples:unrun(rule)).flatMap(exampleMarkdown),"## More",rule.references.map(url=>`- <${url}>`).join(`
`)].filter(Boolean).join(`

`)}
`}function unrun({examples}){let shown=(kind,[example])=>example?[{kind,title:example.title,options:example.options??[],files:exampleFiles(example),output:""}]:[];return[...shown("bad",examples.bad),...shown("good",examples.good)]}function exampleMarkdown({kind,title,options,files,output}){let given=options.length>0?` (\`${options.join(" ")}\`)`:"";return[`## ${kind==="bad"?"✖":"✔"} ${title}${given}`,...Object.entries(files).map(([name,text])=>fence("yaml",name===onlyFile?text:`# ${name}
${text}`)),...output?[fence("text",output)]:[]]}function fence(language,text){let longest=Math.max(2,...[...text.matchAll(/`+/g)].map(([ticks2])=>ticks2.length)),ticks="`".repeat(longest+1);return`${ticks}${language}
${text.trimEnd()}
${ticks}`}export{rulePageText,rulePageMarkdown};
