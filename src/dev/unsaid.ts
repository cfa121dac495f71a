import type { InstalledRevision } from '../admission/default-webhooks.ts'
import { type Gap, unknown } from '../base/maybe.ts'
import { entryOf, type MapNode, type Node } from '../base/tree.ts'
import { admitPods } from '../injection/admit.ts'
import type { AdmittedPod } from '../injection/admitted-pod.ts'
import type { Resource } from '../kube/resource.ts'
import { makeSnapshot } from '../snapshot/make-snapshot.ts'
import type { Unit } from '../sources/unit.ts'
import { resourceOf } from './cluster-oracle.ts'
import { hole, treeOf } from './tree-of.ts'

/** Stands for an entry that may be missing from its map, and for an object that may be missing from the input. */
export const missing = Symbol('missing')

/**
 * A part of an input that is not said, with everything that it may be, as far as that differs for anybody. An entry of
 * a map that may be `missing` leaves its map open; any other part is a hole. In the list of objects it stands for a
 * whole object.
 */
export class Unsaid {
  readonly values: readonly unknown[]
  /**
   * What an input holds of it: a hole, or nothing at all; of an object also the object, but only perhaps, or every
   * alternative.
   */
  readonly form: 'hole' | 'nothing' | 'perhaps' | 'alternatives'

  constructor(values: readonly unknown[], form: Unsaid['form'] = 'hole') {
    this.values = values
    this.form = form
  }
}

/** An input for one workload, the last of its objects; its parts may be `Unsaid`. */
export interface PartialInput {
  readonly objects: readonly unknown[]
  readonly installed: readonly InstalledRevision[]
}

/** What comes of saying one of the parts that are not said, chosen by its number; undefined where all is said. */
export function completionsOfOne(input: PartialInput, index = 0): readonly PartialInput[] | undefined {
  const unsaid = unsaidIn(input.objects)
  const one = unsaid[index % Math.max(unsaid.length, 1)]
  return one?.values.map((value) => ({ ...input, objects: filled(input.objects, one, value) as readonly unknown[] }))
}

/** How many completions an input has. */
export function countCompletions(input: PartialInput): number {
  return unsaidIn(input.objects).reduce((product, { values }) => product * values.length, 1)
}

/** Every completion of an input. */
export function* completionsOf(input: PartialInput): Generator<PartialInput> {
  const one = completionsOfOne(input)
  if (!one) yield input
  else for (const each of one) yield* completionsOf(each)
}

function unsaidIn(data: unknown): readonly Unsaid[] {
  if (data instanceof Unsaid) return [data]
  if (data === null || typeof data !== 'object') return []
  return Object.values(data).flatMap(unsaidIn)
}

/** The same data with one part said; a `missing` one is left out. What does not hold the part stays the same object. */
function filled(data: unknown, unsaid: Unsaid, value: unknown): unknown {
  if (data === unsaid) return value
  if (data instanceof Unsaid || data === null || typeof data !== 'object') return data
  const keys = Object.keys(data)
  const before = Object.values(data)
  const after = before.map((item) => filled(item, unsaid, value))
  if (after.every((item, index) => item === before[index])) return data
  if (Array.isArray(data)) return after.filter((item) => item !== missing)
  const entries = keys.map((key, index) => [key, after[index]] as const)
  return Object.fromEntries(entries.filter(([, item]) => item !== missing))
}

/** What becomes of the workload of an input. */
export function admitted({ objects, installed }: PartialInput): AdmittedPod {
  const read = objects.flatMap((object, index) => readable(object, `${index}.json`))
  const unit: Unit = { name: '.', kind: 'plain', resources: read, files: [] }
  const snapshot = makeSnapshot(unit, { complete: false })
  const workload = snapshot.workloads.at(-1)
  if (!workload) throw new Error('an input without a workload')
  return admitPods(workload, snapshot, installed)
}

const gap: Gap = { what: 'what nobody says', hint: 'say it' }

const resources = new WeakMap<object, Resource>()

/** The object as a resource; read once, since completions share what they do not differ in. */
function readOnce(object: unknown, path: string): Resource {
  const read = () => resourceOf(openMaps(treeOf(withHoles(object), path)))
  if (object === null || typeof object !== 'object') return read()
  const found = resources.get(object) ?? read()
  resources.set(object, found)
  return found
}

function readable(object: unknown, path: string): readonly Resource[] {
  if (!(object instanceof Unsaid)) return [readOnce(object, path)]
  const written = object.values.filter((value) => value !== missing)
  switch (object.form) {
    case 'perhaps':
      return written.map((value) => perhaps(resourceOf(openMaps(treeOf(withHoles(value), path)))))
    case 'alternatives':
      return written.map((value, index) => readOnce(value, `${index}-${path}`))
    default:
      return []
  }
}

function perhaps(resource: Resource): Resource {
  return Object.defineProperty(resource, 'exists', { value: unknown(gap) })
}

const openKey = '?'

/** The data for `treeOf`: holes, and a mark in every map that is open. */
function withHoles(data: unknown): unknown {
  if (data instanceof Unsaid) return hole('what nobody says')
  if (data === null || typeof data !== 'object') return data
  if (Array.isArray(data)) return data.map(withHoles)
  const entries = Object.entries(data).filter(([, item]) => !(item instanceof Unsaid && item.form === 'nothing'))
  const said = entries.filter(([, item]) => !(item instanceof Unsaid && item.values.includes(missing)))
  const mark = said.length < entries.length ? [[openKey, null] as const] : []
  return Object.fromEntries([...said.map(([key, item]) => [key, withHoles(item)] as const), ...mark])
}

/** Opens the maps that are marked. */
function openMaps(node: Node): Node {
  if (node.type === 'list') return { ...node, items: node.items.map(openMaps) }
  if (node.type !== 'map') return node
  const entries = node.entries
    .filter(({ key }) => key !== openKey)
    .map((entry) => ({ ...entry, value: openMaps(entry.value) }))
  const map: MapNode = { ...node, entries }
  return entryOf(node, openKey) ? { ...map, open: [gap] } : map
}
