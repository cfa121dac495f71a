import type { Gap } from '../base/maybe.ts'
import type { Meter } from './cost.ts'
import { functions, lenient } from './library/functions.ts'
import type { Call, Comprehension, Expr, Ident, Literal, MapLiteral, Select } from './syntax/ast.ts'
import type { Checked } from './types/check.ts'
import { equal } from './values/equality.ts'
import { indexed, isIn, optionalIndexed, sizeOf, unknownFor } from './values/operators.ts'
import { Abort, gapsIn, isA, listValue, mapValue, RuntimeError, typeName, type Value } from './values/value.ts'

/** The values of the variables; one that is not there is null. */
export type Variables = ReadonlyMap<string, Value>

interface Scope {
  readonly name: string
  value: Value
  readonly outer: Scope | undefined
}

/** What an expression gives, with errors as values; throws `Abort` and `Unsupported`. */
export function evaluate(checked: Checked, variables: Variables, meter: Meter): Value {
  return new Evaluation(checked, variables, meter).run(checked.expr, undefined)
}

class Evaluation {
  readonly #checked: Checked
  readonly #variables: Variables
  readonly #meter: Meter

  constructor(checked: Checked, variables: Variables, meter: Meter) {
    this.#checked = checked
    this.#variables = variables
    this.#meter = meter
  }

  run(expr: Expr, scope: Scope | undefined): Value {
    try {
      return this.#run(expr, scope)
    } catch (error) {
      if (error instanceof RuntimeError) return { t: 'error', message: error.message }
      throw error
    }
  }

