import { groupBy } from '../base/order.ts'
import type { SourceFile, SourceLocation } from '../base/source-file.ts'
import type { Node } from '../base/tree.ts'
import type { Problem } from '../rule/problem.ts'

/** A comment `# meshlint-ignore rule[, rule]: reason`, in a program with `//`. */
export interface IgnoreComment {
  readonly at: SourceLocation
  readonly rules: readonly string[]
  /** Empty when none is given: then the comment silences nothing. */
  readonly reason: string
  /** The line that it speaks of: its own, or the next one that is no comment when it stands alone. */
  readonly line: number
}

const marker = 'meshlint-ignore'
const inManifest = /(?:^|\s)#\s*meshlint-ignore(?=[\s:]|$)/
const inProgram = /(?:^|\s|;|,)\/\/\s*meshlint-ignore(?=[\s:]|$)/

/** The ignore comments of a file, in order. Any text is looked through once, however many stand in it. */
export function ignoreComments(file: SourceFile): readonly IgnoreComment[] {
  const comments: IgnoreComment[] = []
  const mark = commentMark(file)
  let target = 0
  for (let at = file.text.indexOf(marker); at >= 0; at = file.text.indexOf(marker, at)) {
    const { line } = file.position(at)
    const comment = readComment(file, line, mark)
    if (comment) {
      const isAlone = file.line(line).trimStart().startsWith(mark)
      // Comments below one another speak of the same line.
      if (isAlone && target <= line) target = nextLine(file, line, mark)
      comments.push({ ...comment, line: isAlone ? target : line })
    }
    at = file.lineStarts()[line] ?? file.text.length
  }
  return comments
}

/** What begins a comment. */
export function commentMark({ path }: SourceFile): '#' | '//' {
  return /\.[mc]?[jt]sx?$/i.test(path) ? '//' : '#'
}

function readComment(file: SourceFile, line: number, mark: string): Omit<IgnoreComment, 'line'> | undefined {
  const text = file.line(line)
  const hash = (mark === '#' ? inManifest : inProgram).exec(text)
  if (!hash) return undefined
  const start = text.indexOf(mark, hash.index)
  const written = text.slice(text.indexOf(marker, start) + marker.length)
  const colon = written.indexOf(':')
  const names = colon < 0 ? written : written.slice(0, colon)
  const offset = file.lineStarts()[line - 1] ?? 0
  return {
    at: { file, span: { start: offset + start, end: offset + text.trimEnd().length }, precision: 'node' },
    rules: names.split(/[\s,]+/).filter((name) => name !== ''),
    reason: colon < 0 ? '' : written.slice(colon + 1).trim(),
  }
}

/** The next line that holds something else than a comment. */
function nextLine(file: SourceFile, from: number, mark: string): number {
  const last = file.lineStarts().length
  let line = from + 1
  const isSkipped = (text: string): boolean => text === '' || text.startsWith(mark)
  while (line <= last && isSkipped(file.line(line).trim())) line++
  return line
}

/** Finds the comments that speak of a problem: same file, same line, its rule named, a reason given. */
export function silencers(comments: readonly IgnoreComment[]): (problem: Problem) => IgnoreComment | undefined {
  const placeOf = (file: SourceFile, line: number): string => `${line} ${file.path}`
  const byPlace = groupBy(comments, ({ at, line }) => placeOf(at.file, line))
  return ({ rule, at }) => {
    if (byPlace.size === 0) return undefined
    const here = byPlace.get(placeOf(at.file, at.file.position(at.span.start).line)) ?? []
    return here.find((comment) => comment.reason !== '' && comment.rules.includes(rule))
  }
}

/** Whether an offset lies in a text value, where no comment can be; behind the `|` of a block one can. */
export function isInText(node: Node, offset: number): boolean {
  if (offset < node.start || offset >= node.end) return false
  switch (node.type) {
    case 'map':
      return node.entries.some(({ value }) => isInText(value, offset))
    case 'list':
      return node.items.some((item) => isInText(item, offset))
    default: {
      const { text } = node.file
      const isBlock = text[node.start] === '|' || text[node.start] === '>'
      return !isBlock || text.lastIndexOf('\n', offset) > node.start
    }
  }
}
