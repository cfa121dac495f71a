import type { SourceFile, Span } from '../base/source-file.ts'
import type { Node } from '../base/tree.ts'

/** One document of a stream, as the Kubernetes tools read it. */
export interface YamlDocument {
  /** The document's text between its separators. */
  readonly span: Span
  /** The composed body; undefined where the document was left uncomposed on purpose. Null documents are not listed. */
  readonly root: Node | undefined
}

/** Something that Kubernetes' tools accept in silence and that does not mean what it seems to mean. */
export interface TextNote {
  /**
   * `duplicate-key`: a key stands twice in one map, the tools keep the last. `merged-key-overridden`: the same by way of `<<`,
   * which is what YAML's merge is for, and what strict readers refuse. `dropped-text`: text that the tools throw away.
   * `invalid-utf8`: bytes that are no UTF-8, read as U+FFFD.
   */
  readonly code: 'duplicate-key' | 'merged-key-overridden' | 'dropped-text' | 'invalid-utf8'
  readonly span: Span
  /** The user's own words: the key, the text that is dropped (shortened). Empty for `invalid-utf8`. */
  readonly detail: string
  /** The other place that matters: the first of two equal keys. */
  readonly related?: Span
}

/** Why (a part of) a stream can not be read: one sentence without a full stop. */
export interface TextError {
  readonly message: string
  readonly span: Span
}

/** What one text holds. Errors and documents stand side by side: a broken document hides no other. */
export interface ReadText {
  readonly file: SourceFile
  readonly documents: readonly YamlDocument[]
  readonly notes: readonly TextNote[]
  readonly errors: readonly TextError[]
}

export interface ReadOptions {
  /** Says of a document's raw text whether it may be left uncomposed; called before anything of it is read. */
  readonly mayLeaveOut?: (text: string) => boolean
}
