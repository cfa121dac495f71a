import { each, fork, truthOf } from './fork.ts'
import type { Machine } from './machine.ts'
import { findSlot, getOf, keyOf, sameAs } from './objects.ts'
import { joinText, toText } from './text.ts'
import { Choice, choose, leavesOf, mayEqual, Unknown, unknownFrom } from './unknown.ts'
import { ArrayObj, FunctionObj, Obj, Sym, type Value } from './values.ts'

type Known = string | number | bigint | boolean | null | undefined

/** The value of a binary operator. `text` gives the expression as written, where the value is unknown. */
export function binary(machine: Machine, operator: string, left: Value, right: Value, text: () => string): Value {
  const a = machine.settle(left)
  const b = machine.settle(right)
  if (a instanceof Choice) return each(machine, a, (one) => binary(machine, operator, one, b, text))
  if (b instanceof Choice) return each(machine, b, (one) => binary(machine, operator, a, one, text))
  if (operator === 'instanceof') return instanceOf(machine, a, b, text)
  if (operator === 'in') return isIn(machine, a, b, text)
  if (operator === '===' || operator === '!==' || operator === '==' || operator === '!=')
    return equality(operator, a, b, text)
  if (operator === '+') return add(machine, a, b, text)
  const x = primitive(machine, a)
  const y = primitive(machine, b)
  if (x instanceof Unknown || y instanceof Unknown)
    return unknownFrom(text(), [x, y], comparing.has(operator) ? 'boolean' : 'number')
  return guardedNumeric(machine, operator, x, y)
}

const comparing = new Set(['<', '>', '<=', '>='])

function guardedNumeric(machine: Machine, operator: string, a: Known, b: Known): Value {
  if (typeof a === 'bigint' && typeof b === 'bigint' && (operator === '**' || operator === '<<') && b > 4096n)
    return machine.fail('RangeError', 'Maximum BigInt size exceeded')
  try {
    return numeric(operator, a as number, b as number)
  } catch (error) {
    return machine.fail(
      error instanceof RangeError ? 'RangeError' : 'TypeError',
      error instanceof Error ? error.message : '',
    )
  }
}

function numeric(operator: string, a: number, b: number): Value {
  switch (operator) {
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    case '%':
      return a % b
    case '**':
      return a ** b
    case '<':
      return a < b
    case '>':
      return a > b
    case '<=':
      return a <= b
    case '>=':
      return a >= b
    case '&':
      return a & b
    case '|':
      return a | b
    case '^':
      return a ^ b
    case '<<':
      return a << b
    case '>>':
      return a >> b
    default:
      return a >>> b
  }
}

function equality(operator: string, a: Value, b: Value, text: () => string): Value {
  const negative = operator.startsWith('!')
  const equal = areEqual(a, b, operator.length === 3, text)
  if (equal instanceof Unknown) return negative ? negated(equal) : equal
  return negative ? !equal : equal
}

/** Whether two values are equal; unknown where one of them is. */
export function areEqual(a: Value, b: Value, strict: boolean, text: () => string): boolean | Unknown {
  const [uncertain, other] = a instanceof Unknown ? [a, b] : [b, a]
  if (!(uncertain instanceof Unknown)) return strict ? a === b : looselyEqual(a, b)
  if (a === b) return a instanceof Unknown && a.type !== 'number' ? true : unknownFrom(text(), [a], 'boolean')
  if ((other === undefined || other === null) && (uncertain.truthy || uncertain.parts || uncertain.type)) return false
  if (typeof other === 'string') {
    if ((uncertain.parts || uncertain.never.length > 0) && !mayEqual(uncertain, other)) return false
    if (uncertain.truthy && other === '') return false
    return sameAs(uncertain, other)
  }
  const key = typeof other === 'object' || typeof other === 'function' ? undefined : `${typeof other} ${String(other)}`
  const make = () => unknownFrom(text(), [uncertain, other], 'boolean')
  return key === undefined ? make() : uncertain.derived(`=== ${key}`, make)
}

function looselyEqual(a: Value, b: Value): boolean {
  if (a instanceof Obj && b instanceof Obj) return a === b
  if (a instanceof Obj || b instanceof Obj) {
    const [object, other] = a instanceof Obj ? [a, b] : [b, a]
    return other !== null && other !== undefined && String(keyOf(object) ?? '') === String(other)
  }
  // biome-ignore lint/suspicious/noDoubleEquals: the program's own `==`.
  return a == b
}

function negated(value: Unknown): Unknown {
  if (value.negated) return value.negated
  return value.derived('!', () => {
    const truthy = value.truthy === undefined ? undefined : !value.truthy
    return new Unknown(value.gaps, { text: `!${value.text}`, type: 'boolean', negated: value, truthy })
  })
}

function add(machine: Machine, left: Value, right: Value, text: () => string): Value {
  const a = primitive(machine, left)
  const b = primitive(machine, right)
  if (typeof a === 'string' || typeof b === 'string' || isText(a) || isText(b)) return joinText(machine, [a, b])
  if (a instanceof Unknown || b instanceof Unknown) {
    const isNumber = [a, b].every((one) => typeof one === 'number' || (one instanceof Unknown && one.type === 'number'))
    return unknownFrom(text(), [a, b], isNumber ? 'number' : undefined)
  }
  if (typeof a === 'bigint' && typeof b === 'bigint') return a + b
  if (typeof a === 'bigint' || typeof b === 'bigint')
    return machine.fail('TypeError', 'Cannot mix BigInt and other types, use explicit conversions')
  return Number(a) + Number(b)
}

function isText(value: Value): boolean {
  return value instanceof Unknown && value.type === 'string'
}

