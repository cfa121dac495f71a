import { codePoint, perlClass, posixClass, unicodeClass } from './regex-class.ts'
import { RegexError } from './regex-error.ts'

export type Regex =
  | { readonly op: 'empty' }
  | { readonly op: 'class'; readonly source: string; readonly ignoresCase: boolean }
  | { readonly op: 'assert'; readonly what: Assertion }
  | { readonly op: 'all' | 'any'; readonly parts: readonly Regex[] }
  | {
      readonly op: 'repeat'
      readonly part: Regex
      readonly min: number
      readonly max: number
      readonly isLazy: boolean
    }

export type Assertion = 'textStart' | 'textEnd' | 'lineStart' | 'lineEnd' | 'word' | 'notWord'

interface Flags {
  readonly i: boolean
  readonly m: boolean
  readonly s: boolean
  readonly U: boolean
}

const maxRepeat = 1000
const maxHeight = 1000
const escapes: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 }

/** A pattern as Go reads it: regexp/syntax/parse.go of Go 1.25, with the flags of `regexp.Compile`. */
export function parseRegex(pattern: string): Regex {
  return new RegexParser([...pattern]).whole()
}

class RegexParser {
  readonly #text: readonly string[]
  #at = 0
  #height = 0
  #flags: Flags = { i: false, m: false, s: false, U: false }

  constructor(text: readonly string[]) {
    this.#text = text
  }

  whole(): Regex {
    const regex = this.#alternatives()
    if (this.#at < this.#text.length) throw new RegexError('unexpected )')
    return regex
  }

  #startsWith(text: string): boolean {
    return [...text].every((one, index) => this.#text[this.#at + index] === one)
  }

  #accept(text: string): boolean {
    if (!this.#startsWith(text)) return false
    this.#at += text.length
    return true
  }

  #take(): string {
    const one = this.#text[this.#at]
    if (one === undefined) throw new RegexError('unexpected end')
    this.#at++
    return one
  }

