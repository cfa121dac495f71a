import type { Node, TreePath } from '../../base/tree.ts'
import { isDns1123Label } from '../names.ts'
import { tokenPrefix } from '../service-account.ts'
import { duplicate, type FieldError, fieldPath, invalidFor, joined, noErrors, required } from './field-error.ts'
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
    const own = joined(sourceErrors(node, path, isPod), nameErrors(name, path, byName))
    if (name === undefined) hasMore = true
    else if (own.length === 0) byName.set(name, node)
    if (own.length === 0) continue
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
function nameErrors(name: string | undefined, at: TreePath, seen: ReadonlyMap<string, Node>): readonly FieldError[] {
  if (name === undefined) return noErrors
  const messages = isDns1123Label(name.startsWith(tokenPrefix) ? name.toLowerCase() : name)
  if (messages.length === 0 && !seen.has(name)) return noErrors
  const path = [...at, 'name']
  const wrong = name === '' ? [required(path)] : invalidFor(path, name, messages)
  return seen.has(name) ? [...wrong, duplicate(path, name)] : wrong
}

/** Whether a volume is one that a container may use as a block device. */
export function isBlockDevice(volume: Node): boolean | undefined {
  if (isSet(volume, 'persistentVolumeClaim') || isSet(volume, 'ephemeral')) return true
  const isOpen = part(volume, 'persistentVolumeClaim') !== undefined
  return isOpen ? undefined : false
}
