/** Kubernetes' own tools, recorded: what they make of tricky streams and of thousands of real manifests. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { plainData } from '../base/tree.ts'
import { sharedFolder } from '../dev/shared.ts'
import type { ReadText } from './document.ts'
import { readBytes } from './read-text.ts'

type Text = string | { readonly b64: string }
interface Chunk {
  readonly json?: Text
  readonly error?: Text
  readonly separatorError?: Text
}
interface Snippet {
  readonly in: Text
  readonly kubectl: { readonly docs: readonly Text[]; readonly error?: Text }
  readonly chunks: readonly Chunk[]
  readonly strict?: readonly Chunk[]
  readonly unstable?: boolean
}
type Hash = string | null | { readonly error: string }
interface CorpusFile {
  readonly path: string
  readonly docs: readonly Hash[]
  readonly strict?: unknown
  readonly kubectl?: { readonly docs: readonly Hash[]; readonly error?: string }
}

const fixtures = fileURLToPath(new URL('../../test-fixtures/oracle/yaml/', import.meta.url))
const recorded = sharedFolder('oracle/yaml')
const corpus = sharedFolder('corpus')
const unmet: readonly Snippet[] = JSON.parse(readFileSync(join(fixtures, 'unmet.json'), 'utf8'))

function lines<T>(path: string): readonly T[] {
  const texts = readFileSync(path, 'utf8').trimEnd().split('\n')
  return texts.map((text): T => JSON.parse(text))
}

function bytesOf(text: Text): Uint8Array {
  return typeof text === 'string' ? Buffer.from(text) : Buffer.from(text.b64, 'base64')
}

/** Canonical JSON as the recording's README defines it. */
function canonical(data: unknown): string {
  if (typeof data === 'bigint') return String(data)
  if (Array.isArray(data)) return `[${data.map(canonical).join(',')}]`
  if (typeof data !== 'object' || data === null) return JSON.stringify(data)
  const entries = Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${canonical(value)}`).join(',')}}`
}

function bodies(read: ReadText): string[] {
  return read.documents.map(({ root }) => (root ? canonical(plainData(root)) : 'left out'))
}

/** What differs between our reading of a stream and the recorded one; undefined where nothing does. */
function difference(snippet: Snippet): string | undefined {
  const read = readBytes('snippet.yaml', bytesOf(snippet.in))
  const { docs, error } = snippet.kubectl
  if (read.errors.length > 0 !== (error !== undefined)) {
    return `error: ${error ?? 'none'}, ours: ${read.errors[0]?.message ?? 'none'}`
  }
  if (snippet.unstable) return undefined
  const wanted = error === undefined ? docs : snippet.chunks.flatMap(({ json }) => (json === undefined ? [] : [json]))
  const expected = wanted.map((text) => Buffer.from(bytesOf(text)).toString()).filter((text) => text !== 'null')
  const got = bodies(read)
  if (got.join('\n') !== expected.join('\n')) return `${expected.join(' | ')}, ours: ${got.join(' | ')}`
  if (error !== undefined) return undefined
  const strict = snippet.strict?.some((chunk) => chunk.error !== undefined) ?? false
  const duplicate = read.notes.some(({ code }) => code === 'duplicate-key' || code === 'merged-key-overridden')
  return strict === duplicate
    ? undefined
    : `strict reading refuses it: ${strict}, ours notes a duplicate key: ${duplicate}`
}

function checkSnippets(snippets: readonly Snippet[]): void {
  const listed = new Set(unmet.map((snippet) => JSON.stringify(snippet.in)))
  const differences = snippets
    .filter((snippet) => !listed.has(JSON.stringify(snippet.in)))
    .flatMap((snippet) => {
      const text = difference(snippet)
      return text === undefined ? [] : [`${JSON.stringify(snippet.in)}: ${text}`]
    })
  assert.equal(differences, [])
}

test('a tenth of the tricky streams is read as the tools read it', () => {
  const snippets = lines<Snippet>(join(fixtures, 'snippets.ndjson'))
  assert.ok(snippets.length > 140)
  checkSnippets(snippets)
})

test('what is listed as unmet still differs', () => {
  assert.equal(
    unmet.filter((snippet) => difference(snippet) === undefined).map((snippet) => snippet.in),
    [],
  )
})

if (recorded) {
  test('every tricky stream is read as the tools read it', () => {
    const snippets = lines<Snippet>(join(recorded, 'snippets.ndjson'))
    assert.is(snippets.length, 1601)
    checkSnippets(snippets)
  })
}

function checkCorpusFile(file: CorpusFile, folder: string): { documents: number; differs: string[] } {
  const read = readBytes(file.path, readFileSync(join(folder, file.path)))
  const docs = file.kubectl && file.kubectl.error === undefined ? file.kubectl.docs : file.docs
  const expected = docs.filter((hash): hash is string => typeof hash === 'string')
  const got = bodies(read).map((text) => createHash('sha256').update(text).digest('hex'))
  const differs: string[] = []
  if (got.join() !== expected.join()) differs.push(`${file.path}: other values`)
  const broken =
    file.kubectl?.error !== undefined || file.docs.some((hash) => typeof hash === 'object' && hash !== null)
  if (broken !== read.errors.length > 0) differs.push(`${file.path}: ${read.errors[0]?.message ?? 'no error'}`)
  const duplicate = read.notes.some(({ code }) => code === 'duplicate-key' || code === 'merged-key-overridden')
  if (duplicate !== (file.strict !== undefined)) differs.push(`${file.path}: duplicate keys`)
  return { documents: expected.length, differs }
}

if (recorded && corpus) {
  test('every document of the corpus is read as the tools read it', () => {
    let documents = 0
    const differs: string[] = []
    for (const file of lines<CorpusFile>(join(recorded, 'corpus.ndjson'))) {
      const result = checkCorpusFile(file, corpus)
      documents += result.documents
      differs.push(...result.differs)
    }
    assert.equal(differs, [])
    assert.is(documents, 20_699)
  })
}

test.run()
