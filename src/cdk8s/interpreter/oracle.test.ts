import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { SourceLocation } from '../../base/source-file.ts'
import { keyLocation, locationOf, type MapEntry, type Node, plainData } from '../../base/tree.ts'
import { interpretFolder } from '../../dev/interpret-folder.ts'
import { sharedFolder } from '../../dev/shared.ts'
import type { SynthesisedObject } from '../interpret-program.ts'

const folder = sharedFolder('oracle/cdk8s')
const cases = folder ? readdirSync(folder).filter((name) => /^\d\d-/.test(name)) : []

interface Recorded {
  readonly file: string
  readonly object: unknown
}

interface Position {
  readonly kind: string
  readonly name: string
  readonly pointer: string
  readonly file: string
  readonly anchor: string
  readonly role?: string
}

function read<T>(name: string, file: string): T {
  return JSON.parse(readFileSync(join(folder ?? '', name, file), 'utf8')) as T
}

function textAt(root: Node, ...steps: string[]): unknown {
  let data = plainData(root)
  for (const step of steps) data = (data as Record<string, unknown> | undefined)?.[step]
  return data
}

for (const name of cases) {
  if (name.startsWith('11-')) continue
  test(`${name}: what synth wrote, in order`, async () => {
    const result = await interpretFolder(join(folder ?? '', name))
    assert.equal(result.failures, [])
    const objects = result.apps.flatMap((app) => app.objects)
    assert.ok(objects.every(({ exists }) => exists.known))
    const written = objects.map(({ root, outputFile }) => ({
      file: outputFile.known && outputFile.value,
      object: plainData(root),
    }))
    // Files are recorded by name, objects in their order within each.
    written.sort((a, b) => (String(a.file) < String(b.file) ? -1 : String(a.file) > String(b.file) ? 1 : 0))
    const expected = read<Recorded[]>(name, 'expected.json')
    assert.is(written.length, expected.length)
    for (const [index, one] of written.entries()) assert.equal(one, expected[index])
  })
}

for (const name of cases.filter((one) => existsSync(join(folder ?? '', one, 'positions.json')))) {
  test(`${name}: every field knows its place`, async () => {
    const result = await interpretFolder(join(folder ?? '', name))
    const objects = result.apps.flatMap((app) => app.objects)
    for (const position of read<Position[]>(name, 'positions.json')) {
      if (position.role === 'origin') continue
      const object = objects.find((one) => matches(one, position))
      assert.ok(object, `${position.kind} ${position.name} is there`)
      if (object) checkPlace(object, position, name)
    }
  })
}

function matches({ root }: SynthesisedObject, { kind, name }: Position): boolean {
  const own = String(textAt(root, 'metadata', 'name'))
  return textAt(root, 'kind') === kind && (name.endsWith('*') ? own.startsWith(name.slice(0, -1)) : own === name)
}

function placesOf(object: SynthesisedObject, { pointer, role }: Position): SourceLocation[] {
  if (role === 'instantiation') return [...object.within]
  if (pointer === '') return [object.at]
  const steps = pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  let node: Node | undefined = object.root
  let places: SourceLocation[] = []
  for (const step of steps) {
    const entry: MapEntry | undefined = node?.type === 'map' ? node.entries.find(({ key }) => key === step) : undefined
    node = entry?.value ?? (node?.type === 'list' ? node.items[Number(step)] : undefined)
    places = [...(entry ? [keyLocation(entry)] : []), ...(node ? [locationOf(node)] : [])]
  }
  return places
}

function checkPlace(object: SynthesisedObject, position: Position, name: string): void {
  const text = readFileSync(join(folder ?? '', name, position.file), 'utf8')
  const start = text.indexOf(position.anchor)
  const end = start + position.anchor.length
  const places = placesOf(object, position)
  const fits = places.some(
    ({ file, span }) => file.path.endsWith(position.file) && span.start >= start && span.start < end,
  )
  const found = places.map(({ file, span }) => `${file.path}: ${file.text.slice(span.start, span.end).slice(0, 80)}`)
  assert.ok(fits, `${position.pointer} at ${position.anchor}, found ${found.join(' | ')}`)
}

interface UnknownRecord {
  readonly objects: readonly {
    readonly kind: string
    readonly name?: string
    readonly pointers: readonly string[]
    readonly partial?: Readonly<Record<string, string>>
    readonly oneOf?: Readonly<Record<string, readonly unknown[]>>
  }[]
  readonly maybePresent: readonly { readonly kind: string }[]
}

const envName = '11-env-files-unknown'

if (cases.includes(envName)) {
  test(`${envName}: unknown exactly where it is said`, async () => {
    const record = read<UnknownRecord>(envName, 'unknown.json')
    const { apps, failures } = await interpretFolder(join(folder ?? '', envName))
    assert.equal(failures, [])
    const objects = apps.flatMap((app) => app.objects)
    const perhaps = objects.filter(({ exists }) => !exists.known).map(({ root }) => textAt(root, 'kind'))
    assert.equal(
      perhaps,
      record.maybePresent.map(({ kind }) => kind),
    )
    const certain = objects.filter(({ exists }) => exists.known)
    for (const [index, { object }] of read<Recorded[]>(envName, 'expected.json').entries()) {
      const root = certain[index]?.root
      const kind = root && textAt(root, 'kind')
      const own = record.objects.filter((one) => one.kind === '*' || one.kind === kind)
      const name = root && textAt(root, 'metadata', 'name')
      checkUnknown(
        root,
        object,
        '',
        own.filter((one) => !one.name || one.name === '*' || one.name === name),
      )
    }
  })

  test(`${envName}: what is stated is known`, async () => {
    const env = { DEPLOY_ENV: 'prod', IMAGE_TAG: '9', REGION: 'us', REPLICAS: '5', MESH: 'on' }
    const { apps } = await interpretFolder(join(folder ?? '', envName), env)
    const objects = apps.flatMap((app) => app.objects)
    assert.ok(objects.every(({ exists }) => exists.known))
    assert.ok(objects.every(({ root }) => textAt(root, 'metadata', 'namespace') === 'shop-prod'))
    assert.is(objects.length, 7)
  })
}

function checkUnknown(node: Node | undefined, data: unknown, pointer: string, own: UnknownRecord['objects']): void {
  const partial = own.map((one) => one.partial?.[pointer]).find(Boolean)
  const oneOf = own.map((one) => one.oneOf?.[pointer]).find(Boolean)
  if (partial) assert.is(node?.type === 'hole' && node.partial, partial)
  else if (oneOf) assert.equal(node?.type === 'hole' && node.oneOf, oneOf)
  else if (own.some(({ pointers }) => pointers.includes(pointer)))
    assert.ok(node?.type === 'hole' || ((node?.type === 'map' || node?.type === 'list') && node.open), pointer)
  else if (node?.type === 'map') {
    assert.is(node.open, undefined, pointer)
    assert.equal(node.entries.map(({ key }) => key).sort(), Object.keys(data as object).sort())
    for (const { key, value } of node.entries)
      checkUnknown(value, Reflect.get(data as object, key), `${pointer}/${key}`, own)
  } else if (node?.type === 'list')
    for (const [index, item] of node.items.entries())
      checkUnknown(item, (data as unknown[])[index], `${pointer}/${index}`, own)
  else assert.is(node?.type === 'scalar' && node.value, data, pointer)
}

test.run()
