import { regexpBuiltins, replaceText, splitByPattern } from './builtins-regexp.ts'
import { each } from './fork.ts'
import { iterationSlots } from './iteration.ts'
import { argument, lift, told } from './lift.ts'
import { limits, type Machine } from './machine.ts'
import type { Realm } from './realm.ts'
import { patternOf } from './regexp.ts'
import { joinText, toText } from './text.ts'
import { Unknown, unknownFrom } from './unknown.ts'
import { Obj, plainSlot, type Value } from './values.ts'

/** Methods of strings that take and give plain values: run as they are. */
const plainMethods: Readonly<Record<string, Unknown['type']>> = {
  at: 'string',
  charAt: 'string',
  charCodeAt: 'number',
  codePointAt: 'number',
  endsWith: 'boolean',
  includes: 'boolean',
  indexOf: 'number',
  lastIndexOf: 'number',
  localeCompare: 'number',
  normalize: 'string',
  padEnd: 'string',
  padStart: 'string',
  repeat: 'string',
  slice: 'string',
  startsWith: 'boolean',
  substr: 'string',
  substring: 'string',
  toLocaleLowerCase: 'string',
  toLocaleUpperCase: 'string',
  toLowerCase: 'string',
  toUpperCase: 'string',
  trim: 'string',
  trimEnd: 'string',
  trimStart: 'string',
}

export function stringBuiltins(machine: Machine, realm: Realm): void {
  const prototype = new Obj(realm.objectPrototype)
  realm.primitivePrototypes.set('string', prototype)
  const type = realm.type('String', prototype, (_machine, _self, args) =>
    args.length === 0 ? '' : toText(machine, argument(machine, args, 0)),
  )
  realm.method(type, 'raw', (_machine, _self, [texts, ...values]) =>
    rawText(
      machine,
      texts?.value,
      values.map((slot) => slot.value),
    ),
  )
  realm.method(type, 'fromCharCode', (_machine, _self, args) =>
    lift(
      machine,
      'String.fromCharCode(…)',
      args.map((slot) => slot.value),
      'string',
      (codes) => String.fromCharCode(...codes.map(Number)),
    ),
  )
  stringMethods(machine, realm, prototype)
  regexpBuiltins(machine, realm)
}

function stringMethods(machine: Machine, realm: Realm, prototype: Obj): void {
  for (const [name, result] of Object.entries(plainMethods))
    realm.method(prototype, name, (_machine, self, args) => {
      const values = [self, ...args.map((slot) => slot.value)]
      const partly = fromKnownStart(name, machine.settle(self), argument(machine, args, 0))
      if (partly !== undefined) return partly
      return lift(machine, `${told(self)}.${name}(…)`, values, result, ([text, ...rest]) =>
        runPlain(machine, name, text, rest),
      )
    })
  for (const name of ['toString', 'valueOf']) realm.method(prototype, name, (_machine, self) => self)
  realm.method(prototype, 'concat', (_machine, self, args) =>
    joinText(machine, [self, ...args.map((slot) => slot.value)]),
  )
  realm.method(prototype, 'split', (_machine, self, args) =>
    split(machine, self, argument(machine, args, 0), argument(machine, args, 1)),
  )
  for (const name of ['replace', 'replaceAll'] as const)
    realm.method(prototype, name, (_machine, self, args) =>
      replaceText(machine, name, self, argument(machine, args, 0), argument(machine, args, 1)),
    )
}

/** What a known beginning or end of a text settles. */
function fromKnownStart(name: string, self: Value, wanted: Value): boolean | undefined {
  if (!(self instanceof Unknown) || !self.parts || typeof wanted !== 'string') return undefined
  const [first] = self.parts
  const last = self.parts.at(-1)
  if (name === 'startsWith' && typeof first === 'string')
    return settledBy(first.slice(0, wanted.length), wanted.slice(0, first.length), first.length >= wanted.length)
  if (name === 'endsWith' && typeof last === 'string')
    return settledBy(last.slice(-wanted.length), wanted.slice(-last.length), last.length >= wanted.length)
  if (name === 'includes' && self.parts.some((part) => typeof part === 'string' && part.includes(wanted))) return true
  return undefined
}

function settledBy(known: string, wanted: string, isWhole: boolean): boolean | undefined {
  if (known !== wanted) return false
  return isWhole ? true : undefined
}

function runPlain(machine: Machine, name: string, of: Value, args: readonly Value[]): Value {
  if (of === undefined || of === null)
    return machine.fail('TypeError', `String.prototype.${name} called on null or undefined`)
  const text = String(toText(machine, of))
  const size = typeof args[0] === 'number' ? args[0] : Number(args[0])
  if (name === 'repeat' && size * text.length > limits.text)
    return unknownFrom('a text of more than a million characters', [], 'string')
  if (/^pad/.test(name) && size > limits.text)
    return unknownFrom('a text of more than a million characters', [], 'string')
  const plain = args.map((value) => (value instanceof Obj ? toText(machine, value) : value))
  const result = applied(machine, name, text, plain)
  return typeof result === 'string' ? machine.text(result) : result
}

function applied(machine: Machine, name: string, text: string, args: readonly Value[]): Value {
  try {
    return Reflect.apply(Reflect.get(String.prototype, name), text, args) as Value
  } catch (error) {
    return machine.fail(
      error instanceof RangeError ? 'RangeError' : 'TypeError',
      error instanceof Error ? error.message : '',
    )
  }
}

function rawText(machine: Machine, texts: Value, values: readonly Value[]): Value {
  const raw = texts instanceof Obj ? texts.props.get('raw')?.value : undefined
  const parts = iterationSlots(machine, raw ?? machine.array([]), 'raw').map((slot) => slot.value)
  return joinText(
    machine,
    parts.flatMap((part, index) => (index < parts.length - 1 ? [part, values[index] ?? ''] : [part])),
  )
}

function split(machine: Machine, self: Value, separator: Value, limit: Value): Value {
  return each(machine, self, (of) => {
    if (of instanceof Unknown) return splitUnknown(machine, of, separator)
    const pattern = separator instanceof Obj ? patternOf(separator) : undefined
    if (pattern) return splitByPattern(machine, of, pattern, limit)
    return each(machine, separator, (by) => {
      if (by instanceof Unknown) return unknownFrom(`${told(of)}.split(…)`, [by], 'list')
      const text = String(toText(machine, of))
      const parts = text.split(
        by === undefined ? (undefined as unknown as string) : String(by),
        typeof limit === 'number' ? limit : undefined,
      )
      return machine.array(parts.map((part) => plainSlot(part)))
    })
  })
}

/** A text known in part, split: what lies before the first unknown part is known. */
function splitUnknown(machine: Machine, of: Unknown, separator: Value): Value {
  const list = unknownFrom(`${of.text}.split(…)`, [of], 'list')
  const [first] = of.parts ?? []
  if (typeof first !== 'string' || typeof separator !== 'string' || separator === '') return list
  const known = first.split(separator).slice(0, -1)
  const rest = new Unknown(of.gaps, { text: `${of.text}.split(…)[…]`, type: 'string' })
  return machine.array([
    ...known.map((part) => plainSlot(part)),
    { value: rest, place: undefined },
    { value: rest, repeated: of.gaps },
  ])
}
