import { createRequire } from 'node:module'
import type { App } from 'cdk8s'
import { transformSync } from 'esbuild'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { memoryHost } from '../base/memory-host.ts'
import { type Node, plainData } from '../base/tree.ts'
import { interpretIn } from '../dev/interpret-folder.ts'
import { environmentNames, randomSource } from '../dev/random-source.ts'
import { sampler } from '../dev/sampler.ts'
import type { SynthesisedObject } from './interpret-program.ts'

/** More programs than usual, for who looks for differences: `SOURCES=1000 npm test random-programs`. */
const { SOURCES, SOURCES_FROM } = process.env
const require = createRequire(import.meta.url)

/** What real CDK8s makes of a program; the message of what it throws. */
function synthesised(source: string, env: Readonly<Record<string, string>>): readonly unknown[] | string {
  const { code } = transformSync(source, { loader: 'ts', format: 'cjs', target: 'es2022' })
  const module = { exports: {} as { app?: App } }
  try {
    new Function('module', 'exports', 'require', 'process', code)(module, module.exports, require, { env })
    const objects = module.exports.app?.charts.flatMap((chart) => chart.toJson() as unknown[]) ?? []
    return objects.map((object) => JSON.parse(JSON.stringify(object)) as unknown)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Whether a value is among those that a body may have. */
function covers(node: Node | undefined, value: unknown): boolean {
  if (!node) return value === undefined
  if (node.type === 'hole') return !node.oneOf || node.oneOf.includes(value as never)
  if (node.type === 'scalar') return Object.is(node.value, value)
  if (node.type === 'list') {
    if (!Array.isArray(value)) return false
    return (
      node.items.every((item, index) => covers(item, value[index])) &&
      (node.open ? true : value.length === node.items.length)
    )
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const data = value as Readonly<Record<string, unknown>>
  const known = new Set(node.entries.map(({ key }) => key))
  return (
    node.entries.every(({ key, value: one }) => key in data && covers(one, data[key])) &&
    (node.open !== undefined || Object.keys(data).every((key) => known.has(key)))
  )
}

async function interpreted(source: string, env: Readonly<Record<string, string>>) {
  const { apps, failures } = await interpretIn(memoryHost({ 'main.ts': source }), '/project/main.ts', '/project', env)
  return { objects: apps.flatMap(({ objects }) => objects), failures: failures.map(({ message }) => message) }
}

/** What differs with all variables stated: everything must be known, and the same. */
async function difference(source: string, env: Readonly<Record<string, string>>): Promise<string | undefined> {
  const real = synthesised(source, env)
  const { objects, failures } = await interpreted(source, env)
  if (typeof real === 'string') {
    const same = failures.some((message) => message.includes(real.split('\n')[0]?.slice(0, 30) ?? ''))
    return same ? undefined : `synth throws "${real}", not ${failures.join() || 'nothing'}`
  }
  if (failures.length > 0) return failures.join()
  const ours = objects.map(({ root }) => plainData(root))
  const uncertain = objects.find(
    ({ exists, root }) =>
      !exists.known || JSON.stringify(root, ['type', 'entries', 'value', 'items']).includes('"hole"'),
  )
  if (uncertain) return `unknown without reason: ${JSON.stringify(plainData(uncertain.root))}`
  try {
    assert.equal(ours, real)
    return undefined
  } catch (error) {
    return error instanceof Error ? `${error.message}\n${String((error as { details?: string }).details)}` : 'differs'
  }
}

/** What is wrong with nothing stated: whatever the variables are, what is told must be true of what synth writes. */
async function untruth(source: string, env: Readonly<Record<string, string>>): Promise<string | undefined> {
  const real = synthesised(source, env)
  const { objects, failures } = await interpreted(source, {})
  if (typeof real === 'string' || failures.length > 0) return undefined
  const unseen = real.find((value) => !objects.some(({ root }) => covers(root, value)))
  if (unseen !== undefined) return `nothing covers ${JSON.stringify(unseen)}`
  const isWrong = ({ root, exists }: SynthesisedObject): boolean =>
    exists.known && !real.some((value) => covers(root, value))
  const invented = objects.find(isWrong)
  return invented && `synth writes nothing like ${JSON.stringify(plainData(invented.root))}`
}

const values: Readonly<Record<(typeof environmentNames)[number], readonly (string | undefined)[]>> = {
  STAGE: ['prod', 'dev', '', undefined],
  REPLICAS: ['3', '0', undefined],
  FEATURE: ['on', 'off', undefined],
}

test('of random programs the interpreter tells what real CDK8s writes, and nothing false of what it can not know', async () => {
  const from = Number(SOURCES_FROM ?? 1)
  for (let seed = from; seed < from + Number(SOURCES ?? 40); seed++) {
    const source = randomSource(seed)
    const { pick } = sampler(seed)
    const drawn = environmentNames.map((name) => [name, pick(values[name])] as const)
    const env = Object.fromEntries(drawn.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
    const isStated = drawn.every(([name, value]) => value !== undefined || !source.includes(name))
    const wrong = (isStated ? await difference(source, env) : undefined) ?? (await untruth(source, env))
    if (wrong !== undefined && SOURCES !== undefined)
      console.log(`seed ${seed} ${JSON.stringify(env)}: ${wrong.slice(0, 1200)}`)
    else assert.is(wrong, undefined, `seed ${seed} with ${JSON.stringify(env)}: ${wrong}\n${source}`)
  }
})

test.run()
