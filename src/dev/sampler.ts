/** Draws that are the same for the same seed. */
export interface Sampler {
  /** A whole number from 0 up to, and without, `limit`. */
  below(limit: number): number
  pick<T>(from: readonly T[]): T
}

/** Draws by the generator "mulberry32". */
export function sampler(seed: number): Sampler {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    below,
    pick: (from) => {
      const [first] = from
      const found = from[below(from.length)] ?? first
      if (found === undefined) throw new Error('nothing to pick from')
      return found
    },
  }
}
