/** The names nearest to a misspelt one, best first, at most `limit`: within two edits, and a sixth of its length when it is long. */
export function nearestNames(name: string, candidates: Iterable<string>, limit = 3): string[] {
  const furthest = Math.max(Math.min(2, Math.floor(name.length / 2)), Math.floor(name.length / 6))
  const wanted = name.toLowerCase()
  const near = new Map<string, number>()
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) > furthest) continue
    const distance = editDistance(wanted, candidate.toLowerCase(), furthest)
    if (distance <= furthest) near.set(candidate, distance)
  }
  return [...near]
    .sort(([a, distance], [b, other]) => distance - other || (a < b ? -1 : 1))
    .slice(0, limit)
    .map(([candidate]) => candidate)
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

/** Levenshtein's distance, or anything above `furthest` once that is exceeded: only cells that near to the diagonal count. */
function editDistance(a: string, b: string, furthest: number): number {
  const far = furthest + 1
  if (Math.abs(a.length - b.length) > furthest) return far
  let start = 0
  while (start < a.length && a.charCodeAt(start) === b.charCodeAt(start)) start++
  let end = 0
  const most = Math.min(a.length, b.length) - start
  while (end < most && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++
  const [height, width] = [a.length - start - end, b.length - start - end]
  if (height === 0 || width === 0) return height + width
  const row = [0]
  for (let j = 1; j <= width; j++) row.push(Math.min(j, far))
  for (let i = 1; i <= height; i++) {
    const first = Math.max(1, i - furthest)
    let diagonal = row[first - 1] ?? far
    row[first - 1] = first === 1 ? Math.min(i, far) : far
    let least = row[first - 1] ?? far
    for (let j = first; j <= Math.min(width, i + furthest); j++) {
      const above = row[j] ?? far
      const change = diagonal + (a.charCodeAt(start + i - 1) === b.charCodeAt(start + j - 1) ? 0 : 1)
      diagonal = above
      const beside = Math.min(above, row[j - 1] ?? far) + 1
      const cell = Math.min(change, beside, far)
      row[j] = cell
      if (cell < least) least = cell
    }
    if (least === far) return far
  }
  return row[width] ?? far
}
