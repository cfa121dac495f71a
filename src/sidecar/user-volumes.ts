import { type MapEntry, type Node, nodeAt, withEntries } from '../base/tree.ts'
import { isList, isMap, type Json, type JsonMap } from './json.ts'
import { quoted } from './pasted.ts'
import type { TemplateInput } from './template-input.ts'
import { cannotInject } from './unclear.ts'

/**
 * Volumes or mounts that an annotation adds: an object by name, or a list, of which the elements name themselves
 * (`fromJSON` and `range`, pkg/kube/inject/template.go, Istio 1.30.3).
 */
export function userItems(input: TemplateInput, key: string): readonly JsonMap[] {
  const text = input.annotations.get(key)
  if (text === undefined) return []
  const value = parsed(text)
  if (!isMap(value) && !isList(value))
    throw cannotInject(`what the injector makes of annotation "${key}"`, 'write a JSON object by name')
  const entries: readonly (readonly [string, Json | undefined])[] = isList(value)
    ? value.map((item, index) => [String(index), item])
    : Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([name, item]) => {
    if (!isMap(item) || Object.keys(item).length === 0)
      throw cannotInject(`what the injector makes of annotation "${key}"`, `write an object for "${name}"`)
    return { name: quoted(name), ...item }
  })
}

const mountFields = ['name', 'readOnly', 'recursiveReadOnly', 'mountPath', 'subPath', 'mountPropagation', 'subPathExpr']

/** Go reads the names of fields in whatever case; the annotations are the one place where people write them freely. */
export function canonicalMounts(container: Node): Node {
  const mounts = nodeAt(container, ['volumeMounts'])
  if (mounts?.type !== 'list') return container
  const named = (entry: MapEntry): MapEntry => {
    const name = mountFields.find((field) => field.toLowerCase() === entry.key.toLowerCase())
    return name === undefined ? entry : { ...entry, key: name }
  }
  const items = mounts.items.map((item) => (item.type === 'map' ? { ...item, entries: item.entries.map(named) } : item))
  return withEntries(container, container, { volumeMounts: { ...mounts, items } })
}

function parsed(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}
