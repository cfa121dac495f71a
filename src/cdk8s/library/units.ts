import type { Loose } from './native.ts'

/** Durations, sizes and schedules (cdk8s 2.70.106, lib/duration.js, lib/size.js, lib/cron.js). */

interface Unit {
  readonly label: string
  readonly factor: number
  /** How amounts in this unit are written. */
  readonly sign: string
}

const timeUnits = {
  millis: { label: 'millis', factor: 1, sign: '' },
  seconds: { label: 'seconds', factor: 1000, sign: 'S' },
  minutes: { label: 'minutes', factor: 60000, sign: 'M' },
  hours: { label: 'hours', factor: 3600000, sign: 'H' },
  days: { label: 'days', factor: 86400000, sign: 'D' },
}

const storageUnits = {
  kibibytes: { label: 'kibibytes', factor: 1, sign: 'Ki' },
  mebibytes: { label: 'mebibytes', factor: 1024, sign: 'Mi' },
  gibibytes: { label: 'gibibytes', factor: 1048576, sign: 'Gi' },
  tebibytes: { label: 'tebibytes', factor: 1073741824, sign: 'Ti' },
  pebibytes: { label: 'pebibytes', factor: 1099511627776, sign: 'Pi' },
}

function failConversion(amount: number, from: Unit, to: Unit): void {
  throw new Error(`'${amount} ${from.label}' cannot be converted into a whole number of ${to.label}.`)
}

function convertTime(amount: number, from: Unit, to: Unit, options: Loose): number {
  const integral = options.integral ?? true
  if (from.factor === to.factor) {
    if (integral && !Number.isInteger(amount)) throw new Error(`${amount} must be a whole number of ${to.label}.`)
    return amount
  }
  const value = amount * (from.factor / to.factor)
  if (integral && !Number.isInteger(value)) failConversion(amount, from, to)
  return value
}

function label(amount: number, unit: Unit): string {
  return amount === 1 ? `1 ${unit.label.slice(0, -1)}` : `${amount} ${unit.label}`
}

/** A length of time. */
export class Duration {
  static millis(amount: number): Duration {
    return new Duration(amount, timeUnits.millis)
  }

  static seconds(amount: number): Duration {
    return new Duration(amount, timeUnits.seconds)
  }

  static minutes(amount: number): Duration {
    return new Duration(amount, timeUnits.minutes)
  }

  static hours(amount: number): Duration {
    return new Duration(amount, timeUnits.hours)
  }

  static days(amount: number): Duration {
    return new Duration(amount, timeUnits.days)
  }

