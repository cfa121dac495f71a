import { breakText, isBlankOrEnd, isHexCode, SPACE, TAB } from './characters.ts'
import type { Scanner } from './scanner.ts'
import { QUOTED, SCALAR } from './token.ts'

const DOUBLE = 0x22
const SINGLE = 0x27
const BACKSLASH = 0x5c

/** What a letter after a backslash stands for; `\/` of JSON is not among them. */
const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
}

/** Reads a scalar in quotes (go.yaml.in/yaml v2.4.3 scannerc.go, scan_flow_scalar): no line of it needs to be indented. */
export function scanQuoted(scanner: Scanner, quote: number): void {
  const start = scanner.pos++
  let done = ''
  let run = scanner.pos // where the part that can be cut out of the text as it is begins
  for (;;) {
    if (scanner.isDocumentMark(scanner.pos)) scanner.fail('the document ends inside a text in quotes')
    let escapedBreak = false
    for (;;) {
      const code = scanner.at(scanner.pos)
      if (code === quote) {
        if (quote === DOUBLE || scanner.at(scanner.pos + 1) !== SINGLE) break
        done += `${scanner.text.slice(run, scanner.pos)}'`
        scanner.pos += 2
        run = scanner.pos
      } else if (code === BACKSLASH && quote === DOUBLE) {
        done += scanner.text.slice(run, scanner.pos)
        const escaped = scanEscape(scanner, start)
        run = scanner.pos
        escapedBreak = escaped === undefined
        if (escapedBreak) break
        done += escaped
      } else if (isBlankOrEnd(code)) break
      else scanner.pos++
    }
    if (scanner.at(scanner.pos) === quote) break
    const wordEnd = scanner.pos
    const fold = skipBlanks(scanner, escapedBreak)
    if (scanner.at(scanner.pos) === 0) {
      neverClosed(scanner, start)
    }
    if (fold === undefined) continue
    done += scanner.text.slice(run, wordEnd) + fold
    run = scanner.pos
  }
  const rest = scanner.text.slice(run, scanner.pos)
  scanner.pos++
  scanner.seen = scanner.pos
  scanner.add(SCALAR, start, scanner.pos, done === '' ? rest : done + rest, QUOTED)
}

/** What the blanks and line breaks here fold to; undefined where they stay as they are. */
function skipBlanks(scanner: Scanner, escapedBreak: boolean): string | undefined {
  let first: string | undefined = escapedBreak ? '' : undefined
  let more = ''
  for (;;) {
    const code = scanner.at(scanner.pos)
    if (code === SPACE || code === TAB) {
      scanner.pos++
      continue
    }
    if (scanner.skipBreak() === 0) break
    if (first === undefined) first = breakText(code)
    else more += breakText(code)
  }
  if (first === undefined) return undefined
  return first === '\n' ? (more === '' ? ' ' : more) : first + more
}

/** The tools take a NUL for the end of the text. */
function neverClosed(scanner: Scanner, start: number): never {
  if (scanner.pos < scanner.end)
    scanner.fail('found the character U+0000, which YAML does not allow', scanner.pos, scanner.pos + 1)
  return scanner.fail('the quotes that open here are never closed', start, scanner.lineEnd(start))
}

/** Reads what a backslash begins; undefined for a line break, which it takes away. */
function scanEscape(scanner: Scanner, start: number): string | undefined {
  const at = scanner.pos
  const width = scanner.breakWidth(at + 1)
  if (width > 0) {
    scanner.pos += 1 + width
    scanner.lineStart = scanner.pos
    return undefined
  }
  const letter = at + 1 < scanner.end ? (scanner.text[at + 1] ?? '') : ''
  const digits = letter === 'x' ? 2 : letter === 'u' ? 4 : letter === 'U' ? 8 : 0
  if (digits > 0) return scanCodePoint(scanner, digits)
  const text = escapes[letter]
  if (letter === '') scanner.fail('the quotes that open here are never closed', start, scanner.lineEnd(start))
  if (text === undefined) scanner.fail(`"\\${letter}" means nothing inside double quotes`, at, at + 2)
  scanner.pos += 2
  return text
}

function scanCodePoint(scanner: Scanner, digits: number): string {
  const at = scanner.pos
  for (let digit = at + 2; digit < at + 2 + digits; digit++) {
    if (!isHexCode(scanner.at(digit))) {
      scanner.fail(`"\\${scanner.text[at + 1]}" needs ${digits} hexadecimal digits`, at, digit)
    }
  }
  const code = Number.parseInt(scanner.text.slice(at + 2, at + 2 + digits), 16)
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) {
    const shown = scanner.text.slice(at, at + 2 + digits)
    scanner.fail(`"${shown}" is no character; pairs of \\u are only read in JSON`, at, at + 2 + digits)
  }
  scanner.pos += 2 + digits
  return String.fromCodePoint(code)
}
