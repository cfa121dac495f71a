import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SourceFile, type SourceLocation } from '../../base/source-file.ts'
import { placeOf } from '../../dev/sample.ts'
import { codeFrame, type Mark } from './code-frame.ts'
import { styleOf } from './style.ts'

const style = styleOf(false)

function frame(marks: readonly Mark[], width = 100): string {
  return codeFrame(marks, { style, paint: style.red, width, context: 1 }).join('\n')
}

function primary(at: SourceLocation): Mark {
  return { at, message: '', primary: true }
}

const file = new SourceFile('a.yaml', 'a: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6\ng: 7\n')

test('a frame shows the line before, the line and a marker below the span', () => {
  assert.is(frame([primary(placeOf(file, '2'))]), '   1 │ a: 1\n   2 │ b: 2\n     │    ^')
})

test('lines between marks are folded, but never a single one', () => {
  const far = frame([primary(placeOf(file, '2')), { at: placeOf(file, '7'), message: 'here', primary: false }])
  assert.is(far, '   1 │ a: 1\n   2 │ b: 2\n     │    ^\n     ⋮\n   7 │ g: 7\n     │    - here')
  const near = frame([primary(placeOf(file, '2')), { at: placeOf(file, '4'), message: 'here', primary: false }])
  assert.is(near, '   1 │ a: 1\n   2 │ b: 2\n     │    ^\n   3 │ c: 3\n   4 │ d: 4\n     │    - here')
})

test('marks of one place are one mark that keeps what is said', () => {
  const at = placeOf(file, '1')
  assert.is(frame([primary(at), { at, message: 'here', primary: false }]), '   1 │ a: 1\n     │    ^ here')
})

test('wide characters, combining marks and tabs keep the marker below its text', () => {
  const wide = new SourceFile('w.yaml', '\tn: "宽宽e\u0301🙂" # x\r\n')
  assert.is(frame([primary(placeOf(wide, 'x'))]), `   1 │     n: "宽宽e\u0301🙂" # x\n     │ ${' '.repeat(19)}^`)
})

test('a line of a megabyte is cut around the span', () => {
  const long = new SourceFile('l.yaml', `${'y'.repeat(1_000_000)}NEEDLE${'z'.repeat(1_000_000)}`)
  const lines = frame([primary(placeOf(long, 'NEEDLE'))]).split('\n')
  assert.ok(lines.every((line) => line.length <= 100))
  assert.is(lines[0]?.indexOf('NEEDLE'), lines[1]?.indexOf('^'))
})

test('a span of several lines is marked on its first line', () => {
  const at: SourceLocation = { file, span: { start: 0, end: 12 }, precision: 'node' }
  assert.is(frame([primary(at)]), '   1 │ a: 1\n     │ ^^^^')
})

test('an empty span is still pointed at, also at the end of the file', () => {
  const end = file.text.length
  const at: SourceLocation = { file, span: { start: end, end }, precision: 'node' }
  assert.is(frame([primary(at)]), '   7 │ g: 7\n   8 │\n     │ ^')
})

test('control characters of a manifest never reach the terminal', () => {
  const evil = new SourceFile('e.yaml', 'a: "\u001b[2J\u0007\u202e" b')
  const text = frame([primary(placeOf(evil, 'b'))])
  for (const char of ['\u001b', '\u0007', '\u202e']) assert.not.ok(text.includes(char))
  assert.match(text, '␛[2J␇\ufffd')
})

test.run()
