import { BOM, CR, isBlankOrEnd, isBreakCode, LF, SPACE, TAB } from './characters.ts'
import { fetchToken } from './fetch-token.ts'
import * as T from './token.ts'
import type { TokenQueue } from './token-queue.ts'
import { quoted, Unreadable } from './unreadable.ts'

/** A key without `?` must have its `:` on the same line, within so many characters (YAML 1.1, 7.2.2). */
const longestKey = 1024

/**
 * Turns the text of one document into tokens, one at a time and no further than the composer asks: what
 * go.yaml.in/yaml v2.4.3 (scannerc.go) has not looked at when the document ends can not be an error.
 * It imitates that scanner's decisions, also the odd ones: which text is accepted, and as what, hangs on them.
 */
export class Scanner {
  readonly text: string
  readonly end: number
  /** The end with the line feed that Kubernetes' LineReader gives an unfinished last line. */
  readonly #limit: number
  /** Where the scanner stands, and where the line it stands in begins. */
  pos: number
  lineStart: number
  flowLevel = 0
  indent = -1
  /** Whether a key without `?` may begin here. */
  keyAllowed = true
  /** Up to where the text has been looked at. */
  seen: number
  readonly #queue: TokenQueue
  #ready = false
  readonly #indents: number[] = []
  /** The possible key of each flow level: whether there is one, whether it must be one, its token and place. */
  readonly #keyPossible: boolean[] = [false]
  readonly #keyRequired: boolean[] = [false]
  readonly #keyNumber: number[] = [0]
  readonly #keyStart: number[] = [0]
  readonly #keyLine: number[] = [0]
  /** Up to where the first character of each line is skipped: behind two byte order marks. */
  readonly #headsSkippedTo: number

  constructor(text: string, start: number, end: number, queue: TokenQueue) {
    queue.reset()
    this.#queue = queue
    this.text = text
    this.end = end
    this.#limit = end > start && text.charCodeAt(end - 1) === LF ? end : end + 1
    this.pos = start < end && text.charCodeAt(start) === BOM ? start + 1 : start
    this.lineStart = this.pos
    this.seen = this.pos
    // is_bom() looks at the beginning of the buffer, not at the place it is asked about (yamlprivateh.go).
    this.#headsSkippedTo = this.pos > start && this.at(this.pos) === BOM ? this.pos + 500 : 0
  }

  // ---- the text

  /** The code unit at an offset; 0 at the end of the document. */
  at(offset: number): number {
    return offset < this.end ? this.text.charCodeAt(offset) : offset < this.#limit ? LF : 0
  }

  /** How many code units a line break takes, 0 where there is none. LineReader takes one CR before each LF away. */
  breakWidth(offset: number): number {
    const code = this.at(offset)
    if (code === LF) return 1
    if (code !== CR) return isBreakCode(code) ? 1 : 0
    const next = this.at(offset + 1)
    if (next === LF) return 2
    return next === CR && this.at(offset + 2) === LF ? 3 : 1
  }

  /** Steps over the line break here, if there is one; its width. */
  skipBreak(): number {
    const width = this.breakWidth(this.pos)
    if (width > 0) {
      this.pos += width
      this.lineStart = this.pos
    }
    return width
  }

  /** The end of the line that an offset stands in, without its break. */
  lineEnd(offset: number): number {
    let at = offset
    while (at < this.end && !isBreakCode(this.text.charCodeAt(at))) at++
    return at
  }

  /** `---` or `...` at the head of a line. */
  isDocumentMark(offset: number): boolean {
    if (offset !== this.lineStart) return false
    const code = this.at(offset)
    if (code !== 0x2d && code !== 0x2e) return false
    return this.at(offset + 1) === code && this.at(offset + 2) === code && isBlankOrEnd(this.at(offset + 3))
  }

