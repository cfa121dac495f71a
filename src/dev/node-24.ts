/**
 * The Node that GitHub runs the Action on: `node --import tsx src/dev/node-24.ts` installs it, from npm, beside the
 * other temporary files. Tests that need it are skipped, aloud, where it is not there.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { skip } from './shared.ts'

const name = `node-${process.platform}-${process.arch}`
const folder = join(tmpdir(), 'meshlint-node-24')
const binary = join(folder, 'node_modules', name, 'bin', 'node')

/** The path of Node 24, or undefined, said aloud. */
export function node24(): string | undefined {
  if (process.version.startsWith('v24.')) return process.execPath
  if (existsSync(binary)) return binary
  skip('Node 24 is not there: node --import tsx src/dev/node-24.ts installs it')
  return undefined
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url) && !existsSync(binary)) {
  const words = ['install', '--prefix', folder, '--no-save', '--no-fund', '--no-audit', `${name}@24`]
  process.exitCode = spawnSync('npm', words, { stdio: 'inherit' }).status ?? 1
}
