import { isBlankOrEnd, isBreakCode, isHexCode, isWordCode, SPACE, TAB } from './characters.ts'
import type { Scanner } from './scanner.ts'
import * as T from './token.ts'

/** What may follow the name of an anchor or an alias, besides blanks. */
const afterAnchor = '?:,]}%@`'
const uriPunctuation = ";/?:@&=+$,.!~*'()[]%"

/** Reads `&name` or `*name` (go.yaml.in/yaml v2.4.3 scannerc.go, scan_anchor). */
export function scanAnchor(scanner: Scanner, type: number): void {
  const start = scanner.pos++
  const name = scanWord(scanner)
  const next = scanner.at(scanner.pos)
  if (name === '' || !(isBlankOrEnd(next) || afterAnchor.includes(String.fromCharCode(next)))) {
    const what = type === T.ANCHOR ? 'an anchor ("&name")' : 'an alias ("*name")'
    scanner.fail(`the name of ${what} can only have letters, digits, "-" and "_"; quote texts that begin so`, start)
  }
  scanner.seen = scanner.pos + 1
  scanner.add(type, start, scanner.pos, name)
}

/** Reads a tag; its token's value is handle and suffix with a blank between them. */
export function scanTag(scanner: Scanner): void {
  const start = scanner.pos
  let handle = ''
  let suffix = ''
  if (scanner.at(start + 1) === 0x3c) {
    scanner.pos += 2
    suffix = scanUri(scanner, start, '')
    if (scanner.at(scanner.pos) !== 0x3e) scanner.fail('the tag that begins here is never closed with ">"', start)
    scanner.pos++
  } else {
    handle = scanTagHandle(scanner)
    if (handle.length > 1 && handle.endsWith('!')) suffix = scanUri(scanner, start, '')
    else {
      suffix = scanUri(scanner, start, handle)
      handle = '!'
      if (suffix === '') {
        handle = ''
        suffix = '!'
      }
    }
  }
  if (!isBlankOrEnd(scanner.at(scanner.pos))) scanner.fail('a tag ("!name") must end with a blank', start)
  scanner.seen = scanner.pos + 1
  scanner.add(T.TAG, start, scanner.pos, `${handle} ${suffix}`)
}

function scanTagHandle(scanner: Scanner): string {
  const start = scanner.pos
  if (scanner.at(start) !== 0x21) scanner.fail('a tag must begin with "!"', start)
  scanner.pos++
  scanWord(scanner)
  if (scanner.at(scanner.pos) === 0x21) scanner.pos++
  return scanner.text.slice(start, scanner.pos)
}

function scanWord(scanner: Scanner): string {
  const start = scanner.pos
  while (isWordCode(scanner.at(scanner.pos))) scanner.pos++
  return scanner.text.slice(start, scanner.pos)
}

/** Reads the rest of a tag behind `head`, whose `!` is no part of it. */
function scanUri(scanner: Scanner, start: number, head: string): string {
  let uri = head.slice(1)
  let any = head !== ''
  for (;;) {
    const code = scanner.at(scanner.pos)
    if (code === 0x25) uri += scanUriEscape(scanner)
    else if (isWordCode(code) || (code > SPACE && uriPunctuation.includes(String.fromCharCode(code)))) {
      uri += String.fromCharCode(code)
      scanner.pos++
    } else break
    any = true
  }
  if (!any) scanner.fail('a tag needs a name', start)
  return uri
}

/** Reads the escaped octets of one character. */
function scanUriEscape(scanner: Scanner): string {
  const start = scanner.pos
  const octets: number[] = []
  let left = 1
  while (left > 0) {
    const at = scanner.pos
    if (scanner.at(at) !== 0x25 || !isHexCode(scanner.at(at + 1)) || !isHexCode(scanner.at(at + 2))) {
      scanner.fail('"%" in a tag needs two hexadecimal digits', start)
    }
    const octet = Number.parseInt(scanner.text.slice(at + 1, at + 3), 16)
    if (octets.length === 0) left = utf8Width(octet)
    if (left === 0 || (octets.length > 0 && (octet & 0xc0) !== 0x80)) scanner.fail('"%" in a tag gives no UTF-8', start)
    octets.push(octet)
    scanner.pos += 3
    left--
  }
  return new TextDecoder().decode(new Uint8Array(octets))
}

function utf8Width(octet: number): number {
  if (octet < 0x80) return 1
  if ((octet & 0xe0) === 0xc0) return 2
  if ((octet & 0xf0) === 0xe0) return 3
  return (octet & 0xf8) === 0xf0 ? 4 : 0
}

/** Reads a line with `%YAML` or `%TAG`; the token's value is the version, or handle and prefix. */
export function scanDirective(scanner: Scanner): void {
  const start = scanner.pos++
  const name = scanWord(scanner)
  if (name === '' || !isBlankOrEnd(scanner.at(scanner.pos))) {
    scanner.fail('found "%" at the head of a line, where a directive like "%YAML 1.1" must stand', start)
  }
  let type: number
  let value: string
  if (name === 'YAML') {
    type = T.VERSION_DIRECTIVE
    value = scanVersion(scanner, start)
  } else if (name === 'TAG') {
    type = T.TAG_DIRECTIVE
    value = scanTagDirective(scanner, start)
  } else scanner.fail(`"%${name}" is no directive that Kubernetes' tools know`, start)
  skipBlanks(scanner)
  if (scanner.at(scanner.pos) === 0x23) scanner.pos = scanner.lineEnd(scanner.pos)
  const code = scanner.at(scanner.pos)
  if (code !== 0 && !isBreakCode(code)) scanner.fail('found text behind a directive, where the line must end')
  const end = scanner.pos
  scanner.skipBreak()
  scanner.add(type, start, end, value)
}

function skipBlanks(scanner: Scanner): void {
  let code = scanner.at(scanner.pos)
  while (code === SPACE || code === TAB) code = scanner.at(++scanner.pos)
}

function scanVersion(scanner: Scanner, start: number): string {
  skipBlanks(scanner)
  const major = scanNumber(scanner, start)
  if (scanner.at(scanner.pos) !== 0x2e) scanner.fail('"%YAML" needs a version like 1.1', start)
  scanner.pos++
  return `${major}.${scanNumber(scanner, start)}`
}

function scanNumber(scanner: Scanner, start: number): number {
  const from = scanner.pos
  while (scanner.at(scanner.pos) >= 0x30 && scanner.at(scanner.pos) <= 0x39) scanner.pos++
  if (scanner.pos === from || scanner.pos > from + 2) scanner.fail('"%YAML" needs a version like 1.1', start)
  return Number(scanner.text.slice(from, scanner.pos))
}

function scanTagDirective(scanner: Scanner, start: number): string {
  skipBlanks(scanner)
  const handle = scanTagHandle(scanner)
  const code = scanner.at(scanner.pos)
  if ((handle !== '!' && !handle.endsWith('!')) || (code !== SPACE && code !== TAB)) {
    scanner.fail('"%TAG" needs a handle like "!e!" and a prefix', start)
  }
  skipBlanks(scanner)
  const prefix = scanUri(scanner, start, '')
  if (!isBlankOrEnd(scanner.at(scanner.pos))) scanner.fail('"%TAG" needs a handle like "!e!" and a prefix', start)
  return `${handle} ${prefix}`
}
