import { known } from '../base/maybe.ts'
import { goQuote } from './go-text.ts'
import { isQualifiedName } from './names.ts'
import { type Operator, type Requirement, requirementError } from './requirement.ts'

/** A selector written as a text, `app=redis,tier in (a,b)`; or why it is none, in upstream's words. */
export type ParsedSelector =
  | { readonly requirements: readonly Requirement[]; readonly error?: undefined }
  | { readonly error: string }

type TokenType = 'identifier' | 'end' | Operator | '(' | ')' | ','

interface Token {
  readonly type: TokenType
  readonly text: string
}

const marks: ReadonlyMap<string, TokenType> = new Map<string, TokenType>([
  [')', ')'],
  [',', ','],
  ['!', '!'],
  ['==', '=='],
  ['=', '='],
  ['>', 'gt'],
  ['<', 'lt'],
  ['!=', '!='],
  ['(', '('],
])

const binaryOperators: ReadonlySet<string> = new Set(['in', 'notin', '=', '==', '!=', 'gt', 'lt'])

/** Parses a selector's text. Source: labels.Parse, k8s.io/apimachinery v0.35.4, pkg/labels/selector.go. */
export function parseSelectorText(text: string): ParsedSelector {
  try {
    return { requirements: new Parser(tokensOf(text)).parse() }
  } catch (error) {
    if (error instanceof Refusal) return { error: error.message }
    throw error
  }
}

/** A text that is no selector: it never leaves this file. */
class Refusal extends Error {}

/** Upstream's lexer takes a NUL for the end of a token, and one that stands alone for the end of the text. */
function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  for (const [, part] of text.matchAll(/(==|!=|[=!(),<>]|[^=!(),<> \t\r\n\0]+)\0?|\0/g)) {
    if (part === undefined) return tokens
    const keyword: TokenType = part === 'in' || part === 'notin' ? part : 'identifier'
    tokens.push({ type: marks.get(part) ?? keyword, text: part })
  }
  return tokens
}

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  parse(): readonly Requirement[] {
    const requirements: Requirement[] = []
    for (;;) {
      const token = this.#peek()
      if (token.type === 'end') return requirements
      if (token.type !== 'identifier' && token.type !== '!')
        throw new Refusal(`found '${token.text}', expected: !, identifier, or 'end of string'`)
      requirements.push(this.#requirement())
      const next = this.#take()
      if (next.type === 'end') return requirements
      if (next.type !== ',') throw new Refusal(`found '${next.text}', expected: ',' or 'end of string'`)
      const after = this.#peek()
      if (after.type !== 'identifier' && after.type !== '!')
        throw new Refusal(`found '${after.text}', expected: identifier after ','`)
    }
  }

  #requirement(): Requirement {
    let key = this.#take()
    let operator: Operator | undefined
    if (key.type === '!') {
      operator = '!'
      key = this.#take()
    }
    if (key.type !== 'identifier') throw refusal(`found '${key.text}', expected: identifier`)
    const bad = isQualifiedName(key.text)
    if (bad.length > 0) throw refusal(`<nil>: Invalid value: ${goQuote(key.text)}: ${bad.join('; ')}`)
    const next = this.#peek().type
    if (!operator && (next === 'end' || next === ',')) operator = 'exists'
    if (operator) return requirementOf(key.text, operator, [])
    const binary = this.#operator()
    return requirementOf(key.text, binary, binary === 'in' || binary === 'notin' ? this.#list() : [this.#value()])
  }

  #operator(): Operator {
    const { text, type } = this.#take(true)
    if (!binaryOperators.has(type)) throw refusal(`found '${text}', expected: ${[...binaryOperators].join(', ')}`)
    return type as Operator
  }

  #value(): string {
    const { type } = this.#peek()
    if (type === 'end' || type === ',') return ''
    const token = this.#take()
    if (token.type !== 'identifier') throw refusal(`found '${token.text}', expected: identifier`)
    return token.text
  }

  /** `(a,b)`; an empty place is the empty text, as in `(a,)`. */
  #list(): readonly string[] {
    const open = this.#take()
    if (open.type !== '(') throw refusal(`found '${open.text}' expected: '('`)
    const values = new Set<string>()
    for (;;) {
      const token = this.#peek()
      if (token.type === 'identifier') values.add(this.#take().text)
      else if (token.type === ',' || token.type === ')') values.add('')
      else throw refusal(`found '${token.text}', expected: ',', ')' or identifier`)
      const end = this.#peek()
      if (end.type !== ',' && end.type !== ')') throw refusal(`found '${end.text}', expected: ',' or ')'`)
      this.#take()
      if (end.type === ')') return [...values].sort()
    }
  }

  /** Where a value may stand, `in` and `notin` are names like any other. */
  #peek(asOperator = false): Token {
    const token = this.#tokens[this.#at] ?? { type: 'end', text: '' }
    const isWord = token.type === 'in' || token.type === 'notin'
    return isWord && !asOperator ? { type: 'identifier', text: token.text } : token
  }

  #take(asOperator = false): Token {
    const token = this.#peek(asOperator)
    this.#at++
    return token
  }
}

function refusal(reason: string): Refusal {
  return new Refusal(`unable to parse requirement: ${reason}`)
}

function requirementOf(key: string, operator: Operator, values: readonly string[]): Requirement {
  const requirement = { key: known(key), operator: known(operator), values: values.map(known), at: undefined }
  const error = requirementError(requirement)
  if (error) throw refusal(error)
  return requirement
}
