import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { oracleLines } from '../dev/lines.ts'
import { type Recorded, recordedContexts, recordedText, showValue, valueOfJson } from '../dev/recorded-cel.ts'
import { compile, run } from './program.ts'
import type { Value } from './values/value.ts'

const folder = fileURLToPath(new URL('../../test-fixtures/oracle/cel/', import.meta.url))
const undecided: Readonly<Record<string, readonly string[]>> = JSON.parse(readFileSync(`${folder}unknown.json`, 'utf8'))

const variables = recordedContexts()

/** What we say, in the words of the recording. */
function answer({ in: { expr, context } }: Recorded, mustBeBool: boolean): string {
  const compiled = compile(recordedText(expr))
  if (compiled.ok === undefined) return 'unknown'
  if (!compiled.ok || (mustBeBool && compiled.program.type !== 'bool')) return 'compile error'
  const outcome = run(compiled.program, variables.get(context) ?? new Map())
  return outcome.is === 'value'
    ? JSON.stringify(showValue(outcome.value), withoutTexts)
    : outcome.is === 'error'
      ? 'error'
      : 'unknown'
}

/** Of Kubernetes' own objects the type counts: not all of them have a text. */
function withoutTexts(_key: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'object' in value ? { object: value.object } : value
}

function expectation({ compileError, runtimeError, value }: Recorded): string {
  if (compileError !== undefined) return 'compile error'
  return runtimeError === undefined ? JSON.stringify(value, withoutTexts) : 'error'
}

for (const file of ['expressions', 'values']) {
  test(`${file}: no answer differs from the recorded one, and what is not decided is listed`, () => {
    const lines = oracleLines<Recorded>('cel', `${file}.ndjson`)
    assert.ok(lines.length > 50)
    const open = new Set(Object.values(undecided).flat())
    const unlisted: string[] = []
    for (const line of lines) {
      const text = recordedText(line.in.expr)
      const ours = answer(line, file === 'expressions')
      if (ours === 'unknown') unlisted.push(...(open.has(text) ? [] : [text]))
      else if (!line.unstable) assert.is(ours, expectation(line), `${text} in ${line.in.context}`)
    }
    assert.equal(unlisted, [])
  })
}

test('what is listed as undecided is so in every context, or depends on one', () => {
  for (const text of Object.values(undecided).flat()) {
    const answers = ['pod', 'bare', 'delete'].map((context) => answer({ in: { expr: text, context } }, false))
    assert.ok(answers.includes('unknown'), text)
  }
})

test('a regular expression that would backtrack for ever returns at once', () => {
  const text = `'${'a'.repeat(5000)}!'.matches('^(a+)+$')`
  assert.is(answer({ in: { expr: text, context: 'pod' } }, true), 'false')
  const nested = `'${'a'.repeat(2000)}'.matches('(x+x+)+y|((a*)*)*b')`
  assert.is(answer({ in: { expr: nested, context: 'pod' } }, true), 'false')
})

test('what grows without end is undecided, not a hang', () => {
  const doubled = `['${'a'.repeat(100)}']${'.map(x, x + x)'.repeat(40)}[0] == ''`
  assert.ok(['unknown', 'error'].includes(answer({ in: { expr: doubled, context: 'pod' } }, true)))
  const chain = `1${' + 1'.repeat(20_000)} == 1`
  assert.is(answer({ in: { expr: chain, context: 'pod' } }, true), 'unknown')
  const halves = `optional.of(1)${'.optMap(x, x)'.repeat(60)}.hasValue()`
  assert.is(answer({ in: { expr: halves, context: 'pod' } }, true), 'unknown')
  const nested = `${'('.repeat(20_000)}true${')'.repeat(20_000)}`
  assert.is(answer({ in: { expr: nested, context: 'pod' } }, true), 'compile error')
  const loops = `${'lists.range(1000).all(x, '.repeat(5)}true${')'.repeat(5)}`
  assert.ok(['unknown', 'error'].includes(answer({ in: { expr: loops, context: 'pod' } }, true)))
})

test('a hole leaves open only what depends on it', () => {
  const hole: Value = { t: 'unknown', gaps: [{ what: 'replicas', hint: '' }] }
  const object = valueOfJson({ metadata: { name: 'redis' }, spec: { list: [1, 2] } })
  const spec: Value = {
    t: 'map',
    entries: new Map([['s:replicas', ['replicas', hole]]]),
    open: [{ what: 'more', hint: '' }],
  }
  const of = (text: string) => {
    const compiled = compile(text)
    assert.ok(compiled.ok, text)
    const found = compiled.ok
      ? run(
          compiled.program,
          new Map([
            ['object', object],
            ['oldObject', spec],
          ]),
        )
      : undefined
    return found?.is === 'value' ? found.value : found?.is
  }
  assert.is(of('oldObject.replicas > 1 || true'), true)
  assert.is(of('oldObject.replicas > 1 && false'), false)
  assert.is(of('oldObject.replicas > 1'), 'unknown')
  assert.is(of('[oldObject.replicas, dyn(2)].exists(x, x == 2)'), true)
  assert.is(of('[oldObject.replicas, dyn(2)] == [1, 3]'), false)
  assert.is(of('[oldObject.replicas, dyn(2)] == [1, 2]'), 'unknown')
  assert.is(of('size([oldObject.replicas]) == 1'), true)
  assert.is(of('has(oldObject.replicas)'), true)
  assert.is(of('has(oldObject.other)'), 'unknown')
  assert.is(of('oldObject.exists(k, k == "replicas")'), true)
  assert.is(of('oldObject.exists(k, k == "other")'), 'unknown')
  assert.is(of('size(oldObject) == 1'), 'unknown')
  assert.is(of('oldObject.replicas > 1 || 1 / 0 == 1'), 'unknown')
  assert.is(of('true ? object.metadata.name : oldObject.replicas'), 'redis')
})

test.run()
