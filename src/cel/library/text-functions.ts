import { compileRegex, regexFindAll, regexMatches } from '../regex/regex.ts'
import { RegexError } from '../regex/regex-error.ts'
import { quote } from '../syntax/quote.ts'
import type { Run } from '../values/operators.ts'
import { isA, listValue, RuntimeError, Unsupported, type Value } from '../values/value.ts'
import { formatText } from './format.ts'

function pattern(text: string): ReturnType<typeof compileRegex> {
  try {
    return compileRegex(text)
  } catch (error) {
    if (error instanceof RegexError) throw new RuntimeError(`error parsing regexp: ${error.message}`)
    throw error
  }
}

/** A function of texts. */
function ofTexts(run: (...texts: readonly string[]) => Value): Run {
  return (...args) => (args.every((arg) => typeof arg === 'string') ? run(...args) : undefined)
}

function outOfRange(index: number): never {
  throw new RuntimeError(`index out of range: ${index}`)
}

/** google/cel-go v0.26.0, ext/strings.go, and k8s.io/apiserver v0.35.4, pkg/cel/library/regex.go. */
export const textFunctions: Readonly<Record<string, Run>> = {
  matches: ofTexts((text = '', regex = '') => regexMatches(pattern(regex), text)),
  startsWith: ofTexts((text = '', start = '') => text.startsWith(start)),
  endsWith: ofTexts((text = '', end = '') => text.endsWith(end)),
  contains: ofTexts((text = '', part = '') => text.includes(part)),
  find: ofTexts((text = '', regex = '') => regexFindAll(pattern(regex), text, 1)[0] ?? ''),
  findAll: (text, regex, limit = -1n) => {
    if (typeof text !== 'string' || typeof regex !== 'string' || typeof limit !== 'bigint') return undefined
    return listValue(regexFindAll(pattern(regex), text, limit < 0n ? Number.POSITIVE_INFINITY : Number(limit)))
  },
  charAt: (text, index) => {
    if (typeof text !== 'string' || typeof index !== 'bigint') return undefined
    const characters = [...text]
    const at = Number(index)
    if (at < 0 || at > characters.length) return outOfRange(at)
    return characters[at] ?? ''
  },
  join: (list, separator = '') => {
    if (!isA(list, 'list') || typeof separator !== 'string') return undefined
    if (!list.items.every((item) => typeof item === 'string')) throw new RuntimeError('no such overload')
    return list.items.join(separator)
  },
  lowerAscii: ofTexts((text = '') => text.replace(/[A-Z]/g, (one) => one.toLowerCase())),
  upperAscii: ofTexts((text = '') => text.replace(/[a-z]/g, (one) => one.toUpperCase())),
  trim: ofTexts((text = '') => text.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, '')),
  replace: (text, from, to, limit = -1n) => {
    if (typeof text !== 'string' || typeof from !== 'string' || typeof to !== 'string') return undefined
    return typeof limit === 'bigint' ? replaceSome(text, from, to, Number(limit)) : undefined
  },
  split: (text, separator, limit = -1n) => {
    if (typeof text !== 'string' || typeof separator !== 'string' || typeof limit !== 'bigint') return undefined
    return listValue(splitSome(text, separator, Number(limit)))
  },
  substring: (text, from, to) => {
    if (typeof text !== 'string' || typeof from !== 'bigint' || (to !== undefined && typeof to !== 'bigint'))
      return undefined
    return substring([...text], Number(from), to === undefined ? undefined : Number(to))
  },
  format: (text, args) => (typeof text === 'string' && isA(args, 'list') ? formatText(text, args.items) : undefined),
  'strings.quote': ofTexts((text = '') => quote(text)),
}

function substring(characters: readonly string[], from: number, to: number | undefined): Value {
  if (from < 0 || from > characters.length) return outOfRange(from)
  if (to === undefined) return characters.slice(from).join('')
  if (from > to) throw new RuntimeError(`invalid substring range. start: ${from}, end: ${to}`)
  return to > characters.length ? outOfRange(to) : characters.slice(from, to).join('')
}

function replaceSome(text: string, from: string, to: string, limit: number): string {
  if (limit === 0) return text
  const parts = from === '' ? ['', ...text] : text.split(from)
  const count = from === '' ? [...text].length + 1 : parts.length - 1
  const times = limit < 0 ? count : Math.min(limit, count)
  if (times * to.length > 10_000_000) throw new Unsupported('a very long text')
  if (from !== '')
    return parts.map((part, index) => (index === 0 ? part : `${index <= times ? to : from}${part}`)).join('')
  const characters = [...text]
  return Array.from({ length: count }, (_, index) => `${index < times ? to : ''}${characters[index] ?? ''}`).join('')
}

function splitSome(text: string, separator: string, limit: number): readonly string[] {
  if (limit === 0) return []
  if (limit === 1) return [text]
  const parts = separator === '' ? [...text] : text.split(separator)
  if (limit < 0 || parts.length <= limit) return parts
  return [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)]
}

/** `indexOf` and `lastIndexOf` of texts. */
export function textIndex(text: string, part: string, from: bigint | undefined, isLast: boolean): Value {
  const [characters, wanted] = [[...text], [...part]]
  const start = from === undefined ? (isLast ? characters.length : 0) : Number(from)
  if (part === '') return isLast && from === undefined ? BigInt(characters.length) : BigInt(start)
  if (from !== undefined && (start < 0 || start >= characters.length)) {
    if (start < 0 || start > characters.length) return outOfRange(start)
    return -1n
  }
  const isAt = (at: number): boolean => wanted.every((one, index) => characters[at + index] === one)
  const last = characters.length - wanted.length
  if (isLast) {
    for (let at = Math.min(start, last); at >= 0; at--) if (isAt(at)) return BigInt(at)
  } else for (let at = start; at <= last; at++) if (isAt(at)) return BigInt(at)
  return -1n
}
