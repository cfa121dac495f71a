import { BOM, CR, isBlankOrEnd, isBreakCode, LF, SPACE, TAB } from './characters.ts'
import { scanBlockScalar } from './scan-block.ts'
import { scanPlain } from './scan-plain.ts'
import { scanAnchor, scanDirective, scanTag } from './scan-properties.ts'
import { scanQuoted } from './scan-quoted.ts'
import * as T from './token.ts'
import { Unreadable } from './unreadable.ts'

/** A key without `?` must have its `:` on the same line, within so many characters (YAML 1.1, 7.2.2). */
const longestKey = 1024

/**
 * Turns the text of one document into tokens, one at a time and no further than the composer asks: what
 * go.yaml.in/yaml v2.4.3 (scannerc.go) has not looked at when the document ends can not be an error.
 * It imitates that scanner's decisions, also the odd ones: which text is accepted, and as what, hangs on them.
 */
export class Scanner {
  readonly text: string
  /** The end of the document's text. Kubernetes' LineReader gives an unfinished last line a line feed. */
  readonly end: number
  readonly #limit: number
  /** Where the scanner stands, and where the line it stands in begins. */
  pos: number
  lineStart: number
  flowLevel = 0
  indent = -1
  /** Whether a key without `?` may begin here. */
  keyAllowed = true
  /** The last character that a decision has hung on, for errors that hang on what the tools have read. */
  seen: number
  readonly #indents: number[] = []
  readonly #skipsLineHeads: boolean
  readonly #first: number

  /** The queue, slots `#head` to `#tail`: tokens wait while a `:` may still turn an earlier one into a key. */
  readonly #types: number[] = []
  readonly #starts: number[] = []
  readonly #ends: number[] = []
  readonly #values: string[] = []
  readonly #styles: number[] = []
  /** For a token that may be a key: its flow level + 1. */
  readonly #keyLevels: number[] = []
  #head = 0
  #tail = 0
  #parsed = 0
  #ready = false
  #nextKeyLevel = 0

  /** The possible key of each flow level. */
  readonly #keyPossible: boolean[] = [false]
  readonly #keyRequired: boolean[] = [false]
  readonly #keyToken: number[] = [0]
  readonly #keyStart: number[] = [0]
  readonly #keyLine: number[] = [0]

  constructor(text: string, start: number, end: number) {
    this.text = text
    this.end = end
    this.#limit = end > start && text.charCodeAt(end - 1) === LF ? end : end + 1
    this.pos = start < end && text.charCodeAt(start) === BOM ? start + 1 : start
    this.lineStart = this.pos
    this.seen = this.pos
    this.#first = this.pos
    // is_bom() looks at the beginning of the buffer, not at the place it is asked about (yamlprivateh.go).
    this.#skipsLineHeads = this.pos > start && this.at(this.pos) === BOM
  }

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

  get column(): number {
    return this.pos - this.lineStart
  }

  /** `---` or `...` at the head of a line. */
  isDocumentMark(offset: number): boolean {
    if (offset !== this.lineStart) return false
    const code = this.at(offset)
    if (code !== 0x2d && code !== 0x2e) return false
    return this.at(offset + 1) === code && this.at(offset + 2) === code && isBlankOrEnd(this.at(offset + 3))
  }

  fail(message: string, start = this.pos, end?: number): never {
    throw new Unreadable(message, Math.min(start, this.end), Math.min(end ?? this.lineEnd(start), this.end))
  }

  lineEnd(offset: number): number {
    let at = offset
    while (at < this.end && !isBreakCode(this.text.charCodeAt(at))) at++
    return at
  }

  // ---- the queue, as the composer sees it

  /** The type of the next token. */
  peek(): number {
    if (!this.#ready) this.#fetchMore()
    return this.#types[this.#head] ?? T.STREAM_END
  }

  get tokenStart(): number {
    return this.#starts[this.#head] ?? this.end
  }
  get tokenEnd(): number {
    return this.#ends[this.#head] ?? this.end
  }
  get tokenValue(): string {
    return this.#values[this.#head] ?? ''
  }
  get tokenStyle(): number {
    return this.#styles[this.#head] ?? T.PLAIN
  }

  /** Takes the token away that `peek` has shown. */
  skip(): void {
    this.#ready = false
    this.#parsed++
    this.#head++
    if (this.#head === this.#tail) {
      this.#head = 0
      this.#tail = 0
    }
  }

  add(type: number, start: number, end: number, value = '', style: number = T.PLAIN): void {
    const slot = this.#tail++
    this.#types[slot] = type
    this.#starts[slot] = start
    this.#ends[slot] = end
    this.#values[slot] = value
    this.#styles[slot] = style
    this.#keyLevels[slot] = this.#nextKeyLevel
    this.#nextKeyLevel = 0
  }

  /** Puts a token without text before the `ahead`-th of the queue; where that is gone already, at its end. */
  #insert(ahead: number, type: number, offset: number): void {
    this.add(type, offset, offset)
    if (ahead < 0) return
    const slot = this.#head + ahead
    for (let at = this.#tail - 1; at > slot; at--) {
      this.#types[at] = this.#types[at - 1] ?? 0
      this.#starts[at] = this.#starts[at - 1] ?? 0
      this.#ends[at] = this.#ends[at - 1] ?? 0
      this.#values[at] = this.#values[at - 1] ?? ''
      this.#styles[at] = this.#styles[at - 1] ?? 0
      this.#keyLevels[at] = at === slot + 1 ? 0 : (this.#keyLevels[at - 1] ?? 0)
    }
    this.#types[slot] = type
    this.#starts[slot] = offset
    this.#ends[slot] = offset
    this.#keyLevels[slot] = 0
  }

