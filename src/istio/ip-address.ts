import { goQuote } from '../kube/go-text.ts'
import { parseInteger } from './go-number.ts'

/** An address as Go's package net/netip reads it (Go 1.25), or what it says against it. */
type Address =
  | { readonly is6: boolean; readonly hasZone: boolean; readonly error?: undefined }
  | { readonly error: string }

/** netip.ParseAddr. */
export function parseAddress(text: string): Address {
  const mark = /[.:%]/.exec(text)?.[0]
  const problem = mark === '.' ? fieldsProblem(text) : mark === ':' ? longProblem(text) : { why: noAddress(mark) }
  if (!problem) return { is6: mark === ':', hasZone: text.includes('%') }
  const at = problem.at ? ` (at ${goQuote(problem.at)})` : ''
  return { error: `ParseAddr(${goQuote(text)}): ${problem.why}${at}` }
}

function noAddress(mark: string | undefined): string {
  return mark === '%' ? 'missing IPv6 address' : 'unable to parse IP'
}

interface Problem {
  readonly why: string
  readonly at?: string
}

/** Four decimal fields. */
function fieldsProblem(text: string): Problem | undefined {
  let dots = 0
  let field = ''
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index)
    const at = text.slice(index)
    if (character >= '0' && character <= '9') {
      if (field === '0') return { why: 'IPv4 field has octet with leading zero' }
      field += character
      if (Number(field) > 255) return { why: 'IPv4 field has value >255' }
    } else if (character === '.') {
      if (field === '' || at === '.') return { why: 'IPv4 field must have at least one digit', at }
      if (dots === 3) return { why: 'IPv4 address too long' }
      dots++
      field = ''
    } else return { why: 'unexpected character', at }
  }
  return dots < 3 ? { why: 'IPv4 address too short' } : undefined
}

/** What is left of an IPv6 address, with what was read of it. */
interface LongState {
  readonly rest: string
  /** Fields of 16 bits. */
  readonly fields: number
  /** Whether a `::` was read. */
  readonly gap: boolean
  readonly done?: true
}

function longProblem(text: string): Problem | undefined {
  const percent = text.indexOf('%')
  if (percent >= 0 && percent === text.length - 1) return { why: 'zone must be a non-empty string' }
  const address = percent < 0 ? text : text.slice(0, percent)
  const startsWithGap = address.startsWith('::')
  if (address === '::') return undefined
  let state: LongState = { rest: startsWithGap ? address.slice(2) : address, fields: 0, gap: startsWithGap }
  while (state.fields < 8 && !state.done) {
    const next = nextField(state)
    if ('why' in next) return next
    state = next
  }
  if (state.rest !== '') return { why: 'trailing garbage after address', at: state.rest }
  if (state.fields < 8) return state.gap ? undefined : { why: 'address string too short' }
  return state.gap ? { why: 'the :: must expand to at least one field of zeros' } : undefined
}

function nextField({ rest, fields, gap }: LongState): LongState | Problem {
  const digits = /^[0-9a-fA-F]*/.exec(rest)?.[0] ?? ''
  if (digits.length > 4) return { why: 'each group must have 4 or less digits', at: rest }
  if (digits === '') return { why: 'each colon-separated field must have at least one digit', at: rest }
  const behind = rest.slice(digits.length)
  if (behind.startsWith('.')) return embedded({ rest, fields, gap })
  const read = { fields: fields + 1, gap }
  if (behind === '') return { ...read, rest: '', done: true }
  if (!behind.startsWith(':')) return { why: 'unexpected character, want colon', at: behind }
  if (behind === ':') return { why: 'colon must be followed by more characters', at: behind }
  if (!behind.startsWith('::')) return { ...read, rest: behind.slice(1) }
  if (gap) return { why: 'multiple :: in address', at: behind.slice(1) }
  return behind === '::'
    ? { fields: fields + 1, gap: true, rest: '', done: true }
    : { fields: fields + 1, gap: true, rest: behind.slice(2) }
}

/** An IPv4 address at the end. */
function embedded({ rest, fields, gap }: LongState): LongState | Problem {
  if (!gap && fields !== 6)
    return { why: 'embedded IPv4 address must replace the final 2 fields of the address', at: rest }
  if (fields > 6) return { why: 'too many hex fields to fit an embedded IPv4 at the end of the address', at: rest }
  return fieldsProblem(rest) ?? { fields: fields + 2, gap, rest: '', done: true }
}

/** The error of netip.ParsePrefix. */
export function prefixError(text: string): string | undefined {
  const why = prefixProblem(text)
  return why === undefined ? undefined : `netip.ParsePrefix(${goQuote(text)}): ${why}`
}

function prefixProblem(text: string): string | undefined {
  const slash = text.lastIndexOf('/')
  if (slash < 0) return "no '/'"
  const address = parseAddress(text.slice(0, slash))
  if (address.error !== undefined) return address.error
  if (address.hasZone) return 'IPv6 zones cannot be present in a prefix'
  const bits = text.slice(slash + 1)
  const parsed = parseInteger(bits)
  const isOdd = bits.length > 1 && !/^[1-9]/.test(bits)
  if (isOdd || parsed.error !== undefined) return `bad bits after slash: ${goQuote(bits)}`
  return parsed.value > (address.is6 ? 128n : 32n) ? 'prefix length out of range' : undefined
}
