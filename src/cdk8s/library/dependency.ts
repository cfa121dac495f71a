import type { Construct, Node } from './constructs.ts'
import { isEmpty } from './native.ts'

/** The graph of who depends on whom (cdk8s 2.70.106, lib/dependency.js). */

/** A construct in the graph. */
export class DependencyVertex {
  readonly value: Construct | undefined
  private readonly below: DependencyVertex[] = []
  private readonly above: DependencyVertex[] = []

  constructor(value?: Construct) {
    this.value = value
  }

  get outbound(): DependencyVertex[] {
    return [...this.below]
  }

  get inbound(): DependencyVertex[] {
    return [...this.above]
  }

  /** Everything below this vertex, dependencies first. */
  topology(): Construct[] {
    const found: DependencyVertex[] = []
    visit(this, found)
    return found.flatMap((vertex) => (vertex.value ? [vertex.value] : []))
  }

  addChild(vertex: DependencyVertex): void {
    const route = routeTo(vertex, this, [])
    if (route) {
      const paths = [...route, vertex].flatMap(({ value }) => (value ? [value.node.path] : []))
      throw new Error(`Dependency cycle detected: ${paths.join(' => ')}`)
    }
    if (this.below.includes(vertex)) return
    this.below.push(vertex)
    vertex.above.push(this)
  }
}

function visit(vertex: DependencyVertex, found: DependencyVertex[]): void {
  if (found.includes(vertex)) return
  for (const child of vertex.outbound) visit(child, found)
  found.push(vertex)
}

/** The way from one vertex to another, where there is one. */
function routeTo(
  from: DependencyVertex,
  to: DependencyVertex,
  seen: DependencyVertex[],
): DependencyVertex[] | undefined {
  if (seen.includes(from)) return undefined
  seen.push(from)
  for (const child of from.outbound) {
    const rest = child === to ? [to] : routeTo(child, to, seen)
    if (rest) return [from, ...rest]
  }
  return undefined
}

/** The constructs below a node with the dependencies among them. */
export class DependencyGraph {
  readonly root: DependencyVertex

  constructor(node: Node) {
    const constructs = node.findAll()
    const vertices = constructs.map((construct) => new DependencyVertex(construct))
    for (const vertex of vertices)
      for (const target of vertex.value?.node.dependencies ?? []) {
        const found = vertices.find((one) => one.value === target)
        if (found) vertex.addChild(found)
      }
    this.root = new DependencyVertex()
    for (const vertex of vertices) if (vertex.inbound.length === 0) this.root.addChild(vertex)
  }

  topology(): Construct[] {
    return this.root.topology()
  }
}

/**
 * The constructs below a node, dependencies first; in the order of the tree where nothing depends on anything. Each is there
 * once, sorted by its place in the graph, so that what nobody can tell about dependencies leaves existence alone.
 */
export function inOrder(node: Node): Construct[] {
  const constructs = node.findAll()
  if (isEmpty(constructs.filter((construct) => construct.node.dependencies.length > 0))) return constructs
  const topology = new DependencyGraph(node).topology()
  const ranked = constructs.map((construct) => ({ construct, rank: topology.indexOf(construct) }))
  ranked.sort((one, other) => one.rank - other.rank)
  return ranked.map(({ construct }) => construct)
}
