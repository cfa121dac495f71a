import { groupBy } from '../../base/order.ts'
import type { SourceFile, SourceLocation } from '../../base/source-file.ts'
import type { Paint, Style } from './style.ts'
import { displayWidth, printable } from './text.ts'

/** A place to point at in a frame. */
export interface Mark {
  readonly at: SourceLocation
  /** Stands beside the marker; may be empty. */
  readonly message: string
  readonly primary: boolean
}

export interface FrameOptions {
  readonly style: Style
  /** The colour of the primary marker. */
  readonly paint: Paint
  readonly width: number
  /** Lines to show before the primary one. */
  readonly context: number
}

/** A mark on its line: columns are 0-based offsets into the line's text. */
interface LineMark extends Mark {
  readonly line: number
  readonly start: number
  readonly end: number
}

/** The smallest width of line numbers, so that the frames of one file stand below each other. */
const gutterWidth = 4

/**
 * The lines of one file that the marks point at, with line numbers and markers; lines between them are folded to `⋮`.
 * All marks must be in the same file.
 */
export function codeFrame(marks: readonly Mark[], options: FrameOptions): string[] {
  const file = marks[0]?.at.file
  if (!file) return []
  const placed = mergeSame(marks.map(onLine))
  const byLine = groupBy(placed, (mark) => mark.line)
  const shown = linesToShow(placed, file, options.context)
  const gutter = Math.max(gutterWidth, String(shown.at(-1) ?? 1).length)
  const { dim } = options.style
  const lines: string[] = []
  let previous = shown[0] ?? 1
  for (const line of shown) {
    if (line > previous + 1) lines.push(`${' '.repeat(gutter)} ${dim('⋮')}`)
    previous = line
    lines.push(...framedLine(file, line, byLine.get(line) ?? [], gutter, options))
  }
  return lines
}

/** A mark that covers several lines is drawn on its first one. */
function onLine(mark: Mark): LineMark {
  const { file, span } = mark.at
  const from = file.position(span.start)
  const to = file.position(span.end)
  const end = to.line === from.line ? to.column - 1 : file.line(from.line).trimEnd().length
  return { ...mark, line: from.line, start: from.column - 1, end: Math.max(end, from.column - 1) }
}

/** Marks of the same place become one; the message of each is kept. */
function mergeSame(marks: readonly LineMark[]): LineMark[] {
  return [...groupBy(marks, (mark) => `${mark.line}:${mark.start}:${mark.end}`).values()].flatMap((same) => {
    const best = same.find((mark) => mark.primary) ?? same[0]
    const messages = [...new Set(same.map((mark) => mark.message).filter(Boolean))]
    return best ? [{ ...best, message: messages.join('; ') }] : []
  })
}

function linesToShow(marks: readonly LineMark[], file: SourceFile, context: number): number[] {
  const lines = new Set(marks.map((mark) => mark.line))
  for (const mark of marks)
    for (let back = 1; mark.primary && back <= context; back++) {
      const text = file.line(mark.line - back).trim()
      if (!text || text.startsWith('---')) break
      lines.add(mark.line - back)
    }
  // A fold must hide more than the one line that it takes itself.
  for (const line of [...lines]) if (!lines.has(line + 1) && lines.has(line + 2)) lines.add(line + 1)
  return [...lines].sort((a, b) => a - b)
}

function framedLine(
  file: SourceFile,
  line: number,
  marks: readonly LineMark[],
  gutter: number,
  { style, paint, width }: FrameOptions,
): string[] {
  const bar = style.dim('│')
  const ordered = [...marks].sort((a, b) => Number(b.primary) - Number(a.primary) || a.start - b.start)
  const window = cut(file.line(line), ordered[0]?.start ?? 0, Math.max(40, width - gutter - 8))
  const lines = [`${style.dim(String(line).padStart(gutter))} ${bar} ${window.shown}`.trimEnd()]
  for (const mark of ordered) {
    const from = window.columnOf(mark.start)
    const length = Math.max(1, window.columnOf(mark.end) - from)
    const color = mark.primary ? paint : style.cyan
    const marker = (mark.primary ? '^' : '-').repeat(length)
    const label = mark.message ? ` ${printable(mark.message)}` : ''
    lines.push(`${' '.repeat(gutter)} ${bar} ${' '.repeat(from)}${color(marker + label)}`)
  }
  return lines
}

/** The part of a line that is shown. */
interface Window {
  readonly shown: string
  /** The column, from 0, at which an offset of the line is shown; the nearest one for what is cut off. */
  columnOf(offset: number): number
}

/** Cuts a long line around an offset, so that it is about `width` columns wide. */
function cut(text: string, offset: number, width: number): Window {
  const fits = text.length <= width && displayWidth(printable(text)) <= width
  const start = fits || offset <= width / 2 ? 0 : wholeChar(text, offset - Math.floor(width / 3))
  const head = start > 0 ? '…' : ''
  let end = fits ? text.length : start
  for (let used = head.length; end < text.length; ) {
    const char = String.fromCodePoint(text.codePointAt(end) ?? 0x20)
    used += displayWidth(printable(char))
    if (used > width - 1) break
    end += char.length
  }
  return {
    shown: `${head}${printable(text.slice(start, end))}${end < text.length ? '…' : ''}`,
    columnOf: (at) => head.length + displayWidth(printable(text.slice(start, Math.min(Math.max(at, start), end)))),
  }
}

/** An offset that does not split a surrogate pair. */
function wholeChar(text: string, offset: number): number {
  const code = text.charCodeAt(offset)
  return code >= 0xdc00 && code <= 0xdfff ? offset - 1 : offset
}
