import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { loadInterpreter } from '../src/cli/load-interpreter.ts'
import { ignoreCommentRule } from '../src/engine/ignore-comment-rule.ts'
import { exampleInput, prepareExample, runExample } from '../src/engine/run-example.ts'
import { runRules } from '../src/engine/run-rules.ts'
import { simulateUnits } from '../src/engine/simulate-units.ts'
import type { KindName } from '../src/istio/known-kinds.ts'
import type { AnyRule, Example } from '../src/rule/rule.ts'
import type { Snapshot } from '../src/snapshot/snapshot.ts'
import { rules } from './index.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))
const all = [...rules, ignoreCommentRule]

function examplesOf(rule: AnyRule): readonly Example[] {
  return [...rule.examples.good, ...rule.examples.bad]
}

test('the list holds every rule of the folders, sorted, each under its topic and its name', () => {
  const written = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter(
      (name) => name.includes('/') && name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('shared/'),
    )
    .map((name) => name.replace(/\.ts$/, ''))
    .sort()
  assert.equal(rules.map((rule) => `${rule.topic}/${rule.id}`).sort(), written)
  assert.equal(
    rules.map((rule) => rule.id),
    rules.map((rule) => rule.id).sort(),
  )
})

const interpreter = await loadInterpreter()

for (const rule of all) {
  test(`${rule.id}: its words follow the grammar`, () => {
    assert.match(rule.id, /^[a-z0-9]+(-[a-z0-9]+)+$/)
    assert.ok(rule.summary.length <= 80, `summary of ${rule.summary.length} characters`)
    assert.not.match(rule.summary, /\.$/)
    for (const words of [rule.why, rule.fix, ...Object.values(rule.messages)]) assert.match(words, /\.( ?\{\w+\})?$/)
    assert.ok(rule.examples.good.length >= 1 && rule.examples.bad.length >= 1)
    assert.ok(rule.references.length >= 1)
  })

  for (const example of examplesOf(rule)) {
    test(`${rule.id}: ${example.title}`, () => {
      const result = runExample(example, all, interpreter)
      assert.equal(result.failures, [])
      const keyOf = (message: string): string => keyOfMessage(rule, message)
      const found = result.problems
        .filter((problem) => problem.rule === rule.id)
        .map(({ at, message }) => ({
          path: at.file.path,
          line: at.file.position(at.span.start).line,
          message: keyOf(message),
        }))
      const { marks } = prepareExample(example)
      assert.equal(found.sort(compareMarks), [...marks].sort(compareMarks))
      assert.is(result.undecided.filter((one) => one.rule === rule.id).length, example.undecided ?? 0)
    })
  }

  test(`${rule.id}: every message is shown by an example`, () => {
    const shown = new Set(
      rule.examples.bad.flatMap((example) => prepareExample(example).marks.map((mark) => mark.message)),
    )
    assert.equal(
      Object.keys(rule.messages).filter((key) => !shown.has(key)),
      [],
    )
  })

  test(`${rule.id}: "needs" names exactly the kinds that it reads`, () => {
    const read = new Set<string>()
    for (const example of examplesOf(rule)) {
      const { host, request } = exampleInput(example)
      for (const unit of simulateUnits({ ...request, interpreter }, host, (_, work) => work()).units)
        runRules([rule], { ...unit, mesh: unit.mesh, snapshot: watched(unit.snapshot, read) }, new Map(), (_, work) =>
          work(),
        )
    }
    read.delete(rule.each)
    assert.equal([...read].sort(), [...rule.needs].sort())
  })
}

function watched(snapshot: Snapshot, read: Set<string>): Snapshot {
  const all: Snapshot['all'] = (kind) => {
    read.add(kind)
    return snapshot.all(kind)
  }
  const find: Snapshot['find'] = (kind: KindName, name, namespace) => {
    read.add(kind)
    return snapshot.find(kind, name, namespace) as never
  }
  return { ...snapshot, all, find }
}

/** The key of a rendered message: that of the template which it fits. */
function keyOfMessage(rule: AnyRule, message: string): string {
  const fits = Object.entries(rule.messages).find(([, template]) => {
    const parts = template.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    return new RegExp(`^${parts.join('[^]*')}$`).test(message)
  })
  return fits?.[0] ?? message
}

function compareMarks(
  a: { path: string; line: number; message: string },
  b: { path: string; line: number; message: string },
): number {
  return `${a.path} ${String(a.line).padStart(6)} ${a.message}` < `${b.path} ${String(b.line).padStart(6)} ${b.message}`
    ? -1
    : 1
}

test.run()
