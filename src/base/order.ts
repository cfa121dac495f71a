import type { SourceLocation } from './source-file.ts'

/** Orders texts by code units: the same on every machine and in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Orders places by path, then offset. */
export function compareLocations(a: SourceLocation, b: SourceLocation): number {
  return compareText(a.file.path, b.file.path) || a.span.start - b.span.start || a.span.end - b.span.end
}

/** The greatest of any number of numbers, which a call of Math.max cannot take; 0 of none. */
export function greatest(numbers: Iterable<number>): number {
  let most = 0
  for (const number of numbers) if (number > most) most = number
  return most
}

/** Groups by a key, groups in order of first appearance. */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
