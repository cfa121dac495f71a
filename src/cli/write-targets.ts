import type { Failure } from '../base/failure.ts'
import { type Context, print, printsToFile, writeFile } from './context.ts'
import type { Target } from './formats.ts'

/** Writes each format to where it goes; gives what could not be written. */
export async function writeTargets(
  context: Context,
  targets: readonly Target[],
  textOf: (format: string, to: 'stdout' | 'file') => Promise<string>,
): Promise<Failure[]> {
  const failures: (Failure | undefined)[] = []
  for (const { name, file } of targets) {
    const text = await textOf(name, file !== undefined || printsToFile(context) ? 'file' : 'stdout')
    failures.push(file === undefined ? print(context, text) : writeFile(context.host, file, text))
  }
  return failures.filter((failure) => failure !== undefined)
}
