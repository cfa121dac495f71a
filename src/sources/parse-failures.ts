import type { Failure } from '../base/failure.ts'
import type { ReadText } from '../yaml/document.ts'
import { documentAround, isTemplate, looksLikeManifest } from './manifest-text.ts'
import type { Skipped } from './unit.ts'

/** What can not be read of one text. */
export interface Unread {
  readonly failures: readonly Failure[]
  readonly skipped: readonly Skipped[]
}

/**
 * The errors of a text as Failures, where the broken document deserves one. A third of all YAML is no manifest, and
 * much of it is written for a template engine: what is broken there is not ours to tell.
 */
export function parseFailures({ file, errors }: ReadText, deserves: (document: string) => boolean): Unread {
  const failures: Failure[] = []
  const skipped: Skipped[] = []
  for (const { message, span } of errors) {
    const { line } = file.position(span.start)
    if (deserves(documentAround(file.text, span))) {
      failures.push({ stage: 'parse', message: `${message}.`, at: { file, span, precision: 'node' } })
    } else skipped.push({ path: file.path, reason: `no manifest can be read at line ${line}: ${message}` })
  }
  return { failures, skipped }
}

/** Whether a broken document was meant to be a manifest as it stands. */
export function isBrokenManifest(document: string): boolean {
  return looksLikeManifest(document) && !isTemplate(document)
}
