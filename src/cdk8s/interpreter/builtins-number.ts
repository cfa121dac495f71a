import { truthOf } from './fork.ts'
import { argument, lift, told } from './lift.ts'
import type { Machine } from './machine.ts'
import { primitive } from './operators.ts'
import type { Realm } from './realm.ts'
import { Unknown, unknownFrom } from './unknown.ts'
import { Obj, type Slot, Sym, type Value } from './values.ts'

/** A function of known plain values; unknown where one of them is. */
function plain(
  machine: Machine,
  realm: Realm,
  target: Obj | undefined,
  name: string,
  type: Unknown['type'],
  run: (...values: never[]) => Value,
): void {
  const call = (_machine: Machine, _self: Value, args: readonly Slot[]): Value => {
    const values = args
      .map((slot) => machine.read(slot))
      .map((value) => (value instanceof Obj ? primitive(machine, value) : value))
    const text = `${name}(${values.map(told).join(', ')})`
    return lift(machine, text, values, type, (known) => {
      try {
        return Reflect.apply(run, undefined, known)
      } catch (error) {
        return machine.fail(
          error instanceof Error ? error.name : 'TypeError',
          error instanceof Error ? error.message : '',
        )
      }
    })
  }
  if (target) realm.method(target, name, call)
  else realm.define(name, machine.native(name, call))
}

export function numberBuiltins(machine: Machine, realm: Realm): void {
  const prototype = new Obj(realm.objectPrototype)
  realm.primitivePrototypes.set('number', prototype)
  const type = realm.type('Number', prototype, (_machine, _self, args) =>
    args.length === 0 ? 0 : toNumber(machine, argument(machine, args, 0)),
  )
  for (const name of ['isInteger', 'isFinite', 'isNaN', 'isSafeInteger'] as const)
    plain(machine, realm, type, name, 'boolean', Number[name])
  plain(machine, realm, type, 'parseInt', 'number', Number.parseInt)
  plain(machine, realm, type, 'parseFloat', 'number', Number.parseFloat)
  plain(machine, realm, undefined, 'parseInt', 'number', Number.parseInt)
  plain(machine, realm, undefined, 'parseFloat', 'number', Number.parseFloat)
  plain(machine, realm, undefined, 'isNaN', 'boolean', (value: Value) => Number.isNaN(Number(value)))
  plain(machine, realm, undefined, 'isFinite', 'boolean', (value: Value) => Number.isFinite(Number(value)))
  plain(machine, realm, undefined, 'encodeURIComponent', 'string', encodeURIComponent)
  plain(machine, realm, undefined, 'decodeURIComponent', 'string', decodeURIComponent)
  plain(machine, realm, undefined, 'encodeURI', 'string', encodeURI)
  plain(machine, realm, undefined, 'decodeURI', 'string', decodeURI)
  for (const name of ['MAX_SAFE_INTEGER', 'MIN_SAFE_INTEGER', 'EPSILON', 'MAX_VALUE', 'MIN_VALUE'] as const)
    constant(type, name, Number[name])
  realm.define('NaN', Number.NaN)
  realm.define('Infinity', Number.POSITIVE_INFINITY)
  numberMethods(machine, realm, prototype)
  booleans(machine, realm)
  mathematics(machine, realm)
  symbols(machine, realm)
}

function constant(target: Obj, name: string, value: Value): void {
  target.props.set(name, { value, hidden: true })
}

function toNumber(machine: Machine, of: Value): Value {
  return lift(machine, `Number(${told(of)})`, [of], 'number', ([value]) => {
    const known = primitive(machine, value)
    return known instanceof Unknown ? unknownFrom('Number(…)', [known], 'number') : Number(known)
  })
}

