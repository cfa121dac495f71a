import { compare, equal } from '../values/equality.ts'
import { isIn, operators, type Run } from '../values/operators.ts'
import { isA, keyOf, listValue, mapValue, RuntimeError, some, Unsupported, type Value } from '../values/value.ts'
import { textIndex } from './text-functions.ts'

function ofList(run: (items: readonly Value[], ...rest: readonly Value[]) => Value | undefined): Run {
  return (list, ...rest) => (isA(list, 'list') ? run(list.items, ...rest) : undefined)
}

function ofLists(run: (a: readonly Value[], b: readonly Value[]) => Value): Run {
  return (a, b) => (isA(a, 'list') && isA(b, 'list') ? run(a.items, b.items) : undefined)
}

/** google/cel-go v0.26.0, ext/lists.go and ext/sets.go, and k8s.io/apiserver v0.35.4, pkg/cel/library/lists.go. */
export const listFunctions: Readonly<Record<string, Run>> = {
  indexOf: (whole, part, from) => indexOf(whole, part, from, false),
  lastIndexOf: (whole, part, from) => indexOf(whole, part, from, true),
  'sets.contains': ofLists((all, some) => some.every((one) => isIn(one, listValue(all)))),
  'sets.equivalent': ofLists(
    (a, b) => a.every((one) => isIn(one, listValue(b))) && b.every((one) => isIn(one, listValue(a))),
  ),
  'sets.intersects': ofLists((a, b) => a.some((one) => isIn(one, listValue(b)))),
  slice: ofList((items, from, to) =>
    typeof from === 'bigint' && typeof to === 'bigint' ? slice(items, Number(from), Number(to)) : undefined,
  ),
  flatten: ofList((items, depth = 1n) => {
    if (typeof depth !== 'bigint') return undefined
    if (depth < 0n) throw new RuntimeError('level must be non-negative')
    return listValue(flatten(items, Number(depth)))
  }),
  'lists.range': (count = null) => {
    if (typeof count !== 'bigint') return undefined
    if (count > 1_000_000n) throw new Unsupported('a very long list')
    return listValue(Array.from({ length: Math.max(0, Number(count)) }, (_, index) => BigInt(index)))
  },
  distinct: ofList((items) => listValue(distinct(items))),
  reverse: ofList((items) => listValue([...items].reverse())),
  sort: ofList((items) => sortBy(items, items)),
  '@sortByAssociatedKeys': (list, keys) =>
    isA(list, 'list') && isA(keys, 'list') ? sortBy(list.items, keys.items) : undefined,
  isSorted: ofList((items) =>
    items.every((item, index) => index === 0 || ordered(items[index - 1] ?? null, item) <= 0),
  ),
  sum: ofList((items) => items.slice(1).reduce<Value | undefined>(plus, items[0] ?? 0n)),
  max: ofList((items) => best(items, 'max', (difference) => difference > 0)),
  min: ofList((items) => best(items, 'min', (difference) => difference < 0)),
  first: ofList((items) => some(items[0])),
  last: ofList((items) => some(items.at(-1))),
  'cel.@mapInsert': (map, key, value) => {
    if (!isA(map, 'map')) return undefined
    const pairs =
      value === undefined ? (isA(key, 'map') ? [...key.entries.values()] : []) : [[key ?? null, value] as const]
    const clash = pairs.find(([one]) => map.entries.has(keyOf(one)))
    if (clash) throw new RuntimeError(`insert failed: key ${String(clash[0])} already exists`)
    return mapValue([...map.entries.values(), ...pairs])
  },
}

function plus(a: Value | undefined, b: Value): Value | undefined {
  return a === undefined ? undefined : operators['_+_']?.(a, b)
}

function indexOf(whole: Value = null, part: Value = null, from: Value | undefined, isLast: boolean): Value | undefined {
  if (typeof whole === 'string' && typeof part === 'string' && (from === undefined || typeof from === 'bigint'))
    return textIndex(whole, part, from, isLast)
  if (!isA(whole, 'list') || from !== undefined) return undefined
  const isIt = (item: Value): boolean => equal(item, part) === true
  return BigInt(isLast ? whole.items.findLastIndex(isIt) : whole.items.findIndex(isIt))
}

function slice(items: readonly Value[], from: number, to: number): Value {
  const asked = `cannot slice(${from}, ${to}), `
  if (from < 0 || to < 0) throw new RuntimeError(`${asked}negative indexes not supported`)
  if (from > to) throw new RuntimeError(`${asked}start index must be less than or equal to end index`)
  if (items.length < to) throw new RuntimeError(`${asked}list is length ${items.length}`)
  return listValue(items.slice(from, to))
}

function flatten(items: readonly Value[], depth: number): readonly Value[] {
  if (depth === 0) return items
  return items.flatMap((item) => (isA(item, 'list') ? flatten(item.items, depth - 1) : [item]))
}

function distinct(items: readonly Value[]): readonly Value[] {
  const keys = new Set<string>()
  const found: Value[] = []
  for (const item of items) {
    const isPlain = typeof item === 'string' || typeof item === 'bigint' || isA(item, 'uint')
    if (isPlain ? keys.has(keyOf(item)) : found.some((one) => equal(one, item) === true)) continue
    keys.add(keyOf(item))
    found.push(item)
  }
  return found
}

function ordered(a: Value, b: Value): number {
  const found = compare(a, b)
  if (found === undefined) throw new RuntimeError('no such overload')
  return found
}

function sortBy(items: readonly Value[], keys: readonly Value[]): Value {
  const [first] = keys
  if (first !== undefined && keys.some((key) => typeof key !== typeof first))
    throw new RuntimeError('list elements must have the same type')
  const places = items.map((_, index) => index)
  places.sort((a, b) => ordered(keys[a] ?? null, keys[b] ?? null))
  return listValue(places.map((place) => items[place] ?? null))
}

function best(items: readonly Value[], name: string, isBetter: (difference: number) => boolean): Value {
  const [first, ...rest] = items
  if (first === undefined) throw new RuntimeError(`${name} called on empty list`)
  return rest.reduce((found, item) => (isBetter(ordered(item, found)) ? item : found), first)
}
