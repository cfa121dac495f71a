import type { Example } from '../rule/rule.ts'

/** The name of the one file of an example whose files have none. */
export const onlyFile = 'example.yaml'

/** A mark at the end of a line of an example: the problem that is expected there. */
const mark = /\s*#! [\w, ]+$/

/** An example's files by name as a run reads them: without the marks and the indentation that all lines share. */
export function exampleFiles({ files }: Example): Readonly<Record<string, string>> {
  const named = typeof files === 'string' ? { [onlyFile]: files } : files
  return Object.fromEntries(
    Object.entries(named).map(([name, text]) => {
      const lines = dedent(text).split('\n')
      return [name, lines.map((line) => line.replace(mark, '')).join('\n')]
    }),
  )
}

function dedent(text: string): string {
  const lines = text
    .replace(/^\n/, '')
    .replace(/\n\s*$/, '\n')
    .split('\n')
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length)
  const indent = Math.min(...indents, 80)
  return lines.map((line) => line.slice(indent)).join('\n')
}
