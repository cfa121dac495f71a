import type { Gap, Gaps } from '../base/maybe.ts'
import type { SourceFile, SourceLocation } from '../base/source-file.ts'
import {
  type HoleNode,
  keyLocation,
  type ListNode,
  locationOf,
  type MapEntry,
  type MapNode,
  type Node,
  type ScalarNode,
  type TreePath,
} from '../base/tree.ts'
import { holePolicy, mayHoldPlaceholder, placeholderIn } from '../kube/placeholder.ts'

/** Whether a text can hold a placeholder of any kind: where not, its documents need not be walked. */
export function mayHoldHoles(text: string): boolean {
  return mayHoldPlaceholder(text) || text.includes('#@')
}

/** ytt writes its expressions as comments: `replicas: #@ data.values.replicas`. */
function isYtt(text: string): boolean {
  return text.includes('#@')
}

/** The same body with a hole wherever the text leaves a value to a template engine or to the reader. */
export function withHoles(root: Node): Node {
  return new HoleMaker(root.file).convert(root, [])
}

/** What is longer holds no name, number or host but a text of its own. */
const longestValue = 1000

/** Rebuilds the way to each hole and nothing else. */
class HoleMaker {
  readonly #text: string
  readonly #isYtt: boolean
  /** Parts without any placeholder; aliased parts are looked through once. */
  readonly #clean = new Set<Node>()

  constructor(file: SourceFile) {
    this.#text = file.text
    this.#isYtt = isYtt(file.text)
  }

  convert(node: Node, path: TreePath): Node {
    switch (node.type) {
      case 'scalar':
        return this.#leaf(node, path)
      case 'hole':
        return node
      default:
        if (this.#clean.has(node)) return node
    }
    const converted = node.type === 'list' ? this.#list(node, path) : this.#map(node, path)
    if (converted === node) this.#clean.add(node)
    return converted
  }

  #leaf(node: ScalarNode, path: TreePath): Node {
    if (node.value === null && this.#isYtt) return this.#expression(node)
    if (typeof node.value !== 'string') return node
    if (node.value.length > longestValue) return node
    const placeholder = placeholderIn(node.value)
    if (placeholder === undefined || holePolicy(path)) return node
    return holeOf(node, node.value, gapOf(placeholder, locationOf(node)))
  }

  #expression(node: Node): Node {
    const expression = this.#text.slice(node.end, lineEnd(this.#text, node.end)).trim()
    return expression.startsWith('#@') ? holeOf(node, expression, gapOf(expression, locationOf(node))) : node
  }

  #list(node: ListNode, path: TreePath): Node {
    let isSame = true
    const items: Node[] = []
    const gaps: Gap[] = []
    for (const [index, item] of node.items.entries()) {
      const converted = this.convert(item, [...path, index])
      isSame &&= converted === item
      if (converted.type === 'hole' && spreads(converted)) gaps.push(...converted.gaps)
      else items.push(converted)
    }
    if (isSame) return node
    return { ...node, items, ...openBy(node, gaps) }
  }

  #map(node: MapNode, path: TreePath): Node {
    let isSame = true
    const entries: MapEntry[] = []
    const gaps: Gap[] = []
    for (const entry of node.entries) {
      const below = [...path, entry.key]
      const placeholder = entry.key.length > longestValue ? undefined : placeholderIn(entry.key)
      if (placeholder !== undefined && !holePolicy(below)) {
        gaps.push(gapOf(placeholder, keyLocation(entry)))
        isSame = false
        continue
      }
      const value = this.convert(entry.value, below)
      isSame &&= value === entry.value
      entries.push(value === entry.value ? entry : { ...entry, value })
    }
    return isSame ? node : { ...node, entries, ...openBy(node, gaps) }
  }
}

/** Whether ytt puts any number of items in the place of one. */
function spreads({ partial }: HoleNode): boolean {
  return /^#@\s*template\.replace\(/.test(partial ?? '')
}

function openBy(node: MapNode | ListNode, gaps: readonly Gap[]): { open?: Gaps } {
  const [first, ...rest] = [...(node.open ?? []), ...gaps]
  return first ? { open: [first, ...rest] } : {}
}

function holeOf(node: Node, partial: string, gap: Gap): HoleNode {
  return { type: 'hole', gaps: [gap], partial, file: node.file, start: node.start, end: node.end }
}

function gapOf(placeholder: string, at: SourceLocation): Gap {
  return {
    what: `the value of ${placeholder}`,
    hint: `lint the text that results once ${placeholder} is filled in`,
    at,
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}
