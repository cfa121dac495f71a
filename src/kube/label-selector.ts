import { known, type Maybe, type Unknown, unknown, unknownFrom, yes } from '../base/maybe.ts'
import type { SourceLocation } from '../base/source-file.ts'
import { goQuote } from './go-text.ts'
import type { Labels } from './labels.ts'
import { isQualifiedName, isValidLabelValue } from './names.ts'
import type { LabelSelector } from './pod.ts'
import { lineOf } from './read-labels.ts'
import {
  operatorOf,
  type Requirement,
  requirementError,
  requirementFinding,
  requirementMatches,
  requirementStory,
  requirementsText,
} from './requirement.ts'
import type { View } from './view.ts'

/** Whether a selector matches labels, and what decided. */
export interface SelectorMatch {
  readonly matches: Maybe<boolean>
  /** The label of the requirement that settled a `false`, else of the first that is unknown; undefined for a match. */
  readonly key: string | undefined
  /** A sentence without a full stop: what is demanded and what was found. */
  readonly because: string
  /** The place of that requirement (of the first one for a match); undefined where no selector is written. */
  readonly at: SourceLocation | undefined
}

/** A selector read once, for matching it against many labels. */
export interface Selector {
  readonly requirements: readonly Requirement[]
  /** Why there may be more requirements than are listed. */
  readonly more?: Unknown | undefined
  /** The selector's own place; undefined when none is written. */
  readonly at: SourceLocation | undefined
}

/**
 * Whether a LabelSelector matches labels: the AND of its requirements, three-valued. An absent or empty selector matches
 * everything: whether null means nothing is the caller's question (`selector.has()`).
 * Source: metav1.LabelSelectorAsSelector, k8s.io/apimachinery v0.35.4, pkg/apis/meta/v1/helpers.go.
 */
export function matchSelector(selector: View<LabelSelector>, labels: Labels): SelectorMatch {
  return explainMatch(readSelector(selector), labels)
}

/** Whether every label of a map is there with its value: the selector of a Service or ReplicationController. */
export function matchLabelMap(map: View<Readonly<Record<string, string>>>, labels: Labels): SelectorMatch {
  return explainMatch(readLabelMap(map), labels)
}

/** Reads a LabelSelector. */
export function readSelector(view: View<LabelSelector>): Selector {
  const has = view.has()
  if (!has.known) return { requirements: [], more: has, at: view.at() }
  if (!has.value) return { requirements: [], at: undefined }
  const labels = view.entries('matchLabels')
  const expressions = view.entries('matchExpressions')
  return {
    requirements: [...labels.items.map(equality), ...expressions.items.map(expression)],
    more: gapsOf([...labels.gaps, ...expressions.gaps]),
    at: view.at(),
  }
}

/** Reads a map of labels that must all be there. */
export function readLabelMap(view: View<Readonly<Record<string, string>>>): Selector {
  const has = view.has()
  if (!has.known) return { requirements: [], more: has, at: view.at() }
  if (!has.value) return { requirements: [], at: undefined }
  const { items, gaps } = view.entries()
  return { requirements: items.map(equality), more: gapsOf(gaps), at: view.at() }
}

function gapsOf(gaps: Unknown['gaps'] | readonly Unknown['gaps'][0][]): Unknown | undefined {
  const [first, ...rest] = gaps
  return first ? unknown(first, ...rest) : undefined
}

function equality(item: View<string>): Requirement {
  return {
    key: known(String(item.key)),
    operator: known('='),
    values: [textOf(item)],
    at: lineOf(item.at([], 'key'), item.at()),
  }
}

/** A null stands for the empty text, as Go's decoder reads it. */
function textOf(item: View<string>): Maybe<string> {
  const value = item.get()
  return value.known ? known(value.value ?? '') : value
}

type Expression = NonNullable<LabelSelector['matchExpressions']>[number]

function expression(item: View<Expression>): Requirement {
  const key = item.get('key')
  const name = item.get('operator')
  const values = item.entries('values')
  const operator = name.known ? operatorOf(name.value ?? '', item.at(['operator'])) : name
  const demandsValues = operator.known && (operator.value === 'in' || operator.value === 'notin')
  const isMisshapen = operator.known && values.gaps.length === 0 && demandsValues !== values.items.length > 0
  return {
    key: key.known ? known(key.value ?? '') : key,
    operator: isMisshapen ? misshapen(demandsValues, item.at(['operator'])) : operator,
    values: values.items.map(textOf),
    more: gapsOf(values.gaps),
    at: item.at(['key']),
  }
}

function misshapen(demandsValues: boolean, at: SourceLocation): Unknown {
  return unknown({
    what: demandsValues
      ? 'the values of a selector requirement'
      : 'the meaning of values beside Exists or DoesNotExist',
    hint: demandsValues ? 'write the values: Kubernetes demands them' : 'remove the values: Kubernetes refuses them',
    at,
  })
}

/** Whether a selector matches, without the explanation: for matching in bulk. */
export function selectorMatches(selector: Selector, labels: Labels): Maybe<boolean> {
  let missing: Unknown | undefined = selector.more
  for (const requirement of selector.requirements) {
    const matches = requirementMatches(requirement, labels)
    if (!matches.known) missing = missing ? unknownFrom(missing, matches) : matches
    else if (!matches.value) return matches
  }
  return missing ?? yes
}

