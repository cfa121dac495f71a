import type { Gap, Maybe } from '../base/maybe.ts'
import {
  childOf,
  type HoleNode,
  holeNode,
  type ListNode,
  type MapEntry,
  type MapNode,
  type Node,
  type Scalar,
  scalarNode,
  withEntries,
} from '../base/tree.ts'

/** What a controller lays over the pod template that it copies. */
export interface ControllerParts {
  /** The pod's name; undefined where the API server makes it of `generateName`. */
  readonly name?: Node | undefined
  readonly generateName?: Node | undefined
  readonly namespace?: Node | undefined
  readonly labels: Readonly<Record<string, Node>>
  readonly annotations?: Readonly<Record<string, Node>>
  readonly finalizer?: string | undefined
  readonly owner: OwnerReference
  /** Changed fields of the spec; undefined removes one. */
  readonly spec?: Readonly<Record<string, Node | undefined>>
  /** Why there may be more labels and annotations. */
  readonly more?: Gap | undefined
}

export interface OwnerReference {
  readonly apiVersion: string
  readonly kind: string
  readonly name: Node
}

const nothingToDo = 'nothing to do: '

/** Why nobody can know something before the object is there. */
export function generatedGap(what: string, why = 'no input can say it'): Gap {
  return { what, hint: nothingToDo + why }
}

/** Whether a hole is nothing that an input could fill. */
export function isGenerated({ gaps }: HoleNode): boolean {
  return gaps.every(({ hint }) => hint.startsWith(nothingToDo))
}

const idGap = generatedGap('an id that the cluster makes')

/** What nobody knows before the object is there, as a hash or uid; shown as `*`. */
export function generatedNode(origin: Node, shown = '*', gap: Gap = idGap): HoleNode {
  return { ...holeNode(origin, gap), partial: shown }
}

/** A text that stands where its cause stands; a hole that shows `shown` where it is not known. */
export function textNode(value: Maybe<string>, shown: string, origin: Node): Node {
  return value.known ? scalarNode(value.value, origin) : { ...holeNode(origin, ...value.gaps), partial: shown }
}

/** A map of the entries that are given. */
export function mapNode(origin: Node, entries: Readonly<Record<string, Node | Scalar | undefined>>): MapNode {
  const list: MapEntry[] = []
  for (const key in entries) {
    const given = entries[key]
    if (given === undefined) continue
    const value = isNode(given) ? given : scalarNode(given, origin)
    list.push({ key, keyStart: value.start, keyEnd: value.end, value })
  }
  return { type: 'map', entries: list, file: origin.file, start: origin.start, end: origin.end }
}

function isNode(value: Node | Scalar): value is Node {
  return typeof value === 'object' && value !== null
}

export function listNode(origin: Node, items: readonly Node[], open?: ListNode['open']): ListNode {
  const list: ListNode = { type: 'list', items, file: origin.file, start: origin.start, end: origin.end }
  return open ? { ...list, open } : list
}

/** A map with changes laid over it; what is not known of it stays unknown beside the changes. */
export function layOver(
  base: Node | undefined,
  origin: Node,
  changes: Readonly<Record<string, Node | undefined>>,
): Node {
  const map = withEntries(base, origin, changes)
  return base?.type === 'hole' ? { ...map, open: base.gaps } : map
}

/** The child of a map; a hole where the input does not say whether there is one. */
export function partOf(node: Node, key: string): Node | undefined {
  if (node.type === 'hole') return node
  return childOf(node, key) ?? (node.type === 'map' && node.open ? holeNode(node, ...node.open) : undefined)
}

/**
 * The body of a pod that a controller makes of a template: labels, annotations, finalizers and the spec are copied, the
 * rest of the template's metadata is not (GetPodFromTemplate, pkg/controller/controller_utils.go, Kubernetes 1.35.4).
 */
export function podBody(template: Node, origin: Node, parts: ControllerParts): Node {
  const metadata = partOf(template, 'metadata')
  const spec = partOf(template, 'spec')
  return mapNode(origin, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: podMetadata(metadata, origin, parts),
    spec: parts.spec ? layOver(spec, origin, parts.spec) : spec,
  })
}

function podMetadata(template: Node | undefined, origin: Node, parts: ControllerParts): Node {
  const copied = (key: string): Node | undefined => template && partOf(template, key)
  return mapNode(origin, {
    name: parts.name,
    generateName: parts.generateName,
    namespace: parts.namespace,
    labels: textsNode(copied('labels'), origin, parts.labels, parts.more),
    annotations: textsNode(copied('annotations'), origin, parts.annotations ?? {}, parts.more),
    ownerReferences: listNode(origin, [
      mapNode(origin, {
        apiVersion: parts.owner.apiVersion,
        kind: parts.owner.kind,
        name: parts.owner.name,
        uid: generatedNode(origin),
        controller: true,
        blockOwnerDeletion: true,
      }),
    ]),
    finalizers: finalizersNode(copied('finalizers'), origin, parts.finalizer),
  })
}

function textsNode(
  base: Node | undefined,
  origin: Node,
  added: Readonly<Record<string, Node>>,
  more: Gap | undefined,
): Node | undefined {
  const isEmpty = Object.keys(added).length === 0
  if (isEmpty && !more) return base
  const node = isEmpty && base?.type === 'map' ? base : layOver(base, origin, added)
  return more && node.type === 'map' ? { ...node, open: [...(node.open ?? []), more] } : node
}

function finalizersNode(base: Node | undefined, origin: Node, added: string | undefined): Node | undefined {
  if (added === undefined) return base
  const items = base?.type === 'list' ? base.items : []
  if (items.some((item) => item.type === 'scalar' && item.value === added)) return base
  const open = base?.type === 'hole' ? base.gaps : base?.type === 'list' ? base.open : undefined
  return listNode(base?.type === 'list' ? base : origin, [...items, scalarNode(added, origin)], open)
}