  #fetchMore(): void {
    for (;;) {
      if (this.#head < this.#tail) {
        const level = this.#keyLevels[this.#head] ?? 0
        if (level === 0 || !this.#keyIsValid(level - 1)) break
      }
      this.#fetchNext()
    }
    this.#ready = true
  }

  // ---- possible keys

  /** Notes that a key may begin with the next token. */
  #saveKey(): void {
    if (!this.keyAllowed) return
    this.#removeKey()
    const level = this.flowLevel
    this.#keyPossible[level] = true
    this.#keyRequired[level] = level === 0 && this.indent === this.column
    this.#keyToken[level] = this.#parsed + this.#tail - this.#head
    this.#keyStart[level] = this.pos
    this.#keyLine[level] = this.lineStart
    this.#nextKeyLevel = level + 1
  }

  #removeKey(): void {
    const level = this.flowLevel
    if (!this.#keyPossible[level]) return
    if (this.#keyRequired[level]) this.#failKey(level)
    this.#keyPossible[level] = false
    this.#forgetKey(level)
  }

  #forgetKey(level: number): void {
    const slot = (this.#keyToken[level] ?? 0) - this.#parsed + this.#head
    if (slot >= this.#head && slot < this.#tail) this.#keyLevels[slot] = 0
  }

  #keyIsValid(level: number): boolean {
    if (!this.#keyPossible[level]) return false
    const start = this.#keyStart[level] ?? 0
    if (this.#keyLine[level] === this.lineStart && !this.#isLongerThanKey(start)) return true
    if (this.#keyRequired[level]) this.#failKey(level)
    this.#keyPossible[level] = false
    return false
  }

  #isLongerThanKey(start: number): boolean {
    if (this.pos - start <= longestKey) return false
    let characters = 0
    for (let at = start; at < this.pos; at++) {
      if ((this.at(at) & 0xfc00) !== 0xdc00) characters++
    }
    return characters > longestKey
  }

  #failKey(level: number): never {
    const start = this.#keyStart[level] ?? 0
    const end = this.lineEnd(start)
    const shown = this.text.slice(start, Math.min(end, start + 40)).trimEnd()
    this.fail(`found "${shown}" where a key with ":" must stand`, start, end)
  }

  // ---- indentation

  #rollIndent(column: number, ahead: number, type: number, offset: number): void {
    if (this.flowLevel > 0 || this.indent >= column) return
    this.#indents.push(this.indent)
    this.indent = column
    this.#insert(ahead, type, offset)
  }

  #unrollIndent(column: number): void {
    if (this.flowLevel > 0) return
    while (this.indent > column) {
      this.add(T.BLOCK_END, this.pos, this.pos)
      this.indent = this.#indents.pop() ?? -1
    }
  }

  // ---- tokens

  #toNextToken(): void {
    for (;;) {
      if (this.#skipsLineHeads && this.pos === this.lineStart && this.pos - this.#first < 500) this.pos++
      let code = this.at(this.pos)
      while (code === SPACE || (code === TAB && (this.flowLevel > 0 || !this.keyAllowed))) code = this.at(++this.pos)
      if (code === 0x23) while (code !== 0 && !isBreakCode(code)) code = this.at(++this.pos)
      const width = this.breakWidth(this.pos)
      if (width === 0) return
      this.pos += width
      this.lineStart = this.pos
      if (this.flowLevel === 0) this.keyAllowed = true
    }
  }

  #fetchNext(): void {
    this.#toNextToken()
    this.#unrollIndent(this.pos - this.lineStart)
    this.seen = this.pos + 4
    const code = this.at(this.pos)
    if (code === 0) return this.#fetchStreamEnd()
    if (this.pos === this.lineStart) {
      if (code === 0x25) return this.#fetchDirective()
      if (this.isDocumentMark(this.pos)) return this.#fetchDocumentMark(code)
    }
    switch (code) {
      case 0x5b: // [
      case 0x7b: // {
        return this.#fetchFlowStart(code)
      case 0x5d: // ]
      case 0x7d: // }
        return this.#fetchFlowEnd(code)
      case 0x2c: // ,
        return this.#fetchFlowEntry()
      case 0x2d: // -
        if (isBlankOrEnd(this.at(this.pos + 1))) return this.#fetchBlockEntry()
        break
      case 0x3f: // ?
        if (this.flowLevel > 0 || isBlankOrEnd(this.at(this.pos + 1))) return this.#fetchKey()
        break
      case 0x3a: // :
        if (this.flowLevel > 0 || isBlankOrEnd(this.at(this.pos + 1))) return this.#fetchValue()
        break
      case 0x2a: // *
      case 0x26: // &
      case 0x21: // !
      case 0x22: // "
      case 0x27: // '
        return this.#fetchSpecial(code)
      case 0x7c: // |
      case 0x3e: // >
        if (this.flowLevel === 0) return this.#fetchBlockScalar(code)
        return this.#failStart(code)
      case TAB:
      case 0x23: // #
      case 0x25: // %
      case 0x40: // @
      case 0x60: // `
        return this.#failStart(code)
    }
    this.#saveKey()
    this.keyAllowed = false
    scanPlain(this)
  }

  #fetchSpecial(code: number): void {
    this.#saveKey()
    this.keyAllowed = false
    if (code === 0x22 || code === 0x27) scanQuoted(this, code)
    else if (code === 0x21) scanTag(this)
    else scanAnchor(this, code === 0x26 ? T.ANCHOR : T.ALIAS)
  }

  #failStart(code: number): never {
    if (code === TAB) this.fail('found a tab where only spaces may indent')
    this.fail(`found "${String.fromCharCode(code)}", which can not begin a value`)
  }

  #endBlocks(): void {
    this.#unrollIndent(-1)
    this.#removeKey()
    this.keyAllowed = false
  }

  #fetchStreamEnd(): void {
    this.lineStart = this.pos // ends the line, and with it all keys that still wait for their `:`
    this.#endBlocks()
    this.add(T.STREAM_END, this.pos, this.pos)
  }

  #fetchDirective(): void {
    this.#endBlocks()
    scanDirective(this)
  }

  #fetchDocumentMark(code: number): void {
    this.#endBlocks()
    this.pos += 3
    this.add(code === 0x2d ? T.DOCUMENT_START : T.DOCUMENT_END, this.pos - 3, this.pos)
  }

  #fetchFlowStart(code: number): void {
    this.#saveKey()
    const level = ++this.flowLevel
    this.#keyPossible[level] = false
    // Not the key of this level yet, but `[]` takes its parent's possible key away with it (scannerc.go).
    this.#keyToken[level] = this.#parsed + this.#tail - this.#head
    this.keyAllowed = true
    this.#addMark(code === 0x5b ? T.FLOW_LIST_START : T.FLOW_MAP_START)
  }

  #fetchFlowEnd(code: number): void {
    this.#removeKey()
    if (this.flowLevel > 0) {
      this.#forgetKey(this.flowLevel)
      this.flowLevel--
    }
    this.keyAllowed = false
    this.#addMark(code === 0x5d ? T.FLOW_LIST_END : T.FLOW_MAP_END)
  }

  #fetchFlowEntry(): void {
    this.#removeKey()
    this.keyAllowed = true
    this.#addMark(T.FLOW_ENTRY)
  }

  #fetchBlockEntry(): void {
    if (this.flowLevel === 0) {
      if (!this.keyAllowed) this.fail('found a list item ("- ") where none may begin')
      this.#rollIndent(this.column, -1, T.BLOCK_LIST_START, this.pos)
    }
    this.#removeKey()
    this.keyAllowed = true
    this.#addMark(T.BLOCK_ENTRY)
  }

  #fetchKey(): void {
    if (this.flowLevel === 0) {
      if (!this.keyAllowed) this.fail('found a key ("? ") where none may begin')
      this.#rollIndent(this.column, -1, T.BLOCK_MAP_START, this.pos)
    }
    this.#removeKey()
    this.keyAllowed = this.flowLevel === 0
    this.#addMark(T.KEY)
  }

  #fetchValue(): void {
    const level = this.flowLevel
    if (this.#keyIsValid(level)) {
      const start = this.#keyStart[level] ?? 0
      const ahead = (this.#keyToken[level] ?? 0) - this.#parsed
      this.#insert(ahead, T.KEY, start)
      this.#rollIndent(start - (this.#keyLine[level] ?? 0), ahead, T.BLOCK_MAP_START, start)
      this.#keyPossible[level] = false
      this.keyAllowed = false
    } else {
      if (level === 0) {
        if (!this.keyAllowed)
          this.fail('found ":" where no key can be: a second one in a line, or after a text of several lines')
        this.#rollIndent(this.column, -1, T.BLOCK_MAP_START, this.pos)
      }
      this.keyAllowed = level === 0
    }
    this.#addMark(T.VALUE)
  }

  #addMark(type: number): void {
    this.add(type, this.pos, this.pos + 1)
    this.pos++
  }

  #fetchBlockScalar(code: number): void {
    this.#removeKey()
    this.keyAllowed = true
    scanBlockScalar(this, code === 0x7c)
  }
}
