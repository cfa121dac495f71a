import type { SourceFile } from '../base/source-file.ts'
import type { MapEntry, Node } from '../base/tree.ts'

/**
 * The body of an object that a program makes: what is written nowhere stands at the `new` that makes the object, and
 * says so.
 */
export function placed(root: Node): Node {
  return mark(root, root)
}

function mark(node: Node, root: Node): Node {
  const isNear = node !== root && isAt(root, node.file, node.start, node.end)
  const precision = isNear ? ({ precision: 'resource' } as const) : {}
  switch (node.type) {
    case 'scalar':
    case 'hole':
      return { ...node, ...precision }
    case 'list':
      return { ...node, ...precision, items: node.items.map((item) => mark(item, root)) }
    case 'map':
      return { ...node, ...precision, entries: node.entries.map((entry) => markEntry(entry, root)) }
  }
}

function markEntry(entry: MapEntry, root: Node): MapEntry {
  const value = mark(entry.value, root)
  const file = entry.keyFile ?? entry.value.file
  const isWritten = !isAt(root, file, entry.keyStart, entry.keyEnd)
  return isWritten ? { ...entry, value } : { ...entry, value, keyPrecision: 'resource' }
}

function isAt(root: Node, file: SourceFile, start: number, end: number): boolean {
  return root.file === file && root.start === start && root.end === end
}

/** The files that the parts of a body are written in. */
export function filesOf(node: Node, files = new Set<SourceFile>()): ReadonlySet<SourceFile> {
  files.add(node.file)
  if (node.type === 'list') for (const item of node.items) filesOf(item, files)
  if (node.type === 'map') for (const { value } of node.entries) filesOf(value, files)
  return files
}
