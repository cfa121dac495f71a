import { isKnown, isPlainObject, type Loose, mapObject, unknownValue } from './native.ts'

/** RFC 6902 as cdk8s applies it (cdk8s 2.70.106, lib/json-patch.js, over fast-json-patch 3.1.1 without validation). */

interface Operation {
  readonly op: string
  readonly path: string
  readonly from?: string
  readonly value?: Loose
}

/** A copy as JSON would make it, so that later operations do not reach back into the program's values. */
function copyOf(value: Loose): Loose {
  if (!isKnown(value) || value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((item) => copyOf(item) ?? null)
  return mapObject(isPlainObject(value) ? value : { ...value }, (item) => copyOf(item))
}

function isSame(one: Loose, other: Loose): boolean {
  if (one === other || !isKnown(one) || !isKnown(other)) return true
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object') return false
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const keys = Object.keys(one)
  return keys.length === Object.keys(other).length && keys.every((key) => key in other && isSame(one[key], other[key]))
}

/** The keys of a JSON pointer. */
export function keysOf(path: string): string[] {
  const keys = path.split('/').slice(1)
  return keys.map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'))
}

/** The index that a key means in a list: `-` is the place after the last item. */
function indexIn(list: Loose[], key: string): Loose {
  if (key === '-') return list.length
  return /^[0-9]+$/.test(key) ? Number(key) : key
}

function valueAt(document: Loose, path: string): Loose {
  let value = document
  for (const key of keysOf(path)) {
    if (!isKnown(value)) return value
    value = value[Array.isArray(value) ? indexIn(value, key) : key]
  }
  return value
}

/** What a move takes along: in a list, upstream takes the first item for a key that is no index. */
function movedValue(document: Loose, from: string): Loose {
  const container = valueAt(document, from.slice(0, from.lastIndexOf('/')))
  const last = keysOf(from).pop() ?? ''
  return Array.isArray(container) && typeof indexIn(container, last) === 'string'
    ? container[0]
    : valueAt(document, from)
}

function change(container: Loose, key: string, { op, value }: Operation): void {
  // Upstream is sloppy JavaScript, in which writing into a scalar does nothing.
  if (!isKnown(container) || /^(string|number|boolean)$/.test(typeof container)) return
  if (!Array.isArray(container)) {
    if (op === 'remove') delete container[key]
    else container[key] = value
    return
  }
  const index = indexIn(container, key)
  if (op === 'remove') container.splice(index, 1)
  else if (op === 'add' && typeof index === 'number') container.splice(index, 0, value)
  else container[index] = value
}

function failTest(path: string): void {
  throw new Error(`Test operation failed: "${path}" has another value`)
}

function applyAtRoot(document: Loose, operation: Operation): Loose {
  if (operation.op === 'remove') return null
  if (operation.op === 'move' || operation.op === 'copy') return valueAt(document, operation.from ?? '')
  if (operation.op !== 'test') return operation.value
  if (!isSame(document, operation.value)) failTest('')
  return document
}

/** What a patch at an unknown place leaves of an object: it may have changed everything but what identifies it. */
function patchedSomewhere(document: Loose): Loose {
  return mapObject(document, (value, key) =>
    key === 'apiVersion' || key === 'kind' || key === 'metadata'
      ? value
      : unknownValue(`"${key}" after a patch whose path is unknown`, 'write the path of the patch as a literal'),
  )
}

function applyOperation(document: Loose, operation: Operation): Loose {
  const { op, path, from = '' } = operation
  if (!isKnown(path) || !isKnown(from)) return patchedSomewhere(document)
  if (path === '') return applyAtRoot(document, operation)
  if (op === 'move' || op === 'copy') {
    const value = op === 'move' ? movedValue(document, from) : valueAt(document, from)
    const left = op === 'move' ? applyOperation(document, { op: 'remove', path: from }) : document
    return applyOperation(left, { op: 'add', path, value: op === 'copy' ? (copyOf(value) ?? null) : value })
  }
  if (op === 'test') {
    if (!isSame(valueAt(document, path), operation.value)) failTest(path)
    return document
  }
  const keys = keysOf(path)
  const last = keys[keys.length - 1] ?? ''
  change(valueAt(document, path.slice(0, path.lastIndexOf('/'))), last, operation)
  return document
}

/** One operation of a patch. */
export class JsonPatch {
  static apply(document: Loose, ...patches: JsonPatch[]): Loose {
    let result = document
    for (const patch of patches) result = applyOperation(result, copyOf(patch._toJson()))
    return result
  }

  static add(path: string, value: Loose): JsonPatch {
    return new JsonPatch({ op: 'add', path, value })
  }

  static remove(path: string): JsonPatch {
    return new JsonPatch({ op: 'remove', path })
  }

  static replace(path: string, value: Loose): JsonPatch {
    return new JsonPatch({ op: 'replace', path, value })
  }

  static copy(from: string, path: string): JsonPatch {
    return new JsonPatch({ op: 'copy', from, path })
  }

  static move(from: string, path: string): JsonPatch {
    return new JsonPatch({ op: 'move', from, path })
  }

  static test(path: string, value: Loose): JsonPatch {
    return new JsonPatch({ op: 'test', path, value })
  }

  private readonly operation: Operation

  private constructor(operation: Operation) {
    this.operation = operation
  }

  _toJson(): Operation {
    return this.operation
  }
}
