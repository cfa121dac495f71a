import { groupBy } from '../../base/order.ts'
import type { LintResult } from '../../engine/lint-result.ts'
import type { Problem, Related } from '../../rule/problem.ts'
import type { ReportOptions } from '../report-options.ts'
import { codeFrame, type FrameOptions } from '../text/code-frame.ts'
import { showPlace } from '../text/places.ts'
import { type Style, severityPaint, styleOf } from '../text/style.ts'
import { oneLine, wrap } from '../text/text.ts'
import { summaryText } from './summary-text.ts'
import { undecidedText } from './undecided-text.ts'

/** What a problem may show beside itself: more would hide it. */
const mostRelated = 8
const mostOtherFiles = 3

/** What was already said in this run: the reasons of a rule are given once. */
interface Said {
  readonly why: Set<string>
  readonly fix: Map<string, string>
}

/** The report for people: problems by file, each with its frame, what it breaks and what to do; then the summary. */
export function stylish(result: LintResult, options: ReportOptions): string {
  const style = styleOf(options.color)
  const said: Said = { why: new Set(), fix: new Map() }
  const shown = result.problems.filter((problem) => !options.quiet || problem.severity === 'error')
  const blocks: string[] = []
  for (const [path, problems] of groupBy(shown, (problem) => problem.at.file.path)) {
    blocks.push(style.underline(oneLine(path)))
    for (const problem of problems) blocks.push(...problemLines(problem, said, style, options), '')
  }
  const undecided = options.undecided ? undecidedText(result.undecided, style) : []
  const text = [...blocks, ...undecided, ...summaryText(result, style, options)]
  return text.length > 0 ? `${text.join('\n')}\n` : ''
}

function problemLines(problem: Problem, said: Said, style: Style, options: ReportOptions): string[] {
  const lines = [`  ${headline(problem, style)}`]
  const frame = frameLines(problem, style, options)
  if (frame.length > 0) lines.push('', ...frame.map((line) => `   ${line}`))
  const reasons = reasonLines(problem, said, style, options)
  return reasons.length > 0 ? [...lines, '', ...reasons] : lines
}

function headline(problem: Problem, style: Style): string {
  const { line, column } = problem.at.file.position(problem.at.span.start)
  const place = style.dim(`${line}:${column}`)
  const severity = problem.suppressed
    ? style.dim(`suppressed ${problem.severity}`)
    : severityPaint(style, problem.severity)(problem.severity)
  return `${place}  ${severity}  ${style.bold(oneLine(problem.message))}  ${style.dim(problem.rule)}`
}

/** The frame of the problem's own file, then those of other files that it speaks of. */
function frameLines(problem: Problem, style: Style, options: ReportOptions): string[] {
  const frame: FrameOptions = {
    style,
    paint: severityPaint(style, problem.severity),
    width: options.width,
    context: 1,
  }
  const related = problem.related.slice(0, mostRelated)
  const here = related.filter(({ at }) => isFramed(at) && at.file.path === problem.at.file.path)
  const elsewhere = related.filter((one) => !here.includes(one))
  const lines: string[] = []
  if (isFramed(problem.at)) {
    const marks = here.map(({ at, message }) => ({ at, message, primary: false }))
    lines.push(...codeFrame([{ at: problem.at, message: '', primary: true }, ...marks], frame))
  } else elsewhere.unshift(...here)
  for (const [, places] of groupBy(elsewhere, ({ at }) => at.file.path))
    lines.push(...otherFile(places, frame, lines.length === 0))
  const more = problem.related.length - related.length
  return more > 0 ? [...lines, `       ${style.dim(`and ${more} more`)}`] : lines
}

function otherFile(places: readonly Related[], frame: FrameOptions, first: boolean): string[] {
  const { dim } = frame.style
  const [place] = places
  const space = first ? [] : [`     ${dim('⋮')}`]
  if (!place || places.length > mostOtherFiles || !places.every(({ at }) => isFramed(at)))
    return [...space, ...places.map(({ at, message }) => `     ${dim(showPlace(at))} ${oneLine(message)}`)]
  const marks = places.map(({ at, message }) => ({ at, message, primary: false }))
  return [...space, `     ${dim(showPlace(place.at))}`, ...codeFrame(marks, { ...frame, context: 0 })]
}

function isFramed(at: Problem['at']): boolean {
  return at.precision !== 'file' && at.file.text.length > 0
}

/** `why` once a rule, `fix` whenever it is another one than was said last: a report that repeats itself is not read. */
function reasonLines(problem: Problem, said: Said, style: Style, options: ReportOptions): string[] {
  const lines: string[] = []
  const say = (label: string, text: string) => {
    const [first = '', ...rest] = wrap(oneLine(text), Math.min(options.width, 100) - 14)
    lines.push(`        ${style.cyan(label)}  ${first}`, ...rest.map((line) => `             ${line}`))
  }
  if (problem.suppressed) {
    say('off', `silenced at ${showPlace(problem.suppressed.at)}: ${problem.suppressed.reason}`)
    return lines
  }
  if (problem.why && !said.why.has(problem.rule)) say('why', problem.why)
  said.why.add(problem.rule)
  if (problem.fix && said.fix.get(problem.rule) !== problem.fix) say('fix', problem.fix)
  said.fix.set(problem.rule, problem.fix)
  return lines
}
