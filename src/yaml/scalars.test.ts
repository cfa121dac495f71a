import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SourceFile } from '../base/source-file.ts'
import { plainData } from '../base/tree.ts'
import { readText } from './read-text.ts'

function dataOf(text: string): unknown {
  const { documents, errors } = readText(new SourceFile('a.yaml', text))
  assert.equal(errors, [], text)
  const root = documents[0]?.root
  return root && plainData(root)
}

const plain: readonly (readonly [text: string, value: unknown])[] = [
  ['yes', true],
  ['Off', false],
  ['n', false],
  ['tRue', 'tRue'],
  ['~', null],
  ['', null],
  ['nULL', 'nULL'],
  ['0777', 511],
  ['0o17', 15],
  ['09', 9],
  ['0x1F', 31],
  ['0b11', 3],
  ['-0b11', -3],
  ['1_000', 1000],
  ['_1', '_1'],
  ['+5', 5],
  ['1:30', '1:30'],
  ['12e03', 12000],
  ['1e1000', '1e1000'],
  ['.5', 0.5],
  ['5.', 5],
  ['.', '.'],
  ['1.2.3', '1.2.3'],
  ['2001-12-14', '2001-12-14'],
  ['9007199254740993', 9007199254740993n],
  ['-9223372036854775808', -9223372036854775808n],
  ['9223372036854775808', 2 ** 63],
  ['!!str 1', '1'],
  ['!!int "1"', 1],
  ['!!float 3', 3],
  ['!!binary aGk=', 'hi'],
  ['! 1', '1'],
  ['!foo 1', '1'],
  ['"1"', '1'],
  ["'it''s'", "it's"],
  ['"a\\x41\\u00e9\\n"', 'aAé\n'],
  ['a b  c', 'a b  c'],
  ['a#b #c', 'a#b'],
  ['http://x:80/', 'http://x:80/'],
]

test('scalars mean what the resolver of Kubernetes’ tools makes of them', () => {
  for (const [text, value] of plain) assert.equal(dataOf(`a: ${text}\n`), { a: value }, text)
})

test('keys that are no strings become strings', () => {
  const keys = [
    ['yes', 'true'],
    ['0x10', '16'],
    ['1.50', '1.5'],
    ['16777217.5', '1.6777218e+07'],
    ['1e20', '1e+20'],
    ['-0.0', '-0'],
    ['.inf', '.inf'],
    ['2001-12-14', '2001-12-14'],
  ] as const
  for (const [text, key] of keys) assert.equal(dataOf(`${text}: 1\n`), { [key]: 1 }, text)
})

const lines: readonly (readonly [text: string, value: unknown])[] = [
  ['a: |\n  x\n\n', 'x\n'],
  ['a: |-\n  x\n\n', 'x'],
  ['a: |+\n  x\n\n', 'x\n\n'],
  ['a: >\n  x\n  y\n\n  z\n   w\n', 'x y\nz\n w\n'],
  ['a: |2\n   x\n  y\n', ' x\ny\n'],
  ['a: |\n  x', 'x\n'],
  ['a: "b\nc"\n', 'b c'],
  ["a: 'b\n\n  c'\n", 'b\nc'],
  ['a: "b\\\n  c"\n', 'bc'],
  ['a: b\n  c\n\n  d\n', 'b c\nd'],
  ['a: b\r\n  c\r\n', 'b c'],
]

test('texts of several lines are folded and chomped', () => {
  for (const [text, value] of lines) assert.equal(dataOf(text), { a: value }, JSON.stringify(text))
})

test('merge keys lay their map over what stands before them, and are overlaid by what follows', () => {
  assert.equal(dataOf('x: &x {b: 1}\nc:\n  b: 2\n  <<: *x\n'), { x: { b: 1 }, c: { b: 1 } })
  assert.equal(dataOf('x: &x {b: 1}\nc:\n  <<: *x\n  b: 2\n'), { x: { b: 1 }, c: { b: 2 } })
  assert.equal(dataOf('- &x {b: 1}\n- &z {b: 2, c: 3}\n- <<: [*x, *z]\n'), [{ b: 1 }, { b: 2, c: 3 }, { b: 1, c: 3 }])
  assert.equal(dataOf('"<<": 1\n'), { '<<': 1 })
})

test('an alias stands for the last anchor of its name before it', () => {
  assert.equal(dataOf('a: &x 1\nb: &x [2]\nc: *x\n'), { a: 1, b: [2], c: [2] })
  assert.equal(dataOf('&k a: b\nc: *k\n'), { a: 'b', c: 'a' })
})

test.run()
