import { breakText, isBreakCode, SPACE, TAB } from './characters.ts'
import type { Scanner } from './scanner.ts'
import { BLOCK, SCALAR } from './token.ts'
import { quoted } from './unreadable.ts'

interface Header {
  readonly chomping: '+' | '-' | ''
  /** The indentation that the header states, 0 where the text decides. */
  readonly indent: number
}

/** Reads `|` and `>` with the lines below them (go.yaml.in/yaml v2.4.3 scannerc.go, scan_block_scalar). */
export function scanBlockScalar(scanner: Scanner, literal: boolean): void {
  const start = scanner.pos++
  const header = scanHeader(scanner)
  let end = scanner.pos
  skipHeaderRest(scanner)
  const parts: string[] = []
  const breaks: string[] = []
  const indent = skipEmptyLines(scanner, header.indent, breaks)
  let lineBreak = ''
  let afterIndented = false
  while (scanner.pos - scanner.lineStart === indent && scanner.at(scanner.pos) !== 0) {
    const first = scanner.at(scanner.pos)
    const indented = first === SPACE || first === TAB
    if (!literal && !afterIndented && !indented && lineBreak === '\n') {
      if (breaks.length === 0) parts.push(' ')
    } else if (lineBreak !== '') parts.push(lineBreak)
    for (const text of breaks) parts.push(text)
    breaks.length = 0
    afterIndented = indented
    const from = scanner.pos
    end = scanner.pos = scanner.lineEnd(from)
    parts.push(scanner.text.slice(from, end))
    lineBreak = scanner.skipBreak() === 0 ? '' : breakText(scanner.at(end))
    skipEmptyLines(scanner, indent, breaks)
  }
  if (header.chomping !== '-' && lineBreak !== '') parts.push(lineBreak)
  if (header.chomping === '+') for (const text of breaks) parts.push(text)
  scanner.seen = scanner.pos + 2
  scanner.add(SCALAR, start, end, parts.length === 1 ? (parts[0] ?? '') : parts.join(''), BLOCK)
}

/** Chomping and indentation, in either order. */
function scanHeader(scanner: Scanner): Header {
  const before = scanChomping(scanner)
  const code = scanner.at(scanner.pos)
  let increment = 0
  if (code >= 0x30 && code <= 0x39) {
    if (code === 0x30) scanner.fail('the indentation of a block of text can not be 0', scanner.pos, scanner.pos + 1)
    increment = code - 0x30
    scanner.pos++
  }
  const chomping = before === '' && increment > 0 ? scanChomping(scanner) : before
  return { chomping, indent: increment === 0 ? 0 : Math.max(scanner.indent, 0) + increment }
}

function scanChomping(scanner: Scanner): '+' | '-' | '' {
  const code = scanner.at(scanner.pos)
  if (code !== 0x2b && code !== 0x2d) return ''
  scanner.pos++
  return code === 0x2b ? '+' : '-'
}

function skipHeaderRest(scanner: Scanner): void {
  const header = scanner.pos
  let code = scanner.at(scanner.pos)
  while (code === SPACE || code === TAB) code = scanner.at(++scanner.pos)
  if (code === 0x23) scanner.pos = scanner.lineEnd(scanner.pos)
  else if (code !== 0 && !isBreakCode(code)) {
    const end = scanner.lineEnd(header)
    const shown = quoted(scanner.text.slice(scanner.pos, end))
    scanner.fail(`found ${shown} behind "|" or ">", where the line must end`, scanner.pos, end)
  }
  scanner.skipBreak()
}

/** Skips indentation and empty lines, whose breaks it collects; the indentation, decided here where it was 0. */
function skipEmptyLines(scanner: Scanner, indent: number, breaks: string[]): number {
  let widest = 0
  for (;;) {
    let code = scanner.at(scanner.pos)
    while (code === SPACE && (indent === 0 || scanner.pos - scanner.lineStart < indent))
      code = scanner.at(++scanner.pos)
    const column = scanner.pos - scanner.lineStart
    widest = Math.max(widest, column)
    if (code === TAB && (indent === 0 || column < indent)) {
      scanner.fail('found a tab where only spaces may indent', scanner.pos, scanner.pos + 1)
    }
    if (scanner.skipBreak() === 0) break
    breaks.push(breakText(code))
  }
  return indent === 0 ? Math.max(widest, scanner.indent + 1, 1) : indent
}
