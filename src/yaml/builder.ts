import type { SourceFile } from '../base/source-file.ts'
import type { MapEntry, MapNode, Node } from '../base/tree.ts'
import type { TextNote } from './document.ts'
import * as F from './frame.ts'
import { badKey, checkJson, keyText } from './json-rules.ts'
import { leafValue, mergeTag, type Resolved, resolvePlain, resolveTagged } from './resolve.ts'
import { Unreadable } from './unreadable.ts'

/**
 * Deeper maps and lists are refused. Kubernetes' tools do so at 10,000 levels; nothing that is meant to be read comes
 * near either number, and everything that walks a tree by recursion relies on this one.
 */
export const deepest = 1000

/** Makes nodes of what the grammar finds: what go.yaml.in/yaml v2.4.3 (decode.go) makes of its nodes. */
export class Builder {
  /** How many maps and lists are open. */
  depth = 0
  readonly #file: SourceFile
  readonly #notes: TextNote[]
  readonly #frames: F.Frame[]
  #root: Node | undefined
  #anchors: Map<string, F.Anchor> | undefined
  /** How many nodes the tools decode up to here, and how many of them because of aliases (decode.go, unmarshal). */
  #decoded = 1
  #aliased = 0
  /** Entries with a key that JSON can not have: an error only where nothing replaces them. */
  #badMaps: Set<readonly MapEntry[]> | undefined
  #hasBadNumber = false

  constructor(file: SourceFile, notes: TextNote[], frames: F.Frame[]) {
    this.#frames = frames
    this.#file = file
    this.#notes = notes
  }

  /** The map or list that is being read. */
  get top(): F.Frame {
    const frame = this.#frames[this.depth - 1]
    if (!frame) throw new Error('no map or list is open')
    return frame
  }

  /** The map or list in brackets that has been opened last. */
  innermostFlow(): F.Frame | undefined {
    const open = this.#frames.slice(0, this.depth)
    return open.findLast(({ kind }) => kind === F.FLOW_LIST || kind === F.FLOW_MAP)
  }

