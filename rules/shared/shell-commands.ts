/** One simple command of a shell script: what stands between two of `;`, `&&`, `|`, line breaks and the like. */
export interface ShellCommand {
  readonly words: readonly string[]
  /** Whether it runs in, or decides, a `while` or `until` loop. */
  readonly isRepeated: boolean
  /** Whether the script goes on when it fails: `|| true`, `|| echo …`. */
  readonly mayFail: boolean
}

interface Draft {
  readonly words: string[]
  readonly isRepeated: boolean
  readonly isGroup: boolean
  separator: string
}

const openers: ReadonlySet<string> = new Set(['if', 'then', 'else', 'elif', 'do', 'while', 'until', '!', '{', 'time'])
const closers: ReadonlySet<string> = new Set(['done', 'fi', 'esac', '}'])
const harmless: ReadonlySet<string> = new Set(['true', ':', 'echo'])

/** No script that people write is longer, or nested deeper; the rest of one that is goes unread. */
const longest = 65_536
const deepest = 20

/**
 * The simple commands of a script, those of command substitutions included, each after what it stands in. Quotes are
 * taken off, variables stay as written. No shell: what a script builds at run time (`eval`, functions from files) is not seen.
 */
export function shellCommands(script: string, depth = 0): readonly ShellCommand[] {
  if (depth > deepest) return []
  const reader = new ScriptReader(script.slice(0, longest), depth)
  reader.read()
  return reader.commands()
}

/** Reads a script once, from left to right. */
class ScriptReader {
  readonly #text: string
  readonly #depth: number
  readonly #drafts: Draft[] = []
  readonly #nested: ShellCommand[] = []
  /** The substitutions in the command that is being read. */
  #pending: readonly ShellCommand[] = []
  readonly #documents: string[] = []
  #at = 0
  #loops = 0
  #words: string[] = []
  #word: string | undefined
  #skipsWord = false
  /** Whether the next command is the first of a group in parentheses. */
  #opensGroup = false

  constructor(text: string, depth: number) {
    this.#text = text
    this.#depth = depth
  }

