import { absent, type Gap, known, type Maybe, no, not, type Unknown, unknown, yes } from '../base/maybe.ts'
import type { SourceLocation } from '../base/source-file.ts'
import { goJson, goQuote } from './go-text.ts'
import { type Labels, labelValue } from './labels.ts'
import { isQualifiedName, isValidLabelValue } from './names.ts'

/** The operators of k8s.io/apimachinery, pkg/selection/operator.go. */
export type Operator = 'in' | 'notin' | '=' | '==' | '!=' | 'exists' | '!' | 'gt' | 'lt'

/** One demand of a selector on one label. */
export interface Requirement {
  readonly key: Maybe<string>
  readonly operator: Maybe<Operator>
  readonly values: readonly Maybe<string>[]
  /** Why there may be more values than are listed. */
  readonly more?: Unknown | undefined
  readonly at: SourceLocation | undefined
}

/**
 * Whether labels fulfil a requirement (labels.Requirement.Matches, k8s.io/apimachinery v0.35.4).
 * A label that is listed exists, also when its value is unknown, unless it is there only perhaps.
 */
export function requirementMatches(requirement: Requirement, labels: Labels): Maybe<boolean> {
  const { key, operator } = requirement
  if (!key.known) return key
  if (!operator.known) return operator
  switch (operator.value) {
    case 'exists':
      return exists(labels, key.value)
    case '!':
      return not(exists(labels, key.value))
    case 'in':
    case '=':
    case '==':
      return isOneOf(requirement, labelValue(labels, key.value))
    case 'notin':
    case '!=':
      return not(isOneOf(requirement, labelValue(labels, key.value)))
    case 'gt':
    case 'lt':
      return compares(requirement, operator.value, labelValue(labels, key.value))
  }
}

function exists(labels: Labels, key: string): Maybe<boolean> {
  const label = labels.known.get(key)
  if (!label) return labels.without?.has(key) ? no : (labels.open ?? no)
  return label.perhaps && !label.value.known ? label.value : yes
}

function isOneOf({ values, more }: Requirement, found: Maybe<string | undefined>): Maybe<boolean> {
  if (!found.known) return found
  if (found.value === undefined) return no
  let missing = more
  for (const value of values) {
    if (!value.known) missing ??= value
    else if (value.value === found.value) return yes
  }
  return missing ?? no
}

function compares({ values }: Requirement, operator: 'gt' | 'lt', found: Maybe<string | undefined>): Maybe<boolean> {
  const limit = values[0] ?? absent
  if (!found.known) return found
  if (!limit.known) return limit
  const [a, b] = [integerOf(found.value), integerOf(limit.value)]
  return known(a !== undefined && b !== undefined && (operator === 'gt' ? a > b : a < b))
}

/** Go's strconv.ParseInt with base 10 and 64 bits. */
function integerOf(text: string | undefined): bigint | undefined {
  if (text === undefined || !/^[+-]?[0-9]+$/.test(text)) return undefined
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text)
  return value >= -(2n ** 63n) && value < 2n ** 63n ? value : undefined
}

/** What a requirement demands and what was found, as a part of a sentence. */
export function requirementStory(requirement: Requirement, labels: Labels): string {
  const { key, operator } = requirement
  if (!key.known || !operator.known) return `a requirement of the selector is not known: ${firstGap(key, operator)}`
  const found = finding(labels, key.value)
  const said = operator.value === 'exists' && found === 'does not exist' ? 'does not' : found
  return `label ${JSON.stringify(key.value)} must ${demand(requirement, operator.value)}, and it ${said}`
}

/** What was found of the label that a fulfilled requirement speaks of. */
export function requirementFinding({ key }: Requirement, labels: Labels): string {
  return key.known ? `label ${JSON.stringify(key.value)} ${finding(labels, key.value)}` : firstGap(key)
}

function demand({ values, more }: Requirement, operator: Operator): string {
  const list = [...values.map(showValue), ...(more ? ['others'] : [])].join(', ')
  switch (operator) {
    case 'exists':
      return 'exist'
    case '!':
      return 'not exist'
    case 'in':
      return `be one of ${list}`
    case 'notin':
      return `not be one of ${list}`
    case '!=':
      return `not be ${list}`
    case 'gt':
      return `be greater than ${list}`
    case 'lt':
      return `be less than ${list}`
    default:
      return `be ${list}`
  }
}

