import { SourceFile } from '../base/source-file.ts'
import type { Scalar } from '../base/tree.ts'
import { readText } from '../yaml/read-text.ts'
import { cannotInject } from './unclear.ts'

const plain = /^[A-Za-z][\w./=*@+-]*(:[\w./=*@+-]+)*$/
const harmless = /^[^"\\\n\r]*$/

/** What a value becomes that the injector's templates paste into YAML as it is: perhaps a number, or nothing at all. */
export function pasted(text: string): Scalar {
  return plain.test(text) && !isWord(text) ? text : readItem(text, text)
}

/** What a value becomes that the injector's templates paste into YAML behind a text. */
export function pastedAfter(before: string, text: string): string {
  const whole = `${before}${text}`
  if (/^[\w./=*@+,:-]*$/.test(text) && !text.endsWith(':')) return whole
  const value = readItem(whole, text)
  if (typeof value === 'string') return value
  throw brokenBy(text)
}

/** What a value becomes between double quotes of YAML. */
export function quoted(text: string): string {
  if (harmless.test(text)) return text
  const value = readItem(`"${text}"`, text)
  if (typeof value === 'string') return value
  throw brokenBy(text)
}

function isWord(text: string): boolean {
  return /^(true|false|yes|no|on|off|null|y|n)$/i.test(text)
}

function readItem(item: string, text: string): Scalar {
  const { documents, errors } = readText(new SourceFile('template.yaml', `- ${item}\n`))
  const root = documents[0]?.root
  const node = root?.type === 'list' && root.items.length === 1 ? root.items[0] : undefined
  if (errors.length > 0 || documents.length !== 1 || node?.type !== 'scalar') throw brokenBy(text)
  return node.value
}

function brokenBy(text: string): Error {
  return cannotInject(
    `what the injector makes of the value ${JSON.stringify(text)}`,
    'write a value that stays one text when it is pasted into YAML',
  )
}
