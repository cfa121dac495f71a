import { compareBig } from '../values/big.ts'
import type { Run } from '../values/operators.ts'
import { isOpaque, type Opaque, opaque, RuntimeError, Unsupported, type Value } from '../values/value.ts'

/** A quantity as `resource.Quantity` holds it: an integer of 64 bits with a power of ten, or else a decimal. */
interface Amount {
  readonly nano: bigint
  /** The power of ten of what is held; undefined for decimals, which never count as integers. */
  readonly scale: number | undefined
}

const unit = 1_000_000_000n
const maximum = (2n ** 63n - 1n) * unit
const decimal: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }
const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
const type = 'kubernetes.Quantity'

/** resource.ParseQuantity, k8s.io/apimachinery v0.35.4, pkg/api/resource/quantity.go. */
function parseAmount(text: string): Amount {
  const found = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/.exec(text)
  const [, sign, whole = '', fraction = '', suffix = ''] = found ?? []
  if (!found || (whole === '' && fraction === ''))
    throw new RuntimeError(
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    )
  const digits = `${whole.replace(/^0+(?=\d)/, '')}${fraction}`
  const power = binary.indexOf(suffix)
  const size =
    power > 0
      ? binaryAmount(digits, fraction.length, power)
      : decimalAmount(digits, fraction.length, exponentOf(suffix))
  return { ...size, nano: sign === '-' ? -size.nano : size.nano }
}

function exponentOf(suffix: string): number {
  const named = Object.hasOwn(decimal, suffix) ? decimal[suffix] : undefined
  if (named !== undefined) return named
  const found = /^[eE]([+-]?\d{1,18})$/.exec(suffix)
  if (!found) throw new RuntimeError("unable to parse quantity's suffix")
  const exponent = Number(found[1])
  if (Math.abs(exponent) > 200) throw new Unsupported('a quantity with a huge exponent')
  return exponent
}

function decimalAmount(digits: string, places: number, exponent: number): Amount {
  const scale = exponent - places
  if (digits.length <= 18 && scale >= -9) return { nano: capped(BigInt(digits) * 10n ** BigInt(scale + 9)), scale }
  return { nano: capped(roundedUp(BigInt(digits), scale + 9)), scale: undefined }
}

function binaryAmount(digits: string, places: number, power: number): Amount {
  const value = BigInt(digits) << BigInt(10 * power)
  const fits = places === 0 && 15 - digits.length - Math.trunc((10 * power * 3) / 10) - 1 >= 0
  return { nano: capped(roundedUp(value, 9 - places)), scale: fits ? 0 : undefined }
}

/** Below a billionth away from zero. */
function roundedUp(value: bigint, power: number): bigint {
  if (power >= 0) return value * 10n ** BigInt(power)
  const divisor = 10n ** BigInt(-power)
  return (value + divisor - 1n) / divisor
}

function capped(nano: bigint): bigint {
  return nano > maximum ? maximum : nano
}

function quantityOf(amount: Amount): Opaque {
  return opaque(type, String(amount.nano), amount)
}

function amountOf(value: Value | undefined): Amount | undefined {
  if (typeof value === 'bigint') return { nano: value * unit, scale: 0 }
  return isOpaque(value, type) ? (value.data as Amount) : undefined
}

function integerOf({ nano, scale }: Amount): bigint | undefined {
  const value = nano / unit
  return scale !== undefined && scale >= 0 && BigInt.asIntN(64, value) === value ? value : undefined
}

function sum(sign: bigint): Run {
  return (a, b) => {
    const [left, right] = [amountOf(a), amountOf(b)]
    if (!left || !right) return undefined
    const known = left.scale !== undefined && right.scale !== undefined
    const scale = known ? lowest(left, right) : undefined
    return quantityOf({ nano: left.nano + sign * right.nano, scale })
  }
}

function lowest(a: Amount, b: Amount): number | undefined {
  if (b.nano === 0n) return a.scale
  return a.nano === 0n ? b.scale : Math.min(a.scale ?? 0, b.scale ?? 0)
}

function compared(decide: (difference: number) => Value): Run {
  return (a, b) => {
    const [left, right] = [amountOf(a), amountOf(b)]
    return left && right && decide(compareBig(left.nano, right.nano))
  }
}

export function isQuantity(value: Value | undefined): boolean {
  return isOpaque(value, type)
}

/** k8s.io/apiserver v0.35.4, pkg/cel/library/quantity.go. */
export const quantityFunctions: Readonly<Record<string, Run>> = {
  quantity: (text) => (typeof text === 'string' ? quantityOf(parseAmount(text)) : undefined),
  isQuantity: (text) => {
    if (typeof text !== 'string') return undefined
    try {
      return parseAmount(text) !== undefined
    } catch (error) {
      if (error instanceof RuntimeError) return false
      throw error
    }
  },
  isInteger: (value) => {
    const amount = amountOf(value)
    return amount && integerOf(amount) !== undefined
  },
  asInteger: (value) => {
    const amount = amountOf(value)
    if (!amount) return undefined
    const found = integerOf(amount)
    if (found === undefined) throw new RuntimeError('cannot convert value to integer')
    return found
  },
  asApproximateFloat: (value) => {
    const amount = amountOf(value)
    return amount && Number(amount.nano) / 1e9
  },
  add: sum(1n),
  sub: sum(-1n),
  isLessThan: compared((difference) => difference < 0),
  isGreaterThan: compared((difference) => difference > 0),
  compareTo: compared((difference) => BigInt(difference)),
}
