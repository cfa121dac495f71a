import { Unsupported } from '../values/value.ts'
import { CompileError, call, type Expr, ident, type Literal, literal, type MapLiteral, memberCall } from './ast.ts'
import { expandMacro } from './macros.ts'
import { type Token, tokensOf } from './tokens.ts'

/** k8s.io/apiserver has no own limits: those of google/cel-go v0.26.0, parser/options.go. */
const maxDepth = 250
const maxLength = 100_000

const reserved = new Set(
  'as break const continue else false for function if import in let loop package namespace null return true var void while'.split(
    ' ',
  ),
)

/** Binary operators, loosest first; `?:` stands above, unary ones and selection below. */
const levels: readonly ReadonlyMap<string, string>[] = [
  new Map([['||', '_||_']]),
  new Map([['&&', '_&&_']]),
  new Map([
    ['<', '_<_'],
    ['<=', '_<=_'],
    ['>', '_>_'],
    ['>=', '_>=_'],
    ['==', '_==_'],
    ['!=', '_!=_'],
    ['in', '@in'],
  ]),
  new Map([
    ['+', '_+_'],
    ['-', '_-_'],
  ]),
  new Map([
    ['*', '_*_'],
    ['/', '_/_'],
    ['%', '_%_'],
  ]),
]

/** An expression with its macros expanded; throws a `CompileError`. Grammar: google/cel-go v0.26.0, parser/gen/CEL.g4. */
export function parse(text: string): Expr {
  if ([...text].length > maxLength) throw new CompileError('expression code point size exceeds limit')
  const parser = new Parser(tokensOf(text))
  return parser.whole()
}

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  whole(): Expr {
    const expr = this.#expr()
    if (this.#peek().type !== 'end') this.#fail()
    return expr
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { type: 'end', text: '<EOF>', at: 0 }
  }

  #fail(): never {
    throw new CompileError(`Syntax error: mismatched input '${this.#peek().text}'`)
  }

  #next(): Token {
    const token = this.#peek()
    this.#at++
    return token
  }

  #accept(text: string): boolean {
    const token = this.#peek()
    if (token.text !== text || (token.type !== 'symbol' && token.type !== 'keyword')) return false
    this.#at++
    return true
  }

  #expect(text: string): void {
    if (!this.#accept(text)) this.#fail()
  }

  #name(): string {
    if (this.#peek().type !== 'ident') this.#fail()
    return this.#next().text
  }

  #expr(): Expr {
    if (++this.#depth > maxDepth) throw new CompileError('expression recursion limit exceeded')
    const condition = this.#binary(0)
    let found = condition
    if (this.#accept('?')) {
      const yes = this.#binary(0)
      this.#expect(':')
      found = call('_?_:_', condition, yes, this.#expr())
    }
    this.#depth--
    return found
  }

  #binary(level: number): Expr {
    const operators = levels[level]
    if (!operators) return this.#unary()
    let left = this.#binary(level + 1)
    for (;;) {
      const token = this.#peek()
      const name = token.type === 'symbol' || token.type === 'keyword' ? operators.get(token.text) : undefined
      if (name === undefined) return left
      this.#at++
      left = call(name, left, this.#binary(level + 1))
    }
  }

  /** An even number of signs is none at all: parser/parser.go, visitLogicalNot and visitNegate. */
  #unary(): Expr {
    const sign = this.#peek().text
    if (this.#peek().type !== 'symbol' || (sign !== '-' && sign !== '!')) return this.#member()
    let count = 0
    while (this.#accept(sign)) count++
    const number = this.#peek().literal
    if (sign === '-' && count === 1 && (number?.type === 'int' || number?.type === 'double')) {
      this.#at++
      const negative = typeof number.value === 'bigint' ? -number.value : -Number(number.value)
      return this.#members(checked(literal(number.type, negative)))
    }
    const operand = this.#member()
    if (count % 2 === 0) return operand
    return call(sign === '-' ? '-_' : '!_', operand)
  }

  #member(): Expr {
    return this.#members(this.#primary())
  }

  #members(start: Expr): Expr {
    let expr = start
    for (;;) {
      if (this.#accept('.')) expr = this.#selection(expr)
      else if (this.#accept('[')) {
        const isOptional = this.#accept('?')
        const index = this.#expr()
        this.#expect(']')
        expr = call(isOptional ? '_[?_]' : '_[_]', expr, index)
      } else return expr
    }
  }

  #selection(operand: Expr): Expr {
    if (this.#accept('?')) return call('_?._', operand, literal('string', this.#name()))
    const field = this.#name()
    if (!this.#accept('(')) return { node: 'select', operand, field, isTest: false }
    const args = this.#list(')', () => this.#expr(), false)
    return expandMacro(field, operand, args) ?? memberCall(operand, field, ...args)
  }

  #primary(): Expr {
    const token = this.#peek()
    if (token.literal) {
      this.#at++
      return checked(token.literal)
    }
    if (this.#accept('true')) return literal('bool', true)
    if (this.#accept('false')) return literal('bool', false)
    if (this.#accept('null')) return literal('null', null)
    if (this.#accept('(')) {
      const inner = this.#expr()
      this.#expect(')')
      return inner
    }
    if (this.#accept('[')) return this.#listLiteral()
    if (this.#accept('{')) return this.#mapLiteral()
    return this.#global()
  }

  #global(): Expr {
    const hasDot = this.#accept('.')
    const name = this.#name()
    if (reserved.has(name)) throw new CompileError(`reserved identifier: ${name}`)
    if (name === 'google' && this.#isStruct()) throw new Unsupported('messages of google.protobuf')
    if (this.#isStruct()) throw new CompileError(`undeclared reference to '${name}' (in container '')`)
    if (!this.#accept('(')) return ident(name)
    const args = this.#list(')', () => this.#expr(), false)
    return (hasDot ? undefined : expandMacro(name, undefined, args)) ?? call(name, ...args)
  }

  /** `Type{…}` makes messages, and Kubernetes declares no types that could be made. */
  #isStruct(): boolean {
    let at = this.#at
    while (this.#tokens[at]?.text === '.' && this.#tokens[at + 1]?.type === 'ident') at += 2
    return this.#tokens[at]?.type === 'symbol' && this.#tokens[at]?.text === '{'
  }

  #listLiteral(): Expr {
    const optional = new Set<number>()
    let index = 0
    const item = (): Expr => {
      if (this.#accept('?')) optional.add(index)
      index++
      return this.#expr()
    }
    return { node: 'list', items: this.#list(']', item, true), optional }
  }

  #mapLiteral(): MapLiteral {
    const entry = (): MapLiteral['entries'][number] => {
      const isOptional = this.#accept('?')
      const key = this.#expr()
      this.#expect(':')
      return { key, value: this.#expr(), isOptional }
    }
    return { node: 'map', entries: this.#list('}', entry, true) }
  }

  #list<T>(end: string, item: () => T, mayTrail: boolean): readonly T[] {
    const found: T[] = []
    if (this.#accept(end)) return found
    for (;;) {
      if (mayTrail && this.#peek().text === ',' && found.length === 0) {
        this.#at++
        this.#expect(end)
        return found
      }
      found.push(item())
      if (this.#accept(end)) return found
      this.#expect(',')
      if (mayTrail && this.#accept(end)) return found
    }
  }
}

function checked(found: Literal): Literal {
  const { type, value } = found
  if (type === 'int' && typeof value === 'bigint' && BigInt.asIntN(64, value) !== value)
    throw new CompileError('invalid int literal')
  if (type === 'uint' && typeof value === 'bigint' && BigInt.asUintN(64, value) !== value)
    throw new CompileError('invalid uint literal')
  if (type === 'double' && !Number.isFinite(value)) throw new CompileError('invalid double literal')
  return found
}
