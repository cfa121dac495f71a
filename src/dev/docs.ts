/** Writes what the docs show of the tool: `npm run docs`. A test holds the docs against it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freshDocs, textOf } from './fresh-docs.ts'

for (const [path, text] of Object.entries(await freshDocs())) {
  const file = fileURLToPath(new URL(`../../${path}`, import.meta.url))
  if (textOf(path) !== text) console.log(`wrote ${path}`)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
