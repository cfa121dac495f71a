import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { freshDocs, textOf } from './fresh-docs.ts'

test('what the docs show is what the tool prints: npm run docs writes it', async () => {
  for (const [path, text] of Object.entries(await freshDocs())) assert.fixture(textOf(path), text, path)
})

test.run()
