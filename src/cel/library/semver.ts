import { compareBig } from '../values/big.ts'
import type { Run } from '../values/operators.ts'
import { isOpaque, opaque, RuntimeError, type Value } from '../values/value.ts'

interface Version {
  readonly numbers: readonly bigint[]
  readonly before: readonly (string | bigint)[]
}

const type = 'kubernetes.Semver'
const names = ['Major', 'Minor', 'Patch']

/** github.com/blang/semver/v4 v4.0.0, semver.go: Parse; with `isLoose` ParseTolerant as Kubernetes normalizes. */
function parseVersion(written: string, isLoose: boolean): Version {
  const text = isLoose ? normalized(written) : written
  if (text === '') throw new RuntimeError('Version string empty')
  const parts = text.split('.', 2)
  if (parts.length !== 2 || text.split('.').length < 3) throw new RuntimeError('No Major.Minor.Patch elements found')
  const [, core = '', pre, build] = /^(.*?)(?:-(.*?))?(?:\+(.*))?$/s.exec(splitBuild(text)) ?? []
  const numbers = core.split('.')
  if (numbers.length !== 3)
    throw new RuntimeError(`Invalid character(s) found in patch number "${numbers.slice(2).join('.')}"`)
  const before = pre === undefined ? [] : pre.split('.').map(readPre)
  for (const one of build?.split('.') ?? [])
    if (!/^[0-9A-Za-z-]+$/.test(one)) throw new RuntimeError('Invalid character(s) found in build meta data')
  return { numbers: numbers.map(readNumber), before }
}

/** A `+` before the first `-` begins the build's data, in which a `-` is nothing special. */
function splitBuild(text: string): string {
  const [plus, minus] = [text.indexOf('+'), text.indexOf('-')]
  return plus >= 0 && minus > plus ? `${text.slice(0, plus)}+${text.slice(plus + 1).replaceAll('-', '0')}` : text
}

function readNumber(text: string, index: number): bigint {
  const name = names[index]
  if (!/^\d+$/.test(text))
    throw new RuntimeError(`Invalid character(s) found in ${name?.toLowerCase()} number "${text}"`)
  if (/^0\d/.test(text)) throw new RuntimeError(`${name} number must not contain leading zeroes "${text}"`)
  const value = BigInt(text)
  if (value >= 2n ** 64n) throw new RuntimeError(`strconv.ParseUint: parsing "${text}": value out of range`)
  return value
}

function readPre(text: string): string | bigint {
  if (!/^[0-9A-Za-z-]+$/.test(text)) throw new RuntimeError(`Invalid character(s) found in prerelease "${text}"`)
  if (!/^\d+$/.test(text)) return text
  if (/^0\d/.test(text)) throw new RuntimeError(`Numeric PreRelease version must not contain leading zeroes "${text}"`)
  return BigInt(text)
}

/** normalizeAndParse, k8s.io/apiserver v0.35.4, pkg/cel/library/semverlib.go. */
function normalized(text: string): string {
  const parts = text.replace(/^v/, '').split('.')
  const split = (part: string): readonly string[] => /^(\d*)(.*)$/s.exec(part)?.slice(1) ?? []
  const trimmed = parts.slice(0, 3).map((part, index) => {
    const [digits = '', rest = ''] = split(part)
    return index === parts.length - 1 || index === 2
      ? `${digits.replace(/^0+(?=\d)/, '')}${rest}`
      : part.replace(/^0+(?=\d)/, '')
  })
  if (parts.length >= 3) return [...trimmed, ...parts.slice(3)].join('.')
  const [, digits = '', rest = ''] = /^([^-+]*)(.*)$/s.exec(trimmed.join('.')) ?? []
  return `${digits}${'.0'.repeat(3 - parts.length)}${rest}`
}

function compareVersions(a: Version, b: Version): number {
  for (const [index, number] of a.numbers.entries()) {
    const found = compareBig(number, b.numbers[index] ?? 0n)
    if (found !== 0) return found
  }
  if (a.before.length === 0 || b.before.length === 0) return Math.sign(b.before.length - a.before.length)
  for (const [index, one] of a.before.entries()) {
    const other = b.before[index]
    const found = other === undefined ? 1 : compareParts(one, other)
    if (found !== 0) return found
  }
  return Math.sign(a.before.length - b.before.length)
}

function compareParts(a: string | bigint, b: string | bigint): number {
  if (typeof a === 'bigint' && typeof b === 'bigint') return compareBig(a, b)
  if (typeof a !== typeof b) return typeof a === 'bigint' ? -1 : 1
  return a < b ? -1 : a > b ? 1 : 0
}

function versionOf(value: Value | undefined): Version | undefined {
  return isOpaque(value, type) ? (value.data as Version) : undefined
}

function compared(decide: (difference: number) => Value): Run {
  return (a, b) => {
    const [left, right] = [versionOf(a), versionOf(b)]
    return left && right && decide(compareVersions(left, right))
  }
}

function number(index: number): Run {
  return (value) => {
    const found = versionOf(value)?.numbers[index]
    return found === undefined ? undefined : found
  }
}

export const semverFunctions: Readonly<Record<string, Run>> = {
  semver: (text, isLoose = false) => {
    if (typeof text !== 'string' || typeof isLoose !== 'boolean') return undefined
    const version = parseVersion(text, isLoose)
    return opaque(
      type,
      `${version.numbers.join('.')} ${version.before.map((one) => `${typeof one} ${one}`).join()}`,
      version,
    )
  },
  isSemver: (text, isLoose = false) => {
    if (typeof text !== 'string' || typeof isLoose !== 'boolean') return undefined
    try {
      return parseVersion(text, isLoose).numbers.length === 3
    } catch (error) {
      if (error instanceof RuntimeError) return false
      throw error
    }
  },
  major: number(0),
  minor: number(1),
  patch: number(2),
  isLessThan: compared((difference) => difference < 0),
  isGreaterThan: compared((difference) => difference > 0),
  compareTo: compared((difference) => BigInt(difference)),
}
