import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Host } from '../base/host.ts'
import { readClassTable } from '../cdk8s/class-table.ts'
import { interpretProgram, type Library, type ProgramResult } from '../cdk8s/interpret-program.ts'
import { libraryModule } from '../cdk8s/library/modules.ts'
import { loadParser, type ProgramParser } from '../cdk8s/parser.ts'
import { nodeHost } from '../cli/node-host.ts'

const sources = fileURLToPath(new URL('../cdk8s/library/', import.meta.url))
const table = readClassTable(readFileSync(join(sources, 'kubernetes-classes.txt'), 'utf8'))

/** The library as it stands in the source. */
export const sourceLibrary: Library = {
  moduleOf: libraryModule,
  read: (name) => readFileSync(join(sources, name), 'utf8'),
  kubernetesClass: (name) => table.classes.get(name),
  kubernetesStruct: (name) => table.structs.get(name),
}

let parser: Promise<ProgramParser> | undefined

/** The parser, which remembers what it has parsed: the library is parsed once in a process. */
export function rememberingParser(): Promise<ProgramParser> {
  parser ??= loadParser().then((parse) => {
    const trees = new Map<string, ReturnType<ProgramParser>>()
    return (text, path) => {
      const tree = trees.get(text) ?? parse(text, path)
      trees.set(text, tree)
      return tree
    }
  })
  return parser
}

/** Interprets the program of a folder: its `main.ts` or `main.js`. */
export async function interpretFolder(
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ProgramResult> {
  const entry = existsSync(join(folder, 'main.ts')) ? 'main.ts' : 'main.js'
  return await interpretIn(nodeHost(folder), join(folder, entry), folder, env)
}

export async function interpretIn(
  host: Host,
  entry: string,
  root: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ProgramResult> {
  const request = { entry, root, env: new Map(Object.entries(env)) }
  return interpretProgram(request, host, await rememberingParser(), sourceLibrary)
}
