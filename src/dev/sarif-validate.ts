import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { plainReport } from '../report/report-options.ts'
import { sarif } from '../report/sarif/sarif.ts'
import { fullResult } from './sample.ts'

/**
 * Validates SARIF by Microsoft's own tool, with GitHub's demands: `sarif-validate.ts [FILE…]`. Without files: what meshlint writes
 * for every project of the fixtures, and for a result that has some of everything. Any error or warning fails.
 */
const validator = '@microsoft/sarif-multitool@5.7.0'
const root = fileURLToPath(new URL('../..', import.meta.url))

function main(files: readonly string[]): number {
  if (files.length > 0) return validate(files.map((file) => resolve(file)))
  const folder = mkdtempSync(join(tmpdir(), 'meshlint-sarif-'))
  try {
    return validate(writeAll(folder))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Writes the SARIF of every project of the fixtures, by the bundle that users run, and of the full sample. */
function writeAll(folder: string): string[] {
  const full = join(folder, 'everything.sarif')
  writeFileSync(full, sarif(fullResult, { ...plainReport, version: '0.1.0' }))
  const projects = readdirSync(join(root, 'test-fixtures/projects'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
  return [full, ...projects.map((name) => writeProject(name, join(folder, `${name}.sarif`)))]
}

function writeProject(name: string, file: string): string {
  const project = `test-fixtures/projects/${name}`
  const run = spawnSync(process.execPath, ['dist/cli.js', '-f', `sarif=${file}`, '--exit-zero', project], {
    cwd: root,
    encoding: 'utf8',
  })
  // 2 = something could not be read: then the SARIF holds the failure, which is to be valid as well.
  if (run.status !== 0 && run.status !== 2)
    throw new Error(`meshlint ${project} ended with ${run.status}\n${run.stderr}`)
  return file
}

/** Runs the validator, which ends with 0 whatever it finds, and prints what it found. */
function validate(files: readonly string[]): number {
  // The package hands its arguments to a shell.
  const words = ['-y', validator, 'validate', ...files.map(quoted), '--rule-kind', quoted('Sarif;Ghas')]
  const run = spawnSync('npx', words, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
  })
  const output = `${run.stdout ?? ''}${run.stderr ?? ''}`
  const done = new RegExp(`Done. ${files.length} files scanned`).test(output)
  if (run.status !== 0 || !done) {
    console.error(`The SARIF validator ${validator} could not be run.\n${run.error?.message ?? output}`)
    return 2
  }
  const found = output.split('\n').filter((line) => /^.*\(\d+,\d+\): (error|warning) |^(error|warning) /.test(line))
  for (const line of found) console.error(line)
  console.log(`${files.length} SARIF files, ${found.length} errors and warnings of ${validator}`)
  return found.length > 0 ? 1 : 0
}

function quoted(word: string): string {
  return `'${word}'`
}

process.exitCode = main(process.argv.slice(2))
