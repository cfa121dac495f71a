import type { MapEntry, Node } from '../base/tree.ts'
import { floatKey } from './float-key.ts'
import { fitsInt64, type Resolved } from './resolve.ts'
import { Unreadable } from './unreadable.ts'

/** The key that sigs.k8s.io/yaml v1.6.0 (yaml.go, convertToJSONableObject) makes of a value that is no string. */
export function keyText(value: Resolved): string {
  return typeof value === 'number' ? floatKey(value) : String(value)
}

/** Whether that function refuses a value as a key: null, and what is an integer only without sign. */
export function badKey(value: Resolved): boolean {
  return value === null || (typeof value === 'bigint' && !fitsInt64(value))
}

/** Refuses what JSON can not say; `badMaps` have entries with a bad key. */
export function checkJson(root: Node, badMaps: ReadonlySet<readonly MapEntry[]>): void {
  const seen = new Set<unknown>()
  const visit = (node: Node): void => {
    if (node.type === 'scalar') {
      if (typeof node.value !== 'number' || Number.isFinite(node.value)) return
      throw new Unreadable('a number must be finite', node.start, node.end)
    }
    const parts = node.type === 'map' ? node.entries : node.type === 'list' ? node.items : []
    if (seen.has(parts)) return
    seen.add(parts)
    if (node.type === 'list') for (const item of node.items) visit(item)
    if (node.type !== 'map') return
    for (const entry of node.entries) {
      if (badMaps.has(node.entries) && !isFineKey(entry.key)) {
        throw new Unreadable(`${entry.key} can not be a key; quote it`, entry.keyStart, entry.keyEnd)
      }
      visit(entry.value)
    }
    if (badMaps.has(node.entries)) throw new Unreadable('null can not be a key; quote it', node.start, node.end)
  }
  visit(root)
}

function isFineKey(key: string): boolean {
  return key !== 'null' && !/^[0-9]{19,20}$/.test(key)
}
