/** The names nearest to a misspelt one, best first, at most `limit`: within two edits, and a sixth of its length when it is long. */
export function nearestNames(name: string, candidates: Iterable<string>, limit = 3): string[] {
  const furthest = Math.max(Math.min(2, Math.floor(name.length / 2)), Math.floor(name.length / 6))
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase(), furthest) }))
    .filter(({ distance }) => distance <= furthest)
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, limit)
    .map(({ candidate }) => candidate)
}

/**
 * Whether one name looks like a slip of the other: two edits at most, in one long enough for that to be no accident.
 * Names that differ in a part with a digit are siblings, not slips: `db-1` and `db-2`, `zone-1a` and `zone-1b`.
 */
export function isClose(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) <= 5 || editDistance(a.toLowerCase(), b.toLowerCase(), 2) > 2) return false
  const [parts, others] = [a.split(/[.-]/), b.split(/[.-]/)]
  return parts.length !== others.length || !parts.some((part, at) => part !== others[at] && /\d/.test(part))
}

/** Levenshtein's distance, or anything above `furthest` once that is exceeded. */
function editDistance(a: string, b: string, furthest: number): number {
  if (Math.abs(a.length - b.length) > furthest) return furthest + 1
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(change, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    if (Math.min(...row) > furthest) return furthest + 1
    previous = row
  }
  return previous[b.length] ?? furthest + 1
}
