import { isBlankOrEnd, TAB } from './characters.ts'
import { scanBlockScalar } from './scan-block.ts'
import { scanPlain } from './scan-plain.ts'
import { scanAnchor, scanDirective, scanTag } from './scan-properties.ts'
import { scanQuoted } from './scan-quoted.ts'
import type { Scanner } from './scanner.ts'
import * as T from './token.ts'

/** Reads the next token into the queue (go.yaml.in/yaml v2.4.3 scannerc.go, fetch_next_token). */
export function fetchToken(scanner: Scanner): void {
  scanner.toNextToken()
  const { pos } = scanner
  scanner.unrollIndent(pos - scanner.lineStart)
  scanner.seen = pos + 4
  const code = scanner.at(pos)
  if (isWordStart(code)) fetchPlain(scanner)
  else if (code === 0) fetchStreamEnd(scanner)
  else if (pos === scanner.lineStart && (code === 0x25 || scanner.isDocumentMark(pos))) fetchLineMark(scanner, code)
  else if (!fetchIndicator(scanner, code)) fetchPlain(scanner)
}

/** Letters, digits and all that is not ASCII: nothing but a plain scalar begins so. */
function isWordStart(code: number): boolean {
  return code >= 0x61 ? code <= 0x7a || code > 0x7e : (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39)
}

function fetchPlain(scanner: Scanner): void {
  scanner.saveKey()
  scanner.keyAllowed = false
  scanPlain(scanner)
}

/** Reads what the character at hand announces; false where it only begins a plain scalar. */
function fetchIndicator(scanner: Scanner, code: number): boolean {
  switch (code) {
    case 0x5b: // [
    case 0x7b: // {
      fetchFlowStart(scanner, code)
      return true
    case 0x5d: // ]
    case 0x7d: // }
      fetchFlowEnd(scanner, code)
      return true
    case 0x2c: // ,
      fetchFlowEntry(scanner)
      return true
    case 0x2d: // -
    case 0x3f: // ?
    case 0x3a: // :
      return fetchEntryMark(scanner, code)
    case 0x22: // "
    case 0x27: // '
    case 0x2a: // *
    case 0x26: // &
    case 0x21: // !
      fetchNodePart(scanner, code)
      return true
    case 0x7c: // |
    case 0x3e: // >
      if (scanner.flowLevel > 0) failStart(scanner, code)
      scanner.removeKey()
      scanner.keyAllowed = true
      scanBlockScalar(scanner, code === 0x7c)
      return true
    case TAB:
    case 0x25: // %
    case 0x40: // @
    case 0x60: // `
      return failStart(scanner, code)
    default:
      return false
  }
}

function failStart(scanner: Scanner, code: number): never {
  if (code === TAB) scanner.fail('found a tab where only spaces may indent')
  return scanner.fail(`found "${String.fromCharCode(code)}", which can not begin a value`)
}

/** `- `, `? ` and `: `. */
function fetchEntryMark(scanner: Scanner, code: number): boolean {
  const alone = isBlankOrEnd(scanner.at(scanner.pos + 1))
  if (!alone && (code === 0x2d || scanner.flowLevel === 0)) return false
  if (code === 0x2d) fetchBlockEntry(scanner)
  else if (code === 0x3f) fetchKey(scanner)
  else fetchValue(scanner)
  return true
}

function fetchNodePart(scanner: Scanner, code: number): void {
  scanner.saveKey()
  scanner.keyAllowed = false
  if (code === 0x22 || code === 0x27) scanQuoted(scanner, code)
  else if (code === 0x21) scanTag(scanner)
  else scanAnchor(scanner, code === 0x26 ? T.ANCHOR : T.ALIAS)
}

function endBlocks(scanner: Scanner): void {
  scanner.unrollIndent(-1)
  scanner.removeKey()
  scanner.keyAllowed = false
}

function fetchStreamEnd(scanner: Scanner): void {
  scanner.lineStart = scanner.pos // ends the line, and with it all keys that still wait for their `:`
  endBlocks(scanner)
  scanner.add(T.STREAM_END, scanner.pos, scanner.pos)
}

/** `%`, `---` and `...` at the head of a line. */
function fetchLineMark(scanner: Scanner, code: number): void {
  endBlocks(scanner)
  if (code === 0x25) scanDirective(scanner)
  else {
    scanner.pos += 3
    scanner.add(code === 0x2d ? T.DOCUMENT_START : T.DOCUMENT_END, scanner.pos - 3, scanner.pos)
  }
}

function addMark(scanner: Scanner, type: number): void {
  scanner.add(type, scanner.pos, scanner.pos + 1)
  scanner.pos++
}

function fetchFlowStart(scanner: Scanner, code: number): void {
  scanner.saveKey()
  scanner.openFlow()
  scanner.keyAllowed = true
  addMark(scanner, code === 0x5b ? T.FLOW_LIST_START : T.FLOW_MAP_START)
}

function fetchFlowEnd(scanner: Scanner, code: number): void {
  scanner.removeKey()
  scanner.closeFlow()
  scanner.keyAllowed = false
  addMark(scanner, code === 0x5d ? T.FLOW_LIST_END : T.FLOW_MAP_END)
}

function fetchFlowEntry(scanner: Scanner): void {
  scanner.removeKey()
  scanner.keyAllowed = true
  addMark(scanner, T.FLOW_ENTRY)
}

function fetchBlockEntry(scanner: Scanner): void {
  if (scanner.flowLevel === 0) {
    if (!scanner.keyAllowed)
      scanner.fail('found a list item ("- ") where none may begin: lists begin on a line of their own')
    scanner.rollIndent(scanner.pos - scanner.lineStart, T.BLOCK_LIST_START)
  }
  scanner.removeKey()
  scanner.keyAllowed = true
  addMark(scanner, T.BLOCK_ENTRY)
}

function fetchKey(scanner: Scanner): void {
  if (scanner.flowLevel === 0) {
    if (!scanner.keyAllowed) scanner.fail('found a key ("? ") where none may begin')
    scanner.rollIndent(scanner.pos - scanner.lineStart, T.BLOCK_MAP_START)
  }
  scanner.removeKey()
  scanner.keyAllowed = scanner.flowLevel === 0
  addMark(scanner, T.KEY)
}

function fetchValue(scanner: Scanner): void {
  if (scanner.takeKey()) scanner.keyAllowed = false
  else {
    if (scanner.flowLevel === 0) {
      if (!scanner.keyAllowed) {
        scanner.fail('found ":" where no key can end; look at the indentation, or quote the text')
      }
      scanner.rollIndent(scanner.pos - scanner.lineStart, T.BLOCK_MAP_START)
    }
    scanner.keyAllowed = scanner.flowLevel === 0
  }
  addMark(scanner, T.VALUE)
}
