import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { memoryHost } from '../../base/memory-host.ts'
import { entryOf, type HoleNode, type Node, nodeAt, plainData, type TreePath, textAt } from '../../base/tree.ts'
import { interpretIn } from '../../dev/interpret-folder.ts'
import type { SynthesisedObject } from '../interpret-program.ts'

const head = `import { ApiObject, App, Chart } from 'cdk8s'
import { Thing, touch } from 'some-package'
const app = new App()
const chart = new Chart(app, 'c')
const make = (kind: string, spec: any = {}, id = kind) => new ApiObject(chart, id, { apiVersion: 'v1', kind, metadata: { name: kind }, spec });
`

async function run(code: string, env: Readonly<Record<string, string>> = {}) {
  return await interpretIn(
    memoryHost({ 'main.ts': head + code, 'data.json': '{"a": {"b": [1, "x"]}}' }),
    '/project/main.ts',
    '/project',
    env,
  )
}

async function objectsOf(code: string, env: Readonly<Record<string, string>> = {}): Promise<SynthesisedObject[]> {
  const { apps, failures } = await run(code, env)
  assert.equal(
    failures.map(({ message }) => message),
    [],
  )
  return apps.flatMap(({ objects }) => objects)
}

function kind(objects: readonly SynthesisedObject[], name: string): SynthesisedObject {
  const found = objects.find(({ root }) => textAt(root, 'kind') === name)
  if (!found) throw new Error(`no ${name} among ${objects.map(({ root }) => textAt(root, 'kind')).join()}`)
  return found
}

async function spec(code: string, ...path: TreePath): Promise<Node | undefined> {
  return nodeAt(kind(await objectsOf(code), 'X').root, ['spec', ...path])
}

function hole(node: Node | undefined): HoleNode {
  if (node?.type !== 'hole') throw new Error(`not a hole: ${JSON.stringify(node && plainData(node))}`)
  return node
}

const whats = ({ gaps }: HoleNode) => gaps.map(({ what }) => what)

test('an environment variable that is not stated is unknown, and says how to state it', async () => {
  const node = hole(await spec("make('X', { v: process.env.REGION })", 'v'))
  assert.equal(whats(node), ['process.env.REGION'])
  assert.is(node.gaps[0].hint, 'state it with --env REGION=VALUE')
  assert.is(node.gaps[0].at?.file.path, 'main.ts')
})

test('a default in the code is not claimed to be the value', async () => {
  for (const code of ["process.env.R ?? 'eu'", "process.env.R || 'eu'", "(({ R = 'eu' }) => R)(process.env as any)"])
    assert.is(hole(await spec(`make('X', { v: ${code} })`, 'v')).oneOf, undefined)
})

test('a stated variable is what it is stated to be', async () => {
  const objects = await objectsOf("make('X', { v: process.env.R ?? 'eu', w: process.env['R'] + '!' })", { R: 'us' })
  assert.equal(plainData(kind(objects, 'X').root), {
    apiVersion: 'v1',
    kind: 'X',
    metadata: { name: 'X' },
    spec: { v: 'us', w: 'us!' },
  })
})

test('what is known of a text stays known', async () => {
  const partial = async (code: string) =>
    hole(await spec(`const e = process.env.E; make('X', { v: ${code} })`, 'v')).partial
  assert.is(await partial('`a-${e}-b`'), 'a-${process.env.E}-b')
  assert.is(await partial("'a-' + e + '-b'"), 'a-${process.env.E}-b')
  assert.is(await partial("['a', e, 'b'].join('-')"), 'a-${process.env.E}-b')
  assert.is(await partial('`${`x${e}`}:${e}`'), 'x${process.env.E}:${process.env.E}')
  assert.is(await partial('JSON.stringify({ a: `q${e}` })'), '{"a":"q${process.env.E}"}')
})

