import { CompileError } from './ast.ts'

const escaped = /\\(?:([abfnrtv\\?"'`])|[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2}))/y

const simple: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** The text or the bytes that a literal means: google/cel-go v0.26.0, parser/unescape.go. */
export function readEscapes(inner: string, isRaw: boolean, isBytes: boolean): string | Uint8Array {
  const bytes: number[] = []
  let text = ''
  const encoder = new TextEncoder()
  const add = (part: string): void => {
    if (isBytes) bytes.push(...encoder.encode(part))
    else text += part
  }
  const source = inner.replace(/\r\n?/g, '\n')
  for (let at = 0; at < source.length; ) {
    const slash = isRaw ? -1 : source.indexOf('\\', at)
    add(source.slice(at, slash < 0 ? undefined : slash))
    if (slash < 0) break
    escaped.lastIndex = slash
    const found = escaped.exec(source)
    if (!found) throw new CompileError('Syntax error: token recognition error')
    const [all, plain, hex, short, long, octal] = found
    at = slash + all.length
    if (plain !== undefined) add(simple[plain] ?? plain)
    else if (isBytes && (short !== undefined || long !== undefined)) throw new CompileError('unable to unescape string')
    else {
      const code = octal === undefined ? Number.parseInt(hex ?? short ?? long ?? '', 16) : Number.parseInt(octal, 8)
      if (isBytes) bytes.push(code)
      else add(character(code))
    }
  }
  return isBytes ? Uint8Array.from(bytes) : text
}

function character(code: number): string {
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) throw new CompileError('invalid unicode code point')
  return String.fromCodePoint(code)
}
