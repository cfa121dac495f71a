import { createHash } from 'node:crypto'
import type { SourceLocation } from '../base/source-file.ts'
import type { AnyResource } from '../kube/resource.ts'
import type { Problem, ResourceName, Severity } from '../rule/problem.ts'
import type { AnyReport, AnyRule } from '../rule/rule.ts'

const docs = 'https://github.com/meshlint/meshlint/blob/main/docs/rules.md'

/** The page of a rule. */
export function ruleUrl(rule: Pick<AnyRule, 'id'>): string {
  return `${docs}#${rule.id}`
}

/** The problem that a report makes: its text rendered, its place cut down to one line. */
export function problemOf(rule: AnyRule, report: AnyReport, override: Severity | undefined): Problem {
  const template = rule.messages[report.message]
  if (template === undefined) throw new Error(`no message "${report.message}"`)
  const data: Readonly<Record<string, string | number>> = report.data ?? {}
  const message = template.replace(/\{(\w+)\}/g, (_, name: string) => String(data[name] ?? `{${name}}`))
  return {
    rule: rule.id,
    aliases: rule.aliases ?? [],
    severity: override ?? report.severity ?? rule.severity,
    topic: rule.topic,
    message,
    why: rule.why,
    fix: report.fix ?? rule.fix,
    resource: report.on && resourceName(report.on),
    at: oneLine(report.at),
    related: [...(report.related ?? []), ...makers(report)].map((related) => ({ ...related, at: oneLine(related.at) })),
    // Found out once more for each pod; few formats show it.
    get trail() {
      return report.pod?.trail ?? []
    },
    fingerprint: fingerprintOf(rule.id, message, report.on?.id ?? '', report.at.file.path),
    url: ruleUrl(rule),
  }
}

/** rule + message + resource id + path: survives edits elsewhere in the file. */
function fingerprintOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32)
}

/** A region is one key or one line: GitHub shows an alert in a pull request only if all of its lines were changed. */
function oneLine(at: SourceLocation): SourceLocation {
  const { file, span } = at
  const line = file.text.indexOf('\n', span.start)
  if (line < 0 || line >= span.end) return at
  const end = file.text[line - 1] === '\r' ? line - 1 : line
  return { ...at, span: { start: span.start, end: Math.max(span.start, end) } }
}

/** Where a program makes the object, as far as the place of the problem does not show it: its `new`, the constructs around it. */
function makers({ on, at }: AnyReport): { readonly at: SourceLocation; readonly message: string }[] {
  const holdsProblem = ({ file, span }: SourceLocation): boolean =>
    file === at.file && span.start <= at.span.start && at.span.end <= span.end
  const isOnce = (one: SourceLocation, index: number, all: readonly SourceLocation[]): boolean =>
    all.findIndex(({ file, span }) => file === one.file && span.start === one.span.start) === index
  return (on?.made ?? [])
    .filter((one, index, all) => !holdsProblem(one) && isOnce(one, index, all))
    .map((made) => ({ at: made, message: made === on?.made[0] ? `the ${on.kind} is made here` : 'in this construct' }))
}

export function resourceName(resource: AnyResource): ResourceName {
  const { apiVersion, kind, name, namespace } = resource
  const named = { apiVersion, kind, name: name.known ? name.value : null }
  return namespace ? { ...named, namespace: namespace.known ? namespace.value : null } : named
}