  #until(end: string): string | undefined {
    for (let to = this.#at; to < this.#text.length; to++) {
      if (![...end].every((one, index) => this.#text[to + index] === one)) continue
      const found = this.#text.slice(this.#at, to).join('')
      this.#at = to + end.length
      return found
    }
    return undefined
  }

  #alternatives(): Regex {
    if (++this.#height > maxHeight) throw new RegexError('expression nests too deeply')
    const parts = [this.#sequence()]
    while (this.#accept('|')) parts.push(this.#sequence())
    this.#height--
    return parts.length === 1 && parts[0] ? parts[0] : { op: 'any', parts }
  }

  #sequence(): Regex {
    const parts: Regex[] = []
    let isRepeated = false
    while (this.#at < this.#text.length && !this.#startsWith('|') && !this.#startsWith(')')) {
      const range = this.#quantifier()
      if (!range) {
        const part = this.#atom()
        if (part) parts.push(...part)
        isRepeated = false
        continue
      }
      const part = parts.pop()
      if (!part) throw new RegexError('missing argument to repetition operator')
      if (isRepeated) throw new RegexError('invalid nested repetition operator')
      const isLazy = this.#accept('?') !== this.#flags.U
      const repeated: Regex = { op: 'repeat', part, ...range, isLazy }
      if (repeatCount(repeated) > maxRepeat) throw new RegexError('invalid repeat count')
      parts.push(repeated)
      isRepeated = true
    }
    return parts.length === 1 && parts[0] ? parts[0] : { op: 'all', parts }
  }

  #quantifier(): { readonly min: number; readonly max: number } | undefined {
    if (this.#accept('*')) return { min: 0, max: Number.POSITIVE_INFINITY }
    if (this.#accept('+')) return { min: 1, max: Number.POSITIVE_INFINITY }
    if (this.#accept('?')) return { min: 0, max: 1 }
    if (!this.#startsWith('{')) return undefined
    const found = /^\{(0|[1-9]\d*)(?:(,)(0|[1-9]\d*)?)?\}/.exec(this.#text.slice(this.#at, this.#at + 40).join(''))
    if (!found) return undefined
    this.#at += found[0].length
    const min = Number(found[1])
    const max = found[2] ? Number(found[3] ?? Number.POSITIVE_INFINITY) : min
    if (min > maxRepeat || (Number.isFinite(max) && max > maxRepeat) || min > max)
      throw new RegexError('invalid repeat count')
    return { min, max }
  }

  /** One or more parts that stand next to each other; undefined for a group that only sets flags. */
  #atom(): readonly Regex[] | undefined {
    const { m, s } = this.#flags
    if (this.#accept('(')) return this.#group()
    if (this.#accept('[')) return [this.#class()]
    if (this.#accept('.')) return [this.#in(s ? '[\\u{0}-\\u{10ffff}]' : '[^\\n]')]
    if (this.#accept('^')) return [{ op: 'assert', what: m ? 'lineStart' : 'textStart' }]
    if (this.#accept('$')) return [{ op: 'assert', what: m ? 'lineEnd' : 'textEnd' }]
    if (this.#startsWith('\\')) return this.#escape()
    return [this.#literal(this.#take())]
  }

  #in(source: string): Regex {
    return { op: 'class', source, ignoresCase: this.#flags.i }
  }

  #literal(character: string): Regex {
    return this.#in(`[${codePoint(character.codePointAt(0) ?? 0)}]`)
  }

  #group(): readonly Regex[] | undefined {
    const outer = this.#flags
    if (this.#accept('?')) {
      if (
        this.#accept('P<') ||
        (this.#startsWith('<') && !this.#startsWith('<=') && !this.#startsWith('<!') && this.#accept('<'))
      ) {
        if (!/^\w+$/.test(this.#until('>') ?? '')) throw new RegexError('invalid named capture')
      } else if (this.#setFlags()) return undefined
    }
    const inner = this.#alternatives()
    if (!this.#accept(')')) throw new RegexError('missing closing )')
    this.#flags = outer
    return [inner]
  }

  /** `(?i)` sets flags for the rest of the group, `(?i:` for its own; whether it was the former. */
  #setFlags(): boolean {
    let [value, isEmpty] = [true, true]
    for (;;) {
      const flag = this.#take()
      if (flag === 'i' || flag === 'm' || flag === 's' || flag === 'U') {
        this.#flags = { ...this.#flags, [flag]: value }
        isEmpty = false
      } else if (flag === '-' && value) [value, isEmpty] = [false, true]
      else if ((flag === ':' || flag === ')') && (value || !isEmpty)) return flag === ')'
      else throw new RegexError(`invalid or unsupported Perl syntax: \`(?${flag}\``)
    }
  }

  #escape(): readonly Regex[] {
    if (this.#accept('\\A')) return [{ op: 'assert', what: 'textStart' }]
    if (this.#accept('\\z')) return [{ op: 'assert', what: 'textEnd' }]
    if (this.#accept('\\b')) return [{ op: 'assert', what: 'word' }]
    if (this.#accept('\\B')) return [{ op: 'assert', what: 'notWord' }]
    if (this.#accept('\\Q')) {
      const quoted = this.#until('\\E') ?? this.#text.slice(this.#at).join('')
      if (!this.#isAfterQuote()) this.#at = this.#text.length
      return [...quoted].map((one) => this.#literal(one))
    }
    return [this.#in(this.#namedClass() ?? `[${codePoint(this.#escaped())}]`)]
  }

  #isAfterQuote(): boolean {
    return this.#text[this.#at - 1] === 'E' && this.#text[this.#at - 2] === '\\'
  }

  #namedClass(): string | undefined {
    const letter = this.#text[this.#at + 1] ?? ''
    const found = perlClass(letter)
    if (found) this.#at += 2
    if (found || (letter !== 'p' && letter !== 'P')) return found
    this.#at += 2
    const first = this.#take()
    const name = first === '{' ? this.#until('}') : first
    if (name === undefined) throw new RegexError('invalid character class range')
    return unicodeClass(name, letter === 'P')
  }

  /** The character that an escape means. */
  #escaped(): number {
    this.#at++
    if (this.#at >= this.#text.length) throw new RegexError('trailing backslash at end of expression')
    const one = this.#take()
    if (/^[0-7]$/.test(one)) return this.#octal(one)
    if (one === 'x') return this.#hex()
    const found = escapes[one]
    if (found !== undefined) return found
    const code = one.codePointAt(0) ?? 0
    if (code >= 0x80 || /[0-9A-Za-z]/.test(one)) throw new RegexError(`invalid escape sequence: \`\\${one}\``)
    return code
  }

  #octal(first: string): number {
    const next = this.#text[this.#at] ?? ''
    if (first !== '0' && !/^[0-7]$/.test(next)) throw new RegexError(`invalid escape sequence: \`\\${first}\``)
    let digits = first
    while (digits.length < 3 && /^[0-7]$/.test(this.#text[this.#at] ?? '')) digits += this.#take()
    return Number.parseInt(digits, 8)
  }

  #hex(): number {
    const digits = this.#accept('{') ? this.#until('}') : `${this.#take()}${this.#take()}`
    const code = digits !== undefined && /^[0-9a-fA-F]+$/.test(digits) ? Number.parseInt(digits, 16) : -1
    if (code < 0 || code > 0x10ffff) throw new RegexError('invalid escape sequence: `\\x`')
    return code
  }

  #class(): Regex {
    const isNegated = this.#accept('^')
    const parts: string[] = []
    while (parts.length === 0 || !this.#startsWith(']')) {
      if (this.#at >= this.#text.length) throw new RegexError('missing closing ]')
      parts.push(this.#posix() ?? (this.#startsWith('\\') ? this.#namedClass() : undefined) ?? this.#range())
    }
    this.#at++
    return this.#in(`[${isNegated ? '^' : ''}${parts.join('')}]`)
  }

  #posix(): string | undefined {
    if (!this.#startsWith('[:')) return undefined
    const before = this.#at
    this.#at += 2
    const name = this.#until(':]')
    if (name !== undefined) return posixClass(name)
    this.#at = before
    return undefined
  }

  #range(): string {
    const from = this.#classCharacter()
    const next = this.#text[this.#at + 1]
    if (!this.#startsWith('-') || next === undefined || next === ']') return codePoint(from)
    this.#at++
    const to = this.#classCharacter()
    if (to < from) throw new RegexError('invalid character class range')
    return `${codePoint(from)}-${codePoint(to)}`
  }

  #classCharacter(): number {
    if (this.#startsWith('\\')) return this.#escaped()
    return this.#take().codePointAt(0) ?? 0
  }
}

/** How often a counted repetition repeats at most, inner ones included: repeatIsValid. */
function repeatCount(regex: Regex): number {
  switch (regex.op) {
    case 'repeat': {
      const own = Number.isFinite(regex.max) ? Math.max(regex.max, 1) : Math.max(regex.min, 1)
      return own * repeatCount(regex.part)
    }
    case 'all':
    case 'any':
      return Math.max(1, ...regex.parts.map(repeatCount))
    default:
      return 1
  }
}
