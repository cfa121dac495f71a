import { ruleUrl } from '../../engine/problem-of.ts'
import { onlyFile, prepareExample } from '../../engine/run-example.ts'
import type { AnyRule, Example } from '../../rule/rule.ts'
import type { ReportOptions } from '../report-options.ts'
import { type Style, severityPaint, styleOf } from '../text/style.ts'
import { wrap } from '../text/text.ts'

/** An example as it was run: its files without marks, and what meshlint printed. */
export interface RenderedExample {
  readonly kind: 'bad' | 'good'
  readonly title: string
  readonly options: readonly string[]
  readonly files: Readonly<Record<string, string>>
  /** The frames that the run printed; empty where it found nothing. */
  readonly output: string
}

/** `meshlint explain RULE`: what, why, how to fix, the examples as they were run. */
export function rulePageText(
  rule: AnyRule,
  examples: readonly RenderedExample[],
  options: Pick<ReportOptions, 'color' | 'width'>,
): string {
  const style = styleOf(options.color)
  const width = Math.min(options.width, 100)
  const paragraph = (text: string) => wrap(text, width - 2).map((line) => `  ${line}`)
  const lines = [
    `${style.bold(rule.id)}  ${severityPaint(style, rule.severity)(rule.severity)}  ${style.dim(facts(rule))}`,
    ...paragraph(`${rule.summary}.`),
    '',
    style.cyan('why'),
    ...paragraph(rule.why),
    '',
    style.cyan('fix'),
    ...paragraph(rule.fix),
    ...examples.flatMap((example) => ['', ...exampleText(example, style)]),
    '',
    style.cyan('more'),
    ...[...rule.references, ruleUrl(rule)].map((url) => `  ${url}`),
  ]
  return `${lines.join('\n')}\n`
}

function facts({ topic, since, aliases = [] }: AnyRule): string {
  return [topic, `since ${since}`, ...(aliases.length > 0 ? [`also ${aliases.join(', ')}`] : [])].join(', ')
}

function exampleText({ kind, title, options, files, output }: RenderedExample, style: Style): string[] {
  const mark = kind === 'bad' ? style.red('✖') : style.green('✔')
  const lines = [`${mark} ${style.bold(title)}${options.length > 0 ? style.dim(`  ${options.join(' ')}`) : ''}`]
  if (output)
    return [
      ...lines,
      '',
      ...output
        .trimEnd()
        .split('\n')
        .map((line) => `  ${line}`.trimEnd()),
    ]
  for (const [name, text] of Object.entries(files)) {
    if (name !== onlyFile) lines.push('', `  ${style.dim(name)}`)
    lines.push(
      '',
      ...text
        .trimEnd()
        .split('\n')
        .map((line) => `    ${line}`.trimEnd()),
    )
  }
  return lines
}

/** The same page in Markdown, for docs and for readers of SARIF; without examples, the rule's own are shown unrun. */
export function rulePageMarkdown(rule: AnyRule, examples: readonly RenderedExample[]): string {
  const parts = [
    `# ${rule.id}`,
    `${rule.summary}.`,
    `*${rule.severity}*, ${facts(rule)}`,
    `## Why`,
    rule.why,
    `## How to fix`,
    rule.fix,
    ...(examples.length > 0 ? examples : unrun(rule)).flatMap(exampleMarkdown),
    `## More`,
    rule.references.map((url) => `- <${url}>`).join('\n'),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

/** The first bad and the first good example: enough to recognise one's own. */
function unrun({ examples }: AnyRule): RenderedExample[] {
  const shown = (kind: RenderedExample['kind'], [example]: readonly Example[]) =>
    example
      ? [
          {
            kind,
            title: example.title,
            options: example.options ?? [],
            files: prepareExample(example).files,
            output: '',
          },
        ]
      : []
  return [...shown('bad', examples.bad), ...shown('good', examples.good)]
}

function exampleMarkdown({ kind, title, options, files, output }: RenderedExample): string[] {
  const given = options.length > 0 ? ` (\`${options.join(' ')}\`)` : ''
  return [
    `## ${kind === 'bad' ? '✖' : '✔'} ${title}${given}`,
    ...Object.entries(files).map(([name, text]) => fileFence(name, text)),
    ...(output ? [fence('text', output)] : []),
  ]
}

/** A code block whose fence is longer than any in the text. */
function fence(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const ticks = '`'.repeat(longest + 1)
  return `${ticks}${language}\n${text.trimEnd()}\n${ticks}`
}

/** A file of an example, its name in a comment above it. */
function fileFence(name: string, text: string): string {
  if (name === onlyFile) return fence('yaml', text)
  return /\.[jt]s$/.test(name) ? fence('typescript', `// ${name}\n${text}`) : fence('yaml', `# ${name}\n${text}`)
}
