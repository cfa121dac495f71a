import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SourceFile } from '../base/source-file.ts'
import { plainData } from '../base/tree.ts'
import { readBytes, readText } from './read-text.ts'

function read(text: string) {
  return readText(new SourceFile('a.yaml', text))
}

function dataOf(text: string): unknown[] {
  return read(text).documents.map(({ root }) => root && plainData(root))
}

test('documents are separated by lines that begin with ---, wherever they stand', () => {
  assert.equal(dataOf('a: 1\n--- # c\nb: 2\n---\n'), [{ a: 1 }, { b: 2 }])
  assert.equal(dataOf('a: |\n x\n---\nz: 1\n'), [{ a: 'x\n' }, { z: 1 }])
  assert.equal(dataOf('---\r\na: 1\r\n---\r\nb: 2\r\n'), [{ a: 1 }, { b: 2 }])
})

test('null documents are not listed', () => {
  assert.equal(dataOf('\n---\n# c\n---\nnull\n---\na: 1\n'), [{ a: 1 }])
})

test('a document’s span is the text between its separators', () => {
  const text = '---\na: 1\n---\nb: 2\n'
  assert.equal(
    read(text).documents.map(({ span }) => text.slice(span.start, span.end)),
    ['a: 1\n', 'b: 2\n'],
  )
})

test('a broken document hides no other', () => {
  const { documents, errors } = read('a: 1\n---\nb: [\n---\nc: 3\n')
  assert.equal(
    documents.map(({ root }) => root && plainData(root)),
    [{ a: 1 }, { c: 3 }],
  )
  assert.is(errors.length, 1)
})

test('text behind --- ends the stream, and takes the document before it along', () => {
  const { documents, errors, file } = read('a: 1\n---\nb: 2\n--- c\nd: 4\n')
  assert.is(documents.length, 1)
  assert.equal(
    errors.map(({ message, span }) => [file.position(span.start).line, message]),
    [[4, 'found "c" behind the separator "---", where the line must end']],
  )
})

test('what begins with { is read as JSON, and as YAML where that fails at first', () => {
  assert.equal(dataOf('{"a": "\\/"}\n{"b": 2}\n'), [{ a: '/' }, { b: 2 }])
  assert.equal(dataOf('{a: 1}\n---\nb: 2\n'), [{ a: 1 }, { b: 2 }])
  assert.equal(dataOf('{"a": 1}\n---\nb: 2\n'), [{ a: 1 }, { b: 2 }])
  assert.equal(dataOf('{"a": 12345678901234567, "b": 1.5e3, "c": "\\ud800"}'), [
    { a: 12345678901234567n, b: 1500, c: '\ufffd' },
  ])
})

const dropped: readonly (readonly [text: string, detail: string])[] = [
  ['a: 1\n...\nb: 2\n', 'b: 2'],
  [' a: 1\nb: 2\n', 'b: 2'],
  ['"a":b\n', ':b'],
  ['a: 1\n...\n# c\n\n  d: 1\ne: 2\n', 'd: 1…'],
]

test('text that the tools throw away is noted', () => {
  for (const [text, detail] of dropped) {
    const notes = read(text).notes.filter(({ code }) => code === 'dropped-text')
    assert.equal(
      notes.map((note) => note.detail),
      [detail],
      text,
    )
    assert.is(text.slice(notes[0]?.span.start, notes[0]?.span.end), text.slice(notes[0]?.span.start).trimEnd())
  }
  for (const text of ['a: 1\n...\n', 'a: 1\n... # c\n---\nb: 1\n', '{"a": 1}\n\n']) assert.equal(read(text).notes, [])
})

test('a key that stands twice is noted where it stands again, and the last one counts', () => {
  for (const text of ['a: 1\nb: 2\na: 3\n', '{"a": 1, "b": 2, "a": 3}']) {
    const { notes, documents } = read(text)
    assert.equal(
      notes.map(({ code, span, detail, related }) => [code, span.start > 5, detail, (related?.start ?? 9) < 2]),
      [['duplicate-key', true, 'a', true]],
    )
    const root = documents[0]?.root
    assert.equal(root && plainData(root), { b: 2, a: 3 })
  }
})

test('of many keys, too, the last of two equal ones counts', () => {
  const keys = Array.from({ length: 50 }, (_, at) => `k${at % 40}: ${at}`).join('\n')
  const { documents, notes } = read(keys)
  assert.is(notes.length, 10)
  const root = documents[0]?.root
  assert.is(root?.type === 'map' && root.entries.length, 40)
})

test('bytes that are no UTF-8 are noted once a line, and no YAML', () => {
  const bytes = Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x0a, 0x22, 0xe2, 0x82, 0x22, 0x7d])
  const json = readBytes('a.json', bytes)
  assert.equal(json.file.text, '{"\ufffd\ufffd":\n"\ufffd\ufffd"}')
  assert.equal(
    json.notes.map(({ code, span }) => [code, json.file.position(span.start)]),
    [
      ['invalid-utf8', { line: 1, column: 3 }],
      ['invalid-utf8', { line: 2, column: 2 }],
    ],
  )
  assert.equal(json.errors, [])
  const yaml = readBytes('a.yaml', Buffer.concat([Buffer.from('a: 1\n---\nb: '), Buffer.from([0xff, 0x0a])]))
  assert.is(yaml.documents.length, 1)
  assert.is(yaml.errors.length, 1)
})

test('documents may be left out unread', () => {
  const text = 'kind: A\n---\nkind: B\nx: [\n---\nkind: C\n'
  const seen: string[] = []
  const mayLeaveOut = (part: string): boolean => seen.push(part) > 0 && part.includes('kind: B')
  const { documents, errors } = readText(new SourceFile('a.yaml', text), { mayLeaveOut })
  assert.equal(seen, ['kind: A\n', 'kind: B\nx: [\n', 'kind: C\n'])
  assert.equal(errors, [])
  assert.equal(
    documents.map(({ root }) => root !== undefined),
    [true, false, true],
  )
})

test.run()