  /** The complete tree. */
  finish(): Node | undefined {
    if (this.#root && (this.#badMaps || this.#hasBadNumber)) checkJson(this.#root, this.#badMaps ?? new Set())
    return this.#root
  }

  open(kind: number, start: number, name: string | undefined): void {
    if (this.depth >= deepest) {
      throw new Unreadable(`maps and lists are nested more than ${deepest} levels deep`, start, start + 1)
    }
    let anchor: F.Anchor | undefined
    if (name !== undefined) {
      anchor = { node: undefined, resolved: null, weight: 0, height: 0 }
      this.#name(name, anchor)
    }
    let frame = this.#frames[this.depth]
    if (!frame) this.#frames[this.depth] = frame = new F.Frame()
    frame.open(kind, start, anchor, this.#decoded)
    this.depth++
    this.#decoded++
  }

  close(end: number): void {
    const frame = this.top
    const { start } = frame
    const height = frame.height + 1
    let node: Node
    if (frame.isMap) {
      const entries = F.keptEntries(frame)
      node = { type: 'map', entries, file: this.#file, start, end }
      if (frame.hasBadKey) {
        this.#badMaps ??= new Set()
        this.#badMaps.add(entries)
      }
    } else node = { type: 'list', items: F.listItems(frame), file: this.#file, start, end }
    if (frame.anchor) {
      frame.anchor.node = node
      frame.anchor.weight = this.#decoded - frame.countBefore
      frame.anchor.height = height
    }
    this.depth--
    this.#deliver(node, height, false)
  }

  scalar(
    text: string,
    plain: boolean,
    name: string | undefined,
    tag: string | undefined,
    start: number,
    end: number,
  ): void {
    const resolved = tag === undefined ? (plain ? resolvePlain(text) : text) : resolveOrFail(tag, text, start, end)
    const value = leafValue(resolved)
    if (name !== undefined) {
      const node: Node = { type: 'scalar', value, file: this.#file, start, end }
      this.#name(name, { node, resolved, weight: 1, height: 0 })
    }
    const top = this.depth > 0 ? this.top : undefined
    if (top?.isMap && top.inKey) {
      // decode.go, isMerge: neither quotes nor a foreign tag
      const merges = text === '<<' && (tag === undefined ? plain : tag === '!' || tag === mergeTag)
      this.#setKey(top, resolved, start, end, merges)
    } else {
      this.#decoded++
      if (typeof resolved === 'number' && !Number.isFinite(resolved)) this.#hasBadNumber = true
      this.#deliver({ type: 'scalar', value, file: this.#file, start, end }, 0, false)
    }
  }

  alias(name: string, start: number, end: number): void {
    const anchor = this.#anchors?.get(name)
    if (!anchor) throw new Unreadable(`the alias "*${name}" has no anchor "&${name}" before it`, start, end)
    const { node, weight, height } = anchor
    if (!node) throw new Unreadable(`the anchor "&${name}" holds an alias of itself`, start, end)
    this.#decoded += 1 + weight
    this.#aliased += weight
    if (this.#aliased > 100 && this.#decoded > 1000 && this.#aliased / this.#decoded > allowedShare(this.#decoded)) {
      throw new Unreadable('the aliases of this document stand for too much text', start, end)
    }
    if (this.depth + height > deepest) {
      throw new Unreadable(`with its aliases, maps and lists are nested more than ${deepest} levels deep`, start, end)
    }
    const top = this.depth > 0 ? this.top : undefined
    if (top?.isMap && top.inKey && node.type === 'scalar') this.#setKey(top, anchor.resolved, start, end, false)
    else this.#deliver(placed(node, start, end), height, true)
  }

  #name(name: string, anchor: F.Anchor): void {
    this.#anchors ??= new Map()
    this.#anchors.set(name, anchor)
  }

  #setKey(frame: F.Frame, resolved: Resolved, start: number, end: number, merges: boolean): void {
    if (!merges) this.#decoded++
    frame.key = typeof resolved === 'string' ? resolved : keyText(resolved)
    if (badKey(resolved)) frame.hasBadKey = true
    frame.keyStart = start
    frame.keyEnd = end
    frame.keyMerges = merges
    frame.inKey = false
  }

  #deliver(node: Node, height: number, isAlias: boolean): void {
    if (this.depth === 0) {
      this.#root = node
      return
    }
    const frame = this.top
    if (height > frame.height) frame.height = height
    if (!frame.isMap) {
      F.putItem(frame, node)
      return
    }
    if (frame.inKey)
      throw new Unreadable(
        'a map or list can not be a key; quote texts that begin with "{" or "["',
        node.start,
        node.end,
      )
    frame.inKey = true
    if (frame.keyMerges) this.#merge(frame, node, isAlias)
    else this.#put(frame, { key: frame.key, keyStart: frame.keyStart, keyEnd: frame.keyEnd, value: node }, false)
  }

  #put(frame: F.Frame, entry: MapEntry, merged: boolean): void {
    const at = F.indexOfKey(frame, entry.key)
    if (at >= 0) {
      const before = frame.entries[at]
      const span = merged ? { start: frame.keyStart, end: frame.keyEnd } : { start: entry.keyStart, end: entry.keyEnd }
      if (before) {
        const related = { start: before.keyStart, end: before.keyEnd }
        const code = merged || before.keyStart < frame.start ? 'merged-key-overridden' : 'duplicate-key'
        this.#notes.push({ code, span, detail: entry.key, related })
      }
    }
    F.putEntry(frame, entry, at)
  }

  /**
   * Lays what stands behind `<<` over what the map holds so far (decode.go, merge); keys that follow lay themselves over it
   * in turn. In a list of maps the earlier ones win.
   */
  #merge(frame: F.Frame, node: Node, isAlias: boolean): void {
    const isList = node.type === 'list' && !isAlias
    if (isList) this.#decoded-- // the list itself is not decoded, its items are
    const items = isList ? node.items : [node]
    for (let at = items.length - 1; at >= 0; at--) {
      const item = items[at]
      if (item?.type !== 'map') {
        throw new Unreadable('"<<" needs a map or a list of maps as its value', frame.keyStart, frame.keyEnd)
      }
      this.#mergeMap(frame, item)
    }
  }

  #mergeMap(frame: F.Frame, map: MapNode): void {
    if (this.#badMaps?.has(map.entries)) frame.hasBadKey = true
    for (const entry of map.entries) this.#put(frame, entry, true)
  }
}

function placed(node: Node, start: number, end: number): Node {
  const { file } = node
  if (node.type === 'map') return { type: 'map', entries: node.entries, file, start, end }
  if (node.type === 'list') return { type: 'list', items: node.items, file, start, end }
  return node.type === 'scalar' ? { type: 'scalar', value: node.value, file, start, end } : node
}

/** How much of what is decoded may come from aliases (decode.go, allowedAliasRatio). */
function allowedShare(decoded: number): number {
  if (decoded <= 400_000) return 0.99
  return decoded >= 4_000_000 ? 0.1 : 0.99 - (0.89 * (decoded - 400_000)) / 3_600_000
}

function resolveOrFail(tag: string, text: string, start: number, end: number): Resolved {
  const result = resolveTagged(tag, text)
  if ('problem' in result) throw new Unreadable(result.problem, start, end)
  return result.value
}
