import { nearestNames } from '../base/nearest.ts'
import { groupBy } from '../base/order.ts'
import type { Problem } from '../rule/problem.ts'
import type { AnyRule } from '../rule/rule.ts'
import type { ReadFile } from '../sources/unit.ts'
import { ignoreCommentRule } from './ignore-comment-rule.ts'
import { type IgnoreComment, ignoreComments, silences } from './ignore-comments.ts'
import { problemOf } from './problem-of.ts'

export interface Suppressed {
  /** What is left, with the problems of the comments themselves. */
  readonly open: readonly Problem[]
  readonly suppressed: readonly Problem[]
}

/**
 * Silences the problems that ignore comments speak of. A comment without a reason, with a rule that does not exist, or that
 * silences nothing although all its rules ran, is a problem itself.
 */
export function suppress(
  problems: readonly Problem[],
  files: readonly ReadFile[],
  known: readonly AnyRule[],
  ran: readonly AnyRule[],
): Suppressed {
  const comments = new Map(files.map(({ file }) => [file, ignoreComments(file)]))
  const used = new Set<string>()
  const open: Problem[] = []
  const suppressed: Problem[] = []
  for (const problem of problems) {
    const comment = comments.get(problem.at.file)?.find((one) => silences(one, problem))
    if (!comment) open.push(problem)
    else {
      used.add(useOf(comment, problem.rule))
      suppressed.push({ ...problem, suppressed: { by: 'comment', reason: comment.reason, at: comment.at } })
    }
  }
  if (ran.includes(ignoreCommentRule))
    for (const comment of [...comments.values()].flat()) open.push(...problemsOf(comment, used, known, ran))
  return { open, suppressed }
}

function useOf(comment: IgnoreComment, rule: string): string {
  return `${comment.at.file.path} ${comment.at.span.start} ${rule}`
}

function problemsOf(
  comment: IgnoreComment,
  used: ReadonlySet<string>,
  known: readonly AnyRule[],
  ran: readonly AnyRule[],
): Problem[] {
  const { at } = comment
  if (comment.rules.length === 0 || comment.reason === '')
    return [problemOf(ignoreCommentRule, { message: 'incomplete', at }, undefined)]
  const byId = groupBy(known, (rule) => rule.id)
  return comment.rules.flatMap((rule) => {
    if (!byId.has(rule)) {
      const [nearest] = nearestNames(rule, byId.keys())
      const hint = nearest ? ` Did you mean "${nearest}"?` : ''
      return [problemOf(ignoreCommentRule, { message: 'unknownRule', at, data: { rule, hint } }, undefined)]
    }
    if (used.has(useOf(comment, rule)) || !ran.some((one) => one.id === rule)) return []
    return [problemOf(ignoreCommentRule, { message: 'unused', at, data: { rule } }, undefined)]
  })
}