  #run(expr: Expr, scope: Scope | undefined): Value {
    switch (expr.node) {
      case 'literal':
        return literalValue(expr)
      case 'ident':
      case 'select':
        return this.#isNamed(expr) ? this.#named(expr, scope) : this.#select(expr, scope)
      case 'call':
        return this.#call(expr, scope)
      case 'list':
        return this.#list(expr.items, expr.optional, scope)
      case 'map':
        return this.#map(expr.entries, scope)
      case 'comprehension':
        return this.#loop(expr, scope)
    }
  }

  #isNamed(expr: Expr): boolean {
    return expr.node === 'ident' || this.#checked.names.has(expr)
  }

  #named(expr: Ident | Select, scope: Scope | undefined): Value {
    this.#meter.add(1)
    const name = this.#checked.names.get(expr)
    if (name === undefined) {
      for (let one = scope; one; one = one.outer) if (expr.node === 'ident' && one.name === expr.name) return one.value
      return null
    }
    const isType = this.#checked.types.get(expr)?.kind === 'type'
    return isType ? { t: 'type', name } : (this.#variables.get(name) ?? null)
  }

  #select(expr: Ident | Select, scope: Scope | undefined): Value {
    if (expr.node === 'ident') return null
    const { operand, field, isTest } = expr
    const whole = this.run(operand, scope)
    if (!isTest) this.#meter.add(1)
    if (isA(whole, 'unknown') || isA(whole, 'error')) return whole
    if (!isTest) return found(indexed(whole, field), 'no such overload')
    const entry = optionalIndexed(isA(whole, 'list') ? null : whole, field)
    if (isA(entry, 'unknown')) return entry
    if (!isA(entry, 'optional')) return fail('no such overload')
    return entry.value !== undefined
  }

  #call(expr: Call, scope: Scope | undefined): Value {
    switch (expr.name) {
      case '_&&_':
        return this.#logic(expr, scope, false)
      case '_||_':
        return this.#logic(expr, scope, true)
      case '_?_:_':
        return this.#choose(expr, scope)
      case '@not_strictly_false': {
        this.#meter.add(1)
        const value = this.#argument(expr, 0, scope)
        return typeof value === 'boolean' ? value : true
      }
    }
    if (expr.target && (expr.name === 'or' || expr.name === 'orValue')) return this.#otherwise(expr, expr.target, scope)
    return this.#strict(expr, scope)
  }

  /** `a.or(b)` and `a.orValue(b)`, which look at `b` only where `a` holds nothing: cel/decls.go, decorateOptionalOr. */
  #otherwise(expr: Call, target: Expr, scope: Scope | undefined): Value {
    const first = this.run(target, scope)
    this.#meter.add(1)
    if (isA(first, 'unknown') || isA(first, 'error')) return first
    if (!isA(first, 'optional')) return fail('no such overload')
    if (first.value === undefined) return this.#argument(expr, 0, scope)
    return expr.name === 'or' ? first : first.value
  }

  #strict(expr: Call, scope: Scope | undefined): Value {
    const name = this.#checked.names.get(expr) ?? expr.name
    const isMember = expr.target !== undefined && !this.#checked.names.has(expr)
    const parts = isMember && expr.target ? [expr.target, ...expr.args] : expr.args
    const args = parts.map((part) => this.run(part, scope))
    const wrong = args.find((arg) => isA(arg, 'error'))
    const gaps = args.flatMap((arg) => (isA(arg, 'unknown') ? arg.gaps : []))
    if (gaps.length > 0) return unknownFor(gaps)
    if (wrong) {
      if (panics.has(name))
        throw new Abort('internal error: interface conversion: *types.Err is not traits.Lister: missing method Add')
      return wrong
    }
    if (expr.collects) return this.#collect(name, args)
    const result = this.#apply(name, args)
    this.#meter.call(name, args, result)
    return result
  }

  /** Adds to an accumulator that nobody else sees, in place. */
  #collect(name: string, [whole, ...rest]: readonly Value[]): Value {
    this.#meter.add(1)
    if (name === '_+_' && isA(whole, 'list') && isA(rest[0], 'list')) {
      const items = whole.items as Value[]
      items.push(...rest[0].items)
      return whole
    }
    return this.#apply(name, [whole ?? null, ...rest])
  }

  #apply(name: string, args: readonly Value[]): Value {
    const [first = null, second = null] = args
    switch (name) {
      case '_==_':
      case '_!=_': {
        const same = equal(first, second)
        return typeof same === 'boolean' ? same === (name === '_==_') : unknownFor(same)
      }
      case '@in':
        return found(isIn(first, second), 'no such overload')
      case '_[_]':
        return found(indexed(first, second), 'no such overload')
      case '_[?_]':
      case '_?._':
        return found(optionalIndexed(first, second), 'no such overload')
      case 'size':
        return found(sizeOf(first), 'no such overload: size')
    }
    const gaps = lenient.has(name) ? [] : args.flatMap(gapsIn)
    if (gaps.length > 0) return unknownFor(gaps)
    const run = functions[name]
    return found(run?.(...args), noOverload(name, args))
  }

  #argument(expr: Call, index: number, scope: Scope | undefined): Value {
    const arg = expr.args[index]
    return arg ? this.run(arg, scope) : null
  }

  /** `&&` and `||`: the value `settles` on either side settles it, whatever the other side is. */
  #logic(expr: Call, scope: Scope | undefined, settles: boolean): Value {
    const left = this.#argument(expr, 0, scope)
    if (left === settles) return left
    const right = this.#argument(expr, 1, scope)
    if (right === settles) return right
    const gaps = [left, right].flatMap((one) => (isA(one, 'unknown') ? one.gaps : []))
    if (gaps.length > 0) return unknownFor(gaps)
    const wrong = [left, right].find((one) => typeof one !== 'boolean')
    if (wrong === undefined) return !settles
    return isA(wrong, 'error') ? wrong : fail('no such overload')
  }

  #choose(expr: Call, scope: Scope | undefined): Value {
    const condition = this.#argument(expr, 0, scope)
    if (typeof condition === 'boolean') return this.#argument(expr, condition ? 1 : 2, scope)
    return isA(condition, 'unknown') || isA(condition, 'error') ? condition : fail('no such overload')
  }

  #list(items: readonly Expr[], optionals: ReadonlySet<number>, scope: Scope | undefined): Value {
    this.#meter.add(10)
    const values: Value[] = []
    for (const [index, item] of items.entries()) {
      const value = this.run(item, scope)
      if (isA(value, 'error')) return value
      if (!optionals.has(index)) values.push(value)
      else if (isA(value, 'unknown')) return value
      else if (!isA(value, 'optional')) return fail('cannot initialize optional list element from non-optional value')
      else if (value.value !== undefined) values.push(value.value)
    }
    return listValue(values)
  }

  #map(entries: MapLiteral['entries'], scope: Scope | undefined): Value {
    this.#meter.add(30)
    const pairs: (readonly [Value, Value])[] = []
    for (const entry of entries) {
      const [key, value] = [this.run(entry.key, scope), this.run(entry.value, scope)]
      for (const one of [key, value]) if (isA(one, 'error')) return one
      if (isA(key, 'unknown')) return key
      if (!entry.isOptional) pairs.push([key, value])
      else if (isA(value, 'unknown')) return value
      else if (!isA(value, 'optional')) return fail('cannot initialize optional entry from non-optional value')
      else if (value.value !== undefined) pairs.push([key, value.value])
    }
    return mapValue(pairs)
  }

  #loop(expr: Comprehension, outer: Scope | undefined): Value {
    const range = this.run(expr.range, outer)
    if (isA(range, 'error') || isA(range, 'unknown')) return range
    const pairs = rangeOf(range, expr.second !== undefined)
    if (!pairs) return fail(`got '${shownType(range)}', expected iterable type`)
    const total: Scope = { name: expr.accumulator, value: this.run(expr.init, outer), outer }
    const more: readonly Gap[] = (isA(range, 'list') || isA(range, 'map') ? range.open : undefined) ?? []
    const isEndless = expr.condition.node === 'literal' && expr.condition.value === true
    let isOver = false
    for (const [first, second] of pairs) {
      const one: Scope = { name: expr.variable, value: first, outer: total }
      const scope = expr.second === undefined ? one : { name: expr.second, value: second, outer: one }
      isOver = !isEndless && this.run(expr.condition, scope) === false
      if (isOver) break
      total.value = this.run(expr.step, scope)
    }
    // What more there may be can change anything but what has settled already.
    if (!isOver && more.length > 0 && this.run(expr.condition, total) !== false) total.value = unknownFor(more)
    return this.run(expr.result, total)
  }
}

