import { type MapNode, type Node, nodeAt, withEntries } from '../base/tree.ts'
import { withItems } from './json.ts'
import { cannotInject, Unclear } from './unclear.ts'

/**
 * The lists of a pod that are merged item by item, with the field that tells their items apart; all others are replaced
 * (the `patchMergeKey` tags of k8s.io/api v0.35.4 core/v1/types.go).
 */
const mergeKeys: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  env: 'name',
  ports: 'containerPort',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  volumes: 'name',
  imagePullSecrets: 'name',
  hostAliases: 'ip',
  topologySpreadConstraints: 'topologyKey',
  ownerReferences: 'uid',
  resourceClaims: 'name',
  schedulingGates: 'name',
}

/**
 * A patch laid over a body by strategic merge (StrategicMergeMapPatch, k8s.io/apimachinery v0.35.4
 * pkg/util/strategicpatch/patch.go): a null in the patch removes what is there.
 */
export function strategicMerge(base: Node, patch: Node): Node {
  if (patch.type !== 'map') return patch
  if (base.type === 'scalar' || base.type === 'list') return patch
  const changes: Record<string, Node | undefined> = {}
  for (const { key, value } of patch.entries) {
    const old = nodeAt(base, [key])
    if (isNull(value)) changes[key] = old ? undefined : value
    else changes[key] = old || base.type === 'hole' ? mergeValue(key, old ?? base, value) : value
  }
  const merged = withEntries(base.type === 'map' ? base : undefined, patch, changes)
  return base.type === 'hole' ? { ...merged, open: base.gaps } : merged
}

function isNull(node: Node): boolean {
  return node.type === 'scalar' && node.value === null
}

function mergeValue(key: string, base: Node, patch: Node): Node {
  if (patch.type === 'map') return strategicMerge(isNull(base) ? { ...patch, entries: [] } : base, patch)
  const mergeKey = patch.type === 'list' ? mergeKeys[key] : undefined
  if (patch.type !== 'list' || mergeKey === undefined) return patch
  if (base.type !== 'list' && base.type !== 'hole') return patch
  return mergeList(base, patch.items, mergeKey)
}

interface Item {
  readonly key: unknown
  readonly node: Node
}

function mergeList(base: Node, patch: readonly Node[], mergeKey: string): Node {
  const before: Item[] = (base.type === 'list' ? base.items : []).map((node) => ({ key: keyOf(node, mergeKey), node }))
  const merged = [...before]
  const order = new Map<unknown, number>()
  for (const node of patch) {
    const key = keyOf(node, mergeKey)
    if (!order.has(key)) order.set(key, order.size)
    const at = merged.findIndex((item) => item.key === key)
    const found = merged[at]
    if (found) merged[at] = { key, node: strategicMerge(found.node, node) }
    else merged.push({ key, node })
  }
  const patched = merged.filter(({ key }) => order.has(key))
  patched.sort((a, b) => (order.get(a.key) ?? 0) - (order.get(b.key) ?? 0))
  const kept = merged.filter(({ key }) => !order.has(key))
  return withItems(base, base, interleave(kept, patched, before))
}

function keyOf(node: Node, mergeKey: string): unknown {
  const key = nodeAt(node, [mergeKey])
  if (key?.type === 'hole') throw new Unclear(...key.gaps)
  if (node.type === 'hole') throw new Unclear(...node.gaps)
  if (key?.type === 'scalar') return key.value
  throw cannotInject(`what the injector makes of a list item without "${mergeKey}"`, `write its ${mergeKey}`)
}

/** The kept items find their place among the patched ones by the order in which both were (mergeSortedSlice). */
function interleave(kept: readonly Item[], added: readonly Item[], order: readonly Item[]): readonly Node[] {
  const place = new Map<unknown, number>()
  for (const [index, { key }] of order.entries()) if (!place.has(key)) place.set(key, index)
  const result: Node[] = []
  let next = 0
  for (const { key, node } of added) {
    const limit = place.get(key)
    while (next < kept.length && limit !== undefined && (place.get(kept[next]?.key) ?? 0) < limit) {
      const item = kept[next++]
      if (item) result.push(item.node)
    }
    result.push(node)
  }
  return [...result, ...kept.slice(next).map((item) => item.node)]
}

/** An empty pod, onto which templates are merged to see what they make alone. */
export function emptyPod(origin: Node): MapNode {
  return { type: 'map', entries: [], file: origin.file, start: origin.start, end: origin.end }
}
