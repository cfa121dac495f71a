/**
 * An amount of a resource, as k8s.io/apimachinery v0.35.4 pkg/api/resource/quantity.go keeps it: `unscaled` times ten to
 * the power of `scale`.
 */
export interface Quantity {
  readonly unscaled: bigint
  readonly scale: number
  readonly format: QuantityFormat
  /** What `String()` gives without looking at the number: some texts are kept as they are written. */
  readonly written: string | undefined
  /** Upstream keeps small amounts as int64, larger and odd ones as decimals: their answers beyond int64 differ. */
  readonly isDecimal: boolean
}

type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent' | ''

type ParsedQuantity =
  | { readonly quantity: Quantity; readonly error?: undefined }
  | { readonly quantity?: undefined; readonly error: string }

const wrongFormat = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
const wrongSuffix = "unable to parse quantity's suffix"
const wrongNumber = 'unable to parse numeric part of quantity'

const maxInt64 = 2n ** 63n - 1n
const nano = -9

/** Upstream computes for hours on powers of ten far beyond any resource; such texts are refused here. */
const maxExponent = 10_000n

const decimalSuffixes: ReadonlyMap<string, number> = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
])
const binarySuffixes: ReadonlyMap<string, number> = new Map(
  ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((suffix, index) => [suffix, (index + 1) * 10]),
)

