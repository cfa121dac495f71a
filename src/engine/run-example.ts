import type { Host } from '../base/host.ts'
import { memoryHost } from '../base/memory-host.ts'
import type { AnyRule, Example } from '../rule/rule.ts'
import { lint } from './lint.ts'
import type { LintResult } from './lint-result.ts'
import { defaultRequest, type Request } from './request.ts'

/** The name of the one file of an example whose files have none. */
export const onlyFile = 'example.yaml'

/** A problem that an example expects: `#! key` at the end of a line. */
interface Mark {
  readonly path: string
  readonly line: number
  readonly message: string
}

export interface PreparedExample {
  /** The files without their marks. */
  readonly files: Readonly<Record<string, string>>
  readonly marks: readonly Mark[]
}

/** Strips the indentation and the marks of an example's files. */
export function prepareExample(example: Example): PreparedExample {
  const written = typeof example.files === 'string' ? { [onlyFile]: example.files } : example.files
  const marks: Mark[] = []
  const files: Record<string, string> = {}
  for (const [path, text] of Object.entries(written)) {
    const lines = dedent(text).split('\n')
    files[path] = lines
      .map((line, index) => {
        const mark = /\s*#! ([\w, ]+)$/.exec(line)
        if (!mark) return line
        for (const message of (mark[1] ?? '').split(/, */)) marks.push({ path, line: index + 1, message })
        return line.slice(0, mark.index)
      })
      .join('\n')
  }
  return { files, marks }
}

/** The memory that holds an example, and the request that lints it. */
export function exampleInput(example: Example): { readonly host: Host; readonly request: Request } {
  const { files } = prepareExample(example)
  const bytes = Object.entries(files).map(([path, text]) => [path, bytesOf(text)] as const)
  return { host: memoryHost(Object.fromEntries(bytes)), request: requestOf(example.options ?? []) }
}

/** U+FFFD in an example stands for a byte that is no UTF-8. */
function bytesOf(text: string): Uint8Array {
  const bytes = [...new TextEncoder().encode(text)]
  const mark = [...new TextEncoder().encode('\uFFFD')]
  for (let at = 0; at < bytes.length; at++)
    if (mark.every((byte, index) => bytes[at + index] === byte)) bytes.splice(at, mark.length, 0xff)
  return Uint8Array.from(bytes)
}

/** Lints an example with some rules. */
export function runExample(example: Example, rules: readonly AnyRule[]): LintResult {
  const { host, request } = exampleInput(example)
  return lint(request, rules, host)
}

/** The few options that examples use, spelt as on the command line. */
function requestOf(options: readonly string[]): Request {
  let request = defaultRequest
  for (const option of options) {
    const [name, value = ''] = option.split(/=(.*)/s)
    if (name === '--complete') request = { ...request, complete: true }
    else if (name === '--namespace') request = { ...request, namespace: value }
    else if (name === '--istio-version') request = { ...request, istioVersion: value }
    else if (name === '--revision') {
      const installed = value.split(',').map((one) => {
        const [left = '', right] = one.split('=')
        const revision = right ?? left
        const plain = { revision: revision === 'default' ? '' : revision }
        return right === undefined ? plain : { ...plain, tag: left }
      })
      request = { ...request, installed }
    } else throw new Error(`an example uses the option ${option}, which run-example.ts does not know`)
  }
  return request
}

/** Removes the first line when it is blank, the last one's indentation, and the indentation that all lines share. */
function dedent(text: string): string {
  const lines = text
    .replace(/^\n/, '')
    .replace(/\n\s*$/, '\n')
    .split('\n')
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length)
  const indent = Math.min(...indents, 80)
  return lines.map((line) => line.slice(indent)).join('\n')
}
