import type { SourceFile } from '../base/source-file.ts'
import type { Node } from '../base/tree.ts'
import { Builder } from './builder.ts'
import type { TextNote } from './document.ts'
import * as F from './frame.ts'
import { Scanner } from './scanner.ts'
import { defaultTags, readDirectives, type Tags, tagOf } from './tags.ts'
import * as T from './token.ts'
import { quoted } from './unreadable.ts'
import type { Workspace } from './workspace.ts'

/** What may come next inside a map or list. */
const CLOSE = 0
const EMPTY = 1
const BLOCK_NODE = 2
const BLOCK_NODE_OR_LIST = 3
const FLOW_NODE = 4
const PAIR = 5

/**
 * Builds the node tree of one document from its tokens: the grammar, as go.yaml.in/yaml v2.4.3 (parserc.go) has it.
 * It keeps its own stack, so that no nesting exhausts ours.
 */
export class Composer {
  readonly #text: string
  readonly #scanner: Scanner
  readonly #builder: Builder
  #tags: Tags = defaultTags
  /** The end of the last token that is written: where an empty value stands. */
  #lastEnd: number

  constructor(file: SourceFile, start: number, end: number, notes: TextNote[], { queue, frames }: Workspace) {
    this.#text = file.text
    this.#scanner = new Scanner(file.text, start, end, queue)
    this.#builder = new Builder(file, notes, frames)
    this.#lastEnd = start
  }

  /** How far the text has been looked at. */
  get seen(): number {
    return this.#scanner.seen
  }

  /** Reads the first document; undefined where there is none. */
  compose(): Node | undefined {
    const scanner = this.#scanner
    let type = scanner.peek()
    if (type === T.STREAM_END) return undefined
    if (type === T.VERSION_DIRECTIVE || type === T.TAG_DIRECTIVE || type === T.DOCUMENT_START) {
      this.#tags = readDirectives(scanner)
      if (scanner.peek() !== T.DOCUMENT_START) scanner.fail('found text where "---" must stand', scanner.tokenStart)
      this.#skip()
      type = scanner.peek()
      if (type <= T.DOCUMENT_END) this.#empty()
      else this.#node(true, false)
    } else this.#node(true, false)
    while (this.#builder.depth > 0) this.#step(this.#builder.top)
    scanner.peek() // an error right behind the document still is one
    return this.#builder.finish()
  }

  /** Where text begins that is no part of the document; undefined where there is none. */
  restStart(): number | undefined {
    return this.#scanner.peek() === T.STREAM_END ? undefined : this.#scanner.tokenStart
  }

  #skip(): void {
    this.#lastEnd = this.#scanner.tokenEnd
    this.#scanner.skip()
  }

  // ---- the grammar

