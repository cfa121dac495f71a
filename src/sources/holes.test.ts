import { test } from 'uvu'
import { equal, is } from 'uvu/assert'
import { SourceFile } from '../base/source-file.ts'
import { type Node, nodeAt, plainData, type TreePath } from '../base/tree.ts'
import { readText } from '../yaml/read-text.ts'
import { mayHoldHoles, withHoles } from './holes.ts'

function holed(text: string): { root: Node; at: (...path: TreePath) => Node | undefined; before: Node } {
  const before = readText(new SourceFile('a.yaml', text)).documents[0]?.root
  if (!before) throw new Error('no document')
  is(mayHoldHoles(text), true)
  const root = withHoles(before)
  return { root, before, at: (...path) => nodeAt(root, path) }
}

test('a leaf with a placeholder is a hole that says what is written', () => {
  const { at, root } = holed('metadata: {name: "redis-${ENV}", namespace: <namespace>, labels: {app: redis}}\n')
  const name = at('metadata', 'name')
  is(name?.type, 'hole')
  if (name?.type !== 'hole') return
  equal([name.partial, name.gaps[0].what], ['redis-${ENV}', 'the value of ${ENV}'])
  equal(root.file.text.slice(name.start, name.end), '"redis-${ENV}"')
  equal(plainData(root), { metadata: { name: null, namespace: null, labels: { app: 'redis' } } })
})

test('placeholders that Kubernetes or a program fills are text', () => {
  const text = 'spec: {containers: [{args: ["$(POD_NAME).kafka"]}]}\ndata: {a: "{{ .Values.x }}"}\n'
  const { root, before } = holed(text)
  is(root, before)
})

test('parts without a placeholder are the same nodes as before', () => {
  const { at, before } = holed('a: {b: [1, 2]}\nc: "${X}"\n')
  is(at('a'), nodeAt(before, ['a']))
})

test('a key that is a placeholder makes its map open', () => {
  const { at } = holed('metadata: {labels: {"${KEY}": x, app: redis}}\n')
  const labels = at('metadata', 'labels')
  if (labels?.type !== 'map') throw new Error('no map')
  equal(
    labels.entries.map(({ key }) => key),
    ['app'],
  )
  is(labels.open?.[0].what, 'the value of ${KEY}')
})

test("ytt's expressions stand where the value is null", () => {
  const { at } = holed('#@ load("@ytt:data", "data")\nspec:\n  replicas: #@ data.values.replicas\n  paused:\n  # a\n')
  const replicas = at('spec', 'replicas')
  is(replicas?.type, 'hole')
  if (replicas?.type === 'hole') is(replicas.partial, '#@ data.values.replicas')
  is(at('spec', 'paused')?.type, 'scalar')
})

test('a ytt expression that stands for any number of items makes its list open', () => {
  const { at } = holed('volumes:\n- name: a\n- #@ template.replace(volumes())\n')
  const volumes = at('volumes')
  if (volumes?.type !== 'list') throw new Error('no list')
  equal([volumes.items.length, volumes.open?.length], [1, 1])
})

test('aliased parts without a placeholder are left as they are', () => {
  const { at, before } = holed('a: &a {z: 1}\nb: [*a, *a]\nname: "${X}"\n')
  is(at('name')?.type, 'hole')
  is(at('b'), nodeAt(before, ['b']))
})

test.run()
