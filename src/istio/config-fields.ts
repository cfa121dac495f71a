import { isClose } from '../base/nearest.ts'
import { SourceFile } from '../base/source-file.ts'
import type { Node } from '../base/tree.ts'
import { readText } from '../yaml/read-text.ts'
import { meshConfigFields } from './mesh-config-fields.ts'
import { type ProtoFields, type ProtoType, proxyConfigFields } from './proto-fields.ts'
import { proxyConfigError } from './proxy-config.ts'

/** A field of `proxy.istio.io/config` that istiod drops without a word. */
export interface UnknownField {
  /** As it is written, from the top: `tracing.zipkin.adress`. */
  readonly path: string
  /** What it is instead. */
  readonly reason:
    | { readonly is: 'slip'; readonly of: string }
    | { readonly is: 'elsewhere'; readonly path: string }
    | { readonly is: 'variable' }
    | { readonly is: 'mesh-wide' }
    | { readonly is: 'unknown' }
}

/** Fields that the definition has since Istio 1.31: what stands below them is not judged. */
const newerFields: ReadonlySet<string> = new Set(['connectionSettings', 'connection_settings'])

/**
 * The fields of a value of `proxy.istio.io/config` that istiod drops: what the definition lacks is not read, and no error
 * (ApplyYAML, pkg/util/protomarshal, Istio 1.30). Empty for a value that istiod refuses as a whole.
 */
export function unknownConfigFields(text: string): readonly UnknownField[] {
  if (proxyConfigError(text) !== undefined) return []
  const root = readText(new SourceFile('annotation', text)).documents[0]?.root
  return root ? unknownIn(root, proxyConfigFields, []) : []
}

function unknownIn(node: Node, fields: ProtoFields, path: readonly string[]): readonly UnknownField[] {
  if (node.type !== 'map') return []
  return node.entries.flatMap(({ key, value }): readonly UnknownField[] => {
    const type = typeOf(fields, key)
    const here = [...path, key]
    if (type !== undefined) return below(value, type, here)
    if (path.length === 0 && newerFields.has(key)) return []
    return [{ path: here.join('.'), reason: reasonOf(key, fields, path) }]
  })
}

function below(node: Node, type: ProtoType, path: readonly string[]): readonly UnknownField[] {
  if (typeof type === 'string' || 'enum' in type) return []
  if ('message' in type) return unknownIn(node, type.message, path)
  if ('list' in type)
    return node.type === 'list' ? node.items.flatMap((item, at) => below(item, type.list, [...path, String(at)])) : []
  return node.type === 'map' ? node.entries.flatMap(({ key, value }) => below(value, type.map, [...path, key])) : []
}

/** Both the JSON name and the name in the definition are read. */
function typeOf(fields: ProtoFields, key: string): ProtoType | undefined {
  const name = Object.keys(fields).find((one) => one === key || jsonName(one) === key)
  return name === undefined ? undefined : fields[name]
}

/** The name in JSON of a field of the definition. */
export function jsonName(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
}

function reasonOf(key: string, fields: ProtoFields, path: readonly string[]): UnknownField['reason'] {
  const names = Object.keys(fields).map(jsonName)
  const plain = (text: string): string => text.replace(/[-_]/g, '').toLowerCase()
  const slip = names.find((name) => plain(name) === plain(key)) ?? names.find((name) => isClose(name, key))
  if (slip !== undefined) return { is: 'slip', of: slip }
  if (path.length === 0 && /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(key)) return { is: 'variable' }
  const elsewhere = placesOf(key, proxyConfigFields, [])
  if (elsewhere.length === 1 && elsewhere[0] !== undefined) return { is: 'elsewhere', path: elsewhere[0] }
  return path.length === 0 && meshConfigFields.has(key) ? { is: 'mesh-wide' } : { is: 'unknown' }
}

/** Where the definition has a field of that name, without those in lists and maps. */
function placesOf(key: string, fields: ProtoFields, path: readonly string[]): readonly string[] {
  return Object.entries(fields).flatMap(([name, type]) => {
    const here = [...path, jsonName(name)]
    const found = jsonName(name) === key ? [here.join('.')] : []
    return typeof type === 'object' && 'message' in type ? [...found, ...placesOf(key, type.message, here)] : found
  })
}
