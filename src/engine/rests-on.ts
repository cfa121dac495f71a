import type { Gap } from '../base/maybe.ts'
import type { SourceLocation } from '../base/source-file.ts'
import type { Node } from '../base/tree.ts'
import type { AnyResource } from '../kube/resource.ts'
import type { AnyReport } from '../rule/rule.ts'

/**
 * Tells why a report may not hold: it rests on another object, by a related place in it, that exists only perhaps.
 * The gaps are empty where it holds whenever its own object is there.
 */
export function restsOn(resources: readonly AnyResource[]): (report: AnyReport) => readonly Gap[] {
  const unsure = resources.filter(({ exists }) => !exists.known)
  if (unsure.length === 0) return () => []
  const sure = new Set(resources.filter(({ exists }) => exists.known).flatMap(({ root }) => [...placesIn(root)]))
  const places = unsure.map((resource) => ({ resource, places: new Set(placesIn(resource.root)) }))
  return ({ on, related }) => {
    for (const { at } of related ?? []) {
      const place = placeOf(at)
      const found = sure.has(place) ? undefined : places.find((one) => one.places.has(place))?.resource
      if (found && found !== on && !found.exists.known) return found.exists.gaps
    }
    return []
  }
}

function placeOf({ file, span }: SourceLocation): string {
  return `${file.path} ${span.start}`
}

function* placesIn(node: Node): Iterable<string> {
  yield `${node.file.path} ${node.start}`
  if (node.type === 'list') for (const item of node.items) yield* placesIn(item)
  if (node.type !== 'map') return
  for (const entry of node.entries) {
    yield `${(entry.keyFile ?? entry.value.file).path} ${entry.keyStart}`
    yield* placesIn(entry.value)
  }
}
