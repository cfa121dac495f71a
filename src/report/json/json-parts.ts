import type { Failure } from '../../base/failure.ts'
import type { Gap } from '../../base/maybe.ts'
import type { SourceLocation } from '../../base/source-file.ts'
import type { ResourceName } from '../../rule/problem.ts'
import type { JsonValue } from './json-text.ts'

/** A place in JSON: lines and columns from 1, the end column exclusive. */
export function locationJson({ file, span, precision }: SourceLocation): JsonValue {
  const start = file.position(span.start)
  const end = file.position(span.end)
  return {
    path: file.path,
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    precision,
  }
}

/** Namespace null where the input does not say it, absent for cluster-scoped kinds. */
export function resourceJson({ apiVersion, kind, namespace, name }: ResourceName): JsonValue {
  return { apiVersion, kind, namespace, name }
}

export function missingJson(gaps: readonly Gap[]): JsonValue {
  return gaps.map(({ what, hint }) => ({ what, hint }))
}

export function failuresJson(failures: readonly Failure[]): JsonValue {
  return failures.map(({ stage, message, at, path }) => ({ stage, message, location: failurePlace(at, path) }))
}

/** A file that could not even be read has no text: its beginning stands for all of it. */
function failurePlace(at: SourceLocation | undefined, path: string | undefined): JsonValue | undefined {
  if (at) return locationJson(at)
  if (path === undefined) return undefined
  return { path, startLine: 1, startColumn: 1, endLine: 1, endColumn: 1, precision: 'file' }
}
