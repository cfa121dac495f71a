import { RegexError } from './regex-error.ts'

const posix: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\u{0}-\\u{7f}',
  blank: '\\t\\u{20}',
  cntrl: '\\u{0}-\\u{1f}\\u{7f}',
  digit: '0-9',
  graph: '\\u{21}-\\u{7e}',
  lower: 'a-z',
  print: '\\u{20}-\\u{7e}',
  punct: '\\u{21}-\\u{2f}\\u{3a}-\\u{40}\\u{5b}-\\u{60}\\u{7b}-\\u{7e}',
  space: '\\t\\n\\v\\f\\r\\u{20}',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
}

const perl: Readonly<Record<string, string>> = { d: '0-9', s: '\\t\\n\\f\\r\\u{20}', w: '0-9A-Za-z_' }

/** `\d`, `\S`, …: a class in JavaScript's words (flag `v`), or undefined. */
export function perlClass(letter: string): string | undefined {
  const inner = perl[letter.toLowerCase()]
  if (inner === undefined) return undefined
  return letter === letter.toLowerCase() ? `[${inner}]` : `[^${inner}]`
}

/** `[:alpha:]` or `[:^alpha:]`. */
export function posixClass(name: string): string {
  const isNegated = name.startsWith('^')
  const key = isNegated ? name.slice(1) : name
  const inner = Object.hasOwn(posix, key) ? posix[key] : undefined
  if (inner === undefined) throw new RegexError(`invalid character class range: \`[:${name}:]\``)
  return isNegated ? `[^${inner}]` : `[${inner}]`
}

/** `\p{Greek}`, `\PL`: categories and scripts. */
export function unicodeClass(name: string, isNegated: boolean): string {
  const flipped = name.startsWith('^')
  const plain = flipped ? name.slice(1) : name
  const letter = isNegated !== flipped ? 'P' : 'p'
  for (const property of [plain, `gc=${plain}`, `sc=${plain}`])
    if (/^[\w=]+$/.test(property) && isProperty(property)) return `[\\${letter}{${property}}]`
  throw new RegexError(`invalid character class range: \`\\${isNegated ? 'P' : 'p'}{${name}}\``)
}

function isProperty(property: string): boolean {
  try {
    return new RegExp(`\\p{${property}}`, 'u').unicode
  } catch {
    return false
  }
}

export function codePoint(code: number): string {
  return `\\u{${code.toString(16)}}`
}

const tests = new Map<string, (character: string) => boolean>()

/** Whether one character is in a class. One character is all that JavaScript's own engine ever sees. */
export function classTest(source: string, ignoresCase: boolean): (character: string) => boolean {
  const key = `${ignoresCase} ${source}`
  const before = tests.get(key)
  if (before) return before
  const pattern = new RegExp(`^${source}$`, ignoresCase ? 'iv' : 'v')
  const seen = new Map<string, boolean>()
  const test = (character: string): boolean => {
    const known = seen.get(character)
    if (known !== undefined) return known
    const found = pattern.test(character)
    seen.set(character, found)
    return found
  }
  tests.set(key, test)
  return test
}
