import type { Construct } from './constructs.ts'
import { isEmpty, isKnown, type Loose, mapObject } from './native.ts'

/** What several classes of cdk8s-plus share (cdk8s-plus-33 2.5.57, lib/utils.js). */

/** Undefined for an empty text or list, and for a map in which nothing is truthy. */
export function undefinedIfEmpty(value: Loose): Loose {
  if (!isKnown(value) || value === undefined) return value
  if (value === '') return undefined
  if (typeof value !== 'object') return value
  if (Array.isArray(value)) return isEmpty(value) ? undefined : value
  const truthy = mapObject(value, (one) => (isKnown(one) && !one ? undefined : one))
  return isEmpty(truthy) ? undefined : value
}

/** One id for several constructs, whatever their order. */
export function address(...constructs: Construct[]): string {
  const addresses = constructs.map((construct) => construct.node.addr)
  if (addresses.length > 1) addresses.sort((one, other) => one.localeCompare(other))
  return addresses.join('')
}