test('what a known part settles is known', async () => {
  const code =
    "const s = `app-${process.env.E}`; make('X', { v: [s.startsWith('app-'), s === 'other', s === '', !s, s.endsWith(\"b\") && false, typeof s, s.includes('pp')] })"
  const node = await spec(code, 'v')
  assert.equal(node && plainData(node), [true, false, false, false, false, 'string', true])
})

test('a choice by an unknown condition tells the values', async () => {
  const code =
    "const p = process.env.P === 'x'; make('X', { v: p ? 1 : 2, w: p ? 'a' : 'a', n: (p ? 3 : 4) * 2, s: `r${p ? 'a' : 'b'}`, t: p === p, both: p && !p ? 1 : 2 })"
  assert.equal(hole(await spec(code, 'v')).oneOf, [1, 2])
  assert.equal(hole(await spec(code, 'n')).oneOf, [6, 8])
  assert.equal(hole(await spec(code, 's')).oneOf, ['ra', 'rb'])
  const data = await spec(code)
  assert.equal(data?.type === 'map' && ['w', 't', 'both'].map((key) => plainData(nodeAt(data, [key]) ?? data)), [
    'a',
    true,
    2,
  ])
})

test('what is made under an unknown condition exists perhaps, and knows that the condition holds', async () => {
  const code =
    "const p = process.env.P === 'x'; let made; if (p) { made = make('A', { v: p ? 'sure' : 'never' }); made.metadata.addLabel('l', '1') } else make('B'); if (!p) make('C', { v: p }); make('D', { has: made !== undefined })"
  const objects = await objectsOf(code)
  assert.equal(
    objects.map(({ root, exists }) => [textAt(root, 'kind'), exists.known]),
    [
      ['A', false],
      ['B', false],
      ['C', false],
      ['D', true],
    ],
  )
  assert.is(textAt(kind(objects, 'A').root, 'spec', 'v'), 'sure')
  assert.is(textAt(kind(objects, 'A').root, 'metadata', 'labels', 'l'), '1')
  assert.equal(nodeAt(kind(objects, 'C').root, ['spec', 'v']), {
    ...nodeAt(kind(objects, 'C').root, ['spec', 'v']),
    value: false,
  })
  assert.equal(hole(nodeAt(kind(objects, 'D').root, ['spec', 'has'])).oneOf, [true, false])
})

test('after a conditional return the rest exists perhaps; after a conditional throw it exists', async () => {
  const objects = await objectsOf(
    "(() => { if (!process.env.N) throw new Error('N'); make('A', { n: process.env.N ? 1 : 2 }); if (process.env.E) return; make('B') })(); make('C')",
  )
  assert.equal(
    objects.map(({ exists }) => exists.known),
    [true, false, true],
  )
  assert.is(nodeAt(kind(objects, 'A').root, ['spec', 'n'])?.type, 'scalar')
})

test('a loop over an unknown list makes some number of objects, and nothing it counts is known', async () => {
  const objects = await objectsOf(
    "let i = 0; for (const t of process.env.T!.split(',')) { make('A', { t, i, first: i === 0 }, `a-${t}`); i += 1 } make('B', { i })",
  )
  const one = kind(objects, 'A')
  assert.ok(one.repeated && !one.exists.known)
  assert.is(objects.length, 2)
  for (const key of ['t', 'i', 'first']) hole(nodeAt(one.root, ['spec', key]))
  assert.is(hole(nodeAt(kind(objects, 'B').root, ['spec', 'i'])).oneOf, undefined)
  for (const loop of [
    "process.env.T!.split(',').forEach((t) => make('A'))",
    "for (let i = 0; i < Number(process.env.T); i++) make('A')",
    "while (process.env.T === 'x') make('A')",
    "for (const k in process.env.T as any) make('A')",
    "process.env.T!.split(',').map((t) => make('A'))",
  ])
    assert.ok(kind(await objectsOf(loop), 'A').repeated, loop)
})

