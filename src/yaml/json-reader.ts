import type { SourceFile } from '../base/source-file.ts'
import type { MapEntry, Node, Scalar } from '../base/tree.ts'
import { deepest } from './builder.ts'
import { CR, isHexCode, LF, SPACE, TAB } from './characters.ts'
import type { TextNote } from './document.ts'
import { FLOW_LIST, FLOW_MAP, Frame, indexOfKey, keptEntries, listItems, putEntry, putItem } from './frame.ts'
import { leafValue } from './resolve.ts'
import { Unreadable } from './unreadable.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/** Reads JSON values one after the other, as Go's encoding/json (Go 1.26, scanner.go and decode.go) takes them. */
export class JsonReader {
  /** Behind the last value. */
  pos = 0
  /** A number was too large for what reads it, though the JSON as such is fine. */
  overflow = false
  readonly #file: SourceFile
  readonly #text: string
  readonly #notes: TextNote[]
  readonly #frames: Frame[] = []
  #depth = 0

  constructor(file: SourceFile, notes: TextNote[]) {
    this.#file = file
    this.#text = file.text
    this.#notes = notes
  }

  /** The next value; undefined at the end of the text. */
  next(): Node | undefined {
    const before = this.pos
    this.#skipSpace()
    if (this.pos >= this.#text.length) return undefined
    this.#depth = 0
    try {
      for (let done = this.#begin(); ; done = this.#continue()) if (done) return done
    } catch (error) {
      this.pos = before
      throw error
    }
  }

  /** Begins a value; a map or list that is not empty stays open. */
  #begin(): Node | undefined {
    const code = this.#code()
    if (code === 0x7b || code === 0x5b) {
      if (this.#depth >= deepest) this.#fail(`maps and lists are nested more than ${deepest} levels deep`)
      let frame = this.#frames[this.#depth]
      if (!frame) this.#frames[this.#depth] = frame = new Frame()
      frame.open(code === 0x7b ? FLOW_MAP : FLOW_LIST, this.pos++, undefined, 0)
      this.#depth++
      this.#skipSpace()
      if (this.#code() === (code === 0x7b ? 0x7d : 0x5d)) return this.#close(frame)
      if (code === 0x7b) this.#key(frame)
      return undefined
    }
    const start = this.pos
    const value: Scalar = code === QUOTE ? this.#string() : this.#plain(code)
    return this.#deliver({ type: 'scalar', value, file: this.#file, start, end: this.pos })
  }

  #continue(): Node | undefined {
    this.#skipSpace()
    const frame = this.#top()
    if (frame.first) {
      frame.first = false
      return this.#begin()
    }
    const code = this.#code()
    if (code === (frame.isMap ? 0x7d : 0x5d)) return this.#close(frame)
    if (code !== 0x2c) this.#failAt(frame.isMap ? '"," or "}" must stand' : '"," or "]" must stand', frame.start)
    this.pos++
    this.#skipSpace()
    if (frame.isMap) this.#key(frame)
    return this.#begin()
  }

  #key(frame: Frame): void {
    frame.keyStart = this.pos
    if (this.#code() !== QUOTE) this.#failAt('a key in double quotes must stand', frame.start)
    frame.key = this.#string()
    frame.keyEnd = this.pos
    this.#skipSpace()
    if (this.#code() !== 0x3a) this.#failAt('":" must stand', frame.start)
    this.pos++
    this.#skipSpace()
  }

  #close(frame: Frame): Node | undefined {
    const { start } = frame
    const end = ++this.pos
    this.#depth--
    if (!frame.isMap) return this.#deliver({ type: 'list', items: listItems(frame), file: this.#file, start, end })
    return this.#deliver({ type: 'map', entries: keptEntries(frame), file: this.#file, start, end })
  }

  #deliver(node: Node): Node | undefined {
    if (this.#depth === 0) return node
    const frame = this.#top()
    frame.first = false
    if (!frame.isMap) putItem(frame, node)
    else this.#put(frame, { key: frame.key, keyStart: frame.keyStart, keyEnd: frame.keyEnd, value: node })
    return undefined
  }

  #put(frame: Frame, entry: MapEntry): void {
    const at = indexOfKey(frame, entry.key)
    const before = frame.entries[at]
    if (before) {
      const related = { start: before.keyStart, end: before.keyEnd }
      const span = { start: entry.keyStart, end: entry.keyEnd }
      this.#notes.push({ code: 'duplicate-key', span, detail: entry.key, related })
    }
    putEntry(frame, entry, at)
  }

  #top(): Frame {
    const frame = this.#frames[this.#depth - 1]
    if (!frame) throw new Error('no map or list is open')
    return frame
  }

