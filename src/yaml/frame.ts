import type { MapEntry, Node } from '../base/tree.ts'
import type { Resolved } from './resolve.ts'

export const BLOCK_LIST = 1
/** A list whose `-` stand as far left as the key above them. */
export const INDENTLESS_LIST = 2
export const BLOCK_MAP = 3
export const FLOW_LIST = 4
export const FLOW_MAP = 5
/** `a: b` inside `[ ]`, a map of one entry without braces. */
export const FLOW_PAIR = 6

/** What an anchor names: known once its node is complete. */
export interface Anchor {
  node: Node | undefined
  /** What a scalar means; null for maps and lists. */
  readonly resolved: Resolved
  /** How many nodes the tools decode for it, aliases followed. */
  weight: number
  /** How many levels of maps and lists it holds, aliases followed. */
  height: number
}

/** A map or list that is being read. One object per depth, used again and again. */
export class Frame {
  kind = 0
  isMap = false
  start = 0
  /** Nothing of it has been read yet. */
  first = true
  /** For maps: the next node is a key. For pairs: how far it has come. */
  inKey = true
  ended = false
  /** Kept and filled anew for each map or list of this depth: `size` of them count. */
  readonly items: Node[] = []
  readonly entries: (MapEntry | undefined)[] = []
  size = 0
  /** Where each key stands in `entries`, once there are many keys. */
  index: Map<string, number> | undefined
  /** How many entries a later one with the same key has replaced. */
  replaced = 0
  key = ''
  keyStart = 0
  keyEnd = 0
  /** The key is `<<`. */
  keyMerges = false
  anchor: Anchor | undefined
  /** The composer's count of decoded nodes when this one began. */
  countBefore = 0
  height = 0
  /** A key that JSON can not have: null, or an integer beyond 64 bits with sign. */
  hasBadKey = false

  open(kind: number, start: number, anchor: Anchor | undefined, countBefore: number): void {
    this.kind = kind
    this.start = start
    this.first = true
    this.inKey = true
    this.ended = false
    this.isMap = kind === BLOCK_MAP || kind === FLOW_MAP || kind === FLOW_PAIR
    this.size = 0
    this.index = undefined
    this.replaced = 0
    this.keyMerges = false
    this.anchor = anchor
    this.countBefore = countBefore
    this.height = 0
    this.hasBadKey = false
  }
}

/** So many keys are faster looked through than looked up. */
const few = 8

/** Where a key stands among a frame's entries, -1 if nowhere. */
export function indexOfKey(frame: Frame, key: string): number {
  const { entries, size } = frame
  if (size <= few) {
    for (let at = size - 1; at >= 0; at--) if (entries[at]?.key === key) return at
    return -1
  }
  if (!frame.index) {
    frame.index = new Map()
    for (let at = 0; at < size; at++) {
      const entry = entries[at]
      if (entry) frame.index.set(entry.key, at)
    }
  }
  return frame.index.get(key) ?? -1
}

/** Appends an entry; the one at `before`, which it replaces, goes away. */
export function putEntry(frame: Frame, entry: MapEntry, before: number): void {
  if (before >= 0) {
    frame.entries[before] = undefined
    frame.replaced++
  }
  frame.index?.set(entry.key, frame.size)
  frame.entries[frame.size++] = entry
}

export function putItem(frame: Frame, item: Node): void {
  frame.items[frame.size++] = item
}

/** The entries that are left, in written order. */
export function keptEntries(frame: Frame): MapEntry[] {
  const written = frame.entries.slice(0, frame.size)
  return frame.replaced === 0 ? (written as MapEntry[]) : written.filter((entry) => entry !== undefined)
}

export function listItems(frame: Frame): Node[] {
  return frame.items.slice(0, frame.size)
}