  commands(): readonly ShellCommand[] {
    const own = this.#drafts.map(({ words, isRepeated, separator }, index) => {
      const next = this.#drafts[index + 1]
      const isCaught = separator === '||' && next !== undefined && !next.isGroup && harmless.has(next.words[0] ?? '')
      return { words, isRepeated, mayFail: isCaught }
    })
    return [...own, ...this.#nested]
  }

  read(): void {
    while (this.#at < this.#text.length) this.#step(this.#text[this.#at] ?? '')
    this.#endCommand('')
  }

  #step(char: string): void {
    if (char === '\\') this.#escape()
    else if (char === "'") this.#quoted()
    else if (char === '"') this.#doubleQuoted()
    else if (char === '$' || char === '`') this.#expansion(char)
    else if (char === '#' && this.#word === undefined) this.#at = this.#lineEnd()
    else if (char === '<' || char === '>') this.#redirection()
    else if (char === '\n') this.#newLine()
    else if (';&|()'.includes(char)) this.#separator(char)
    else if (/\s/.test(char)) this.#endWord(1)
    else this.#add(char, 1)
  }

  #add(text: string, length: number): void {
    this.#word = (this.#word ?? '') + text
    this.#at += length
  }

  #lineEnd(): number {
    const end = this.#text.indexOf('\n', this.#at)
    return end < 0 ? this.#text.length : end
  }

  #escape(): void {
    if (this.#text[this.#at + 1] === '\n') this.#at += 2
    else this.#add(this.#text[this.#at + 1] ?? '', 2)
  }

  #quoted(): void {
    const end = this.#text.indexOf("'", this.#at + 1)
    const stop = end < 0 ? this.#text.length : end
    this.#add(this.#text.slice(this.#at + 1, stop), stop + 1 - this.#at)
  }

  #doubleQuoted(): void {
    this.#add('', 1)
    while (this.#at < this.#text.length && this.#text[this.#at] !== '"') {
      const char = this.#text[this.#at] ?? ''
      if (char === '\\') this.#escape()
      else if (char === '$' || char === '`') this.#expansion(char)
      else this.#add(char, 1)
    }
    this.#at++
  }

  /** `$(…)` and backquotes hold commands of their own; a variable stays in the word as written. */
  #expansion(char: string): void {
    const close = char === '`' ? '`' : { '(': ')', '{': '}' }[this.#text[this.#at + 1] ?? '']
    if (close === undefined) {
      this.#add(char, 1)
      return
    }
    const start = this.#at + (char === '`' ? 1 : 2)
    const end = closing(this.#text, start, close)
    const inner = this.#text.slice(start, end)
    const isVariable = close === '}' || /^\w+$/.test(inner)
    if (!isVariable && !inner.startsWith('('))
      this.#pending = [...this.#pending, ...shellCommands(inner, this.#depth + 1)]
    this.#add(isVariable ? `\${${inner}}` : '$()', end + 1 - this.#at)
  }

  /** Where a redirection leads to is no argument; `/dev/tcp/host/port` is a connection that bash opens. */
  #redirection(): void {
    const sign = /^[<>]{1,3}[&|]?-?/.exec(this.#next())?.[0] ?? '<'
    if (this.#word !== undefined && /^\d+$/.test(this.#word)) this.#word = undefined
    this.#endWord(sign.length)
    const target = /^[ \t]*(["']?)([\w./${}-]+)\1/.exec(this.#next())
    if (sign.startsWith('<<') && sign !== '<<<') this.#documents.push(target?.[2] ?? '')
    if (target?.[2]?.startsWith('/dev/tcp/')) this.#words.push(target[2])
    this.#skipsWord = true
  }

  /** What comes next, as much of it as a redirection may be. */
  #next(): string {
    return this.#text.slice(this.#at, this.#at + 300)
  }

  #newLine(): void {
    this.#endCommand('\n')
    this.#at++
    for (const end of this.#documents.splice(0)) {
      const rest = this.#text.slice(this.#at)
      const found = rest.split('\n').findIndex((line) => line.trim() === end)
      const lines =
        found < 0
          ? rest.length
          : rest
              .split('\n')
              .slice(0, found + 1)
              .join('\n').length
      this.#at += lines
    }
  }

  #separator(char: string): void {
    const isDouble = this.#text[this.#at + 1] === char && '&|;'.includes(char)
    this.#endCommand(isDouble ? char + char : char)
    this.#at += isDouble ? 2 : 1
  }

  #endWord(length: number): void {
    if (this.#word !== undefined && !this.#skipsWord) this.#words.push(this.#word)
    if (this.#word !== undefined) this.#skipsWord = false
    this.#word = undefined
    this.#at += length
  }

  #endCommand(separator: string): void {
    this.#endWord(0)
    this.#skipsWord = false
    const words = this.#words
    this.#words = []
    let isGroup = this.#opensGroup
    this.#opensGroup = separator === '(' && words.length === 0
    while (openers.has(words[0] ?? '') || closers.has(words[0] ?? '')) {
      const word = words.shift()
      if (word === 'while' || word === 'until') this.#loops++
      if (word === 'done') this.#loops = Math.max(0, this.#loops - 1)
      if (word === '{') isGroup = true
    }
    const isRepeated = this.#loops > 0
    this.#nested.push(...this.#pending.map((one) => ({ ...one, isRepeated: one.isRepeated || isRepeated })))
    this.#pending = []
    const last = this.#drafts.at(-1)
    if (words.length > 0) this.#drafts.push({ words, isRepeated, isGroup, separator })
    else if (isGroup) this.#opensGroup = true
    else if (separator === '||' && last) last.separator = separator
  }
}

/** Where what opened is closed again, quotes and the like within it counted. */
function closing(text: string, start: number, close: string): number {
  const open = { ')': '(', '}': '{' }[close]
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const char = text[at]
    if (char === '\\') at++
    else if (char === "'" && close === ')') {
      const end = text.indexOf("'", at + 1)
      if (end > 0) at = end
    } else if (char === open) depth++
    else if (char === close && depth-- === 0) return at
  }
  return text.length
}