function rangeOf(range: Value, hasTwo: boolean): readonly (readonly [Value, Value])[] | undefined {
  if (isA(range, 'list')) return range.items.map((item, index) => (hasTwo ? [BigInt(index), item] : [item, null]))
  return isA(range, 'map') ? [...range.entries.values()] : undefined
}

/** Upstream's functions that take an error for a list. */
const panics = new Set(['distinct', 'sort', '@sortByAssociatedKeys'])

function literalValue({ type, value }: Literal): Value {
  if (type === 'uint' && typeof value === 'bigint') return { t: 'uint', value }
  return value instanceof Uint8Array ? { t: 'bytes', bytes: value } : value
}

function found(value: Value | undefined, otherwise: string): Value {
  return value === undefined ? fail(otherwise) : value
}

function fail(message: string): never {
  throw new RuntimeError(message)
}

/** The words in which upstream says that a function has nothing for such arguments. */
function noOverload(name: string, args: readonly Value[]): string {
  if (name === 'matches') return 'no such overload'
  if (/^[a-z]/.test(name)) return `no such overload: ${name}(${args.map(typeName).join(', ')})`
  return able[name]?.has(typeName(args[0] ?? null)) ? 'no such overload' : `no such overload: ${name}`
}

const ordered = 'bool int uint double string bytes google.protobuf.Timestamp google.protobuf.Duration'
const numbers = 'int uint double'

/** The types whose values know an operator, whatever stands on its other side. */
const able: Readonly<Record<string, ReadonlySet<string>>> = Object.fromEntries(
  Object.entries({
    '_<_': ordered,
    '_<=_': ordered,
    '_>_': ordered,
    '_>=_': ordered,
    '_+_': `${numbers} string bytes list google.protobuf.Timestamp google.protobuf.Duration`,
    '_-_': `${numbers} google.protobuf.Timestamp google.protobuf.Duration`,
    '_*_': numbers,
    '_/_': numbers,
    '_%_': 'int uint',
    '-_': 'int double',
    '!_': 'bool',
  }).map(([name, types]) => [name, new Set(types.split(' '))]),
)

function shownType(value: Value): string {
  const name = typeName(value)
  return `types.${name.charAt(0).toUpperCase()}${name.slice(1)}`
}
