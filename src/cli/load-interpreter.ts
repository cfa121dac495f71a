import { existsSync, readFileSync } from 'node:fs'
import { readClassTable } from '../cdk8s/class-table.ts'
import { libraryModule } from '../cdk8s/library/modules.ts'
import { loadParser } from '../cdk8s/parser.ts'
import type { Interpreter } from '../sources/interpreter.ts'

/** What the bundle ships of the CDK8s libraries: the text of each file by name. */
const shipped = new URL('../cdk8s-library.json', import.meta.url)
const source = new URL('../cdk8s/library/', import.meta.url)

let interpreter: Promise<Interpreter> | undefined

/** Loads what CDK8s programs are read with, once in a process. */
export function loadInterpreter(): Promise<Interpreter> {
  interpreter ??= load()
  return interpreter
}

async function load(): Promise<Interpreter> {
  const parser = await loadParser()
  const read = libraryFiles()
  const table = readClassTable(read('kubernetes-classes.txt'))
  const library = {
    moduleOf: libraryModule,
    read,
    kubernetesClass: (name: string) => table.classes.get(name),
    kubernetesStruct: (name: string) => table.structs.get(name),
  }
  return { parser, library }
}

function libraryFiles(): (name: string) => string {
  if (!existsSync(shipped)) return (name) => readFileSync(new URL(name, source), 'utf8')
  const files = new Map(Object.entries(JSON.parse(readFileSync(shipped, 'utf8')) as Record<string, string>))
  return (name) => {
    const text = files.get(name)
    if (text === undefined) throw new Error(`the library has no file ${name}`)
    return text
  }
}
