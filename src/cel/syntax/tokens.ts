import { CompileError, type Literal } from './ast.ts'
import { readEscapes } from './read-escapes.ts'

export interface Token {
  readonly type: 'symbol' | 'ident' | 'keyword' | 'literal' | 'end'
  readonly text: string
  readonly literal?: Literal
  readonly at: number
}

const keywords = new Set(['in', 'true', 'false', 'null'])
const blank = /[\t\n\f\r ]+|\/\/[^\n]*/y
const number = /0x[0-9a-fA-F]+[uU]?|(?:[0-9]+\.[0-9]+|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+|[0-9]+[uU]?/y
const word = /[_a-zA-Z][_a-zA-Z0-9]*/y
const symbol = /==|!=|<=|>=|&&|\|\||[-+*/%<>!?:.,()[\]{}]/y
const prefix = /(?:[bB][rR]?|[rR])?(?='|")/y

/** The words of an expression: google/cel-go v0.26.0, parser/gen/CEL.g4. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  const next = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0]
  }
  while (at < text.length) {
    const space = next(blank)
    if (space !== undefined) {
      at += space.length
      continue
    }
    const token = stringAt(text, at, next(prefix)) ?? wordAt(at, next(number), next(word), next(symbol))
    if (!token) throw new CompileError(`Syntax error: token recognition error at: '${text.slice(at, at + 10)}'`)
    tokens.push(token)
    at += token.text.length
  }
  return [...tokens, { type: 'end', text: '<EOF>', at }]
}

function wordAt(
  at: number,
  digits: string | undefined,
  name: string | undefined,
  sign: string | undefined,
): Token | undefined {
  if (digits !== undefined) return { type: 'literal', text: digits, literal: numberOf(digits), at }
  if (name !== undefined) return { type: keywords.has(name) ? 'keyword' : 'ident', text: name, at }
  return sign === undefined ? undefined : { type: 'symbol', text: sign, at }
}

function numberOf(text: string): Literal {
  const isHex = text.startsWith('0x')
  if (/[uU]$/.test(text)) return { node: 'literal', type: 'uint', value: BigInt(text.slice(0, -1)) }
  if (isHex || /^[0-9]+$/.test(text)) return { node: 'literal', type: 'int', value: BigInt(text) }
  return { node: 'literal', type: 'double', value: Number(text) }
}

function stringAt(text: string, start: number, mark: string | undefined): Token | undefined {
  if (mark === undefined) return undefined
  const from = start + mark.length
  const isRaw = /r/i.test(mark)
  const one = text[from] ?? ''
  const quote = text.startsWith(one.repeat(3), from) ? one.repeat(3) : one
  const end = endOf(text, from + quote.length, quote, isRaw)
  if (end === undefined) throw new CompileError(`Syntax error: token recognition error at: '${text.slice(start)}'`)
  const inner = text.slice(from + quote.length, end)
  const isBytes = /b/i.test(mark)
  const value = isBytes ? readEscapes(inner, isRaw, true) : readEscapes(inner, isRaw, false)
  const type = isBytes ? 'bytes' : 'string'
  return {
    type: 'literal',
    text: text.slice(start, end + quote.length),
    literal: { node: 'literal', type, value },
    at: start,
  }
}

function endOf(text: string, from: number, quote: string, isRaw: boolean): number | undefined {
  for (let at = from; at < text.length; at++) {
    if (text.startsWith(quote, at)) return at
    if (quote.length === 1 && /[\n\r]/.test(text[at] ?? '')) return undefined
    if (!isRaw && text[at] === '\\') at++
  }
  return undefined
}
