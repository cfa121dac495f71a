import type { SourceLocation } from './source-file.ts'

/** Something the input does not say, and how the user can say it. */
export interface Gap {
  /** What is missing, as a noun phrase: `labels of Namespace "prod"`. */
  readonly what: string
  /** What the user can do about it, as an imperative: `add the Namespace to the input`. */
  readonly hint: string
  readonly at?: SourceLocation
}

export type Gaps = readonly [Gap, ...Gap[]]
export interface Known<T> {
  readonly known: true
  readonly value: T
}
export interface Unknown {
  readonly known: false
  readonly gaps: Gaps
}

/** A value, or the reasons why nobody can tell from this input. A known `undefined` means: known to be absent. */
export type Maybe<T> = Known<T> | Unknown

const knownTrue: Known<true> = { known: true, value: true }
const knownFalse: Known<false> = { known: true, value: false }
const knownUndefined: Known<undefined> = { known: true, value: undefined }

export const yes: Maybe<boolean> = knownTrue
export const no: Maybe<boolean> = knownFalse
export const absent: Known<undefined> = knownUndefined

export function known<T>(value: T): Known<T> {
  return { known: true, value }
}

export function unknown(...gaps: Gaps): Unknown {
  return { known: false, gaps }
}

/** Unknown for the reasons of all of `parts`, each reason once. `parts` must not be empty of gaps. */
export function unknownFrom(...parts: readonly [Unknown, ...Unknown[]]): Unknown {
  const [first] = parts
  let more: Gap[] | undefined
  const seen = new Set<string>()
  for (const gap of first.gaps) seen.add(gap.what)
  for (const part of parts) {
    if (part === first) continue
    for (const gap of part.gaps) {
      if (seen.has(gap.what)) continue
      seen.add(gap.what)
      more ??= []
      more.push(gap)
    }
  }
  return more ? { known: false, gaps: [...first.gaps, ...more] } : first
}

export function isKnown<T>(maybe: Maybe<T>, value: T): boolean {
  return maybe.known && maybe.value === value
}

export function mapMaybe<T, U>(maybe: Maybe<T>, change: (value: T) => U): Maybe<U> {
  return maybe.known ? known(change(maybe.value)) : maybe
}

export function thenMaybe<T, U>(maybe: Maybe<T>, next: (value: T) => Maybe<U>): Maybe<U> {
  return maybe.known ? next(maybe.value) : maybe
}

/** Kleene's NOT. */
export function not(a: Maybe<boolean>): Maybe<boolean> {
  return a.known ? (a.value ? no : yes) : a
}

/** Kleene's AND over all parts: one known `false` settles it, whatever else is missing. Of nothing: true. */
export function allOf(parts: Iterable<Maybe<boolean>>): Maybe<boolean> {
  const missing: Unknown[] = []
  for (const part of parts) {
    if (!part.known) missing.push(part)
    else if (!part.value) return no
  }
  return unknownOr(missing, yes)
}

/** Kleene's OR over all parts: one known `true` settles it, whatever else is missing. Of nothing: false. */
export function anyOf(parts: Iterable<Maybe<boolean>>): Maybe<boolean> {
  const missing: Unknown[] = []
  for (const part of parts) {
    if (!part.known) missing.push(part)
    else if (part.value) return yes
  }
  return unknownOr(missing, no)
}

function unknownOr([first, ...rest]: readonly Unknown[], answer: Maybe<boolean>): Maybe<boolean> {
  return first ? unknownFrom(first, ...rest) : answer
}
