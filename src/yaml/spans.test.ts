import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isMap, isScalar, isSeq, parseAllDocuments, type Node as TheirNode } from 'yaml'
import { SourceFile } from '../base/source-file.ts'
import { entryOf, type Node, nodeAt } from '../base/tree.ts'
import { sharedFolder } from '../dev/shared.ts'
import { readText } from './read-text.ts'

function rootOf(text: string): Node {
  const { documents, errors } = readText(new SourceFile('a.yaml', text))
  assert.equal(errors, [], text)
  const root = documents[0]?.root
  if (!root) throw new Error('no document')
  return root
}

function written(node: Node | undefined): string {
  return node ? node.file.text.slice(node.start, node.end) : 'nothing'
}

const values: readonly (readonly [text: string, source: string])[] = [
  ['a: b c # d\n', 'b c'],
  ['a: "b c" # d\n', '"b c"'],
  ["a:   'b'\n", "'b'"],
  ['a: &x !!str b\n', 'b'],
  ['a: |\n  x\n  y\n\nb: 1\n', '|\n  x\n  y'],
  ['a: >- # c\n  x\r\n\r\n', '>- # c\n  x'],
  ['a: b\n  c\nd: 1\n', 'b\n  c'],
  ['a: [1, 2] # c\n', '[1, 2]'],
  ['a: {b: 1}\n', '{b: 1}'],
  ['a:\n  b: 1\n  c: 2\n\n# c\nd: 1\n', 'b: 1\n  c: 2'],
  ['a:\n- 1\n- 2\nd: 1\n', '- 1\n- 2'],
  ['a:\n  - 1\n  - b: 2\n', '- 1\n  - b: 2'],
  ['a: b', 'b'],
  ['a: |\n  b', '|\n  b'],
  ['a:\nb: 1\n', ''],
]

test('a value’s span is its own text, quotes and brackets and block indicators with it', () => {
  for (const [text, source] of values) assert.is(written(nodeAt(rootOf(text), ['a'])), source, JSON.stringify(text))
})

test('a missing value stands where it is missing', () => {
  const value = nodeAt(rootOf('a:\nb: 1\n'), ['a'])
  assert.is(value?.start, 2)
  const item = nodeAt(rootOf('- \n- 1\n'), [0])
  assert.is(item?.start, 1)
})

test('a key’s span is its own text', () => {
  const text = '"a b": 1\nc d : 2\n? e\n: 3\n&x f: 4\n'
  const root = rootOf(text)
  const keys = ['a b', 'c d', 'e', 'f'].map((key) => {
    const entry = entryOf(root, key)
    return entry ? text.slice(entry.keyStart, entry.keyEnd) : 'nothing'
  })
  assert.equal(keys, ['"a b"', 'c d', 'e', 'f'])
})

test('an alias has its own span, and the children of its anchor', () => {
  const text = 'a: &x {b: 1}\nc: *x\n'
  const root = rootOf(text)
  assert.is(written(nodeAt(root, ['c'])), '*x')
  assert.is(nodeAt(root, ['c', 'b']), nodeAt(root, ['a', 'b']))
})

test('JSON has spans too', () => {
  const root = rootOf('{"a": [1, {"b": "x\\n"}],\n "c": true}\n')
  assert.is(written(root), '{"a": [1, {"b": "x\\n"}],\n "c": true}')
  assert.is(written(nodeAt(root, ['a', 1, 'b'])), '"x\\n"')
  assert.is(written(nodeAt(root, ['c'])), 'true')
})

test('a byte order mark shifts nothing', () => {
  assert.is(written(nodeAt(rootOf('\ufeffa: b\n'), ['a'])), 'b')
})

// ---- the spans that npm yaml gives, on every twentieth file of real repositories

const corpus = sharedFolder('corpus')
const recorded = sharedFolder('oracle/yaml')

/** Where npm yaml sees a node: its range without the blanks that it counts to block scalars. */
function theirSpan(text: string, node: TheirNode): readonly [number, number] {
  const [start, end] = node.range ?? [0, 0]
  return [start, start + text.slice(start, end).trimEnd().length]
}

function ourSpan(text: string, start: number, end: number): readonly [number, number] {
  return [start, start + text.slice(start, end).trimEnd().length]
}

/** Counts the nodes that both agree on; throws at the first that stands elsewhere. */
function compare(text: string, theirs: unknown, ours: Node | undefined): number {
  if (isScalar(theirs) && ours?.type === 'scalar') {
    const [start, end] = theirSpan(text, theirs)
    if (start < end) assert.equal(ourSpan(text, ours.start, ours.end), [start, end])
    return 1
  }
  let count = 1
  if (isSeq(theirs) && ours?.type === 'list') {
    assert.is(ours.start, theirs.range?.[0])
    for (const [index, item] of theirs.items.entries()) count += compare(text, item, ours.items[index])
  } else if (isMap<TheirNode>(theirs) && ours?.type === 'map') {
    assert.is(ours.start, theirs.range?.[0])
    for (const [index, { key, value }] of theirs.items.entries()) {
      const entry = ours.entries[index]
      assert.equal(entry && [entry.keyStart, entry.keyEnd], theirSpan(text, key))
      count += compare(text, value, entry?.value)
    }
  } else assert.is(theirs === null ? 'scalar' : 'the same kind', ours?.type)
  return count
}

function compareFile(text: string): number {
  const ours = readText(new SourceFile('a.yaml', text))
  const theirs = parseAllDocuments(text, { version: '1.1', logLevel: 'silent', uniqueKeys: false })
  if (ours.errors.length > 0 || ours.notes.length > 0 || !Array.isArray(theirs)) return 0
  const documents = theirs.filter(({ contents }) => contents && !(isScalar(contents) && contents.value === null))
  if (theirs.some(({ errors }) => errors.length > 0) || documents.length !== ours.documents.length) return 0
  return documents.reduce((count, { contents }, at) => count + compare(text, contents, ours.documents[at]?.root), 0)
}

if (corpus && recorded) {
  test('spans are those that npm yaml gives', () => {
    let nodes = 0
    const files = readFileSync(join(recorded, 'corpus.ndjson'), 'utf8').trimEnd().split('\n')
    for (let at = 0; at < files.length; at += 20) {
      const { path }: { path: string } = JSON.parse(files[at] ?? '')
      const text = readFileSync(join(corpus, path), 'utf8')
      // Aliases are nodes of their own there, and JSON values are followed by text.
      if (!/[{*]/.test(text)) nodes += compareFile(text)
    }
    assert.ok(nodes > 10_000, `only ${nodes} nodes compared`)
  })
}

test.run()