/** Whether a selector matches, with what decided. */
export function explainMatch(selector: Selector, labels: Labels): SelectorMatch {
  const matches = selectorMatches(selector, labels)
  if (matches.known && matches.value) return matched(selector, labels)
  const wanted = selector.requirements.find((requirement) => {
    const part = requirementMatches(requirement, labels)
    return matches.known ? part.known && !part.value : !part.known
  })
  if (!wanted) return { matches, key: undefined, because: 'the selector is not fully known', at: selector.at }
  const key = wanted.key.known ? wanted.key.value : undefined
  return { matches, key, because: requirementStory(wanted, labels), at: wanted.at }
}

function matched({ requirements, at }: Selector, labels: Labels): SelectorMatch {
  const found = requirements.slice(0, 4).map((requirement) => requirementFinding(requirement, labels))
  if (requirements.length > 4) found.push(`${requirements.length - 4} more requirements hold`)
  const last = found.pop()
  const because = last === undefined ? emptyStory(at) : [found.join(', '), last].filter(Boolean).join(' and ')
  return { matches: yes, key: undefined, because, at: requirements[0]?.at ?? at }
}

function emptyStory(at: SourceLocation | undefined): string {
  return at ? 'an empty selector matches everything' : 'no selector is written, so everything matches'
}

/** A selector as upstream prints it: `app=a,!istio-injection`. */
export function labelSelectorString(view: View<LabelSelector>): string {
  return requirementsText(readSelector(view).requirements)
}

/** The error of metav1.LabelSelectorAsSelector, in written order of the labels; undefined for a valid selector. */
export function labelSelectorError(view: View<LabelSelector>): string | undefined {
  for (const item of view.entries('matchLabels').items) {
    const error = requirementError(equality(item))
    if (error) return error
  }
  for (const item of view.entries('matchExpressions').items) {
    const name = item.get('operator')
    if (!name.known) continue
    const operator = operatorOf(name.value ?? '', item.at())
    if (!operator.known) return `${goQuote(name.value ?? '')} is not a valid label selector operator`
    const error = requirementError({ ...expression(item), operator })
    if (error) return error
  }
  return undefined
}

/** What the API server answers to a selector that it refuses. */
export interface SelectorError {
  /** The path below the selector: `matchExpressions[0].values[2]`. */
  readonly field: string
  /** `Invalid value: "Gt": not a valid selector operator`. */
  readonly message: string
  readonly at: SourceLocation
}

/**
 * Upstream's errors of a selector in a workload or webhook; unknown parts pass.
 * Source: ValidateLabelSelector, k8s.io/apimachinery v0.35.4, pkg/apis/meta/v1/validation/validation.go.
 */
export function validateSelector(view: View<LabelSelector>): readonly SelectorError[] {
  return [
    ...view.entries('matchLabels').items.flatMap((item) => labelErrors(item)),
    ...view.entries('matchExpressions').items.flatMap((item, index) => expressionErrors(item, index)),
  ]
}

function labelErrors(item: View<string>): readonly SelectorError[] {
  const key = String(item.key)
  const value = textOf(item)
  const found = [
    ...invalid('matchLabels', key, isQualifiedName(key), item.at([], 'key')),
    ...(value.known ? invalid('matchLabels', value.value, isValidLabelValue(value.value), item.at()) : []),
  ]
  return found
}

function expressionErrors(item: View<Expression>, index: number): readonly SelectorError[] {
  const field = `matchExpressions[${index}]`
  const key = item.get('key')
  const keyErrors = key.known
    ? invalid(`${field}.key`, key.value ?? '', isQualifiedName(key.value ?? ''), item.at(['key']))
    : []
  const valueErrors = item.entries('values').items.flatMap((view, at) => {
    const value = textOf(view)
    return value.known ? invalid(`${field}.values[${at}]`, value.value, isValidLabelValue(value.value), view.at()) : []
  })
  return [...operatorErrors(item, field), ...keyErrors, ...valueErrors]
}

function operatorErrors(item: View<Expression>, field: string): readonly SelectorError[] {
  const name = item.get('operator')
  if (!name.known) return []
  const operator = operatorOf(name.value ?? '', item.at(['operator']))
  if (!operator.known)
    return invalid(`${field}.operator`, name.value ?? '', ['not a valid selector operator'], item.at(['operator']))
  const { items, gaps } = item.entries('values')
  const at = item.at(['values'], 'key')
  if (operator.value === 'in' || operator.value === 'notin') {
    const message = "Required value: must be specified when `operator` is 'In' or 'NotIn'"
    return items.length === 0 && gaps.length === 0 ? [{ field: `${field}.values`, message, at }] : []
  }
  const message = "Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
  return items.length > 0 ? [{ field: `${field}.values`, message, at }] : []
}

function invalid(
  field: string,
  value: string,
  details: readonly string[],
  at: SourceLocation,
): readonly SelectorError[] {
  return details.map((detail) => ({ field, message: `Invalid value: ${goQuote(value)}: ${detail}`, at }))
}
