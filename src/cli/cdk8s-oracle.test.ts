import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { sharedFolder } from '../dev/shared.ts'
import { main } from './main.ts'
import { nodeHost } from './node-host.ts'

interface Place {
  readonly path: string
  readonly startLine: number
  readonly precision: string
}

interface ReadObject {
  readonly kind: string
  readonly namespace?: string | null
  readonly name: string | null
  readonly exists: string
  readonly missing?: readonly { readonly what: string }[]
  readonly body: unknown
  readonly unknown: readonly {
    readonly pointer: string
    readonly partial?: string
    readonly oneOf?: readonly unknown[]
    readonly open?: boolean
  }[]
  readonly positions: Readonly<Record<string, Place>>
}

interface Position {
  readonly kind: string
  readonly name: string
  readonly pointer: string
  readonly file: string
  readonly anchor: string
  readonly role?: string
}

const folder = sharedFolder('oracle/cdk8s')
const cases = folder ? readdirSync(folder).filter((name) => /^\d\d-/.test(name)) : []

function pathOf(name: string, file = ''): string {
  return join(folder ?? '', name, file)
}

function recorded<T>(name: string, file: string): T {
  return JSON.parse(readFileSync(pathOf(name, file), 'utf8')) as T
}

/** What `meshlint resources -f json --positions` tells of a program. */
async function resourcesOf(name: string, ...options: string[]): Promise<readonly ReadObject[]> {
  const out: string[] = []
  const problems: string[] = []
  const streams = {
    stdout: { isTTY: false, write: (text: string) => void out.push(text) },
    stderr: { isTTY: false, write: (text: string) => void problems.push(text) },
    stdin: async () => new Uint8Array(),
  }
  const entry = existsSync(pathOf(name, 'main.ts')) ? 'main.ts' : 'main.js'
  const args = ['resources', '-f', 'json', '--positions', ...options, entry]
  assert.is(await main(args, streams, {}, nodeHost(pathOf(name))), 0, problems.join(''))
  const { units } = JSON.parse(out.join('')) as { units: { kind: string; resources: ReadObject[] }[] }
  assert.ok(units.every(({ kind }) => kind === 'cdk8s'))
  return units.flatMap(({ resources }) => resources)
}

for (const name of cases.filter((one) => !existsSync(pathOf(one, 'unknown.json')))) {
  test(`${name}: the objects are those that synth wrote`, async () => {
    const found = await resourcesOf(name)
    const expected = recorded<{ object: unknown }[]>(name, 'expected.json')
    const texts = (bodies: readonly unknown[]): string[] => bodies.map((body) => JSON.stringify(sorted(body))).sort()
    assert.equal(texts(found.map(({ body }) => body)), texts(expected.map(({ object }) => object)))
    assert.ok(found.every(({ unknown, exists }) => unknown.length === 0 && exists === 'yes'))
  })
}

for (const name of cases.filter((one) => existsSync(pathOf(one, 'positions.json')))) {
  test(`${name}: fields stand where the program writes them`, async () => {
    const found = await resourcesOf(name)
    for (const position of recorded<Position[]>(name, 'positions.json')) {
      if (position.role !== undefined) continue
      const text = readFileSync(pathOf(name, position.file), 'utf8')
      const start = text.indexOf(position.anchor)
      const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length
      const place = found.find((one) => isMeant(one, position))?.positions[position.pointer]
      assert.is(place?.path, position.file, position.pointer)
      assert.ok(place && place.startLine >= lineOf(start), position.pointer)
      assert.ok(place && place.startLine <= lineOf(start + position.anchor.length), position.pointer)
    }
  })
}

function isMeant(one: ReadObject, { kind, name }: Position): boolean {
  return one.kind === kind && (name.endsWith('*') ? (one.name ?? '').startsWith(name.slice(0, -1)) : one.name === name)
}

/** A body with its keys in order, for comparison. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, one]) => [key, sorted(one)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

const outside = '11-env-files-unknown'

if (cases.includes(outside)) {
  test('what stands outside of the program is unknown, and nothing else', async () => {
    const found = await resourcesOf(outside)
    const expected = recorded<{ object: { kind: string; metadata: { name: string } } }[]>(outside, 'expected.json')
    for (const { object } of expected) {
      const same = found.find(
        (one) => one.kind === object.kind && (one.name ?? object.metadata.name) === object.metadata.name,
      )
      assert.ok(same, object.metadata.name)
      const pointers = same?.unknown.map(({ pointer }) => pointer) ?? []
      assert.equal(
        JSON.stringify(sorted(without(same?.body, pointers))),
        JSON.stringify(sorted(without(object, pointers))),
      )
    }
    const unknown = (kind: string, name: string | null) =>
      found
        .find((one) => one.kind === kind && one.name === name)
        ?.unknown.map(({ pointer }) => pointer)
        .sort()
    const always = ['/metadata/labels/env', '/metadata/namespace']
    assert.equal(unknown('Namespace', null), [...always, '/metadata/labels/istio-injection', '/metadata/name'].sort())
    assert.equal(unknown('Service', 'db'), always)
    assert.equal(unknown('ConfigMap', 'shard-1'), ['/data/host', ...always])
    assert.equal(unknown('ConfigMap', 'build-info'), ['/data/id', '/data/when', ...always])
  })

  test('an object under an unknown condition exists perhaps, and partial texts and choices are told', async () => {
    const found = await resourcesOf(outside)
    const perhaps = found.filter(({ exists }) => exists === 'perhaps')
    assert.equal(
      perhaps.map(({ kind, missing }) => [kind, missing?.map(({ what }) => what)]),
      [['PodDisruptionBudget', ['process.env.DEPLOY_ENV']]],
    )
    const part = (kind: string, pointer: string) =>
      found.find((one) => one.kind === kind)?.unknown.find((one) => one.pointer === pointer)
    assert.is(part('Namespace', '/metadata/name')?.partial, 'shop-${process.env.DEPLOY_ENV}')
    assert.equal(part('Namespace', '/metadata/labels/istio-injection')?.oneOf, ['enabled', 'disabled'])
    assert.is(part('StatefulSet', '/spec/template/metadata/labels')?.open, true)
  })

  test('what --env states is known', async () => {
    const env = ['DEPLOY_ENV=prod', 'MESH=on', 'REPLICAS=5', 'REGION=', 'IMAGE_TAG=7']
    const found = await resourcesOf(outside, ...env.flatMap((one) => ['--env', one]))
    assert.is(found.length, 7)
    assert.ok(found.every(({ exists, namespace }) => exists === 'yes' && namespace !== null))
    const set = found.find(({ kind }) => kind === 'StatefulSet')
    assert.equal(
      set?.unknown.map(({ pointer }) => pointer),
      ['/spec/template/metadata/labels', '/spec/template/metadata/labels/app'],
    )
    const body = set?.body as { spec: { replicas: number }; metadata: { annotations: { region: string } } }
    assert.equal([body.spec.replicas, body.metadata.annotations.region], [5, ''])
  })
}

/** A body without the parts at some pointers. */
function without(body: unknown, pointers: readonly string[], at = ''): unknown {
  if (pointers.includes(at)) return null
  if (Array.isArray(body)) return body.map((item, index) => without(item, pointers, `${at}/${index}`))
  if (typeof body !== 'object' || body === null) return body
  return Object.fromEntries(
    Object.entries(body).map(([key, one]) => [key, without(one, pointers, `${at}/${key.replaceAll('/', '~1')}`)]),
  )
}

if (cases.length === 0)
  test('recorded programs are not here: they lie beside the repository', () => assert.is(folder, undefined))

test.run()
