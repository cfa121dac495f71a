import { SourceFile } from '../../base/source-file.ts'
import type { Node } from '../../base/tree.ts'
import { readText } from '../../yaml/read-text.ts'
import type { Machine } from './machine.ts'
import type { Obj, Place, Value } from './values.ts'

/** What a YAML or JSON tree is as a value: every entry knows its place in that file. */
export function valueOfNode(machine: Machine, node: Node): Value {
  switch (node.type) {
    case 'scalar':
      return typeof node.value === 'bigint' ? Number(node.value) : node.value
    case 'hole':
      return machine.unknown('value', 'a part of a file', 'write it out')
    case 'list':
      return machine.array(
        node.items.map((item) => ({ value: valueOfNode(machine, item), place: placeOf(item) })),
        placeOf(node),
      )
    case 'map': {
      const object: Obj = machine.object(placeOf(node))
      for (const { key, keyStart, keyEnd, value } of node.entries)
        object.props.set(key, { value: valueOfNode(machine, value), place: { ...placeOf(value), keyStart, keyEnd } })
      return object
    }
  }
}

function placeOf({ file, start, end }: Node): Place {
  return { file, start, end }
}

/** The file of the project that a text is the whole of; else one of its own. */
export function documentFile(machine: Machine, text: string): SourceFile {
  return machine.files.files.find((file) => file.text === text) ?? new SourceFile('', text)
}

/** The value of a JSON text that is known to be JSON. */
export function valueOfJson(machine: Machine, file: SourceFile): Value {
  const plain = file.path === '' ? undefined : readText(file)
  const root = plain?.errors.length === 0 && plain.documents.length === 1 ? plain.documents[0]?.root : undefined
  if (root) return valueOfNode(machine, root)
  try {
    return valueOfData(machine, JSON.parse(file.text))
  } catch {
    return machine.unknown(file.path, `what ${file.path} holds`, 'mend its syntax')
  }
}

/** Plain data as a value. */
export function valueOfData(machine: Machine, data: unknown): Value {
  if (Array.isArray(data)) return machine.array(data.map((item) => ({ value: valueOfData(machine, item) })))
  if (typeof data !== 'object' || data === null) return data as Value
  const object = machine.object()
  for (const [key, value] of Object.entries(data)) object.props.set(key, { value: valueOfData(machine, value) })
  return object
}
