import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What the tests could not run, and why: the runner counts it, and CI turns it into a failure. */
export const skips: string[] = []

/** Says that a test is skipped. */
export function skip(reason: string): void {
  if (!skips.includes(reason)) console.log(`SKIP: ${reason}`)
  skips.push(reason)
}

/** The folder of recordings beside this repository, or undefined, said aloud, where it is not there. */
export function sharedFolder(name: string): string | undefined {
  const folder = fileURLToPath(new URL(`../../../shared/${name}`, import.meta.url))
  if (existsSync(folder)) return folder
  skip(`../shared/${name} is not there`)
  return undefined
}
