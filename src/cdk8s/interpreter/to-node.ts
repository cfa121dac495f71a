import type { Gap, Gaps } from '../../base/maybe.ts'
import { SourceFile } from '../../base/source-file.ts'
import type { HoleNode, ListNode, MapEntry, MapNode, Node, Scalar } from '../../base/tree.ts'
import type { Machine } from './machine.ts'
import { enumerated, getOf } from './objects.ts'
import { Choice, gapsOf, gapsOfGuard, leavesOf, mergeGaps, partialText, Unknown } from './unknown.ts'
import { ArrayObj, FunctionObj, Obj, type Place, type Slot, Sym, type Value } from './values.ts'

const nowhere: Place = { file: new SourceFile('', ''), start: 0, end: 0 }

/** A value as a body: every node at its place in the program, or at that of the nearest thing around it that has one. */
export function nodeOf(machine: Machine, value: Value, around: Place | undefined, depth = 0): Node | undefined {
  const settled = machine.settle(value)
  const place = around ?? nowhere
  if (depth > 100) return hole(place, [{ what: 'a value that holds itself', hint: 'write it out' }])
  if (settled instanceof Choice) return nodeOfChoice(machine, settled, place, depth)
  if (settled instanceof Unknown) return nodeOfUnknown(settled, place)
  if (settled === undefined || settled instanceof Sym || settled instanceof FunctionObj) return undefined
  if (settled instanceof ArrayObj) return listOf(machine, settled, place, depth)
  if (settled instanceof Obj) return mapOf(machine, settled, place, depth)
  return { type: 'scalar', value: scalarOf(settled), ...spanOf(place) }
}

function spanOf({ file, start, end }: Place): { file: SourceFile; start: number; end: number } {
  return { file, start, end }
}

/** A number that JSON does not have is null. */
function scalarOf(value: Scalar): Scalar {
  return typeof value === 'number' && !Number.isFinite(value) ? null : value
}

function hole(place: Place, gaps: readonly Gap[], more: Partial<HoleNode> = {}): HoleNode {
  const [first = { what: 'a value', hint: 'write it out' }, ...rest] = gaps
  return { type: 'hole', gaps: [first, ...rest], ...spanOf(place), ...more }
}

function nodeOfUnknown(value: Unknown, place: Place): HoleNode {
  return hole(place, value.gaps, value.parts ? { partial: partialText(value.parts) } : {})
}

function isScalar(value: Value): value is Scalar {
  return value === null || /^(?:string|number|boolean|bigint)$/.test(typeof value)
}

function nodeOfChoice(machine: Machine, choice: Choice, place: Place, depth: number): Node {
  const leaves = leavesOf(choice)
  const gaps = gapsOf(choice)
  if (leaves.every(isScalar)) return hole(place, gaps, { oneOf: [...new Set(leaves.map(scalarOf))] })
  const unknowns = leaves.filter((leaf) => leaf instanceof Unknown)
  if (leaves.every((leaf) => leaf instanceof Obj && !(leaf instanceof FunctionObj)))
    return merged(
      leaves.map((leaf) => nodeOf(machine, leaf, place, depth + 1)),
      gaps,
      place,
    )
  const [only] = unknowns
  return only?.parts && leaves.length === 1 ? nodeOfUnknown(only, place) : hole(place, gaps)
}

/** What is certain of an object that was rendered under several conditions. */
export function mergedBodies(bodies: readonly Node[], gaps: readonly Gap[]): Node {
  const [first] = bodies
  return merged(bodies, gaps, first ?? nowhere)
}

/** What several maps have in common; what only some of them have may be missing. */
function merged(nodes: readonly (Node | undefined)[], gaps: readonly Gap[], place: Place): Node {
  const maps = nodes.filter((node) => node?.type === 'map')
  const [first] = maps
  const [gap, ...more] = gaps
  if (!first || maps.length < nodes.length || !gap) return hole(place, gaps)
  const entries: MapEntry[] = []
  for (const entry of first.entries) {
    const others = maps.map((map) => map.entries.find(({ key }) => key === entry.key)?.value)
    if (others.some((other) => !other)) continue
    const value = same(others) ? entry.value : mergedValue(others, gaps, place)
    entries.push({ ...entry, value, keyFile: entry.keyFile ?? entry.value.file })
  }
  const complete = maps.every((map) => map.entries.length === entries.length && !map.open)
  const map: MapNode = { type: 'map', entries, file: first.file, start: first.start, end: first.end }
  return complete ? map : { ...map, open: [gap, ...more] }
}

