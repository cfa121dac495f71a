import type { Gap, Gaps } from '../../base/maybe.ts'
import type { Value } from './values.ts'

/** Something that holds or does not hold when the program runs, and that nobody can tell from here. */
export class Condition {
  readonly gaps: Gaps
  readonly holds: Literal
  readonly fails: Literal
  constructor(gaps: Gaps) {
    this.gaps = gaps
    this.holds = new Literal(this, true)
    this.fails = new Literal(this, false)
  }
}

/** A condition, or its opposite. */
export class Literal {
  readonly condition: Condition
  readonly positive: boolean
  constructor(condition: Condition, positive: boolean) {
    this.condition = condition
    this.positive = positive
  }

  get opposite(): Literal {
    return this.positive ? this.condition.fails : this.condition.holds
  }
}

/** All of these hold. */
export type Guard = readonly Literal[]

export type Part = string | Unknown

interface Knowledge {
  /** The expression that is unknown, as written: `process.env.REGION`. */
  readonly text: string
  readonly type?: 'string' | 'number' | 'boolean' | 'list' | 'object' | undefined
  readonly truthy?: boolean | undefined
  /** Of a string: what is known of it, in order. */
  readonly parts?: readonly Part[] | undefined
  /** The unknown boolean that this is the opposite of. */
  readonly negated?: Unknown | undefined
  /** A name that is none of the known ones. */
  readonly other?: boolean | undefined
  /** A part of plain data: no function. */
  readonly data?: boolean | undefined
  /** Texts that it certainly is not. */
  readonly never?: readonly string[] | undefined
}

/** A value that the input does not say. */
export class Unknown {
  readonly gaps: Gaps
  readonly text: string
  readonly type: Knowledge['type']
  readonly truthy: boolean | undefined
  readonly parts: readonly Part[] | undefined
  readonly negated: Unknown | undefined
  readonly other: boolean
  readonly data: boolean
  readonly never: readonly string[]
  #condition: Condition | undefined
  #derived: Map<string, Unknown> | undefined

  constructor(gaps: Gaps, knowledge: Knowledge) {
    this.gaps = gaps
    this.text = knowledge.text
    this.type = knowledge.type
    this.truthy = knowledge.truthy
    this.parts = knowledge.parts
    this.negated = knowledge.negated
    this.other = knowledge.other ?? false
    this.data = knowledge.data ?? false
    this.never = knowledge.never ?? []
  }

  /** That this value is truthy. */
  get literal(): Literal {
    if (this.negated) return this.negated.literal.opposite
    this.#condition ??= new Condition(this.gaps)
    return this.#condition.holds
  }

  /** What follows from this value in a way that a key names: the same unknown each time. */
  derived(key: string, make: () => Unknown): Unknown {
    this.#derived ??= new Map()
    const found = this.#derived.get(key)
    if (found) return found
    const made = make()
    this.#derived.set(key, made)
    return made
  }
}

/** One of two values, by a condition. */
export class Choice {
  readonly literal: Literal
  readonly yes: Value
  readonly no: Value
  readonly size: number
  constructor(literal: Literal, yes: Value, no: Value) {
    this.literal = literal
    this.yes = yes
    this.no = no
    this.size = sizeOf(yes) + sizeOf(no)
  }
}

function sizeOf(value: Value): number {
  return value instanceof Choice ? value.size : 1
}

/** More alternatives than this are not told apart. */
const mostAlternatives = 12

/** The value that is `yes` under a condition, else `no`. */
export function choose(literal: Literal, yes: Value, no: Value): Value {
  if (Object.is(yes, no)) return yes
  const a = under(literal, yes)
  const b = under(literal.opposite, no)
  if (Object.is(a, b)) return a
  if (sizeOf(a) + sizeOf(b) <= mostAlternatives) return new Choice(literal, a, b)
  const gaps = mergeGaps(literal.condition.gaps, gapsOf(a), gapsOf(b))
  return new Unknown(gaps, { text: gaps[0].what })
}

