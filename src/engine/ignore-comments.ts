import type { SourceFile, SourceLocation } from '../base/source-file.ts'
import type { Problem } from '../rule/problem.ts'

/** A comment `# meshlint-ignore rule[, rule]: reason`. */
export interface IgnoreComment {
  readonly at: SourceLocation
  readonly rules: readonly string[]
  /** Empty when none is given: then the comment silences nothing. */
  readonly reason: string
  /** The line that it speaks of: its own, or the next one that is no comment when it stands alone. */
  readonly line: number
}

const marker = 'meshlint-ignore'

/** The ignore comments of a file, in order. */
export function ignoreComments(file: SourceFile): readonly IgnoreComment[] {
  const comments: IgnoreComment[] = []
  for (let at = file.text.indexOf(marker); at >= 0; at = file.text.indexOf(marker, at + 1)) {
    const { line } = file.position(at)
    const comment = readComment(file, line)
    if (comment && comments.at(-1)?.at.span.start !== comment.at.span.start) comments.push(comment)
  }
  return comments
}

function readComment(file: SourceFile, line: number): IgnoreComment | undefined {
  const text = file.line(line)
  const hash = /(?:^|\s)#\s*meshlint-ignore(?=[\s:]|$)/.exec(text)
  if (!hash) return undefined
  const start = text.indexOf('#', hash.index)
  const written = text.slice(text.indexOf(marker, start) + marker.length)
  const colon = written.indexOf(':')
  const names = colon < 0 ? written : written.slice(0, colon)
  const offset = file.lineStarts()[line - 1] ?? 0
  return {
    at: { file, span: { start: offset + start, end: offset + text.trimEnd().length }, precision: 'node' },
    rules: names.split(/[\s,]+/).filter((name) => name !== ''),
    reason: colon < 0 ? '' : written.slice(colon + 1).trim(),
    line: text.slice(0, start).trim() === '' ? nextLine(file, line) : line,
  }
}

/** The next line that holds something else than a comment. */
function nextLine(file: SourceFile, from: number): number {
  const last = file.lineStarts().length
  let line = from + 1
  while (line <= last && /^\s*(#|$)/.test(file.line(line))) line++
  return line
}

/** Whether a comment speaks of a problem: same file, same line, its rule named, a reason given. */
export function silences(comment: IgnoreComment, problem: Problem): boolean {
  return (
    comment.reason !== '' &&
    comment.rules.includes(problem.rule) &&
    problem.at.file === comment.at.file &&
    problem.at.file.position(problem.at.span.start).line === comment.line
  )
}
