import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { snippets } from '../../dev/language-snippets.ts'
import { runInterpreted, runNatively } from '../../dev/run-snippet.ts'

for (const [group, codes] of Object.entries(snippets))
  test(`${group}: every snippet gives what it gives in Node`, async () => {
    const wrong: string[] = []
    for (const code of codes) {
      const expected = JSON.stringify(await runNatively(code))
      const actual = JSON.stringify(
        await runInterpreted(code).catch(
          (error: unknown) => `crashes ${String(error instanceof Error ? error.stack : error)}`,
        ),
      )
      if (actual !== expected) wrong.push(`${code}\n      Node: ${expected}\n      here: ${actual}`)
    }
    assert.is(wrong.join('\n'), '')
  })

test.run()