  /** Skips blanks, comments and line breaks. */
  toNextToken(): void {
    for (;;) {
      if (this.pos === this.lineStart && this.pos < this.#headsSkippedTo) this.pos++
      let code = this.at(this.pos)
      while (code === SPACE || (code === TAB && (this.flowLevel > 0 || !this.keyAllowed))) code = this.at(++this.pos)
      if (code === 0x23) this.pos = this.lineEnd(this.pos)
      if (this.skipBreak() === 0) return
      if (this.flowLevel === 0) this.keyAllowed = true
    }
  }

  /** Refuses the document; the place is the rest of the line unless an end is given. */
  fail(message: string, start = this.pos, end?: number): never {
    throw new Unreadable(message, Math.min(start, this.end), Math.min(end ?? this.lineEnd(start), this.end))
  }

  // ---- the queue, as the composer sees it

  /** The type of the next token. */
  peek(): number {
    if (!this.#ready) this.#fetch()
    return this.#queue.type
  }

  get tokenStart(): number {
    return this.#queue.start
  }
  get tokenEnd(): number {
    return this.#queue.end
  }
  get tokenValue(): string {
    return this.#queue.value
  }
  get tokenStyle(): number {
    return this.#queue.style
  }

  /** Takes the token away that `peek` has shown. */
  skip(): void {
    this.#ready = false
    this.#queue.drop()
  }

  add(type: number, start: number, end: number, value = '', style: number = T.PLAIN): void {
    this.#queue.add(type, start, end, value, style)
  }

  /** Fetches tokens until the first one is certain. */
  #fetch(): void {
    for (;;) {
      if (!this.#queue.isEmpty) {
        const level = this.#queue.keyLevel
        if (level < 0 || !this.#keyIsValid(level)) break
      }
      fetchToken(this)
    }
    this.#ready = true
  }

  // ---- possible keys

  /** Notes that a key may begin with the next token. */
  saveKey(): void {
    if (!this.keyAllowed) return
    this.removeKey()
    const level = this.flowLevel
    this.#keyPossible[level] = true
    this.#keyRequired[level] = level === 0 && this.indent === this.pos - this.lineStart
    this.#keyNumber[level] = this.#queue.nextNumber
    this.#keyStart[level] = this.pos
    this.#keyLine[level] = this.lineStart
    this.#queue.markNext(level)
  }

  /** What could have been a key here is none. */
  removeKey(): void {
    const level = this.flowLevel
    if (!this.#keyPossible[level]) return
    if (this.#keyRequired[level]) this.#failKey(level)
    this.#keyPossible[level] = false
    this.#queue.unmark(this.#keyNumber[level] ?? 0)
  }

  /** Makes what stands before a `:` its key; false where that can be none. */
  takeKey(): boolean {
    const level = this.flowLevel
    if (!this.#keyIsValid(level)) return false
    const number = this.#keyNumber[level] ?? 0
    const start = this.#keyStart[level] ?? 0
    this.#queue.insert(number, T.KEY, start)
    this.rollIndent(start - (this.#keyLine[level] ?? 0), T.BLOCK_MAP_START, number, start)
    this.#keyPossible[level] = false
    return true
  }

  #keyIsValid(level: number): boolean {
    if (!this.#keyPossible[level]) return false
    if (this.#keyLine[level] === this.lineStart && !this.#isLongerThanKey(this.#keyStart[level] ?? 0)) return true
    if (this.#keyRequired[level]) this.#failKey(level)
    this.#keyPossible[level] = false
    return false
  }

  #isLongerThanKey(start: number): boolean {
    if (this.pos - start <= longestKey) return false
    let characters = 0
    for (let at = start; at < this.pos && characters <= longestKey; at++) {
      if ((this.at(at) & 0xfc00) !== 0xdc00) characters++
    }
    return characters > longestKey
  }

  #failKey(level: number): never {
    const start = this.#keyStart[level] ?? 0
    const end = this.lineEnd(start)
    return this.fail(`found ${quoted(this.text.slice(start, end))} where a key with ":" must stand`, start, end)
  }

  // ---- nesting

  openFlow(): void {
    const level = ++this.flowLevel
    this.#keyPossible[level] = false
    // Not the key of this level yet, but `[]` takes its parent's possible key away with it (scannerc.go).
    this.#keyNumber[level] = this.#queue.nextNumber
  }

  closeFlow(): void {
    if (this.flowLevel === 0) return
    this.#queue.unmark(this.#keyNumber[this.flowLevel] ?? 0)
    this.flowLevel--
  }

  /** Begins a block map or list if the column is further right than the one it stands in. */
  rollIndent(column: number, type: number, number = -1, offset = this.pos): void {
    if (this.flowLevel > 0 || this.indent >= column) return
    this.#indents.push(this.indent)
    this.indent = column
    this.#queue.insert(number, type, offset)
  }

  /** Ends the block maps and lists that begin right of a column. */
  unrollIndent(column: number): void {
    if (this.flowLevel > 0) return
    while (this.indent > column) {
      this.add(T.BLOCK_END, this.pos, this.pos)
      this.indent = this.#indents.pop() ?? -1
    }
  }
}
