import type { Construct } from './constructs.ts'
import type { Loose } from './native.ts'

/** Whether a construct is a chart: charts say so themselves, which keeps this file below theirs. */
export function isChart(value: Loose): boolean {
  return value !== null && typeof value === 'object' && value.isCdk8sChart === true
}

/** The nearest chart around a construct, itself included. */
export function chartOf(construct: Construct): Loose {
  if (isChart(construct)) return construct
  const parent = construct.node.scope
  if (!parent) throw new Error('cannot find a parent chart (directly or indirectly)')
  return chartOf(parent)
}