/** A value as it is where a condition holds. */
export function under(literal: Literal, value: Value): Value {
  if (!(value instanceof Choice)) return value
  if (value.literal === literal) return under(literal, value.yes)
  if (value.literal === literal.opposite) return under(literal, value.no)
  return value
}

export function isUncertain(value: Value): value is Unknown | Choice {
  return value instanceof Unknown || value instanceof Choice
}

/** The possible values that a choice ends in. */
export function leavesOf(value: Value): Value[] {
  return value instanceof Choice ? [...leavesOf(value.yes), ...leavesOf(value.no)] : [value]
}

/** Why a value is not known; none for a known one. */
export function gapsOf(value: Value): readonly Gap[] {
  if (value instanceof Unknown) return value.gaps
  if (value instanceof Choice) return mergeGaps(value.literal.condition.gaps, gapsOf(value.yes), gapsOf(value.no))
  return []
}

/** Each gap once. */
export function mergeGaps(first: Gaps, ...more: readonly (readonly Gap[])[]): Gaps {
  const all = new Map<string, Gap>(first.map((gap) => [gap.what, gap]))
  for (const gaps of more) for (const gap of gaps) if (!all.has(gap.what)) all.set(gap.what, gap)
  const [head = first[0], ...tail] = all.values()
  return [head, ...tail]
}

export function gapsOfGuard(guard: Guard): readonly Gap[] {
  const [first, ...rest] = guard.map((literal) => literal.condition.gaps)
  return first ? mergeGaps(first, ...rest) : []
}

/** A value that is unknown because of others: at least one of them is uncertain. */
export function unknownFrom(text: string, parts: readonly Value[], type?: Knowledge['type']): Unknown {
  const [first, ...rest] = parts.map(gapsOf).filter(nonEmpty)
  const gaps: Gaps = first ? mergeGaps(first, ...rest) : [{ what: text, hint: 'write it out' }]
  return new Unknown(gaps, { text, type })
}

function nonEmpty(gaps: readonly Gap[]): gaps is Gaps {
  return gaps.length > 0
}

/** The string that parts make: itself where all are known, else one that is known in part. */
export function stringOf(parts: readonly (Part | undefined)[]): string | Unknown {
  const flat: Part[] = []
  for (const part of parts) {
    for (const piece of part instanceof Unknown ? (part.parts ?? [part]) : [part ?? '']) {
      const last = flat.at(-1)
      if (typeof piece === 'string' && typeof last === 'string') flat[flat.length - 1] = last + piece
      else if (piece !== '') flat.push(piece)
    }
  }
  const unknowns = flat.filter((part) => part instanceof Unknown)
  const [first, ...rest] = unknowns
  if (!first) return typeof flat[0] === 'string' ? flat[0] : ''
  const gaps = mergeGaps(first.gaps, ...rest.map((part) => part.gaps))
  const truthy = flat.some((part) => typeof part === 'string' || part.truthy) || undefined
  const make = () => new Unknown(gaps, { text: partialText(flat), type: 'string', parts: flat, truthy })
  const key = flat.map((part) => (typeof part === 'string' ? part : '\0')).join('')
  return rest.length === 0 ? first.derived(`parts ${key}`, make) : make()
}

/** A string with `${expression}` in the place of what is not known of it. */
export function partialText(parts: readonly Part[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : `\${${part.text}}`)).join('')
}

/** Whether a string that is known in part can be this one. */
export function mayEqual(value: Unknown, text: string): boolean {
  if (value.never.includes(text)) return false
  const parts = value.parts
  if (!parts) return value.type === undefined || value.type === 'string'
  const [first] = parts
  const last = parts.at(-1)
  if (typeof first === 'string' && !text.startsWith(first)) return false
  if (typeof last === 'string' && !text.endsWith(last)) return false
  return text.length >= parts.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 0), 0)
}
