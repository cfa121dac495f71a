import type { ReportingDescriptor } from 'sarif'
import { compareText } from '../../base/order.ts'
import type { LintResult } from '../../engine/lint-result.ts'
import { ruleUrl } from '../../engine/problem-of.ts'
import type { Problem, Severity } from '../../rule/problem.ts'
import type { AnyRule } from '../../rule/rule.ts'
import { rulePageMarkdown } from '../rules/rule-page.ts'

/** What GitHub shows of a description at most. */
const longestDescription = 1024

export const levels = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<Severity, string>

/** How GitHub orders alerts that are not about security. */
const problemSeverities = { error: 'error', warning: 'warning', info: 'recommendation' } as const
const precisions = { error: 'very-high', warning: 'high', info: 'medium' } as const

/** Every rule that ran, and any other that a problem names, sorted by id. */
export function sarifRules(result: LintResult): ReportingDescriptor[] {
  const descriptors = new Map(result.rules.map((rule) => [rule.id, ruleDescriptor(rule)]))
  for (const problem of result.problems)
    if (!descriptors.has(problem.rule)) descriptors.set(problem.rule, descriptorOf(problem))
  return [...descriptors.values()].sort((a, b) => compareText(a.id, b.id))
}

function ruleDescriptor(rule: AnyRule): ReportingDescriptor {
  const summary = `${rule.summary}.`
  return {
    id: rule.id,
    name: pascalCase(rule.id),
    shortDescription: { text: summary },
    fullDescription: { text: shorten(`${summary} ${rule.why}`) },
    help: { text: `${rule.why}\n\n${rule.fix}\n\n${ruleUrl(rule)}`, markdown: rulePageMarkdown(rule, []) },
    helpUri: ruleUrl(rule),
    defaultConfiguration: { level: levels[rule.severity] },
    properties: properties(rule.severity, rule.topic, rule.aliases ?? []),
  }
}

/** A finding of meshlint itself, which no rule of the list stands for. */
function descriptorOf({ rule, severity, topic, why, fix, url, aliases }: Problem): ReportingDescriptor {
  const summary = `${rule.replaceAll('-', ' ')}.`
  return {
    id: rule,
    name: pascalCase(rule),
    shortDescription: { text: summary },
    fullDescription: { text: shorten(`${summary} ${why}`.trim()) },
    help: { text: `${why}\n\n${fix}\n\n${url}`.trim(), markdown: `${why}\n\n${fix}\n`.trim() || summary },
    helpUri: url,
    defaultConfiguration: { level: levels[severity] },
    properties: properties(severity, topic, aliases),
  }
}

function properties(severity: Severity, topic: string, aliases: readonly string[]) {
  return {
    tags: [...new Set(['istio', 'kubernetes', topic, ...aliases])].slice(0, 10),
    precision: precisions[severity],
    'problem.severity': problemSeverities[severity],
  }
}

function pascalCase(id: string): string {
  return id.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function shorten(text: string): string {
  return text.length <= longestDescription ? text : `${text.slice(0, longestDescription - 1)}…`
}
