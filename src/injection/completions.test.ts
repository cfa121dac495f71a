import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Random, randomInput, randomly, type Unsaying } from '../dev/random-input.ts'
import {
  admitted,
  completionsOf,
  completionsOfOne,
  countCompletions,
  type PartialInput,
  Unsaid,
} from '../dev/unsaid.ts'

const mostCompletions = 120

/** Random inputs with few enough completions to look at all of them. */
function* smallInputs(count: number, seed: number, unsaying: Unsaying): Generator<PartialInput> {
  const random = randomly(seed)
  for (let made = 0; made < count; ) {
    const input = randomInput(random, unsaying)
    if (countCompletions(input) > mostCompletions) continue
    made++
    yield input
  }
}

function verdictOf(input: PartialInput): string {
  return admitted(input).verdict
}

/** The verdict with those of the pods that fare differently. */
function answerOf(input: PartialInput): string {
  const { verdict, exceptions } = admitted(input)
  return [verdict, ...exceptions.map((pod) => `${pod.name} ${pod.verdict}`)].join()
}

/** What becomes of the completions; once two of them differ, no more. */
function different(input: PartialInput, ask: (input: PartialInput) => string): readonly string[] {
  const found = new Set<string>()
  for (const completion of completionsOf(input)) {
    found.add(ask(completion))
    if (found.size > 1) break
  }
  return [...found]
}

/** An input as a message shows it. */
function shown(input: PartialInput): string {
  const show = (_: string, value: unknown) =>
    value instanceof Unsaid ? { unsaid: value.form, values: value.values.map(String) } : value
  return JSON.stringify(input, show)
}

test('a verdict is known if every completion of the input has it, and unknown only if two of them differ', () => {
  let unknowns = 0
  for (const input of smallInputs(300, 11, { percent: 8, most: 100, conditions: false })) {
    const verdict = verdictOf(input)
    if (verdict === 'unknown') {
      unknowns++
      const answers = different(input, answerOf)
      assert.is(answers.length, 2, `unknown, but completions are ${answers}: ${shown(input)}`)
      assert.not(answers.includes('unknown'), `a complete input is undecided: ${shown(input)}`)
    } else assert.equal(different(input, verdictOf), [verdict], shown(input))
  }
  assert.ok(unknowns > 30, `only ${unknowns} verdicts were unknown`)
})

test('with expressions in webhooks too a known verdict is that of every completion', () => {
  for (const input of smallInputs(120, 13, { percent: 8, most: 100, conditions: true })) {
    const verdict = verdictOf(input)
    if (verdict !== 'unknown') assert.equal(different(input, verdictOf), [verdict], shown(input))
  }
})

/** The verdicts on the way from a partial input to one of its completions, part by part. */
function verdictsOnTheWay(start: PartialInput, random: Random): readonly string[] {
  const verdicts = [verdictOf(start)]
  let input = start
  for (;;) {
    const next = completionsOfOne(input, random(100))
    if (!next) return verdicts
    input = next[random(next.length)] ?? input
    verdicts.push(verdictOf(input))
  }
}

test('saying more of an input never takes back what was known', () => {
  const random = randomly(17)
  let settled = 0
  for (let count = 0; count < 240; count++) {
    const input = randomInput(random, { percent: 30, most: 100, conditions: count % 2 === 0 })
    const verdicts = verdictsOnTheWay(input, random)
    const known = verdicts.slice(verdicts.findIndex((verdict) => verdict !== 'unknown'))
    if (verdicts[0] === 'unknown' && known.length > 0) settled++
    assert.ok(new Set(known).size === 1, `${verdicts.join(', ')}: ${shown(input)}`)
  }
  assert.ok(settled > 60, `only ${settled} verdicts became known on the way`)
})

test.run()