function mergedValue(nodes: readonly (Node | undefined)[], gaps: readonly Gap[], place: Place): Node {
  const scalars = nodes.filter((node) => node?.type === 'scalar')
  if (scalars.length === nodes.length)
    return hole(place, gaps, { oneOf: [...new Set(scalars.map(({ value }) => value))] })
  return merged(nodes, gaps, place)
}

function same(nodes: readonly (Node | undefined)[]): boolean {
  const [first] = nodes
  return nodes.every((node) => node?.type === 'scalar' && first?.type === 'scalar' && node.value === first.value)
}

function listOf(machine: Machine, list: ArrayObj, around: Place, depth: number): ListNode {
  const items: Node[] = []
  let open = list.open
  for (const slot of list.items) {
    const gaps = whyPerhaps(machine, slot)
    if (gaps === 'gone') continue
    // Behind an item that may be missing, no item's index is known.
    if (gaps) {
      open = open ? mergeGaps(open, gaps) : gaps
      break
    }
    const place = slot.place ?? placeOf(slot.value) ?? around
    items.push(nodeOf(machine, slot.value, place, depth + 1) ?? { type: 'scalar', value: null, ...spanOf(place) })
  }
  const node: ListNode = { type: 'list', items, ...spanOf(own(list) ?? around) }
  return open ? { ...node, open } : node
}

function whyPerhaps(machine: Machine, slot: Slot): Gaps | 'gone' | undefined {
  if (machine.isGone(slot)) return 'gone'
  if (slot.repeated) return slot.repeated
  if (machine.isHere(slot)) return undefined
  const [first, ...rest] = gapsOfGuard(slot.perhaps ?? [])
  return first ? [first, ...rest] : undefined
}

function own(object: Obj): Place | undefined {
  return object.made?.place
}

function placeOf(value: Value): Place | undefined {
  return value instanceof Obj ? own(value) : undefined
}

function mapOf(machine: Machine, object: Obj, around: Place, depth: number): Node {
  const rendered = rendering(machine, object)
  if (rendered !== object)
    return nodeOf(machine, rendered, around, depth + 1) ?? { type: 'scalar', value: null, ...spanOf(around) }
  const entries: MapEntry[] = []
  let open = object.open
  for (const { key, slot } of enumerated(machine, object)) {
    const gaps = typeof key === 'string' ? whyPerhaps(machine, slot) : (gapsOf(key) as Gaps)
    if (gaps === 'gone') continue
    if (gaps || typeof key !== 'string') {
      open = open && gaps ? mergeGaps(open, gaps) : (gaps ?? open)
      continue
    }
    const maybe = absence(machine.settle(slot.value))
    if (maybe) {
      open = open ? mergeGaps(open, maybe) : maybe
      continue
    }
    const entry = entryOf(machine, key, slot, around, depth)
    if (entry) entries.push(entry)
  }
  const map: MapNode = { type: 'map', entries, ...spanOf(own(object) ?? around) }
  return open ? { ...map, open } : map
}

/** Why an entry may be left out: one of the values that it can have is undefined. */
function absence(value: Value): Gaps | undefined {
  if (!(value instanceof Choice) || !leavesOf(value).includes(undefined)) return undefined
  const [first, ...rest] = gapsOf(value)
  return first ? [first, ...rest] : undefined
}

function rendering(machine: Machine, object: Obj): Value {
  const toJson = object.proto === machine.realm.objectPrototype ? undefined : getOf(machine, object, 'toJSON')
  return toJson instanceof FunctionObj ? machine.realm.call(machine, toJson, object, []) : object
}

function entryOf(machine: Machine, key: string, slot: Slot, around: Place, depth: number): MapEntry | undefined {
  const place = slot.place ?? placeOf(slot.value) ?? around
  const value = nodeOf(machine, slot.value, place, depth + 1)
  if (!value) return undefined
  const keyStart = slot.place?.keyStart ?? place.start
  const keyEnd = slot.place?.keyEnd ?? place.end
  return { key, keyStart, keyEnd, keyFile: place.file, value }
}
