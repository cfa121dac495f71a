import { operators, type Run } from '../values/operators.ts'
import { isA, RuntimeError, some, Unsupported, type Value } from '../values/value.ts'
import { conversions } from './convert.ts'
import { listFunctions } from './list-functions.ts'
import { formatFunctions } from './named-format.ts'
import { networkFunctions } from './network.ts'
import { isQuantity, quantityFunctions } from './quantity.ts'
import { semverFunctions } from './semver.ts'
import { textFunctions } from './text-functions.ts'
import { timeFunctions } from './time.ts'
import { urlFunctions } from './url.ts'

function held(value: Value | undefined): Value {
  if (!isA(value, 'optional')) throw new RuntimeError('no such overload')
  if (value.value === undefined) throw new RuntimeError('optional.none() dereference')
  return value.value
}

function isZero(value: Value): boolean {
  switch (typeof value) {
    case 'object':
      break
    default:
      return !value
  }
  switch (value?.t) {
    case undefined:
      return true
    case 'list':
      return value.items.length === 0
    case 'map':
      return value.entries.size === 0
    case 'uint':
      return value.value === 0n
    case 'bytes':
      return value.bytes.length === 0
    case 'duration':
      return value.ns === 0n
    case 'optional':
      return value.value === undefined
    case 'timestamp':
    case 'opaque':
      throw new Unsupported('whether this is a zero value')
    default:
      return false
  }
}

function present(list: Value | undefined): Value | undefined {
  if (!isA(list, 'list')) return undefined
  const items = list.items.flatMap((item) => (isA(item, 'optional') && item.value !== undefined ? [item.value] : []))
  return { t: 'list', items }
}

/** cel/library.go, OptionalTypes. */
const optionalFunctions: Readonly<Record<string, Run>> = {
  'optional.of': (value) => some(value),
  'optional.none': () => some(undefined),
  'optional.ofNonZeroValue': (value = null) => some(isZero(value) ? undefined : value),
  'optional.unwrap': present,
  unwrapOpt: present,
  hasValue: (value) => (isA(value, 'optional') ? value.value !== undefined : undefined),
  value: held,
}

function bySubject(name: string): Run {
  return (...args) => (isQuantity(args[0]) ? quantityFunctions[name] : semverFunctions[name])?.(...args)
}

/** Every function by its name; the checker knows which arguments it takes. */
export const functions: Readonly<Record<string, Run>> = {
  ...operators,
  ...conversions,
  ...textFunctions,
  ...timeFunctions,
  ...listFunctions,
  ...quantityFunctions,
  ...semverFunctions,
  ...networkFunctions,
  ...urlFunctions,
  ...formatFunctions,
  ...optionalFunctions,
  isLessThan: bySubject('isLessThan'),
  isGreaterThan: bySubject('isGreaterThan'),
  compareTo: bySubject('compareTo'),
}

/** Functions that do not look into what they are given. */
export const lenient: ReadonlySet<string> = new Set([
  'optional.of',
  'hasValue',
  'value',
  'dyn',
  'type',
  '_+_',
  'cel.@mapInsert',
])
