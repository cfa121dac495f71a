import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SourceFile } from '../base/source-file.ts'
import { plainData } from '../base/tree.ts'
import { readBytes, readText } from './read-text.ts'

function bomb(levels: number): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
  for (let at = 1; at < levels; at++) {
    lines.push(`a${at}: &a${at} [${Array.from({ length: 10 }, () => `*a${at - 1}`).join(', ')}]`)
  }
  return lines.join('\n')
}

function ladder(steps: number): string {
  return Array.from({ length: steps }, (_, at) => `a${at}: &a${at} [${at === 0 ? 'x' : `*a${at - 1}`}]`).join('\n')
}

const indented = Array.from({ length: 10_000 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')

const hostile: readonly (readonly [what: string, text: string, fails: boolean])[] = [
  ['an alias bomb', bomb(9), true],
  ['aliases of aliases', ladder(5000), true],
  ['deep brackets', `a: ${'['.repeat(100_000)}`, true],
  ['deep braces', '{a: '.repeat(100_000), true],
  ['deep JSON', '{"a":'.repeat(100_000), true],
  ['deep lists', '- '.repeat(100_000), true],
  ['deep keys', '? '.repeat(100_000), true],
  ['deep indentation', indented, true],
  ['NUL bytes', '\0'.repeat(1_000_000), true],
  ['NUL bytes on many lines', 'a: \0\n---\n'.repeat(20_000), true],
  ['one long word', `a: ${'x'.repeat(5_000_000)}\n`, false],
  ['one long number', `a: ${'1'.repeat(1_000_000)}\n`, false],
  ['many short lines', `a: |\n${'  x\n'.repeat(500_000)}`, false],
  ['many folded lines', `a:\n${'  x\n'.repeat(300_000)}`, false],
  ['many quotes', `a: '${"''".repeat(500_000)}'\n`, false],
  ['many equal keys', 'a: 1\n'.repeat(100_000), false],
  ['many keys', Array.from({ length: 100_000 }, (_, at) => `k${at}: 1\n`).join(''), false],
  ['one long line of a list', `a: [${'1, '.repeat(300_000)}1]\n`, false],
  ['many comments', '#\n'.repeat(500_000), false],
  ['many separators', '---\n'.repeat(300_000), false],
  ['many marks', `a: 1\n${'...\n'.repeat(300_000)}`, false],
]

test('hostile texts are refused or read within a second or so', () => {
  for (const [what, text, fails] of hostile) {
    const start = performance.now()
    const { errors, documents } = readText(new SourceFile('a.yaml', text))
    const seconds = (performance.now() - start) / 1000
    assert.is(errors.length > 0, fails, `${what}: ${errors[0]?.message ?? 'no error'}`)
    assert.ok(seconds < 5, `${what} took ${seconds.toFixed(1)} s`) // about a tenth of it; the machine may be busy
    for (const { root } of documents) if (root) plainData(root)
  }
})

test('the deepest text that is read can be walked by recursion', () => {
  const { documents, errors } = readText(new SourceFile('a.yaml', '['.repeat(1000) + ']'.repeat(1000)))
  assert.equal(errors, [])
  for (const { root } of documents) assert.ok(root && plainData(root))
})

test('bytes that are no text at all are an error', () => {
  const bytes = new Uint8Array(2_000_000).map((_, at) => (at * 7919) % 256)
  const { errors, documents } = readBytes('a.yaml', bytes)
  assert.ok(errors.length > 0)
  assert.equal(documents, [])
})

test('time grows with the text, not faster', () => {
  const block = 'a:\n  - b: {c: "d", e: [1, 2]}\n    f: |\n      g\n'
  const seconds = [2000, 16_000].map((count) => {
    const text = Array.from({ length: count }, (_, at) => `k${at}${block}`).join('')
    const start = performance.now()
    readText(new SourceFile('a.yaml', text))
    return performance.now() - start
  })
  assert.ok((seconds[1] ?? 0) < 40 * (seconds[0] ?? 0) + 100, seconds.join(' and '))
})

test.run()
