import type { SourceLocation } from '../base/source-file.ts'
import { type Labels, labelPlace, labelValue } from '../kube/labels.ts'
import { type Requirement, requirementMatches } from '../kube/requirement.ts'

/** Who has the labels, as people call it: `Namespace "prod"`, `the pod`; and many of its kind: `namespaces`, `pods`. */
export interface Subject {
  readonly name: string
  readonly plural: string
}

/** A part of a trail's sentence, and the line that it speaks of. */
export interface Story {
  readonly key: string | undefined
  readonly because: string
  readonly at: SourceLocation | undefined
}

/**
 * What a requirement of a webhook's selector demands and what was found: a whole sentence without a full stop. It
 * speaks of the label's line where the label is written, else of the selector's.
 */
export function requirementStory(subject: Subject, requirement: Requirement, labels: Labels): Story {
  const { key, at } = requirement
  if (!key.known) return { key: undefined, because: 'A label that the webhook asks for is not known', at }
  const place = labelPlace(labels, key.value) ?? at
  return {
    key: key.value,
    because: `${capital(finding(subject, key.value, labels, asksForValue(requirement)))}; the webhook ${demand(subject, requirement)}`,
    at: place,
  }
}

/** The labels that made a selector match: `Namespace "prod" has label "istio-injection" with value "enabled"`. */
export function matchStory(subject: Subject, requirements: readonly Requirement[], labels: Labels): Story | undefined {
  for (const requirement of requirements) {
    const { key, operator } = requirement
    if (!key.known || !operator.known || !asksForLabel.has(operator.value)) continue
    const matches = requirementMatches(requirement, labels)
    if (!matches.known || !matches.value) continue
    return {
      key: key.value,
      because: finding(subject, key.value, labels),
      at: labelPlace(labels, key.value) ?? requirement.at,
    }
  }
  return undefined
}

const asksForLabel: ReadonlySet<string> = new Set(['in', '=', '==', 'exists'])

function asksForValue({ operator }: Requirement): boolean {
  return operator.known && operator.value !== 'exists' && operator.value !== '!'
}

function finding({ name }: Subject, key: string, labels: Labels, withValue = true): string {
  const value = labelValue(labels, key)
  if (!withValue && !value.known && labels.known.has(key) && !labels.known.get(key)?.perhaps)
    return `${name} has label ${quoted(key)}`
  if (value.known)
    return value.value === undefined
      ? `${name} has no label ${quoted(key)}`
      : `${name} has label ${quoted(key)} with value ${quoted(value.value)}`
  if (labels.known.has(key)) return `the value of label ${quoted(key)} of ${name} is not known`
  return `it is not known whether ${name} has label ${quoted(key)}`
}

function demand({ plural }: Subject, { operator, values, more }: Requirement): string {
  if (!operator.known) return `asks in a way that is not known`
  const list = alternatives(values.map((value) => (value.known ? quoted(value.value) : 'a value that is not known')))
  const choice = more ? `${list} or more` : list
  switch (operator.value) {
    case 'exists':
      return 'asks for it'
    case '!':
      return `leaves out ${plural} that have it`
    case 'notin':
    case '!=':
      return `leaves out ${plural} with ${choice}`
    case 'gt':
      return `asks for more than ${choice}`
    case 'lt':
      return `asks for less than ${choice}`
    default:
      return `asks for ${choice}`
  }
}

function alternatives(texts: readonly string[]): string {
  return texts.length < 2 ? (texts[0] ?? 'nothing') : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`
}

function quoted(text: string): string {
  return `"${text}"`
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
