import { nearestNames } from '../base/nearest.ts'
import { groupBy } from '../base/order.ts'
import type { Resource } from '../kube/resource.ts'
import type { Problem, Severity } from '../rule/problem.ts'
import type { AnyReport, AnyRule } from '../rule/rule.ts'
import type { ReadFile } from '../sources/unit.ts'
import { ignoreCommentRule } from './ignore-comment-rule.ts'
import { commentMark, type IgnoreComment, ignoreComments, isInText, silencers } from './ignore-comments.ts'
import { problemOf } from './problem-of.ts'

export interface Suppressed {
  /** What is left, with the problems of the comments themselves. */
  readonly open: readonly Problem[]
  readonly suppressed: readonly Problem[]
}

/** The rules of a run. */
export interface RuleSet {
  /** All that there are: what a comment may name. */
  readonly known: readonly AnyRule[]
  /** Those that looked at the files: the others may well find what a comment silences. */
  readonly ran: readonly AnyRule[]
  readonly severities: ReadonlyMap<string, Severity | 'off'>
}

/**
 * Silences the problems that ignore comments speak of. A comment without a reason, with a rule that does not exist, or that
 * silences nothing although all its rules ran, is a problem itself.
 */
export function suppress(problems: readonly Problem[], units: readonly Written[], rules: RuleSet): Suppressed {
  const comments = units.flatMap(commentsOf)
  const silencer = silencers(comments)
  const used = new Set<string>()
  const open: Problem[] = []
  const suppressed: Problem[] = []
  for (const problem of problems) {
    const comment = silencer(problem)
    if (!comment) open.push(problem)
    else {
      used.add(useOf(comment, problem.rule))
      suppressed.push({ ...problem, suppressed: { by: 'comment', reason: comment.reason, at: comment.at } })
    }
  }
  const own = rules.ran.includes(ignoreCommentRule) ? problemsOf(comments, used, rules) : []
  return { open: [...open, ...own], suppressed }
}

/** The reported files of a unit, with what stands in them. */
export interface Written {
  readonly files: readonly ReadFile[]
  readonly resources: readonly Resource[]
}

function commentsOf({ files, resources }: Written): readonly IgnoreComment[] {
  const comments = files.flatMap(({ file }) => ignoreComments(file))
  if (comments.length === 0) return comments
  const byFile = groupBy(resources, ({ file }) => file)
  // What a program makes may stand for a whole expression, comments and all.
  return comments.filter(({ at }) => {
    return (
      commentMark(at.file) === '//' || !(byFile.get(at.file) ?? []).some(({ root }) => isInText(root, at.span.start))
    )
  })
}

function useOf(comment: IgnoreComment, rule: string): string {
  return `${comment.at.file.path} ${comment.at.span.start} ${rule}`
}

function problemsOf(comments: readonly IgnoreComment[], used: ReadonlySet<string>, rules: RuleSet): readonly Problem[] {
  const severity = rules.severities.get(ignoreCommentRule.id)
  const known = new Set(rules.known.map(({ id }) => id))
  const ran = new Set(rules.ran.map(({ id }) => id))
  const reportOf = (comment: IgnoreComment): AnyReport[] => {
    const { at, reason } = comment
    if (comment.rules.length === 0 || reason === '')
      return [{ message: 'incomplete', at, data: { mark: commentMark(at.file) } }]
    return comment.rules.flatMap((rule) => {
      if (!known.has(rule)) return [{ message: 'unknownRule', at, data: { rule, hint: hintFor(rule, known) } }]
      return used.has(useOf(comment, rule)) || !ran.has(rule) ? [] : [{ message: 'unused', at, data: { rule } }]
    })
  }
  return comments
    .flatMap(reportOf)
    .map((report) => problemOf(ignoreCommentRule, report, severity === 'off' ? undefined : severity))
}

function hintFor(rule: string, known: ReadonlySet<string>): string {
  const [nearest] = nearestNames(rule, known)
  return nearest ? ` Did you mean "${nearest}"?` : ''
}
