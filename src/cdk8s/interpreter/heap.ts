import type { Gaps } from '../../base/maybe.ts'
import { Condition, choose, type Guard, gapsOfGuard, type Literal, mergeGaps, Unknown } from './unknown.ts'
import { type Journaled, type Key, Obj, type Slot, type Snapshot, type Value } from './values.ts'

/** A part of the run that happens under a condition. Its log knows how everything was before that was written within. */
export interface Frame {
  readonly parent: Frame | undefined
  readonly stamp: number
  readonly literal: Literal | undefined
  readonly repeated: Gaps | undefined
  readonly log: Map<Journaled, { readonly before: Snapshot; readonly stamp: number }>
}

/** What a frame has changed: the state after it of everything that was written within. */
export type Changes = ReadonlyMap<Journaled, Snapshot>

const unconditional: Guard = []

/**
 * The mutable state of a run. Under an unknown condition both branches run, each in a frame of its own over the same
 * state; closing a frame takes its writes back, and the writes of both are then joined.
 */
export class Heap {
  top: Frame = { parent: undefined, stamp: 0, literal: undefined, repeated: undefined, log: new Map() }
  /** What holds in every run of the program that does not fail. */
  readonly decided = new Set<Literal>()
  #stamps = 0

  /** To be called before something is changed. */
  write(target: Journaled): void {
    const { top } = this
    if (target.stamp === top.stamp) return
    if (top.parent && !top.log.has(target)) top.log.set(target, { before: target.snapshot(), stamp: target.stamp })
    target.stamp = top.stamp
  }

  open(literal: Literal | undefined, repeated?: Gaps): Frame {
    this.#stamps += 1
    this.top = { parent: this.top, stamp: this.#stamps, literal, repeated, log: new Map() }
    return this.top
  }

  /** Ends the innermost frame and takes its writes back. */
  close(): Changes {
    const changes = new Map<Journaled, Snapshot>()
    for (const [target, { before, stamp }] of this.top.log) {
      changes.set(target, target.snapshot())
      target.restore(before)
      target.stamp = stamp
    }
    this.#pop()
    return changes
  }

  /** Ends the innermost frame and keeps its writes. */
  commit(): void {
    const { log, parent } = this.top
    this.#pop()
    for (const [target, { before, stamp }] of log) {
      if (parent?.parent && stamp !== parent.stamp && !parent.log.has(target)) parent.log.set(target, { before, stamp })
      target.stamp = parent?.stamp ?? 0
    }
  }

  #pop(): void {
    if (this.top.parent) this.top = this.top.parent
  }

  apply(changes: Changes): void {
    for (const [target, after] of changes) {
      this.write(target)
      target.restore(after)
    }
  }

  /** Makes the state what it is after one of two branches. */
  merge(literal: Literal, yes: Changes, no: Changes): void {
    for (const target of new Set([...yes.keys(), ...no.keys()])) {
      const base = target.snapshot()
      const joined = joinStates(literal, yes.get(target) ?? base, no.get(target) ?? base)
      this.write(target)
      target.restore(joined)
    }
  }

  assumes(literal: Literal): boolean {
    if (this.decided.has(literal)) return true
    for (let frame: Frame | undefined = this.top; frame; frame = frame.parent)
      if (frame.literal === literal) return true
    return false
  }

  /** The conditions under which the run is now. */
  guard(): Guard {
    if (!this.top.parent) return unconditional
    const guard: Literal[] = []
    for (let frame: Frame | undefined = this.top; frame; frame = frame.parent)
      if (frame.literal && !this.decided.has(frame.literal)) guard.push(frame.literal)
    return guard.reverse()
  }

  /** Why the run may come here any number of times. */
  repeated(): Gaps | undefined {
    for (let frame: Frame | undefined = this.top; frame; frame = frame.parent) if (frame.repeated) return frame.repeated
    return undefined
  }
}

function joinStates(literal: Literal, yes: Snapshot, no: Snapshot): Snapshot {
  return {
    props: joinSlots(literal, yes.props, no.props),
    extra: joinLists(literal, yes.extra, no.extra),
    open: yes.open ?? no.open,
    items: joinLists(literal, yes.items, no.items),
    data: yes.data && no.data ? joinSlots(literal, yes.data, no.data) : (yes.data ?? no.data),
  }
}