  #code(): number {
    return this.pos < this.#text.length ? this.#text.charCodeAt(this.pos) : -1
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#code()
      if (code !== SPACE && code !== LF && code !== CR && code !== TAB) return
      this.pos++
    }
  }

  #plain(code: number): Scalar {
    if (code === 0x2d || (code >= 0x30 && code <= 0x39)) return this.#number()
    for (const [word, value] of words) {
      if (code === word.charCodeAt(0) && this.#text.startsWith(word, this.pos)) {
        this.pos += word.length
        return value
      }
    }
    return this.#failAt('a value must stand', this.pos)
  }

  #number(): Scalar {
    number.lastIndex = this.pos
    const text = number.exec(this.#text)?.[0]
    if (text === undefined) return this.#fail('found "-" without a number behind it')
    const start = this.pos
    this.pos += text.length
    if (/[.eE]/.test(this.#text[this.pos] ?? '')) this.#fail('found a number that is not complete')
    const value = Number(text)
    this.overflow = !Number.isFinite(value)
    if (this.overflow) throw new Unreadable('the number is too large', start, this.pos)
    return /[.eE]/.test(text) || Number.isSafeInteger(value) ? leafValue(value) : leafValue(BigInt(text))
  }

  #string(): string {
    const start = this.pos++
    let done = ''
    let run = this.pos
    for (;;) {
      const code = this.#code()
      if (code === QUOTE) break
      if (code === -1) throw new Unreadable('the quotes that open here are never closed', start, start + 1)
      if (code < SPACE) this.#fail('found a line break, tab or control character inside quotes')
      if (code === BACKSLASH) {
        done += this.#text.slice(run, this.pos) + this.#escape()
        run = this.pos
      } else this.pos++
    }
    const rest = this.#text.slice(run, this.pos++)
    return done === '' ? rest : (done + rest).replace(/[\ud800-\udfff]/gu, '\ufffd')
  }

  #escape(): string {
    const letter = this.#text[this.pos + 1] ?? ''
    if (letter !== 'u') {
      const text = escapes[letter]
      if (text === undefined) this.#fail(`"\\${letter}" means nothing in JSON`)
      this.pos += 2
      return text
    }
    for (let digit = this.pos + 2; digit < this.pos + 6; digit++) {
      if (!isHexCode(this.#text.charCodeAt(digit))) this.#fail('"\\u" needs 4 hexadecimal digits')
    }
    const code = Number.parseInt(this.#text.slice(this.pos + 2, this.pos + 6), 16)
    this.pos += 6
    return String.fromCharCode(code)
  }

  #failAt(expected: string, opened: number): never {
    if (this.pos >= this.#text.length) {
      throw new Unreadable(`the text ends where ${expected}`, opened, opened + 1)
    }
    const shown = String.fromCodePoint(this.#text.codePointAt(this.pos) ?? 0)
    return this.#fail(`found "${shown}" where ${expected}`)
  }

  #fail(message: string): never {
    throw new Unreadable(message, this.pos, Math.min(this.pos + 1, this.#text.length))
  }
}

const words: readonly (readonly [string, Scalar])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
]
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y
