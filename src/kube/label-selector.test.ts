import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { known, unknown } from '../base/maybe.ts'
import { oracleLines } from '../dev/lines.ts'
import { hole, treeOf } from '../dev/tree-of.ts'
import {
  labelSelectorError,
  labelSelectorString,
  matchLabelMap,
  matchSelector,
  readSelector,
  type SelectorMatch,
  selectorMatches,
  validateSelector,
} from './label-selector.ts'
import { type Labels, labelsOf } from './labels.ts'
import { labelSelectorShape } from './pod.ts'
import { map, text } from './shape.ts'
import { viewOf } from './view.ts'

interface Line {
  readonly in: { readonly selector: unknown; readonly labels: Readonly<Record<string, string>> | null }
  readonly error?: string
  readonly string?: string
  readonly empty?: boolean
  readonly matches?: boolean
  readonly validation?: readonly string[]
}

const lines = oracleLines<Line>('selectors', 'labelselector.ndjson')
const open = unknown({ what: 'labels of Namespace "prod"', hint: 'add it' })

function match(selector: unknown, labels: Labels): SelectorMatch {
  return matchSelector(viewOf(treeOf(selector), labelSelectorShape), labels)
}

function matchOne(
  key: string,
  operator: string,
  values: readonly unknown[] | undefined,
  labels: Labels,
): SelectorMatch {
  return match({ matchExpressions: [{ key, operator, ...(values ? { values } : {}) }] }, labels)
}

function placed(match: SelectorMatch): string | undefined {
  return match.at?.file.text.slice(match.at.span.start, match.at.span.end)
}

test('valid selectors match as Kubernetes matches them, and invalid ones never match for certain', () => {
  assert.ok(lines.length > 20)
  for (const line of lines) {
    if (line.in.selector === null) continue
    const view = viewOf(treeOf(line.in.selector), labelSelectorShape)
    const labels = labelsOf(line.in.labels ?? {})
    const { matches } = matchSelector(view, labels)
    assert.equal(selectorMatches(readSelector(view), labels), matches)
    if (line.error === undefined) assert.equal(matches, known(line.matches), JSON.stringify(line))
    assert.is(readSelector(view).requirements.length === 0, line.empty ?? false)
  }
})

test('selectors print and fail as in Kubernetes', () => {
  for (const line of lines) {
    if (line.in.selector === null) continue
    const view = viewOf(treeOf(line.in.selector), labelSelectorShape)
    assert.is(labelSelectorError(view), line.error, JSON.stringify(line))
    if (line.error === undefined) assert.is(labelSelectorString(view), line.string)
  }
})

test('selectors are validated with the texts of the API server', () => {
  for (const line of lines) {
    const errors = validateSelector(viewOf(treeOf(line.in.selector), labelSelectorShape))
    const texts = errors.map(({ field, message }) => `selector.${field}: ${message}`)
    assert.equal(texts.sort(), [...(line.validation ?? [])].sort(), JSON.stringify(line.in.selector))
  }
})

test('an absent, null or empty selector matches everything', () => {
  for (const selector of [null, {}, { matchLabels: {} }, { matchExpressions: [] }]) {
    const { matches, key } = match(selector, { known: new Map(), open })
    assert.equal(matches, known(true))
    assert.is(key, undefined)
  }
})

test('one requirement that fails settles it, whatever else is missing', () => {
  const selector = { matchLabels: { a: hole('A'), b: 'x' } }
  const result = match(selector, labelsOf({ a: '1', b: 'y' }))
  assert.equal(result.matches, known(false))
  assert.is(result.key, 'b')
  assert.is(result.because, 'label "b" must be "x", and it is "y"')
  assert.is(placed(result), '"b": "x"')
})

test('a placeholder in the selector leaves it unknown, with its gap', () => {
  const result = match({ matchLabels: { a: hole('A') } }, labelsOf({ a: '1' }))
  assert.is(result.matches.known, false)
  assert.is(result.matches.known ? '' : result.matches.gaps[0].what, 'A')
  assert.is(result.because, 'label "a" must be an unknown value, and it is "1"')
  assert.equal(match({ matchLabels: { a: hole('A') } }, labelsOf({})).matches, known(false))
})

