import type { Span } from '../base/source-file.ts'

/** Cheap looks at raw text, so that what is no manifest costs little and what nothing reads is not composed. */

/** Whether bytes can hold a Kubernetes object at all: both words must stand somewhere in them. */
export function mayHoldObjects(bytes: Uint8Array): boolean {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (isUtf16) return true
  return holdsWord(bytes, 'apiVersion', 3) && holdsWord(bytes, 'kind', 0)
}

/** Whether a word of ASCII stands in bytes; it is sought by its rarest letter, at `rare`. */
function holdsWord(bytes: Uint8Array, word: string, rare: number): boolean {
  const letter = word.charCodeAt(rare)
  for (let at = bytes.indexOf(letter); at >= 0; at = bytes.indexOf(letter, at + 1)) {
    let same = 0
    while (same < word.length && bytes[at - rare + same] === word.charCodeAt(same)) same++
    if (same === word.length) return true
  }
  return false
}

/** The document around a place: the text between the nearest separators. */
export function documentAround(text: string, span: Span): string {
  const before = /^---/.test(text.slice(span.start, span.start + 3))
    ? span.start
    : text.lastIndexOf('\n---', span.start)
  const after = text.indexOf('\n---', Math.max(span.start, before + 1))
  return text.slice(Math.max(before, 0), after < 0 ? undefined : after)
}

/** Whether a document that can not be read was meant as a manifest: `apiVersion` and `kind` stand at its top. */
export function looksLikeManifest(document: string): boolean {
  if (/^(?:---)?\s*\{/.test(document)) return /"apiVersion"\s*:/.test(document) && /"kind"\s*:/.test(document)
  // A little indentation is allowed: that may be the very mistake.
  return (
    /^[ \t]{0,2}["']?apiVersion["']?[ \t]*:[ \t]*\S/m.test(document) &&
    /^[ \t]{0,2}["']?kind["']?[ \t]*:[ \t]*\S/m.test(document)
  )
}

/** Whether a document is the input of a template engine: a line that begins with a directive, or a bare value of one. */
export function isTemplate(document: string): boolean {
  return (
    /^[ \t]*(?:\{\{|\{%|<%|<#|\[\[|\$\{?#)/m.test(document) || /^[^#'"\n]*?(?::|-)[ \t]+(?:\{\{|\{%|<%)/m.test(document)
  )
}

/** What a document says of itself at its top, without being read as YAML. */
export interface TopLines {
  readonly apiVersion: string
  readonly kind: string
}

/** The apiVersion and kind of a block-style document; undefined where they are not plainly there, once each. */
export function topLines(document: string): TopLines | undefined {
  const apiVersion = onlyValue(document, 'apiVersion:')
  const kind = onlyValue(document, 'kind:')
  return apiVersion !== undefined && kind !== undefined ? { apiVersion, kind } : undefined
}

/** The value of a key at the beginning of a line, where exactly one line begins with it. */
function onlyValue(document: string, key: string): string | undefined {
  let found = document.startsWith(key) ? 0 : document.indexOf(`\n${key}`) + 1
  if (found === 0 && !document.startsWith(key)) return undefined
  if (document.indexOf(`\n${key}`, found) >= 0) return undefined
  found += key.length
  const end = document.indexOf('\n', found)
  const value = document.slice(found, end < 0 ? undefined : end).trim()
  return /^[\w./-]+$/.test(value) ? value : /^(["'])([\w./-]+)\1$/.exec(value)?.[2]
}
