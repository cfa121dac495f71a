/** Runs the tests: `npm test [PATTERN…]`. Says `N passed, N failed, N skipped`; `--no-skips` makes a skip a failure. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { skips } from './shared.ts'

/** What uvu's runner of one suite answers: errors as text, how many ran, were skipped, were there. */
type Suite = () => Promise<[errors: string, ran: number, skipped: number, total: number]>

// uvu collects suites in these globals when it is told to defer (uvu 0.5.6, run/index.mjs).
const uvu = globalThis as unknown as { UVU_DEFER: number; UVU_QUEUE: [string, ...Suite[]][]; UVU_INDEX: number }

const root = fileURLToPath(new URL('../..', import.meta.url))
const args = process.argv.slice(2)
const patterns = args.filter((arg) => !arg.startsWith('--'))

const files = ['src', 'rules']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  .filter((name) => name.endsWith('.test.ts') && (patterns.length === 0 || patterns.some((one) => name.includes(one))))
  .sort()

let passed = 0
let failed = 0
let skipped = 0

function fail(reason: string): void {
  failed++
  console.log(`FAIL  ${reason}`)
}

// uvu exits 0 in all three cases: no file, a suite that is never run, a left-over `.only`.
if (files.length === 0) fail(`no test file matches ${patterns.join(' ')}`)

uvu.UVU_DEFER = 1
await import('uvu')
for (const [index, file] of files.entries()) {
  const name = relative('.', file).replaceAll('\\', '/')
  if (/\b\w+\.only\(/.test(readFileSync(join(root, file), 'utf8')))
    fail(`${name} runs only a part of its tests: .only is left in`)
  uvu.UVU_INDEX = index
  uvu.UVU_QUEUE[index] = [name]
  try {
    await import(pathToFileURL(join(root, file)).href)
  } catch (error) {
    fail(`${name} does not load: ${error instanceof Error ? error.stack : error}`)
    continue
  }
  const [, ...suites] = uvu.UVU_QUEUE[index] ?? [name]
  if (suites.length === 0) fail(`${name} forgets test.run()`)
  await runFile(name, suites)
}

async function runFile(name: string, suites: readonly Suite[]): Promise<void> {
  const start = performance.now()
  let count = 0
  for (const suite of suites) {
    const [errors, ran, skip, total] = await suite()
    passed += ran
    skipped += skip
    failed += total - ran - skip
    count += total
    if (errors.length > 0) console.log(errors)
  }
  console.log(`${name}  ${count} tests, ${((performance.now() - start) / 1000).toFixed(1)} s`)
}

if (args.includes('--no-skips') && skips.length + skipped > 0) fail('tests were skipped')
const reasons = [...new Set(skips)].join('; ')
if (reasons) console.log(`${skips.length + skipped} skipped: ${reasons}`)
console.log(
  `${passed} passed, ${failed} failed${skips.length + skipped > 0 ? `, ${skips.length + skipped} skipped` : ''}`,
)
process.exit(failed > 0 ? 1 : 0)
