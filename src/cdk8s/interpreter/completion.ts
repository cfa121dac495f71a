import type { Machine } from './machine.ts'
import { choose } from './unknown.ts'
import type { Value } from './values.ts'

/** How a statement ends other than by going on to the next one. */
export type Completion =
  | { readonly type: 'return'; readonly value: Value }
  | { readonly type: 'break' | 'continue'; readonly label: string | undefined }
  | undefined

const ranks = { continue: 1, break: 2, return: 3 }

/** How far a completion leads away from the code; 0 for going on. */
export function rankOf(completion: Completion): number {
  return completion ? ranks[completion.type] : 0
}

/** Whether two paths that end so go on together. */
export function goTogether(a: Completion, b: Completion): boolean {
  if (!a || !b) return a === b
  if (a.type === 'return' || b.type === 'return') return a.type === b.type
  return a.type === b.type && a.label === b.label
}

/**
 * Lets the paths that left conditionally since `mark` join the present one again, as far as `absorb` (what a completion is
 * for the code around) makes them go on together.
 */
export function joinPending(
  machine: Machine,
  mark: number,
  completion: Completion,
  absorb: (completion: Completion) => Completion,
): Completion {
  let now = absorb(completion)
  while (machine.pending.length > mark) {
    const top = machine.pending.at(-1)
    if (!top) break
    const left = absorb(top.completion)
    if (!goTogether(left, now)) {
      if (rankOf(left) >= rankOf(now)) break
      const changes = machine.heap.close()
      machine.heap.open(top.literal)
      machine.heap.apply(top.changes)
      machine.pending[machine.pending.length - 1] = { literal: top.literal.opposite, changes, completion: now }
      now = left
      continue
    }
    machine.pending.pop()
    const changes = machine.heap.close()
    machine.heap.merge(top.literal, top.changes, changes)
    if (left?.type === 'return' && now?.type === 'return')
      now = { type: 'return', value: choose(top.literal, left.value, now.value) }
  }
  return now
}