  #step(frame: F.Frame): void {
    const next = this.#next(frame)
    if (next === CLOSE) this.#builder.close(this.#lastEnd)
    else if (next === EMPTY) this.#empty()
    else if (next === PAIR) this.#builder.open(F.FLOW_PAIR, this.#scanner.tokenStart, undefined)
    else this.#node(next !== FLOW_NODE, next === BLOCK_NODE_OR_LIST)
  }

  /** What comes next in the map or list that is open: takes the marks before it away. */
  #next(frame: F.Frame): number {
    switch (frame.kind) {
      case F.BLOCK_MAP:
        return frame.inKey ? this.#blockKey() : this.#blockValue()
      case F.BLOCK_LIST:
        return this.#blockItem()
      case F.INDENTLESS_LIST:
        return this.#indentlessItem()
      case F.FLOW_MAP:
        return frame.inKey ? this.#flowKey(frame) : this.#flowValue(frame)
      case F.FLOW_LIST:
        return this.#flowItem(frame)
      default:
        return this.#flowPair(frame)
    }
  }

  #blockItem(): number {
    const type = this.#scanner.peek()
    if (type === T.BLOCK_ENTRY) {
      this.#skip()
      const next = this.#scanner.peek()
      return next === T.BLOCK_ENTRY || next === T.BLOCK_END ? EMPTY : BLOCK_NODE
    }
    if (type !== T.BLOCK_END) this.#failIndent('"- "', 'list')
    this.#scanner.skip()
    return CLOSE
  }

  #indentlessItem(): number {
    if (this.#scanner.peek() !== T.BLOCK_ENTRY) return CLOSE
    this.#skip()
    return this.#scanner.peek() === T.BLOCK_ENTRY ? EMPTY : this.#blockPart(BLOCK_NODE)
  }

  #blockKey(): number {
    const type = this.#scanner.peek()
    if (type === T.KEY) {
      this.#skipKeyMark()
      return this.#blockPart(BLOCK_NODE_OR_LIST)
    }
    if (type !== T.BLOCK_END) this.#failIndent('a key', 'map')
    this.#scanner.skip()
    return CLOSE
  }

  #blockValue(): number {
    if (this.#scanner.peek() !== T.VALUE) return EMPTY
    this.#skip()
    return this.#blockPart(BLOCK_NODE_OR_LIST)
  }

  #blockPart(node: number): number {
    const next = this.#scanner.peek()
    return next === T.KEY || next === T.VALUE || next === T.BLOCK_END ? EMPTY : node
  }

  /** `?` is written, the mark of a key without it is not. */
  #skipKeyMark(): void {
    if (this.#scanner.tokenEnd > this.#scanner.tokenStart) this.#skip()
    else this.#scanner.skip()
  }

  #flowItem(frame: F.Frame): number {
    let type = this.#scanner.peek()
    if (type !== T.FLOW_LIST_END) {
      if (!frame.first) type = this.#flowEntry(type, ']')
      frame.first = false
      if (type === T.KEY) return PAIR
      if (type !== T.FLOW_LIST_END) return FLOW_NODE
    }
    this.#skip()
    return CLOSE
  }

  #flowPair(frame: F.Frame): number {
    const type = this.#scanner.peek()
    if (frame.first) {
      frame.first = false
      this.#skipKeyMark()
      return this.#flowPair(frame)
    }
    if (frame.ended) return CLOSE
    if (frame.inKey) {
      if (type !== T.VALUE && type !== T.FLOW_ENTRY && type !== T.FLOW_LIST_END) return FLOW_NODE
      this.#skip() // whatever it is (parserc.go, parse_flow_sequence_entry_mapping_key)
      return EMPTY
    }
    frame.ended = true
    return this.#flowValuePart(type, T.FLOW_LIST_END)
  }

  #flowKey(frame: F.Frame): number {
    let type = this.#scanner.peek()
    if (type !== T.FLOW_MAP_END) {
      if (!frame.first) type = this.#flowEntry(type, '}')
      frame.first = false
      frame.ended = type !== T.KEY // a key without value
      if (type === T.KEY) {
        this.#skipKeyMark()
        const next = this.#scanner.peek()
        return next === T.VALUE || next === T.FLOW_ENTRY || next === T.FLOW_MAP_END ? EMPTY : FLOW_NODE
      }
      if (type !== T.FLOW_MAP_END) return FLOW_NODE
    }
    this.#skip()
    return CLOSE
  }

  #flowValue(frame: F.Frame): number {
    const type = this.#scanner.peek()
    return frame.ended ? EMPTY : this.#flowValuePart(type, T.FLOW_MAP_END)
  }

  #flowValuePart(type: number, closing: number): number {
    if (type !== T.VALUE) return EMPTY
    this.#skip()
    const next = this.#scanner.peek()
    return next === T.FLOW_ENTRY || next === closing ? EMPTY : FLOW_NODE
  }

  #flowEntry(type: number, closing: string): number {
    if (type === T.STREAM_END) this.#failEnd()
    if (type !== T.FLOW_ENTRY) {
      const start = this.#scanner.tokenStart
      const line = this.#text.slice(start, this.#scanner.lineEnd(start))
      this.#scanner.fail(`found ${quoted(line)} where "," or "${closing}" must stand`, start)
    }
    this.#skip()
    return this.#scanner.peek()
  }

  #failIndent(expected: string, what: string): never {
    const scanner = this.#scanner
    const start = scanner.tokenStart
    const end = scanner.lineEnd(start)
    const found = start === end ? 'the end of the text' : quoted(this.#text.slice(start, end))
    const before = this.#text.slice(this.#lastEnd, start)
    if (!/[\r\n]/.test(before)) scanner.fail(`found ${found} behind a value; quote the whole text`, start, end)
    return scanner.fail(`found ${found} where ${expected} of a ${what} must stand; look at the indentation`, start, end)
  }

  // ---- nodes

  /** Reads one node, or opens it where it is a map or list (parserc.go, parse_node). */
  #node(block: boolean, indentless: boolean): void {
    const scanner = this.#scanner
    let type = scanner.peek()
    let anchor: string | undefined
    let tag: string | undefined
    while ((type === T.ANCHOR && anchor === undefined) || (type === T.TAG && tag === undefined)) {
      if (type === T.ANCHOR) anchor = scanner.tokenValue
      else tag = tagOf(this.#tags, scanner)
      this.#skip()
      type = scanner.peek()
    }
    const kind = collectionKind(type, block, indentless)
    if (type === T.SCALAR) {
      const plain = scanner.tokenStyle === T.PLAIN
      this.#builder.scalar(scanner.tokenValue, plain, anchor, tag, scanner.tokenStart, scanner.tokenEnd)
      this.#skip()
    } else if (kind !== 0) this.#collection(kind, anchor)
    else if (anchor !== undefined || tag !== undefined) {
      this.#builder.scalar('', tag === undefined, anchor, tag, this.#lastEnd, this.#lastEnd)
    } else if (type === T.ALIAS) {
      this.#builder.alias(scanner.tokenValue, scanner.tokenStart, scanner.tokenEnd)
      this.#skip()
    } else this.#failNode(type)
  }

  #collection(kind: number, anchor: string | undefined): void {
    const scanner = this.#scanner
    this.#builder.open(kind, scanner.tokenStart, anchor)
    if (kind === F.FLOW_LIST || kind === F.FLOW_MAP) this.#skip()
    else if (kind !== F.INDENTLESS_LIST) scanner.skip()
  }

  #empty(): void {
    this.#builder.scalar('', true, undefined, undefined, this.#lastEnd, this.#lastEnd)
  }

  #failNode(type: number): never {
    const scanner = this.#scanner
    const start = scanner.tokenStart
    if (type === T.STREAM_END) this.#failEnd()
    const end = Math.max(scanner.tokenEnd, start + 1)
    return scanner.fail(`found ${quoted(this.#text.slice(start, end))} where a value must stand`, start, end)
  }

  #failEnd(): never {
    const flow = this.#builder.innermostFlow()
    if (!flow) return this.#scanner.fail('the text ends where a value must stand', this.#lastEnd)
    const [opening, closing] = flow.kind === F.FLOW_LIST ? '[]' : '{}'
    return this.#scanner.fail(`the "${opening}" that opens here is never closed with "${closing}"`, flow.start)
  }
}

/** The kind of map or list that a token begins, 0 where it begins none. */
function collectionKind(type: number, block: boolean, indentless: boolean): number {
  switch (type) {
    case T.BLOCK_ENTRY:
      return indentless ? F.INDENTLESS_LIST : 0
    case T.FLOW_LIST_START:
      return F.FLOW_LIST
    case T.FLOW_MAP_START:
      return F.FLOW_MAP
    case T.BLOCK_LIST_START:
      return block ? F.BLOCK_LIST : 0
    case T.BLOCK_MAP_START:
      return block ? F.BLOCK_MAP : 0
    default:
      return 0
  }
}
