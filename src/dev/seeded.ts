/** Numbers that look random and are the same in every run: the test that finds a difference finds it again. */
export interface Seeded {
  /** A number from 0 to 1. */
  readonly next: () => number
  /** A whole number below a bound. */
  readonly below: (bound: number) => number
  readonly pick: <T>(values: readonly T[]) => T
  /** Whether something of this likelihood happens. */
  readonly chance: (likelihood: number) => boolean
}

/** A source of such numbers (mulberry32). */
export function seeded(seed: number): Seeded {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const below = (bound: number) => Math.floor(next() * bound)
  return {
    next,
    below,
    pick: (values) => {
      // A value may well be undefined, so that only the length can tell.
      if (values.length === 0) throw new Error('nothing to pick from')
      return values[below(values.length)] as (typeof values)[number]
    },
    chance: (likelihood) => next() < likelihood,
  }
}
