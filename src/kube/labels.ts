import { absent, known, type Maybe, type Unknown } from '../base/maybe.ts'
import type { SourceLocation } from '../base/source-file.ts'

/** A label as it is known: its value, perhaps unknown, and where it is written. */
export interface Label {
  readonly value: Maybe<string>
  /** Only where the value is not known: whether the label itself may not be there. */
  readonly perhaps?: true
  /** Only where the value is not known: the values that it can have, where they are few and known. */
  readonly oneOf?: readonly string[]
  readonly at?: SourceLocation | undefined
}

/** The labels of an object, three-valued: each value may be unknown, and there may be more than are listed. */
export interface Labels {
  readonly known: ReadonlyMap<string, Label>
  /** Why keys that are not listed may exist; undefined when the listed ones are all. */
  readonly open?: Unknown | undefined
  /** Keys that are certainly not there although others may be. */
  readonly without?: ReadonlySet<string>
}

export const noLabels: Labels = { known: new Map() }

/** The value of a label; a known undefined when it is certainly not there. */
export function labelValue(labels: Labels, key: string): Maybe<string | undefined> {
  return labels.known.get(key)?.value ?? (labels.without?.has(key) ? absent : (labels.open ?? absent))
}

export function labelPlace(labels: Labels, key: string): SourceLocation | undefined {
  return labels.known.get(key)?.at
}

/** Labels with others laid over them, key by key. */
export function withLabels(labels: Labels, added: Iterable<readonly [string, Label]>): Labels {
  return { ...labels, known: new Map([...labels.known, ...added]) }
}

/** Labels of which one is certainly not there. */
export function withoutLabel(labels: Labels, key: string): Labels {
  const left = new Map(labels.known)
  left.delete(key)
  return { ...labels, known: left, without: new Set([...(labels.without ?? []), key]) }
}

export function labelsOf(entries: Readonly<Record<string, string>>): Labels {
  return { known: new Map(Object.entries(entries).map(([key, value]) => [key, { value: known(value) }])) }
}
