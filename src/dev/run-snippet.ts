import { transformSync } from 'esbuild'
import { memoryHost } from '../base/memory-host.ts'
import { plainData } from '../base/tree.ts'
import { callFunction } from '../cdk8s/interpreter/functions.ts'
import { Exhausted, Machine, Thrown } from '../cdk8s/interpreter/machine.ts'
import { loadFile, runModule } from '../cdk8s/interpreter/module-loading.ts'
import { exportedValue } from '../cdk8s/interpreter/modules.ts'
import { stringFor } from '../cdk8s/interpreter/objects.ts'
import { awaited } from '../cdk8s/interpreter/promises.ts'
import { createRealm } from '../cdk8s/interpreter/realm.ts'
import { nodeOf } from '../cdk8s/interpreter/to-node.ts'
import { FunctionObj } from '../cdk8s/interpreter/values.ts'
import { rememberingParser, sourceLibrary } from './interpret-folder.ts'

/** What the body of a function gives, as JSON data; `throws …` for what it throws. */
type Outcome = unknown

/** Runs code in Node. */
export async function runNatively(code: string): Promise<Outcome> {
  const { code: plain } = transformSync(`export function run(): any {${code}\n}`, {
    loader: 'ts',
    format: 'cjs',
    target: 'es2022',
  })
  const module = { exports: {} as { run?: () => unknown } }
  new Function('module', 'exports', `"use strict";${plain}`)(module, module.exports)
  try {
    return dataOf(await module.exports.run?.())
  } catch (error) {
    return `throws ${error instanceof Error ? error.message : String(error)}`
  }
}

function dataOf(value: unknown): unknown {
  const text = JSON.stringify(value, (_key, one) => (typeof one === 'bigint' ? Number(one) : one))
  return text === undefined ? undefined : JSON.parse(text)
}

/** Runs the same code in the interpreter. */
export async function runInterpreted(code: string): Promise<Outcome> {
  const host = memoryHost({ 'main.ts': `export function run(): any {${code}\n}` })
  const request = { entry: '/project/main.ts', root: '/project', env: new Map() }
  const machine = new Machine(request, host, await rememberingParser(), sourceLibrary)
  createRealm(machine)
  try {
    const loaded = loadFile(machine, request.entry)
    if (!('record' in loaded)) return `fails ${machine.failures[0]?.message}`
    runModule(machine, loaded.record)
    const run = exportedValue(loaded.record.namespace, 'run')
    const value = run instanceof FunctionObj ? callFunction(machine, run, undefined, []) : undefined
    const node = nodeOf(machine, awaited(machine, value, 'result'), undefined)
    if (node?.type === 'hole') return `unknown ${node.gaps[0].what}`
    return node && dataOf(plainData(node))
  } catch (error) {
    if (error instanceof Thrown) return `throws ${stringFor(machine, error)}`
    if (error instanceof Exhausted) return `exhausted ${error.message}`
    throw error
  }
}