/** `ParseQuantity`. */
export function parseQuantity(text: string): ParsedQuantity {
  if (text === '') return { error: wrongFormat }
  const parts = /^([+-]?)(0*)(\d*)(?:(\.)(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/.exec(text)
  if (!parts) return { error: wrongFormat }
  const [, sign = '', zeroes = '', digits = '', dot = '', fraction = '', suffixText = ''] = parts
  const suffix = readSuffix(suffixText)
  if (!suffix) return { error: wrongSuffix }
  const number: NumberText = {
    isNegative: sign === '-',
    whole: digits || '0',
    fraction,
    hasDigit: zeroes + digits + fraction !== '' || dot + suffixText === '',
  }
  const small = smallQuantity(text, number, suffix)
  if (small) return { quantity: small }
  return number.hasDigit ? { quantity: decimalQuantity(number, suffix) } : { error: wrongNumber }
}

interface NumberText {
  readonly isNegative: boolean
  /** Without leading zeros. */
  readonly whole: string
  readonly fraction: string
  readonly hasDigit: boolean
}

interface Suffix {
  readonly base: 2 | 10
  readonly exponent: number
  readonly format: QuantityFormat
}

function readSuffix(text: string): Suffix | undefined {
  const decimal = decimalSuffixes.get(text)
  if (decimal !== undefined) return { base: 10, exponent: decimal, format: 'DecimalSI' }
  const binary = binarySuffixes.get(text)
  if (binary !== undefined) return { base: 2, exponent: binary, format: 'BinarySI' }
  const power = /^[eE]([+-]?)(\d+)$/.exec(text)
  if (!power || (power[2] ?? '').length > 1000) return undefined
  const size = BigInt(power[2] ?? '')
  if (size > maxExponent) return undefined
  return { base: 10, exponent: power[1] === '-' ? -Number(size) : Number(size), format: 'DecimalExponent' }
}

/** What upstream keeps as an int64; undefined where it needs a decimal. */
function smallQuantity(text: string, number: NumberText, suffix: Suffix): Quantity | undefined {
  const { whole, fraction, isNegative } = number
  const { base, exponent, format } = suffix
  if (base === 2 && fraction !== '') return undefined
  const precision = base === 10 ? 18 - whole.length - fraction.length : 14 - whole.length - (exponent * 3) / 10
  const scale = (base === 10 ? exponent : 0) - fraction.length
  if (precision < 0 || scale < nano) return undefined
  const digits = whole + fraction
  const value = BigInt(digits)
  const product = base === 2 ? value << BigInt(exponent) : value
  if (product > maxInt64) return undefined
  const isKept = base === 2 ? value % 8n !== 0n : scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0')
  const written = isKept || text === '0' ? text : undefined
  return { unscaled: isNegative ? -product : product, scale, format, written, isDecimal: false }
}

/** Amounts below one billionth are rounded up to it, binary ones beyond int64 are cut off there. */
function decimalQuantity({ isNegative, whole, fraction }: NumberText, { base, exponent, format }: Suffix): Quantity {
  const digits = BigInt(whole + fraction)
  const amount = base === 2 ? digits << BigInt(exponent) : digits
  const scale = (base === 10 ? exponent : 0) - fraction.length
  const rounded = amount === 0n ? 0n : atScale(amount, scale, nano)
  const isCapped = format === 'BinarySI' && rounded > maxInt64 * 10n ** 9n
  const isFraction = format === 'BinarySI' && rounded > 0n && rounded < 10n ** 9n
  const size = isCapped ? maxInt64 : rounded
  return {
    unscaled: isNegative ? -size : size,
    scale: isCapped ? 0 : amount === 0n ? scale : nano,
    format: isFraction ? 'DecimalSI' : format,
    written: undefined,
    isDecimal: true,
  }
}

/** An amount in units of another power of ten, rounded away from zero. */
function atScale(unscaled: bigint, from: number, to: number): bigint {
  if (from >= to) return unscaled * 10n ** BigInt(from - to)
  const divisor = 10n ** BigInt(to - from)
  const rest = unscaled % divisor
  const quotient = unscaled / divisor
  return rest === 0n ? quotient : quotient + (unscaled < 0n ? -1n : 1n)
}

/** The same amounts in units of the finer of both scales. */
function aligned(a: Quantity, b: Quantity): readonly [bigint, bigint, number] {
  const scale = Math.min(a.scale, b.scale)
  return [atScale(a.unscaled, a.scale, scale), atScale(b.unscaled, b.scale, scale), scale]
}

/** `Cmp`: -1, 0 or 1. */
export function compareQuantities(a: Quantity, b: Quantity): -1 | 0 | 1 {
  const [left, right] = aligned(a, b)
  return left < right ? -1 : left > right ? 1 : 0
}

/** `Add`: the sum is written in the way of the first amount, unless that is zero. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  const [left, right, scale] = aligned(a, b)
  const sum = left + right
  const isDecimal = a.isDecimal || b.isDecimal || BigInt.asIntN(64, sum) !== sum
  return { unscaled: sum, scale, format: a.unscaled === 0n ? b.format : a.format, written: undefined, isDecimal }
}

/** `Sub`. */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return addQuantities(a, { ...b, unscaled: -b.unscaled })
}

/** `Sign`. */
export function quantitySign({ unscaled }: Quantity): -1 | 0 | 1 {
  return unscaled < 0n ? -1 : unscaled > 0n ? 1 : 0
}

/**
 * `ScaledValue` in units of ten to the power of `scale` (0 is `Value`, -3 `MilliValue`), with what upstream answers
 * beyond int64.
 */
export function scaledValue({ unscaled, scale, isDecimal }: Quantity, wanted: 0 | -3): bigint {
  if (!isDecimal) {
    const value = atScale(unscaled, scale, wanted)
    return BigInt.asIntN(64, value) === value ? value : 0n
  }
  if (scale >= wanted) return BigInt.asIntN(64, BigInt.asIntN(64, unscaled) * 10n ** BigInt(scale - wanted))
  const divisor = 10n ** BigInt(wanted - scale)
  // What fits in an int64 is divided towards zero, what does not towards negative infinity; a rest counts as one more.
  const isShort = unscaled < maxInt64 && wanted - scale < 19
  const dividend = isShort ? BigInt.asIntN(64, unscaled) : unscaled
  const rest = dividend % divisor
  const quotient = dividend / divisor - (isShort || rest >= 0n ? 0n : 1n)
  return BigInt.asIntN(64, rest === 0n ? quotient : quotient + 1n)
}

/** `AsInt64`: undefined where it says that the amount is none. */
export function quantityInteger({ unscaled, scale, isDecimal }: Quantity): bigint | undefined {
  if (isDecimal || scale < 0) return undefined
  const value = atScale(unscaled, scale, 0)
  return BigInt.asIntN(64, value) === value ? value : undefined
}

/** `String`. */
export function quantityText(quantity: Quantity): string {
  return quantity.written ?? canonicalQuantity(quantity)
}

/** `CanonicalizeBytes`: number and suffix. */
export function canonicalQuantity({ unscaled, scale, format }: Quantity): string {
  if (unscaled === 0n) return '0'
  if (format === 'BinarySI') {
    const whole = atScale(unscaled, scale, 0)
    const isExact = compareQuantities(
      { unscaled, scale, format, written: undefined, isDecimal: true },
      { unscaled: whole, scale: 0, format, written: undefined, isDecimal: true },
    )
    if (isExact === 0 && (whole <= -1024n || whole >= 1024n)) return binaryText(whole)
  }
  const [amount, zeros] = withoutFactors(unscaled, 10n)
  const exponent = scale + zeros
  const shift = ((exponent % 3) + 3) % 3
  const number = amount * 10n ** BigInt(shift)
  const power = exponent - shift
  if (format === 'DecimalSI' || format === 'BinarySI') return `${number}${decimalSuffix(power)}`
  return power === 0 ? `${number}` : `${number}e${power}`
}

/** Beyond `E` v0.35.4 knows no suffix and writes none. */
function decimalSuffix(power: number): string {
  for (const [suffix, exponent] of decimalSuffixes) if (exponent === power) return suffix
  return ''
}

function binaryText(value: bigint): string {
  const [amount, times] = withoutFactors(value, 1024n)
  return `${amount}${['', ...binarySuffixes.keys()][times] ?? ''}`
}

function withoutFactors(value: bigint, factor: bigint): readonly [bigint, number] {
  let rest = value
  let times = 0
  while (rest !== 0n && rest % factor === 0n) {
    rest /= factor
    times++
  }
  return [rest, times]
}

/** `UnmarshalJSON` of the text of a JSON value: a manifest may hold a bare number. */
export function quantityOfJson(json: string): ParsedQuantity {
  if (json === 'null') return { quantity: { unscaled: 0n, scale: 0, format: '', written: undefined, isDecimal: false } }
  const isQuoted = json.length >= 2 && json.startsWith('"') && json.endsWith('"')
  return parseQuantity((isQuoted ? json.slice(1, -1) : json).trim())
}
