import { known, type Maybe, unknown } from '../base/maybe.ts'
import type { SourceLocation } from '../base/source-file.ts'
import { keyLocation, locationOf, type Node } from '../base/tree.ts'
import { type Label, type Labels, noLabels } from './labels.ts'

/**
 * The labels or annotations that a map holds. A null is the empty text, as Go's decoder reads it; any other leaf is
 * taken by its text, although the API server refuses it (`nonStringEntries` tells of those).
 */
export function readLabels(node: Node | undefined): Labels {
  if (!node || node.type === 'scalar' || node.type === 'list') return noLabels
  if (node.type === 'hole') return { known: new Map(), open: unknown(...node.gaps) }
  const labels = new Map<string, Label>()
  for (const entry of node.entries)
    labels.set(entry.key, { value: textOf(entry.value), at: lineOf(keyLocation(entry), locationOf(entry.value)) })
  return node.open ? { known: labels, open: unknown(...node.open) } : { known: labels }
}

function textOf(node: Node): Maybe<string> {
  if (node.type === 'scalar') return known(node.value === null ? '' : String(node.value))
  if (node.type === 'hole') return unknown(...node.gaps)
  return unknown({
    what: 'a text where a map or list is written',
    hint: 'write a string there: Kubernetes refuses any other type',
    at: locationOf(node),
  })
}

/** A key and its value as one place, where they stand together on one line; else the key. */
export function lineOf(key: SourceLocation, value: SourceLocation): SourceLocation {
  if (key.file !== value.file || key.span.start > value.span.start) return key
  const isOneLine = key.file.position(key.span.start).line === key.file.position(value.span.end).line
  return isOneLine ? { ...key, span: { start: key.span.start, end: value.span.end } } : key
}