function showValue(value: Maybe<string>): string {
  return value.known ? JSON.stringify(value.value) : 'an unknown value'
}

function finding(labels: Labels, key: string): string {
  const label = labels.known.get(key)
  if (!label) return labels.open ? 'may or may not exist' : 'does not exist'
  if (label.value.known) return `is ${JSON.stringify(label.value.value)}`
  return label.perhaps ? 'may or may not exist' : 'has an unknown value'
}

function firstGap(...parts: readonly Maybe<unknown>[]): string {
  const gap = parts.map((part): Gap | undefined => (part.known ? undefined : part.gaps[0])).find(Boolean)
  return gap?.what ?? 'nothing is missing'
}

/** A requirement as upstream prints it: `app in (a,b)`, values sorted (labels.Requirement.String). */
function requirementText({ key, operator, values }: Requirement): string {
  const name = key.known ? key.value : '?'
  if (!operator.known) return name
  const texts = values.map((value) => (value.known ? value.value : '?')).sort()
  switch (operator.value) {
    case 'exists':
      return name
    case '!':
      return `!${name}`
    case 'in':
    case 'notin':
      return `${name} ${operator.value} (${texts.join(',')})`
    case 'gt':
      return `${name}>${texts.join(',')}`
    case 'lt':
      return `${name}<${texts.join(',')}`
    default:
      return `${name}${operator.value}${texts.join(',')}`
  }
}

/** Requirements as one text, ordered by key as upstream's selectors are (labels.internalSelector.String). */
export function requirementsText(requirements: readonly Requirement[]): string {
  const keyed = requirements.map((requirement) => ({ requirement, key: keyText(requirement) }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return keyed.map(({ requirement }) => requirementText(requirement)).join(',')
}

/** Why upstream refuses to make a requirement (labels.NewRequirement); undefined when it does not. Unknown parts pass. */
export function requirementError(requirement: Requirement, keyPath = 'key'): string | undefined {
  const { key, operator } = requirement
  const name = keyText(requirement)
  const values = requirement.values.flatMap((value) => (value.known ? [value.value] : []))
  const errors = new Set<string>()
  if (key.known) for (const error of joined(isQualifiedName(name))) errors.add(invalid(keyPath, goQuote(name), error))
  const complete = values.length === requirement.values.length && !requirement.more
  if (operator.known && complete) for (const error of valueCountErrors(operator.value, values)) errors.add(error)
  for (const [index, value] of values.entries())
    for (const error of joined(isValidLabelValue(value)))
      errors.add(invalid(`values[${index}][${name}]`, goQuote(value), error))
  const list = [...errors]
  return list.length > 1 ? `[${list.join(', ')}]` : list[0]
}

function valueCountErrors(operator: Operator, values: readonly string[]): readonly string[] {
  const shown = values.length === 0 ? 'null' : goJson(values)
  switch (operator) {
    case 'in':
    case 'notin':
      if (values.length > 0) return []
      return [invalid('values', shown, "for 'in', 'notin' operators, values set can't be empty")]
    case 'exists':
    case '!':
      if (values.length === 0) return []
      return [invalid('values', shown, 'values set must be empty for exists and does not exist')]
    case 'gt':
    case 'lt':
      return values.flatMap((value, index) =>
        integerOf(value) === undefined
          ? [invalid(`values[${index}]`, goQuote(value), "for 'Gt', 'Lt' operators, the value must be an integer")]
          : [],
      )
    default:
      return []
  }
}

function invalid(path: string, value: string, detail: string): string {
  return `${path}: Invalid value: ${value}: ${detail}`
}

function joined(messages: readonly string[]): readonly string[] {
  return messages.length === 0 ? [] : [messages.join('; ')]
}

function keyText({ key }: Requirement): string {
  return key.known ? key.value : '?'
}

/** The operators that a LabelSelector may name (metav1.LabelSelectorOperator). */
const written: ReadonlyMap<string, Operator> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
])

/** The operator of a LabelSelector's expression; unknown for one that Kubernetes refuses. */
export function operatorOf(name: string, at: SourceLocation): Maybe<Operator> {
  const operator = written.get(name)
  if (operator) return known(operator)
  return unknown({
    what: `the meaning of the selector operator ${JSON.stringify(name)}`,
    hint: 'write In, NotIn, Exists or DoesNotExist: Kubernetes refuses any other operator',
    at,
  })
}
