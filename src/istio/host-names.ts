import { compareText } from '../base/order.ts'
import { byteLength } from '../kube/go-text.ts'

/**
 * Host names as Istio compares them: byte by byte, a leading `*` covering any text in its place, dots included.
 * Source: Istio 1.30.3, pkg/config/host/name.go, names.go and most_specific.go.
 */

/** Whether a host begins with a wildcard. */
export function isWildcard(host: string): boolean {
  return host.startsWith('*')
}

/** Whether two hosts overlap: equal, or one covers the other (Name.Matches). */
export function hostsOverlap(a: string, b: string): boolean {
  if (!isWildcard(a)) return isWildcard(b) ? a.endsWith(b.slice(1)) : a === b
  if (!isWildcard(b)) return b.endsWith(a.slice(1))
  return a.length < b.length ? b.endsWith(a.slice(1)) : a.endsWith(b.slice(1))
}

/** Whether every host that `a` stands for is one that `b` stands for (Name.SubsetOf). */
export function isCoveredBy(a: string, b: string): boolean {
  if (!isWildcard(b)) return a === b
  if (isWildcard(a) && byteLength(a) < byteLength(b)) return false
  return a.endsWith(b.slice(1))
}

/** Whether Istio prefers `a` to `b` where both match: exact before wildcard, then longer, then by alphabet (MoreSpecific). */
export function isMoreSpecific(a: string, b: string): boolean {
  if (a === '' && b === '') return true
  return compareSpecificity(a, b) < 0
}

/** Orders hosts as Istio does: exact ones before wildcards, long before short, then by alphabet. */
export function compareSpecificity(a: string, b: string): number {
  if (isWildcard(a) !== isWildcard(b)) return isWildcard(a) ? 1 : -1
  return byteLength(b) - byteLength(a) || compareText(a, b)
}

/** The hosts that both lists cover, each once, in the order of the first list (Names.Intersection). */
export function intersectHosts(a: readonly string[], b: readonly string[]): string[] {
  const common = new Set<string>()
  for (const one of a) {
    for (const other of b) {
      if (isCoveredBy(one, other)) common.add(one)
      else if (isCoveredBy(other, one)) common.add(other)
    }
  }
  return [...common]
}

/** Of hosts written with or without `namespace/` before them, those that hold for a namespace (NamesForNamespace). */
export function hostsForNamespace(hosts: readonly string[], namespace: string): string[] {
  const found: string[] = []
  for (const host of hosts) {
    const slash = host.indexOf('/')
    const scope = host.slice(0, slash)
    if (slash < 0) found.push(host)
    else if (scope === namespace || scope === '*') found.push(host.slice(slash + 1))
  }
  return found
}