test('an unknown object spread last leaves the map open and the keys before it uncertain', async () => {
  const node = await spec(
    "make('X', { m: { a: 1, ...JSON.parse(process.env.M!), b: 2 }, o: { ...(process.env.Q && { q: 1 }), z: 1 } })",
  )
  const map = node && nodeAt(node, ['m'])
  assert.ok(map?.type === 'map' && map.open)
  hole(map && entryOf(map, 'a')?.value)
  assert.is(map && plainData(entryOf(map, 'b')?.value ?? map), 2)
  const other = node && nodeAt(node, ['o'])
  assert.ok(other?.type === 'map' && other.open && !entryOf(other, 'q') && entryOf(other, 'z'))
})

test('a list with an item that may be missing is known up to there', async () => {
  const list = await spec(
    "make('X', { l: [1, ...(process.env.P ? [2] : []), 3], e: [...(process.env.P ? ['a'] : ['b'])] })",
    'l',
  )
  assert.ok(list?.type === 'list' && list.open)
  assert.equal(list && plainData(list), [1])
})

test('what code that is not read was handed is open, and a construct may have been added to', async () => {
  const { apps, notes } = await run("const o = { k: 1 }; touch(o); make('X', { o, t: new Thing(chart, 't').value })")
  const root = apps[0]?.objects[0]?.root
  const map = root && nodeAt(root, ['spec', 'o'])
  assert.ok(map?.type === 'map' && map.open && entryOf(map, 'k'))
  hole(root && nodeAt(root, ['spec', 't']))
  assert.is(notes.length, 1)
})

test('random values, dates and files outside the project are unknown, each for its own reason', async () => {
  for (const code of [
    'Math.random()',
    'new Date().toISOString()',
    'Date.now()',
    "require('crypto').randomUUID()",
    "require('fs').readFileSync('/etc/hostname', 'utf8')",
    "require('fs').readFileSync('../../secret', 'utf8')",
    'process.argv[2]',
    "require('os').hostname()",
    "require('child_process').execSync('id').toString()",
  ])
    hole(await spec(`make('X', { v: ${code} })`, 'v'))
  const node = await spec("make('X', { v: Math.random() === Math.random() })", 'v')
  assert.is(node?.type, 'hole')
})

test('files of the project are read, with places in them', async () => {
  for (const code of [
    "JSON.parse(require('fs').readFileSync(require('path').join(__dirname, 'data.json'), 'utf8'))",
    "require('./data.json')",
  ]) {
    const node = await spec(`make('X', { ...${code} })`, 'a', 'b', 1)
    assert.is(node?.file.path, 'data.json')
    assert.is(node?.file.text.slice(node.start, node.end), '"x"')
  }
})

test('what may be thrown within a try is caught perhaps', async () => {
  const objects = await objectsOf(
    "let v = 1; try { if (process.env.P) throw new Error('x'); v = 2 } catch { v = 3; make('A') } make('X', { v })",
  )
  assert.is(kind(objects, 'A').exists.known, false)
  assert.equal([...(hole(nodeAt(kind(objects, 'X').root, ['spec', 'v'])).oneOf ?? [])].sort(), [2, 3])
})

test('what throws after a conditional return is the path that is not taken', async () => {
  const objects = await objectsOf(
    "const name = () => { if (process.env.N) return 'n'; throw new Error('N is missing') }; make('X', { v: name() }); for (const k of ['a', 'b']) { if (process.env.M) break; throw new Error('M is missing') } make('Y')",
  )
  assert.equal(
    objects.map(({ exists }) => exists.known),
    [true, true],
  )
  assert.is(textAt(kind(objects, 'X').root, 'spec', 'v'), 'n')
})

test('a link that leads out of the project is not followed', async () => {
  const host = memoryHost(
    {
      'main.ts': `${head}make('X', { v: require('fs').readFileSync('link.txt', 'utf8') })`,
      '/outside/secret.txt': 'secret',
    },
    { links: { 'link.txt': '/outside/secret.txt' } },
  )
  const { apps } = await interpretIn(host, '/project/main.ts', '/project')
  const root = apps[0]?.objects[0]?.root
  hole(root && nodeAt(root, ['spec', 'v']))
})

test.run()
