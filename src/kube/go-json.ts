/** The text ends too early, or a character stands where it must not: what Go's encoding/json says then. */
class Wrong extends Error {}

/** The error of Go's encoding/json (scanner.go, Go 1.25) for a text that is no JSON. */
export function jsonError(text: string): string | undefined {
  const scanner = new Scanner(text)
  try {
    scanner.value()
    scanner.end()
    return undefined
  } catch (error) {
    if (error instanceof Wrong) return error.message
    throw error
  }
}

const literals: Readonly<Record<string, string>> = { t: 'true', f: 'false', n: 'null' }
const maxDepth = 10_000

class Scanner {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  value(): void {
    this.#space()
    const first = this.#peek()
    const literal = first && literals[first]
    if (first === '{') this.#object()
    else if (first === '[') this.#array()
    else if (first === '"') this.#string()
    else if (first === '-' || this.#isDigit()) this.#number()
    else if (literal) this.#literal(literal)
    else this.#wrong('looking for beginning of value')
  }

  end(): void {
    this.#space()
    if (this.#at < this.#text.length) this.#wrong('after top-level value')
  }

  #peek(): string | undefined {
    return this.#text[this.#at]
  }

  #isDigit(): boolean {
    const next = this.#peek()
    return next !== undefined && next >= '0' && next <= '9'
  }

  #space(): void {
    while (/^[ \t\r\n]$/.test(this.#peek() ?? '')) this.#at++
  }

  #wrong(where: string): never {
    const point = this.#text.codePointAt(this.#at)
    if (point === undefined) throw new Wrong('unexpected end of JSON input')
    throw new Wrong(`invalid character ${quoteOctet(String.fromCodePoint(point))} ${where}`)
  }

  #take(wanted: string, where: string): void {
    if (this.#peek() !== wanted) this.#wrong(where)
    this.#at++
  }

  #deeper(): void {
    this.#at++
    if (++this.#depth > maxDepth) throw new Wrong('exceeded max depth')
    this.#space()
  }

  #object(): void {
    this.#deeper()
    while (this.#peek() !== '}') {
      if (this.#peek() !== '"') this.#wrong('looking for beginning of object key string')
      this.#string()
      this.#space()
      this.#take(':', 'after object key')
      this.value()
      this.#space()
      if (this.#peek() === '}') break
      this.#take(',', 'after object key:value pair')
      this.#space()
      if (this.#peek() !== '"') this.#wrong('looking for beginning of object key string')
    }
    this.#at++
    this.#depth--
  }

  #array(): void {
    this.#deeper()
    while (this.#peek() !== ']') {
      this.value()
      this.#space()
      if (this.#peek() === ']') break
      this.#take(',', 'after array element')
      this.#space()
      if (this.#peek() === ']') this.#wrong('looking for beginning of value')
    }
    this.#at++
    this.#depth--
  }

  #string(): void {
    this.#at++
    for (;;) {
      const next = this.#peek()
      if (next === undefined || next < ' ') this.#wrong('in string literal')
      this.#at++
      if (next === '"') return
      if (next === '\\') this.#escape()
    }
  }

  #escape(): void {
    const next = this.#peek()
    if (next === undefined || !'bfnrt\\/"u'.includes(next)) this.#wrong('in string escape code')
    this.#at++
    if (next !== 'u') return
    for (let count = 0; count < 4; count++) {
      if (!/^[0-9a-fA-F]$/.test(this.#peek() ?? '')) this.#wrong('in \\u hexadecimal character escape')
      this.#at++
    }
  }

  #number(): void {
    if (this.#peek() === '-') this.#at++
    if (!this.#isDigit()) this.#wrong('in numeric literal')
    if (this.#peek() === '0') this.#at++
    else this.#digits('in numeric literal')
    if (this.#peek() === '.') {
      this.#at++
      this.#digits('after decimal point in numeric literal')
    }
    if (this.#peek() !== 'e' && this.#peek() !== 'E') return
    this.#at++
    if (this.#peek() === '+' || this.#peek() === '-') this.#at++
    this.#digits('in exponent of numeric literal')
  }

  #digits(where: string): void {
    if (!this.#isDigit()) this.#wrong(where)
    while (this.#isDigit()) this.#at++
  }

  #literal(word: string): void {
    for (const [index, letter] of [...word].entries()) {
      if (this.#peek() !== letter) this.#wrong(`in literal ${word} (expecting '${letter}')`)
      this.#at++
      if (index === word.length - 1) return
    }
  }
}

/** Go looks at octets, and shows the first one of a character that has several. */
function quoteOctet(character: string): string {
  if (character === "'") return "'\\''"
  if (character === '"') return "'\"'"
  const [octet = 0] = new TextEncoder().encode(character)
  return `'${shown(octet)}'`
}

const shortEscapes: ReadonlyMap<number, string> = new Map([
  [7, '\\a'],
  [8, '\\b'],
  [9, '\\t'],
  [10, '\\n'],
  [11, '\\v'],
  [12, '\\f'],
  [13, '\\r'],
  [0x5c, '\\\\'],
])

function shown(octet: number): string {
  const short = shortEscapes.get(octet)
  if (short) return short
  if (octet < 0x20 || octet === 0x7f) return `\\x${octet.toString(16).padStart(2, '0')}`
  const isPrinted = octet < 0x7f || (octet > 0xa0 && octet !== 0xad)
  return isPrinted ? String.fromCharCode(octet) : `\\u00${octet.toString(16)}`
}