test('a placeholder in place of the selector leaves it unknown', () => {
  const result = match(hole('S'), labelsOf({ a: '1' }))
  assert.is(result.matches.known, false)
  assert.is(result.because, 'the selector is not fully known')
})

test('a listed value decides although another value is a placeholder', () => {
  assert.equal(matchOne('a', 'In', [hole('A'), 'x'], labelsOf({ a: 'x' })).matches, known(true))
  assert.equal(matchOne('a', 'NotIn', [hole('A'), 'x'], labelsOf({ a: 'x' })).matches, known(false))
  assert.is(matchOne('a', 'In', [hole('A'), 'x'], labelsOf({ a: 'y' })).matches.known, false)
})

test('labels that may hold more leave absent keys unknown', () => {
  const labels: Labels = { known: new Map([['a', { value: known('x') }]]), open }
  assert.equal(matchOne('a', 'Exists', undefined, labels).matches, known(true))
  const result = matchOne('b', 'DoesNotExist', undefined, labels)
  assert.equal(result.matches, open)
  assert.is(result.key, 'b')
  assert.is(result.because, 'label "b" must not exist, and it may or may not exist')
})

test('a label with an unknown value exists', () => {
  const labels: Labels = { known: new Map([['a', { value: open }]]) }
  assert.equal(matchOne('a', 'Exists', undefined, labels).matches, known(true))
  assert.equal(matchOne('a', 'DoesNotExist', undefined, labels).matches, known(false))
  assert.equal(matchOne('a', 'In', ['x'], labels).matches, open)
})

test('what decided is said in the words of the manifest', () => {
  const labels = labelsOf({ 'istio-injection': 'disabled' })
  const cases: readonly [string, readonly string[] | undefined, string][] = [
    ['In', ['enabled'], 'label "istio-injection" must be one of "enabled", and it is "disabled"'],
    ['NotIn', ['a', 'disabled'], 'label "istio-injection" must not be one of "a", "disabled", and it is "disabled"'],
    ['DoesNotExist', undefined, 'label "istio-injection" must not exist, and it is "disabled"'],
    ['Exists', undefined, 'label "istio-injection" is "disabled"'],
  ]
  for (const [operator, values, because] of cases)
    assert.is(matchOne('istio-injection', operator, values, labels).because, because)
  assert.is(matchOne('x', 'Exists', undefined, labels).because, 'label "x" must exist, and it does not')
  const both = {
    matchExpressions: [
      { key: 'x', operator: 'DoesNotExist' },
      { key: 'y', operator: 'NotIn', values: ['1'] },
    ],
  }
  assert.is(match(both, labels).because, 'label "x" does not exist and label "y" does not exist')
})

test('an operator that Kubernetes refuses, and values where they may not be, leave a selector unknown', () => {
  for (const [operator, values] of [
    ['in', ['x']],
    ['In', []],
    ['Exists', ['x']],
  ] as const)
    assert.is(matchOne('a', operator, values, labelsOf({ a: 'x' })).matches.known, false)
})

test('the place of an expression is its key', () => {
  assert.is(placed(matchOne('a', 'Exists', undefined, labelsOf({}))), '"a"')
})

test('a null value is the empty text, any other type is unknown', () => {
  assert.equal(match({ matchLabels: { a: null } }, labelsOf({ a: '' })).matches, known(true))
  assert.is(match({ matchLabels: { a: true } }, labelsOf({ a: 'true' })).matches.known, false)
})

test('the selector of a Service demands every label', () => {
  const view = viewOf(treeOf({ app: 'redis', role: 'master' }), map(text))
  assert.equal(matchLabelMap(view, labelsOf({ app: 'redis', role: 'master', x: 'y' })).matches, known(true))
  const result = matchLabelMap(view, labelsOf({ app: 'redis' }))
  assert.equal(result.matches, known(false))
  assert.is(result.because, 'label "role" must be "master", and it does not exist')
  assert.is(placed(result), '"role": "master"')
})

test.run()
