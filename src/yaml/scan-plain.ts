import { breakText, isBlankOrEnd, isBreakCode, SPACE, TAB } from './characters.ts'
import type { Scanner } from './scanner.ts'
import { SCALAR } from './token.ts'

/** Reads a scalar without quotes, of one or many lines (go.yaml.in/yaml v2.4.3 scannerc.go, scan_plain_scalar). */
export function scanPlain(scanner: Scanner): void {
  const start = scanner.pos
  const indent = scanner.indent + 1
  const inFlow = scanner.flowLevel > 0
  let done = '' // what is folded already
  let run = start // where the part that can be cut out of the text as it is begins
  let end = start
  let fold: string | undefined
  for (;;) {
    if (scanner.isDocumentMark(scanner.pos) || scanner.at(scanner.pos) === 0x23) break
    const from = scanner.pos
    const stop = inFlow ? endOfFlowWord(scanner, from) : endOfWord(scanner, from)
    if (stop > from) {
      if (fold !== undefined) {
        done += scanner.text.slice(run, end) + fold
        run = from
        fold = undefined
      }
      end = stop
      scanner.pos = stop
    }
    const code = scanner.at(stop)
    if (code !== SPACE && code !== TAB && !isBreakCode(code)) break
    fold = skipBlanks(scanner, indent)
    if (!inFlow && fold !== undefined && scanner.pos - scanner.lineStart < indent) break
  }
  const value = done === '' ? scanner.text.slice(start, end) : done + scanner.text.slice(run, end)
  scanner.seen = scanner.pos + 4
  scanner.add(SCALAR, start, end, value)
  if (fold !== undefined) scanner.keyAllowed = true
}

function endOfWord(scanner: Scanner, from: number): number {
  let at = from
  for (;;) {
    const code = scanner.at(at)
    if (code <= SPACE ? isBlankOrEnd(code) : code === 0x3a ? isBlankOrEnd(scanner.at(at + 1)) : isBlankOrEnd(code)) {
      return at
    }
    at++
  }
}

function endOfFlowWord(scanner: Scanner, from: number): number {
  let at = from
  for (;;) {
    const code = scanner.at(at)
    switch (code) {
      case 0x3a:
        if (isBlankOrEnd(scanner.at(at + 1))) return at
        break
      case 0x2c: // ,
      case 0x3f: // ?
      case 0x5b: // [
      case 0x5d: // ]
      case 0x7b: // {
      case 0x7d: // }
        return at
      default:
        if (isBlankOrEnd(code)) return at
    }
    at++
  }
}

/** Skips blanks and line breaks; what they fold to, if there are line breaks. */
function skipBlanks(scanner: Scanner, indent: number): string | undefined {
  let first: string | undefined
  let more = ''
  for (;;) {
    const code = scanner.at(scanner.pos)
    if (code === SPACE || code === TAB) {
      if (code === TAB && first !== undefined && scanner.pos - scanner.lineStart < indent) {
        scanner.fail('found a tab where only spaces may indent', scanner.pos, scanner.pos + 1)
      }
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