/** A value as an operator sees it: objects by their `valueOf` or `toString`. */
export function primitive(machine: Machine, value: Value): Known | Unknown {
  if (value instanceof Unknown) return value
  if (value instanceof Sym) return machine.fail('TypeError', 'Cannot convert a Symbol value to a primitive')
  if (!(value instanceof Obj)) return value as Known
  const own = getOf(machine, value, 'valueOf')
  if (own instanceof FunctionObj && !own.native) {
    const result = machine.settle(machine.realm.call(machine, own, value, []))
    if (!(result instanceof Obj) && !(result instanceof Choice)) return result as Known | Unknown
  }
  const text = toText(machine, value)
  return text instanceof Choice ? unknownFrom('value', [text], 'string') : text
}

export function unary(machine: Machine, operator: string, operand: Value, text: () => string): Value {
  const value = machine.settle(operand)
  if (operator === 'void') return undefined
  if (operator === '!') {
    const truth = truthOf(value)
    if (truth !== undefined) return !truth
  }
  if (value instanceof Choice) return each(machine, value, (one) => unary(machine, operator, one, text))
  if (operator === 'typeof') return typeName(value, text)
  if (value instanceof Unknown) return operator === '!' ? negated(value) : unknownFrom(text(), [value], 'number')
  const known = primitive(machine, value)
  if (known instanceof Unknown) return unknownFrom(text(), [known], 'number')
  if (operator === '-') return typeof known === 'bigint' ? -known : -Number(known)
  if (operator === '~') return ~Number(known)
  return typeof known === 'bigint'
    ? machine.fail('TypeError', 'Cannot convert a BigInt value to a number')
    : Number(known)
}

function typeName(value: Value, text: () => string): Value {
  if (value instanceof Unknown) {
    if (value.type === 'list') return 'object'
    const { gaps, type, data } = value
    return (
      type ??
      new Unknown(gaps, { text: text(), type: 'string', truthy: true, never: data ? ['function', 'symbol'] : [] })
    )
  }
  if (value instanceof FunctionObj) return 'function'
  if (value instanceof Sym) return 'symbol'
  return value instanceof Obj || value === null ? 'object' : typeof value
}

function instanceOf(machine: Machine, value: Value, type: Value, text: () => string): Value {
  if (type instanceof Unknown || value instanceof Unknown) return unknownFrom(text(), [value, type], 'boolean')
  if (!(type instanceof FunctionObj))
    return machine.fail('TypeError', "Right-hand side of 'instanceof' is not callable")
  if (!(value instanceof Obj)) return false
  const prototype = getOf(machine, type, 'prototype')
  for (let at = value.proto; at; at = at.proto) if (at === prototype) return true
  return value.open && !(value instanceof ArrayObj) && value.proto !== machine.realm.objectPrototype
    ? new Unknown(value.open, { text: text(), type: 'boolean' })
    : false
}

function isIn(machine: Machine, key: Value, target: Value, text: () => string): Value {
  if (target instanceof Unknown) return unknownFrom(text(), [target], 'boolean')
  if (!(target instanceof Obj))
    return machine.fail('TypeError', "Cannot use 'in' operator to search for a key in a value that is no object")
  return hasProperty(machine, target, key, text)
}

/** Whether an object has a property; only its own where `own` says so. */
export function hasProperty(machine: Machine, target: Obj, name: Value, text: () => string, own = false): Value {
  const key = keyOf(name)
  if (key === undefined) return unknownFrom(text(), [name], 'boolean')
  const slot = own ? ownOnly(machine, target, key) : findSlot(machine, target, key)
  if (!slot) return false
  if (slot.perhaps && !machine.isHere(slot)) {
    const literal = slot.perhaps.find((one) => !machine.heap.assumes(one))
    if (slot.perhaps.length === 1 && literal) return choose(literal, true, false)
    return unknownFrom(
      text(),
      [
        machine.read({
          ...slot,
          value: new Unknown(literal?.condition.gaps ?? [{ what: text(), hint: '' }], { text: '' }),
        }),
      ],
      'boolean',
    )
  }
  const certain =
    target.kind === 'namespace' ||
    target instanceof ArrayObj ||
    target.props.has(key) ||
    (!own && !target.open && !target.extra)
  return certain ? true : unknownFrom(text(), [slot.value], 'boolean')
}

function ownOnly(machine: Machine, target: Obj, key: string | Sym) {
  const { proto } = target
  target.proto = null
  try {
    return findSlot(machine, target, key)
  } finally {
    target.proto = proto
  }
}

/** `unknown ?? right` and `unknown || right`: the value where a plain one stands in, else one of the two. */
export function defaulted(machine: Machine, left: Unknown, operator: '??' | '||', right: () => Value): Value {
  if (left.truthy || (operator === '??' && left.type)) return left
  const value = fork(machine, operator === '||' ? left.literal : present(left).literal, () => left, right)
  const leaves = leavesOf(value).filter((leaf) => leaf !== left)
  if (!leaves.every((leaf) => typeof leaf === 'string' || typeof leaf === 'number' || typeof leaf === 'boolean'))
    return value
  const truthy = operator === '||' && leaves.every(Boolean) ? true : left.truthy
  const type = leaves.length > 0 && leaves.every((leaf) => typeof leaf === 'string') ? 'string' : left.type
  const { gaps, text, parts } = left
  return left.derived(`${operator} ${leaves.join('|')}`, () => new Unknown(gaps, { text, type, truthy, parts }))
}

function present(value: Unknown): Unknown {
  return value.derived('present', () => unknownFrom(`${value.text} !== undefined`, [value], 'boolean'))
}
