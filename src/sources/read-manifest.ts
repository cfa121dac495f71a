import type { Failure } from '../base/failure.ts'
import type { SourceFile } from '../base/source-file.ts'
import type { ReadText } from '../yaml/document.ts'
import { mayHoldHoles, withHoles } from './holes.ts'
import { clusterScopedKindIn } from './left-out.ts'
import { type FoundObject, objectsOf, whyNoResource } from './objects.ts'
import { isBrokenManifest, parseFailures } from './parse-failures.ts'
import type { ReadFile, Skipped } from './unit.ts'

/** What one file gives to its unit. */
export interface Manifest {
  readonly read: ReadFile
  readonly objects: readonly FoundObject[]
  readonly failures: readonly Failure[]
  readonly skipped: readonly Skipped[]
  readonly uncomposed: number
  /** Kinds that are defined here outside namespaces, as `group/kind`. */
  readonly clusterScoped: readonly string[]
}

/** Finds the objects of a text. Of a file that was named, whatever can not be read is a Failure. */
export function readManifest(read: ReadText, isNamed: boolean): Manifest {
  const { file, documents, notes, errors } = read
  const unread = parseFailures(read, isNamed ? () => true : isBrokenManifest)
  const skipped: Skipped[] = [...unread.skipped]
  const objects: FoundObject[] = []
  const clusterScoped: string[] = []
  const hasDefinitions = file.text.includes('CustomResourceDefinition')
  const hasHoles = mayHoldHoles(file.text)
  let uncomposed = 0
  for (const { root, span } of documents) {
    const defined = hasDefinitions ? clusterScopedKindIn(file.text.slice(span.start, span.end)) : undefined
    if (defined) clusterScoped.push(defined)
    if (!root) uncomposed++
    for (const object of root ? objectsOf(hasHoles ? withHoles(root) : root) : []) {
      const reason = whyNoResource(object)
      if (reason === undefined) objects.push(object)
      else skipped.push({ path: file.path, reason })
    }
  }
  const failures = [...unread.failures]
  if (isNamed && objects.length + skipped.length + errors.length === 0) failures.push(noObject(file))
  return { read: { file, notes }, objects, failures, skipped, uncomposed, clusterScoped }
}

function noObject({ path, text }: SourceFile): Failure {
  const because = text.trim() === '' ? ': it is empty' : ''
  return { stage: 'read', message: `There is no Kubernetes object in "${path}"${because}.`, path }
}
