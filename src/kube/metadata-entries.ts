import type { SourceLocation } from '../base/source-file.ts'
import { keyLocation, locationOf, nodeAt, type TreePath } from '../base/tree.ts'
import type { Resource } from './resource.ts'
import { podTemplatePath } from './workload.ts'

/** A label or annotation of an object, or of the pods or Jobs that it makes. */
export interface MetadataEntry {
  /** Whose it is: the object's own, that of the Jobs of a CronJob, or that of the pods. A Pod's own is `pod`. */
  readonly holder: 'own' | 'job' | 'pod'
  readonly part: 'label' | 'annotation'
  readonly key: string
  /** undefined where it is no known string. */
  readonly value: string | undefined
  /** Where the key stands. */
  readonly at: SourceLocation
  readonly valueAt: SourceLocation
}

/** The labels and annotations that are written in an object, as they stand in it. */
export function metadataEntries(resource: Resource): readonly MetadataEntry[] {
  const found = known.get(resource) ?? readEntries(resource)
  known.set(resource, found)
  return found
}

/** Several rules ask. */
const known = new WeakMap<Resource, readonly MetadataEntry[]>()

function readEntries(resource: Resource): readonly MetadataEntry[] {
  const template = podTemplatePath(resource)
  const own: MetadataEntry['holder'] = template?.length === 0 ? 'pod' : 'own'
  const found = [...entriesAt(resource, ['metadata'], own)]
  if (resource.kindName === 'CronJob') found.push(...entriesAt(resource, ['spec', 'jobTemplate', 'metadata'], 'job'))
  if (template && template.length > 0) found.push(...entriesAt(resource, [...template, 'metadata'], 'pod'))
  return found
}

function entriesAt(resource: Resource, path: TreePath, holder: MetadataEntry['holder']): readonly MetadataEntry[] {
  return (['label', 'annotation'] as const).flatMap((part) => {
    const node = nodeAt(resource.root, [...path, `${part}s`])
    if (node?.type !== 'map') return []
    return node.entries.map((entry) => {
      const { key, value } = entry
      const text = value.type === 'scalar' && typeof value.value === 'string' ? value.value : undefined
      return { holder, part, key, value: text, at: keyLocation(entry), valueAt: locationOf(value) }
    })
  })
}
