import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { randomCode } from '../../dev/random-code.ts'
import { contradiction, interpreted, runInterpreted, runNatively } from '../../dev/run-snippet.ts'

const seeds = Array.from({ length: 200 }, (_, seed) => seed)

/** What is thrown differs in words only. */
function plainly(outcome: unknown): string {
  return typeof outcome === 'string' && outcome.startsWith('throws ') ? 'throws' : JSON.stringify(outcome)
}

test('random code gives what it gives in Node', async () => {
  for (const seed of seeds) {
    const code = randomCode(seed)
    assert.is(plainly(await runInterpreted(code)), plainly(await runNatively(code)), `seed ${seed}:\n${code}`)
  }
})

test('what is known of random code with an unknown value is so for every value', async () => {
  for (const seed of seeds) {
    const code = randomCode(seed, 'process.env.B')
    const known = await interpreted(code, new Map())
    for (const value of ['', 'x', '5', 'Z-1']) {
      const native = await runNatively(code.replaceAll('process.env.B', JSON.stringify(value)))
      if (typeof native === 'string') continue
      assert.is(
        typeof known === 'string' ? known : contradiction(known, native),
        undefined,
        `seed ${seed}, ${value}:\n${code}`,
      )
    }
  }
})

test.run()