  static parse(text: string): Duration {
    const found = text.match(/^PT(?:(\d+)D)?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/)
    const parts = found ? found.slice(1) : []
    if (!parts.some((part) => part)) throw new Error(`Not a valid ISO duration: ${text}`)
    const [days, hours, minutes, seconds] = parts.map((part) => Number(part ?? 0))
    const inHours = (days ?? 0) * 24 + (hours ?? 0)
    return Duration.millis(((inHours * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000)
  }

  private readonly amount: number
  private readonly unit: Unit

  private constructor(amount: number, unit: Unit) {
    if (amount < 0) throw new Error(`Duration amounts cannot be negative. Received: ${amount}`)
    this.amount = amount
    this.unit = unit
  }

  toMilliseconds(options: Loose = {}): number {
    return convertTime(this.amount, this.unit, timeUnits.millis, options)
  }

  toSeconds(options: Loose = {}): number {
    return convertTime(this.amount, this.unit, timeUnits.seconds, options)
  }

  toMinutes(options: Loose = {}): number {
    return convertTime(this.amount, this.unit, timeUnits.minutes, options)
  }

  toHours(options: Loose = {}): number {
    return convertTime(this.amount, this.unit, timeUnits.hours, options)
  }

  toDays(options: Loose = {}): number {
    return convertTime(this.amount, this.unit, timeUnits.days, options)
  }

  toIsoString(): string {
    if (this.amount === 0) return 'PT0S'
    if (this.unit.label === 'millis') throw new Error('Unexpected time unit: millis')
    if (this.unit.label === 'days') return `PT${this.amount}D`
    const modulus = this.unit.label === 'hours' ? 24 : 60
    const next = { seconds: Duration.minutes, minutes: Duration.hours, hours: Duration.days }
    const above: Loose = next
    if (this.amount < modulus) return `PT${this.amount}${this.unit.sign}`
    const rest = this.amount % modulus
    const more = above[this.unit.label]((this.amount - rest) / modulus).toIsoString()
    return rest > 0 ? `${more}${rest}${this.unit.sign}` : more
  }

  toHumanString(): string {
    if (this.amount === 0) return label(0, this.unit)
    let left = this.amount * this.unit.factor
    const parts: string[] = []
    for (const unit of [timeUnits.days, timeUnits.hours, timeUnits.minutes, timeUnits.seconds]) {
      const whole = Math.floor(left / unit.factor)
      if (whole > 0) parts.push(label(whole, unit))
      left -= whole * unit.factor
    }
    if (left > 0) parts.push(label(left, timeUnits.millis))
    return parts.slice(0, 2).join(' ')
  }

  unitLabel(): string {
    return this.unit.label
  }
}

/** What becomes of fractions when a size is converted. */
export const SizeRoundingBehavior = Object.freeze({ FAIL: 0, FLOOR: 1, NONE: 2 })

/** An amount of storage. */
export class Size {
  static kibibytes(amount: number): Size {
    return new Size(amount, storageUnits.kibibytes)
  }

  static mebibytes(amount: number): Size {
    return new Size(amount, storageUnits.mebibytes)
  }

  static gibibytes(amount: number): Size {
    return new Size(amount, storageUnits.gibibytes)
  }

  static tebibytes(amount: number): Size {
    return new Size(amount, storageUnits.tebibytes)
  }

  static pebibyte(amount: number): Size {
    return new Size(amount, storageUnits.pebibytes)
  }

  private readonly amount: number
  private readonly unit: Unit

  private constructor(amount: number, unit: Unit) {
    if (amount < 0) throw new Error(`Storage amounts cannot be negative. Received: ${amount}`)
    this.amount = amount
    this.unit = unit
  }

  asString(): string {
    return `${this.amount}${this.unit.sign}`
  }

  toKibibytes(options: Loose = {}): number {
    return this.to(storageUnits.kibibytes, options)
  }

  toMebibytes(options: Loose = {}): number {
    return this.to(storageUnits.mebibytes, options)
  }

  toGibibytes(options: Loose = {}): number {
    return this.to(storageUnits.gibibytes, options)
  }

  toTebibytes(options: Loose = {}): number {
    return this.to(storageUnits.tebibytes, options)
  }

  toPebibytes(options: Loose = {}): number {
    return this.to(storageUnits.pebibytes, options)
  }

  private to(unit: Unit, options: Loose): number {
    if (this.unit.factor === unit.factor) return this.amount
    const value = this.amount * (this.unit.factor / unit.factor)
    const rounding = options.rounding ?? SizeRoundingBehavior.FAIL
    if (rounding === SizeRoundingBehavior.NONE) return value
    if (rounding === SizeRoundingBehavior.FLOOR) return Math.floor(value)
    if (!Number.isInteger(value)) failConversion(this.amount, this.unit, unit)
    return value
  }
}

/** A schedule. */
export class Cron {
  static everyMinute(): Cron {
    return new Cron({})
  }

  static hourly(): Cron {
    return new Cron({ minute: '0' })
  }

  static daily(): Cron {
    return new Cron({ minute: '0', hour: '0' })
  }

  static weekly(): Cron {
    return new Cron({ minute: '0', hour: '0', weekDay: '0' })
  }

  static monthly(): Cron {
    return new Cron({ minute: '0', hour: '0', day: '1' })
  }

  static annually(): Cron {
    return new Cron({ minute: '0', hour: '0', day: '1', month: '1' })
  }

  static schedule(options: Loose): Cron {
    return new Cron(options)
  }

  readonly expressionString: string

  constructor(options: Loose = {}) {
    const parts = [options.minute, options.hour, options.day, options.month, options.weekDay]
    this.expressionString = parts.map((part) => part ?? '*').join(' ')
  }
}
