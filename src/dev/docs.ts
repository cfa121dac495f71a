/** Writes what the docs show of the tool: `npm run docs`. A test holds the docs against it. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { freshDocs } from './fresh-docs.ts'

for (const [path, text] of Object.entries(await freshDocs())) {
  const file = fileURLToPath(new URL(`../../${path}`, import.meta.url))
  if (readFileSync(file, 'utf8') !== text) console.log(`wrote ${path}`)
  writeFileSync(file, text)
}
