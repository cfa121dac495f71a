import { documentFile, valueOfJson } from './documents.ts'
import { each } from './fork.ts'
import { invoke } from './functions.ts'
import { argument, lift, told } from './lift.ts'
import { limits, type Machine } from './machine.ts'
import { enumerated, getOf, isCertain } from './objects.ts'
import type { Realm } from './realm.ts'
import { type Part, stringOf, Unknown, unknownFrom } from './unknown.ts'
import { ArrayObj, FunctionObj, Obj, plainSlot, type Slot, Sym, type Value } from './values.ts'

export function jsonBuiltins(machine: Machine, realm: Realm): void {
  const json = new Obj(realm.objectPrototype)
  realm.define('JSON', json)
  realm.method(json, 'parse', (_machine, _self, args) => {
    const text = argument(machine, args, 0)
    return lift(machine, `JSON.parse(${told(text)})`, [text], undefined, ([known]) => parse(machine, String(known)))
  })
  realm.method(json, 'stringify', (_machine, _self, args) => {
    const replacer = argument(machine, args, 1)
    const space = argument(machine, args, 2)
    return each(machine, argument(machine, args, 0), (value) => {
      if (replacer instanceof Obj && !(replacer instanceof ArrayObj))
        return unknownFrom('JSON.stringify(…)', [], 'string')
      const indent =
        typeof space === 'number'
          ? ' '.repeat(Math.min(10, Math.max(0, space)))
          : typeof space === 'string'
            ? space.slice(0, 10)
            : ''
      const only = replacer instanceof ArrayObj ? new Set(replacer.items.map((slot) => String(slot.value))) : undefined
      const parts = new Writer(machine, indent, only).write('', plainSlot(value), '')
      return parts ? limited(machine, stringOf(parts)) : undefined
    })
  })
}

function limited(machine: Machine, text: string | Unknown): Value {
  if (typeof text !== 'string') return text
  return text.length > limits.text
    ? unknownFrom('a text of more than a million characters', [], 'string')
    : machine.text(text)
}

function parse(machine: Machine, text: string): Value {
  try {
    JSON.parse(text)
  } catch (error) {
    return machine.fail('SyntaxError', error instanceof Error ? error.message : 'invalid JSON')
  }
  return valueOfJson(machine, documentFile(machine, text))
}

/** JSON.stringify, over values that may be known in part. */
class Writer {
  readonly #machine: Machine
  readonly #indent: string
  readonly #only: ReadonlySet<string> | undefined
  readonly #open: Obj[] = []

  constructor(machine: Machine, indent: string, only: ReadonlySet<string> | undefined) {
    this.#machine = machine
    this.#indent = indent
    this.#only = only
  }

  /** The text of a value; undefined for what JSON leaves out. */
  write(key: string, slot: Slot, before: string): Part[] | undefined {
    const machine = this.#machine
    let value = machine.read(slot)
    const toJson = value instanceof Obj ? getOf(machine, value, 'toJSON') : undefined
    if (toJson instanceof FunctionObj)
      value = machine.settle(invoke(machine, toJson, value, [plainSlot(key)], 'toJSON'))
    if (value instanceof Unknown) return value.parts ? quotedParts(value.parts) : [value]
    if (value === undefined || value instanceof FunctionObj || value instanceof Sym) return undefined
    if (value instanceof Obj) return this.#writeObject(value, before)
    if (typeof value === 'object' && value !== null) return [unknownFrom('JSON.stringify(…)', [value], 'string')]
    if (typeof value === 'bigint') return machine.fail('TypeError', 'Do not know how to serialize a BigInt')
    return [JSON.stringify(value)]
  }

  #writeObject(object: Obj, before: string): Part[] {
    if (this.#open.includes(object)) return this.#machine.fail('TypeError', 'Converting circular structure to JSON')
    this.#open.push(object)
    const inner = before + this.#indent
    const entries = object instanceof ArrayObj ? this.#items(object, inner) : this.#entries(object, inner)
    this.#open.pop()
    const [from, to] = object instanceof ArrayObj ? ['[', ']'] : ['{', '}']
    if (entries.length === 0) return [`${from}${to}`]
    const [start, between, end] = this.#indent
      ? [`${from}\n${inner}`, `,\n${inner}`, `\n${before}${to}`]
      : [from, ',', to]
    return [start, ...entries.flatMap((entry, index) => (index > 0 ? [between, ...entry] : entry)), end]
  }

  #items(list: ArrayObj, inner: string): Part[][] {
    if (!isCertain(this.#machine, list)) return [[listUnknown(this.#machine, list)]]
    return list.items.map((slot, index) => this.write(String(index), slot, inner) ?? ['null'])
  }

  #entries(object: Obj, inner: string): Part[][] {
    const colon = this.#indent ? '": ' : '":'
    const found: Part[][] = []
    for (const { key, slot } of enumerated(this.#machine, object)) {
      if (typeof key === 'string' && this.#only && !this.#only.has(key)) continue
      if (typeof key !== 'string' || slot.repeated || !this.#machine.isHere(slot)) {
        found.push([unknownFrom('JSON.stringify(…)', [key, this.#machine.read(slot)], 'string')])
        continue
      }
      const text = this.write(key, slot, inner)
      if (text) found.push([`${JSON.stringify(key).slice(0, -1)}${colon}`, ...text])
    }
    return found
  }
}

function quotedParts(parts: readonly Part[]): Part[] {
  const inner = parts.map((part) => (typeof part === 'string' ? JSON.stringify(part).slice(1, -1) : part))
  return ['"', ...inner, '"']
}

function listUnknown(machine: Machine, list: ArrayObj): Unknown {
  const length = getOf(machine, list, 'length')
  return unknownFrom('JSON.stringify(…)', [length], 'string')
}
