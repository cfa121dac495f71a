import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rules } from '../../rules/index.ts'
import { commands } from '../cli/commands.ts'
import { main } from '../cli/main.ts'
import { nodeHost } from '../cli/node-host.ts'
import { renderedExamples } from '../cli/rendered-examples.ts'
import { ignoreCommentRule } from '../engine/ignore-comment-rule.ts'
import { plainReport } from '../report/report-options.ts'
import { rulePageMarkdown } from '../report/rules/rule-page.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Every file that shows output of the tool, by path, as it must read: the docs, and what each fixture project gives. */
export async function freshDocs(): Promise<Readonly<Record<string, string>>> {
  const docs = {
    'README.md': await withTranscripts(textOf('README.md')),
    'docs/rules.md': await rulesPage(),
    'docs/cli.md': await commandLinePage(),
  }
  const projects = readdirSync(`${root}test-fixtures/projects`).sort()
  return Object.assign(docs, ...(await Promise.all(projects.map(expectedOf))))
}

/** What the commands print for a fixture project, by the file that holds it. */
async function expectedOf(project: string): Promise<Readonly<Record<string, string>>> {
  const folder = `test-fixtures/projects/${project}`
  const outputs = {
    'lint.txt': await seen(['lint', '--undecided', folder]),
    'lint.json': (await run(['lint', '-f', 'json', folder])).stdout,
    'lint.sarif': (await run(['lint', '-f', 'sarif', folder])).stdout,
    'lint.github.txt': (await run(['lint', '-f', 'github', folder])).stdout,
    'why.txt': await seen(['why', folder]),
    'why.json': (await run(['why', '-f', 'json', folder])).stdout,
    'why.pod.txt': await seen(['why', '--pod', folder]),
    'resources.json': (await run(['resources', '-f', 'json', '--positions', folder])).stdout,
  }
  return Object.fromEntries(
    Object.entries(outputs).map(([name, text]) => [`test-fixtures/expected/${project}/${name}`, text]),
  )
}

/** The text of a file of this repository; empty when there is none. */
export function textOf(path: string): string {
  return existsSync(`${root}${path}`) ? readFileSync(`${root}${path}`, 'utf8') : ''
}

/** Runs every `$ … npx meshlint …` of a console block and puts the output below it. */
async function withTranscripts(text: string): Promise<string> {
  let fresh = ''
  let rest = 0
  for (const block of text.matchAll(/```console\n(\$ [^\n]*)\n(.*?)```/gs)) {
    const [whole, command = ''] = block
    fresh += `${text.slice(rest, block.index)}\`\`\`console\n${command}\n${await outputOf(command)}\`\`\``
    rest = block.index + whole.length
  }
  return fresh + text.slice(rest)
}

/** What a command prints, on stdout and stderr, without colour. */
async function outputOf(command: string): Promise<string> {
  return (await run(/npx meshlint (.*)$/.exec(command)?.[1]?.split(' ') ?? [])).both
}

/** All that a command lets a person see. */
async function seen(args: readonly string[]): Promise<string> {
  const { both, code } = await run(args)
  return `${both}\nexit code ${code}\n`
}

async function run(args: readonly string[]): Promise<{ stdout: string; both: string; code: number }> {
  let stdout = ''
  let both = ''
  const streamTo = (write: (text: string) => void) => ({ isTTY: false, write })
  const streams = {
    stdout: streamTo((text) => {
      stdout += text
      both += text
    }),
    stderr: streamTo((text) => {
      both += text
    }),
    stdin: () => Promise.resolve(new Uint8Array()),
  }
  const code = await main(args, streams, {}, nodeHost(root.replace(/\/$/, '')))
  return { stdout, both, code }
}

/** The help of every command, as it is printed. */
async function commandLinePage(): Promise<string> {
  const helps = [['--help'], ...commands.map(({ name }) => [name, '--help'])]
  const texts = await Promise.all(
    helps.map(async (args) => `\`\`\`console\n$ meshlint ${args.join(' ')}\n${(await run(args)).stdout}\`\`\`\n`),
  )
  return `# The command line\n\n${texts.join('\n')}`
}

async function rulesPage(): Promise<string> {
  const all = [...rules, ignoreCommentRule].sort((a, b) => (a.id < b.id ? -1 : 1))
  const list = all.map((rule) => `| [${rule.id}](#${rule.id}) | ${rule.severity} | ${rule.summary} |`)
  const pages = await Promise.all(
    all.map(async (rule) => rulePageMarkdown(rule, await renderedExamples(rule, plainReport))),
  )
  return ['# Rules', '', '| rule | severity | what it finds |', '|---|---|---|', ...list, '', pages.join('\n')].join(
    '\n',
  )
}
