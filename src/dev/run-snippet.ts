import { transformSync } from 'esbuild'
import { memoryHost } from '../base/memory-host.ts'
import { type Node, plainData } from '../base/tree.ts'
import { callFunction } from '../cdk8s/interpreter/functions.ts'
import { Exhausted, Machine, Thrown } from '../cdk8s/interpreter/machine.ts'
import { loadFile, runModule } from '../cdk8s/interpreter/module-loading.ts'
import { exportedValue } from '../cdk8s/interpreter/modules.ts'
import { awaited } from '../cdk8s/interpreter/promises.ts'
import { createRealm } from '../cdk8s/interpreter/realm.ts'
import { stringFor } from '../cdk8s/interpreter/thrown-text.ts'
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
  const outcome = await interpreted(code, new Map())
  if (typeof outcome === 'string') return outcome
  if (outcome?.type === 'hole') return `unknown ${outcome.gaps[0].what}`
  return outcome && dataOf(plainData(outcome))
}

/** What the interpreter knows of a result; a text for what is thrown. */
export async function interpreted(code: string, env: ReadonlyMap<string, string>): Promise<Node | string | undefined> {
  const host = memoryHost({ 'main.ts': `export function run(): any {${code}\n}` })
  const request = { entry: '/project/main.ts', root: '/project', env }
  const machine = new Machine(request, host, await rememberingParser(), sourceLibrary)
  createRealm(machine)
  try {
    const loaded = loadFile(machine, request.entry)
    if (!('record' in loaded)) return `fails ${machine.failures[0]?.message}`
    runModule(machine, loaded.record)
    const run = exportedValue(loaded.record.namespace, 'run')
    const value = run instanceof FunctionObj ? callFunction(machine, run, undefined, []) : undefined
    return nodeOf(machine, awaited(machine, value, 'result'), undefined)
  } catch (error) {
    if (error instanceof Thrown) return `throws ${stringFor(machine, error)}`
    if (error instanceof Exhausted) return `exhausted ${error.message}`
    throw error
  }
}

/** Where what is known of a result contradicts the result; undefined where it does not. */
export function contradiction(node: Node | undefined, data: unknown, path = ''): string | undefined {
  if (!node) return data === undefined || data === null ? undefined : `${path}: absent`
  switch (node.type) {
    case 'hole':
      if (!node.oneOf || data === undefined) return undefined
      return node.oneOf.some((one) => JSON.stringify(dataOf(one)) === JSON.stringify(data))
        ? undefined
        : `${path}: none of ${node.oneOf}`
    case 'scalar':
      return JSON.stringify(dataOf(node.value)) === JSON.stringify(data) ? undefined : `${path}: ${node.value}`
    case 'list': {
      if (!Array.isArray(data)) return `${path}: a list`
      if (!node.open && data.length !== node.items.length) return `${path}: ${node.items.length} items`
      return node.items.map((item, at) => contradiction(item, data[at], `${path}/${at}`)).find(Boolean)
    }
    case 'map': {
      if (typeof data !== 'object' || data === null || Array.isArray(data)) return `${path}: a map`
      const found = node.entries
        .map(({ key, value }) => contradiction(value, Reflect.get(data, key), `${path}/${key}`))
        .find(Boolean)
      const more = Object.keys(data).find((key) => !node.entries.some((entry) => entry.key === key))
      return found ?? (more !== undefined && !node.open ? `${path}: no ${more}` : undefined)
    }
  }
}
