import type { Node, TreePath } from '../../base/tree.ts'
import { isDns1123Label } from '../names.ts'
import { tokenPrefix } from '../service-account.ts'
import { duplicate, type FieldError, fieldPath, invalidFor, required } from './field-error.ts'
import { isSet, part, textOf } from './read-part.ts'
import { sourceErrors } from './volume-source-errors.ts'

/** A volume of a pod, with its place and the place by which upstream calls it. */
export interface PlacedVolume {
  readonly node: Node
  readonly path: TreePath
  readonly shown: TreePath
}

/** The volumes that containers may mount. */
export interface Volumes {
  readonly errors: readonly FieldError[]
  /** The valid volumes by name. */
  readonly byName: ReadonlyMap<string, Node>
  /** Whether there may be more than these. */
  readonly hasMore: boolean
}

/** ValidateVolumes: a volume with an error is none that a container may mount. */
export function volumeErrors(volumes: readonly PlacedVolume[], isPod: boolean, mayBeMore: boolean): Volumes {
  const errors: FieldError[] = []
  const byName = new Map<string, Node>()
  let hasMore = mayBeMore
  for (const { node, path, shown } of volumes) {
    const name = textOf(node, 'name')
    const own = [...sourceErrors(node, path, isPod), ...nameErrors(name, [...path, 'name'], byName)]
    if (name === undefined) hasMore = true
    else if (own.length === 0) byName.set(name, node)
    const start = fieldPath(path)
    const told = fieldPath(shown)
    for (const error of own) {
      const text = error.shown ?? fieldPath(error.path)
      errors.push(start === told ? error : { ...error, shown: told + text.slice(start.length) })
    }
  }
  return { errors, byName, hasMore }
}

/** The API server ends the name of the token's volume itself; a stored pod shows that as `X`. */
function nameErrors(name: string | undefined, path: TreePath, seen: ReadonlyMap<string, Node>): readonly FieldError[] {
  if (name === undefined) return []
  const text = name.startsWith(tokenPrefix) ? name.toLowerCase() : name
  const wrong = name === '' ? [required(path)] : invalidFor(path, name, isDns1123Label(text))
  return seen.has(name) ? [...wrong, duplicate(path, name)] : wrong
}

/** Whether a volume is one that a container may use as a block device. */
export function isBlockDevice(volume: Node): boolean | undefined {
  if (isSet(volume, 'persistentVolumeClaim') || isSet(volume, 'ephemeral')) return true
  const isOpen = part(volume, 'persistentVolumeClaim') !== undefined
  return isOpen ? undefined : false
}
