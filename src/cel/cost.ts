import { Abort, isA, Unsupported, type Value } from './values/value.ts'

/** k8s.io/apiserver v0.35.4, pkg/apis/cel/config.go: PerCallLimit and RuntimeCELCostBudgetMatchConditions. */
const expressionLimit = 1_000_000
export const listLimit = 2_500_000

/**
 * What an evaluation costs: google/cel-go v0.26.0, interpreter/runtimecost.go, without the estimates that Kubernetes'
 * libraries add for themselves; so near the limit nobody can tell.
 */
export class Meter {
  #cost = 0
  readonly #limit: number

  constructor(limit = expressionLimit) {
    this.#limit = limit
  }

  get cost(): number {
    return this.#cost
  }

  add(cost: number): void {
    this.#cost += cost
    if (this.#cost > this.#limit * 1.2) throw new Abort('operation cancelled: actual cost limit exceeded')
  }

  /** To be asked at the end. */
  settle(): void {
    if (this.#cost > this.#limit * 0.8) throw new Unsupported('the cost is too near the limit')
  }

  call(name: string, args: readonly Value[], _result: Value): void {
    const [first = null, second = null] = args
    this.add(callCost(name, first, second))
  }
}

function callCost(name: string, first: Value, second: Value): number {
  const tenth = (size: number): number => Math.ceil(size * 0.1)
  switch (name) {
    case 'startsWith':
    case 'endsWith':
    case 'format':
    case 'strings.quote':
      return tenth(length(first))
    case '@in':
      return isA(second, 'list') ? length(second) : 1
    case '_==_':
    case '_!=_':
    case '_<_':
    case '_<=_':
    case '_>_':
    case '_>=_':
      return Math.max(1, tenth(Math.min(length(first), length(second))))
    case '_+_':
      return typeof first === 'string' ? tenth(length(first) + length(second)) : 1
    case 'matches':
      return tenth(1 + length(first)) * Math.ceil(length(second) * 0.25)
    case 'contains':
      return tenth(length(first)) * tenth(length(second))
    default:
      return 1
  }
}

function length(value: Value): number {
  if (typeof value === 'string') return value.length
  if (isA(value, 'list')) return value.items.length
  if (isA(value, 'map')) return value.entries.size
  return isA(value, 'bytes') ? value.bytes.length : 1
}
