import { isBlankOrEnd } from './characters.ts'
import type { TextNote } from './document.ts'
import { shorten } from './unreadable.ts'

/**
 * A note of the text behind a document that the tools do not read: they take the first document of what stands between
 * two separators (go.yaml.in/yaml v2.4.3 yaml.go, Unmarshal). Comments, `...` and blanks are no loss.
 */
export function droppedText(text: string, from: number, end: number): TextNote | undefined {
  let at = from
  while (at < end) {
    const next = text.indexOf('\n', at)
    const stop = next < 0 || next >= end ? end : next
    const start = firstLoss(text, at, stop)
    if (start < stop) {
      const dropped = text.slice(start, end).trimEnd()
      return { code: 'dropped-text', span: { start, end: start + dropped.length }, detail: shorten(dropped) }
    }
    at = stop + 1
  }
  return undefined
}

/** Where a line begins to hold more than blanks, marks and comments. */
function firstLoss(text: string, from: number, end: number): number {
  let at = from
  while (at < end && isBlankOrEnd(text.charCodeAt(at))) at++
  const mark = text.slice(at, at + 3)
  if (at === from && (mark === '...' || mark === '---')) {
    at += 3
    while (at < end && isBlankOrEnd(text.charCodeAt(at))) at++
  }
  return text.charCodeAt(at) === 0x23 ? end : at
}
