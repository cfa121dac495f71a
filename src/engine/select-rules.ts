import type { Failure } from '../base/failure.ts'
import { nearestNames } from '../base/nearest.ts'
import type { AnyRule } from '../rule/rule.ts'
import type { Request } from './request.ts'

/** The rules that a request asks for, and a failure for each name that means nothing. */
export function selectRules(
  rules: readonly AnyRule[],
  request: Pick<Request, 'only' | 'skip' | 'severities'>,
): { readonly selected: readonly AnyRule[]; readonly failures: readonly Failure[] } {
  const failures: Failure[] = []
  for (const name of [...request.only, ...request.skip])
    if (!rules.some((rule) => answersTo(rule, name)))
      failures.push(unknownName('rule, topic or code', name, namesOf(rules)))
  for (const id of request.severities.keys())
    if (!rules.some((rule) => rule.id === id))
      failures.push(
        unknownName(
          'rule',
          id,
          rules.map((rule) => rule.id),
        ),
      )
  const selected = rules.filter(
    (rule) =>
      (request.only.length === 0 || request.only.some((name) => answersTo(rule, name))) &&
      !request.skip.some((name) => answersTo(rule, name)) &&
      request.severities.get(rule.id) !== 'off',
  )
  return { selected, failures }
}

function answersTo(rule: AnyRule, name: string): boolean {
  return rule.id === name || rule.topic === name || (rule.aliases?.includes(name) ?? false)
}

function namesOf(rules: readonly AnyRule[]): string[] {
  return rules.flatMap((rule) => [rule.id, rule.topic, ...(rule.aliases ?? [])])
}

/** The answer to a name that does not exist, with the nearest ones that do. */
function unknownName(what: string, name: string, candidates: readonly string[]): Failure {
  const nearest = nearestNames(name, candidates)
  const hint = nearest.length > 0 ? ` Did you mean ${nearest.map((one) => `"${one}"`).join(' or ')}?` : ''
  return { stage: 'usage', message: `There is no ${what} "${name}".${hint}` }
}