function joinSlots<K extends Key | Value>(literal: Literal, yes: Map<K, Slot>, no: Map<K, Slot>): Map<K, Slot> {
  const joined = new Map<K, Slot>()
  for (const [key, slot] of yes) joined.set(key, joinSlot(literal, slot, no.get(key)))
  for (const [key, slot] of no) if (!joined.has(key)) joined.set(key, joinSlot(literal.opposite, slot, undefined))
  return joined
}

function joinLists(
  literal: Literal,
  yes: readonly Slot[] | undefined,
  no: readonly Slot[] | undefined,
): Slot[] | undefined {
  if (!yes || !no) return yes?.slice() ?? no?.slice()
  // Two different instances are two items, each perhaps there: what is done with the one is not done with the other.
  const at = yes.findIndex(
    (slot, index) => isInstance(slot.value) && isInstance(no[index]?.value) && slot.value !== no[index]?.value,
  )
  if (at >= 0) {
    const shared = yes.slice(0, at).map((slot, index) => joinSlot(literal, slot, no[index]))
    const only = (slots: readonly Slot[], under: Literal) =>
      slots.slice(at).map((slot) => joinSlot(under, slot, undefined))
    return [...shared, ...only(yes, literal), ...only(no, literal.opposite)]
  }
  const [long, short, which] = yes.length >= no.length ? [yes, no, literal] : [no, yes, literal.opposite]
  return long.map((slot, index) => joinSlot(which, slot, short[index]))
}

/** Whether a value is an object of a class: its prototype is not that of plain objects, which has none itself. */
function isInstance(value: Value): boolean {
  return value instanceof Obj && value.kind === 'object' && Boolean(value.proto?.proto)
}

/** The slot that is `yes` under a condition, else `no`, or nothing. */
function joinSlot(literal: Literal, yes: Slot, no: Slot | undefined): Slot {
  if (yes === no) return yes
  if (!no) return { ...yes, perhaps: withLiteral(yes.perhaps, literal) }
  const value = choose(literal, yes.value, no.value)
  const place = value === no.value && value !== yes.value ? no.place : (yes.place ?? no.place)
  return {
    ...yes,
    value,
    place,
    perhaps: eitherGuard(literal, yes.perhaps, no.perhaps),
    repeated: yes.repeated ?? no.repeated,
  }
}

function withLiteral(guard: Guard | undefined, literal: Literal): Guard {
  return guard?.includes(literal) ? guard : [literal, ...(guard ?? [])]
}

/** When something is there that is there under one guard or, under the opposite of the literal, under another. */
function eitherGuard(literal: Literal, a: Guard | undefined, b: Guard | undefined): Guard | undefined {
  if (!a && !b) return undefined
  if (a && b && (a === b || (a.length === b.length && a.every((one) => b.includes(one))))) return a
  const gaps = mergeGaps(literal.condition.gaps, gapsOfGuard(a ?? []), gapsOfGuard(b ?? []))
  return [new Condition(gaps).holds]
}

/**
 * What a loop's body may have changed by the time it runs again, made unknown: a variable that it sets, an item that it
 * adds.
 */
export function widen(heap: Heap, changes: Changes, gaps: Gaps): void {
  for (const [target, after] of changes) {
    const before = target.snapshot()
    heap.write(target)
    widenSlots(target.props, before.props, after.props, gaps)
    if (target.data && after.data) widenSlots(target.data, target.data, after.data, gaps)
    if (!target.items || !after.items) continue
    if (after.items.length !== target.items.length) target.open = gaps
    target.items = target.items.map((slot, index) => {
      const now = after.items?.[index]
      return now && now.value !== slot.value ? { ...slot, value: changed('item', gaps) } : slot
    })
  }
}

/** What a loop's body adds to a list, it may add any number of times. */
export function repeatAdded(heap: Heap, before: ReadonlyMap<Journaled, number>, gaps: Gaps): void {
  for (const [target, length] of before) {
    heap.write(target)
    target.open = undefined
    target.items = target.items?.map((slot, index) => (index < length ? slot : { ...slot, repeated: gaps }))
  }
}

function widenSlots<K>(into: Map<K, Slot>, before: Map<K, Slot>, after: Map<K, Slot>, gaps: Gaps): void {
  for (const [key, slot] of after) {
    const old = before.get(key)
    if (old && old.value !== slot.value) into.set(key, { ...old, value: changed(String(key), gaps) })
  }
}

function changed(name: string, gaps: Gaps): Unknown {
  return new Unknown(gaps, { text: name })
}
