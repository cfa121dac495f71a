/** Half-open UTF-16 offsets into a text. Lines and columns are computed from these, never stored. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Line and column, both from 1; a column counts UTF-16 code units. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** A text a person can edit. Its identity is its path. */
export class SourceFile {
  /** Relative to the working directory where possible, with `/` on every platform. */
  readonly path: string
  readonly text: string
  #lineStarts: number[] | undefined

  constructor(path: string, text: string) {
    this.path = path
    this.text = text
  }

  /** The line and column of an offset; offsets past the end are those of the end. */
  position(offset: number): Position {
    const starts = this.lineStarts()
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: Math.min(offset, this.text.length) - (starts[low] ?? 0) + 1 }
  }

  /** The text of a line (from 1) without its line end; empty where there is none. */
  line(number: number): string {
    const start = this.lineStarts()[number - 1]
    if (start === undefined) return ''
    const end = this.text.indexOf('\n', start)
    const line = this.text.slice(start, end < 0 ? undefined : end)
    return line.endsWith('\r') ? line.slice(0, -1) : line
  }

  /** The span of a line (from 1) without its indentation and line end. */
  lineSpan(number: number): Span {
    const start = this.lineStarts()[number - 1] ?? this.text.length
    const line = this.line(number)
    const indent = line.length - line.trimStart().length
    return { start: start + indent, end: start + Math.max(indent, line.trimEnd().length) }
  }

  lineStarts(): readonly number[] {
    if (this.#lineStarts) return this.#lineStarts
    const starts = [0]
    for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) starts.push(at + 1)
    this.#lineStarts = starts
    return starts
  }
}

/** Where a fact is written. A rendered resource still points at the file that a person can edit. */
export interface SourceLocation {
  readonly file: SourceFile
  readonly span: Span
  /** How far to trust the span: the very node, the resource around it, or only the file. */
  readonly precision: 'node' | 'resource' | 'file'
}