function numberMethods(machine: Machine, realm: Realm, prototype: Obj): void {
  for (const name of ['toString', 'toFixed', 'toPrecision', 'toLocaleString', 'valueOf', 'toExponential'])
    realm.method(prototype, name, (_machine, self, args) =>
      lift(
        machine,
        `${told(self)}.${name}(…)`,
        [self, ...args.map((slot) => slot.value)],
        'string',
        ([value, ...rest]) => {
          try {
            if (name === 'toLocaleString') return Number(value).toLocaleString('en-US')
            const method = Reflect.get(Number.prototype, name) as (...args: unknown[]) => Value
            return Reflect.apply(method, Number(value), rest)
          } catch (error) {
            return machine.fail('RangeError', error instanceof Error ? error.message : '')
          }
        },
      ),
    )
  const big = new Obj(realm.objectPrototype)
  realm.primitivePrototypes.set('bigint', big)
  realm.method(big, 'toString', (_machine, self) => String(self))
  const bigType = realm.type('BigInt', big, (_machine, _self, args) =>
    lift(machine, 'BigInt(…)', [argument(machine, args, 0)], undefined, ([value]) => {
      try {
        return BigInt(value as string)
      } catch (error) {
        return machine.fail('SyntaxError', error instanceof Error ? error.message : '')
      }
    }),
  )
  bigType.constructs = false
}

function booleans(machine: Machine, realm: Realm): void {
  const prototype = new Obj(realm.objectPrototype)
  realm.primitivePrototypes.set('boolean', prototype)
  realm.method(prototype, 'toString', (_machine, self) => String(self))
  realm.method(prototype, 'valueOf', (_machine, self) => self)
  realm.type('Boolean', prototype, (_machine, _self, args) => {
    const value = argument(machine, args, 0)
    return truthOf(value) ?? lift(machine, `Boolean(${told(value)})`, [value], 'boolean', ([known]) => Boolean(known))
  })
}

const mathFunctions = [
  'abs',
  'acos',
  'asin',
  'atan',
  'atan2',
  'cbrt',
  'ceil',
  'clz32',
  'cos',
  'exp',
  'floor',
  'fround',
  'hypot',
  'imul',
  'log',
  'log10',
  'log1p',
  'log2',
  'max',
  'min',
  'pow',
  'round',
  'sign',
  'sin',
  'sqrt',
  'tan',
  'tanh',
  'trunc',
] as const

function mathematics(machine: Machine, realm: Realm): void {
  const math = new Obj(realm.objectPrototype)
  for (const name of mathFunctions)
    plain(machine, realm, math, name, 'number', (...values: Value[]) => Reflect.apply(Math[name], undefined, values))
  for (const name of ['PI', 'E', 'LN2', 'LN10', 'LOG2E', 'LOG10E', 'SQRT2', 'SQRT1_2'] as const)
    constant(math, name, Math[name])
  realm.method(
    math,
    'random',
    () =>
      new Unknown(machine.unknown('Math.random()', 'Math.random()', 'use a value that is the same each time').gaps, {
        text: 'Math.random()',
        type: 'number',
      }),
  )
  realm.define('Math', math)
}

function symbols(machine: Machine, realm: Realm): void {
  const registered = new Map<string, Sym>()
  const symbol = machine.native('Symbol', (_machine, _self, args) => new Sym(String(argument(machine, args, 0) ?? '')))
  symbol.props.set('iterator', { value: realm.iteratorSymbol, hidden: true })
  for (const name of ['asyncIterator', 'toPrimitive', 'toStringTag', 'hasInstance'])
    symbol.props.set(name, { value: new Sym(`Symbol.${name}`), hidden: true })
  realm.method(symbol, 'for', (_machine, _self, args) => {
    const name = String(argument(machine, args, 0))
    const made = registered.get(name) ?? new Sym(name)
    registered.set(name, made)
    return made
  })
  const prototype = new Obj(realm.objectPrototype)
  realm.primitivePrototypes.set('symbol', prototype)
  realm.method(prototype, 'toString', (_machine, self) => `Symbol(${self instanceof Sym ? self.description : ''})`)
  realm.define('Symbol', symbol)
}
