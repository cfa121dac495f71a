import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundle, writeBundle } from './build.ts'

let folder: Promise<string> | undefined

/** A folder with the bundle of the source as it is now, made once and removed when the process ends. */
export function built(): Promise<string> {
  folder ??= make()
  return folder
}

async function make(): Promise<string> {
  const made = mkdtempSync(join(tmpdir(), 'meshlint-dist-'))
  process.on('exit', () => rmSync(made, { recursive: true, force: true }))
  writeBundle(await bundle(), join(made, 'dist'))
  writeFileSync(join(made, 'package.json'), '{ "type": "module" }\n')
  return join(made, 'dist')
}
