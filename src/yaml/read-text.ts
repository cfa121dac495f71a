import { SourceFile, type Span } from '../base/source-file.ts'
import { splitChunks } from './chunks.ts'
import { Composer } from './composer.ts'
import { decodeUtf8 } from './decode-utf8.ts'
import type { ReadOptions, ReadText, TextError, TextNote, YamlDocument } from './document.ts'
import { droppedText } from './dropped-text.ts'
import { type FindIllegal, illegalIn, readsIllegal } from './illegal.ts'
import { mayBeJson, readJsonStream } from './json-stream.ts'
import { quoted, Unreadable } from './unreadable.ts'
import { newWorkspace, type Workspace } from './workspace.ts'

interface Findings {
  readonly documents: YamlDocument[]
  readonly notes: TextNote[]
  readonly errors: TextError[]
}

/** Everything about one text that its reading needs. */
interface Source {
  readonly file: SourceFile
  readonly options: ReadOptions
  /** Offsets of U+FFFD that stand for octets that are no UTF-8, one for each line that has any. */
  readonly invalid: readonly number[]
}

/** Reads the octets of a YAML or JSON file as the Kubernetes tools do. */
export function readBytes(path: string, bytes: Uint8Array, options: ReadOptions = {}): ReadText {
  const { text, invalid } = decodeUtf8(bytes)
  return read(new SourceFile(path, text), invalid, options)
}

/** Reads a YAML or JSON text as the Kubernetes tools do. */
export function readText(file: SourceFile, options: ReadOptions = {}): ReadText {
  return read(file, [], options)
}

function read(file: SourceFile, invalid: readonly number[], options: ReadOptions): ReadText {
  const source: Source = { file, options, invalid }
  const { documents, notes, errors } = mayBeJson(file.text) ? readAmbiguous(source) : readYaml(source, 0)
  const all = [
    ...notes,
    ...invalid.map((offset): TextNote => {
      return { code: 'invalid-utf8', span: { start: offset, end: offset + 1 }, detail: '' }
    }),
  ]
  return { file, documents, notes: all.sort((a, b) => a.span.start - b.span.start), errors }
}

/**
 * A stream that begins with `{` is read as JSON, value by value. Where that fails on the first or second value, the rest
 * is read as YAML (k8s.io/apimachinery v0.35.4 pkg/util/yaml/decoder.go, YAMLOrJSONDecoder).
 */
function readAmbiguous(source: Source): Findings {
  const json = readJsonStream(source.file)
  if (!json.error) return { documents: json.documents, notes: json.notes, errors: [] }
  if (json.restStart !== undefined) {
    const rest = readYaml(source, json.restStart)
    if (rest.errors.length === 0) {
      return { documents: [...json.documents, ...rest.documents], notes: [...json.notes, ...rest.notes], errors: [] }
    }
  }
  // The tools stop here. What can be read of it is read as YAML from the beginning.
  const yaml = readYaml(source, 0)
  if (yaml.errors.length === 0 || json.documents.length > 0 || json.looksLikeJson) {
    const others = yaml.errors.filter(({ span }) => span.start > json.error.span.end)
    return { ...yaml, errors: [json.error, ...others] }
  }
  return yaml
}

function readYaml(source: Source, from: number): Findings {
  const { file, options } = source
  const found: Findings = { documents: [], notes: [], errors: [] }
  const { chunks, bad } = splitChunks(file.text, from)
  const findIllegal = illegalIn(file.text, source.invalid)
  const workspace = newWorkspace()
  for (const { start, end, textStart } of chunks) {
    const span = { start: textStart, end }
    if (options.mayLeaveOut?.(file.text.slice(textStart, end))) found.documents.push({ span, root: undefined })
    else readChunk({ file, findIllegal, workspace, found }, start, end, span)
  }
  if (bad) {
    const text = file.text.slice(bad.start + 3, bad.end).trim()
    found.errors.push({
      message: `found ${quoted(text)} behind the separator "---", where the line must end`,
      span: bad,
    })
  }
  return found
}

interface ChunkReading {
  readonly file: SourceFile
  readonly findIllegal: FindIllegal
  readonly workspace: Workspace
  readonly found: Findings
}

function readChunk(reading: ChunkReading, start: number, end: number, span: Span): void {
  const { file, findIllegal, workspace, found } = reading
  const notes: TextNote[] = []
  try {
    const composer = new Composer(file, start, end, notes, workspace)
    const root = composer.compose()
    const rest = composer.restStart()
    readsIllegal(file.text, findIllegal(start), start, end, composer.seen)
    if (rest !== undefined) {
      const dropped = droppedText(file.text, rest, end)
      if (dropped) notes.push(dropped)
    }
    if (root && !(root.type === 'scalar' && root.value === null)) found.documents.push({ span, root })
    for (const note of notes) found.notes.push(note)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    found.errors.push({ message: error.message, span: { start: error.start, end: error.end } })
  }
}
