import { each } from './fork.ts'
import { invoke } from './functions.ts'
import { argument, lift, told } from './lift.ts'
import { limits, type Machine } from './machine.ts'
import type { Realm } from './realm.ts'
import { longestMatched, type Pattern, patternOf, regexpOf } from './regexp.ts'
import { joinText, toText } from './text.ts'
import { Unknown, unknownFrom } from './unknown.ts'
import { FunctionObj, Obj, plainSlot, type Slot, type Value } from './values.ts'

/** The expression to run on a text; undefined where it is not run. */
function runnable(pattern: Pattern | undefined, text: string): RegExp | undefined {
  return text.length <= longestMatched ? pattern?.expression : undefined
}

export function regexpBuiltins(machine: Machine, realm: Realm): void {
  const prototype = realm.regexpPrototype
  realm.type('RegExp', prototype, (_machine, _self, args) => {
    const source = argument(machine, args, 0)
    const pattern = source instanceof Obj ? patternOf(source)?.source : undefined
    return lift(
      machine,
      'new RegExp(…)',
      [pattern ?? source, argument(machine, args, 1) ?? ''],
      'object',
      ([text, flags]) => regexpOf(machine, String(text), String(flags)),
    )
  })
  realm.method(prototype, 'test', (_machine, self, args) =>
    matching(machine, self, argument(machine, args, 0), 'boolean', (at, text) => exec(machine, at, text) !== null),
  )
  realm.method(prototype, 'exec', (_machine, self, args) =>
    matching(machine, self, argument(machine, args, 0), undefined, (at, text) => exec(machine, at, text)),
  )
  realm.method(prototype, 'toString', (_machine, self) => {
    const pattern = self instanceof Obj ? patternOf(self) : undefined
    return `/${pattern?.source}/${pattern?.flags}`
  })
  const strings = realm.primitivePrototypes.get('string') ?? prototype
  realm.method(strings, 'match', (_machine, self, args) => match(machine, self, argument(machine, args, 0)))
  realm.method(strings, 'matchAll', (_machine, self, args) => matchAll(machine, self, argument(machine, args, 0)))
  realm.method(strings, 'search', (_machine, self, args) => {
    const by = argument(machine, args, 0)
    return matching(machine, by, self, 'number', (at, text) => text.search(runnable(patternOf(at), text) ?? ''))
  })
}

/** Matches a known text by a known expression. */
function matching(
  machine: Machine,
  by: Value,
  of: Value,
  type: Unknown['type'],
  run: (pattern: Obj, text: string) => Value,
): Value {
  return each(machine, of, (one) => {
    const pattern = machine.settle(by)
    const inner = pattern instanceof Obj ? patternOf(pattern) : undefined
    if (one instanceof Unknown || !(pattern instanceof Obj) || !inner)
      return unknownFrom(`${told(one)} matched`, [one, pattern], type)
    const text = toText(machine, one)
    if (typeof text !== 'string' || !runnable(inner, text))
      return unknownFrom(`${told(one)} matched by /${inner.source}/`, [text], type)
    return run(pattern, text)
  })
}

function exec(machine: Machine, object: Obj, text: string): Value {
  const pattern = patternOf(object)
  const expression = runnable(pattern, text)
  if (!expression) return null
  expression.lastIndex = Number(object.props.get('lastIndex')?.value) || 0
  const found = expression.exec(text)
  if (expression.global || expression.sticky) {
    machine.heap.write(object)
    object.props.set('lastIndex', { value: expression.lastIndex, hidden: true })
  }
  return found ? matchArray(machine, found) : null
}

function matchArray(machine: Machine, found: RegExpExecArray | RegExpMatchArray): Value {
  const list = machine.array([...found].map((group) => plainSlot(group)))
  list.props.set('index', plainSlot(found.index))
  list.props.set('input', plainSlot(found.input))
  if (!found.groups) {
    list.props.set('groups', plainSlot(undefined))
    return list
  }
  list.props.set('groups', plainSlot(groupsOf(machine, found.groups)))
  return list
}

function groupsOf(machine: Machine, named: Readonly<Record<string, string>>): Value {
  const groups = machine.object()
  for (const [name, group] of Object.entries(named)) groups.props.set(name, plainSlot(group))
  return groups
}

function asPattern(machine: Machine, by: Value, flags: string): Value {
  const value = machine.settle(by)
  return typeof value === 'string' ? regexpOf(machine, value, flags) : value
}

function match(machine: Machine, self: Value, by: Value): Value {
  return matching(machine, asPattern(machine, by, ''), self, undefined, (object, text) => {
    const expression = runnable(patternOf(object), text)
    if (!expression?.global) return exec(machine, object, text)
    const found = text.match(expression)
    return found ? machine.array(found.map((each) => plainSlot(each))) : null
  })
}

function matchAll(machine: Machine, self: Value, by: Value): Value {
  return matching(machine, asPattern(machine, by, 'g'), self, 'list', (object, text) => {
    const expression = runnable(patternOf(object), text)
    if (!expression?.global)
      return machine.fail('TypeError', 'String.prototype.matchAll called with a non-global RegExp argument')
    return machine.array(
      [...text.matchAll(expression)].slice(0, limits.items).map((found) => plainSlot(matchArray(machine, found))),
    )
  })
}

export function splitByPattern(machine: Machine, of: Value, pattern: Pattern, limit: Value): Value {
  const text = toText(machine, of)
  const expression = typeof text === 'string' ? runnable(pattern, text) : undefined
  if (typeof text !== 'string' || !expression) return unknownFrom(`${told(of)}.split(…)`, [text], 'list')
  const parts: (string | undefined)[] = text.split(expression, typeof limit === 'number' ? limit : undefined)
  return machine.array(parts.map((part) => plainSlot(part)))
}

/** `replace` and `replaceAll`. */
export function replaceText(
  machine: Machine,
  name: 'replace' | 'replaceAll',
  self: Value,
  by: Value,
  replacement: Value,
): Value {
  return each(machine, self, (of) =>
    each(machine, by, (what) => {
      const pattern = what instanceof Obj ? patternOf(what) : undefined
      const told_ = `${told(of)}.${name}(…)`
      if (of instanceof Unknown || what instanceof Unknown) return unknownFrom(told_, [of, what], 'string')
      const text = toText(machine, of)
      if (typeof text !== 'string') return unknownFrom(told_, [text], 'string')
      if (pattern && !runnable(pattern, text)) return unknownFrom(told_, [], 'string')
      const expression = pattern?.expression ?? String(what)
      if (name === 'replaceAll' && expression instanceof RegExp && !expression.global)
        return machine.fail('TypeError', 'replaceAll must be called with a global RegExp')
      return each(machine, replacement, (into) => replaced(machine, name, text, expression, into))
    }),
  )
}

interface Found {
  readonly start: number
  readonly text: string
  readonly args: readonly Slot[]
}

function replaced(
  machine: Machine,
  name: 'replace' | 'replaceAll',
  text: string,
  by: RegExp | string,
  into: Value,
): Value {
  if (by instanceof RegExp) by.lastIndex = 0
  if (!(into instanceof FunctionObj) && !(into instanceof Unknown)) {
    const plain = toText(machine, into)
    if (typeof plain === 'string') return machine.text(Reflect.apply(text[name], text, [by, plain]))
  }
  const found: Found[] = []
  const note = (...args: unknown[]): string => {
    const groups = typeof args.at(-1) === 'object' ? args.slice(0, -1) : args
    const start = Number(groups.at(-2))
    const named = groups === args ? [] : [plainSlot(groupsOf(machine, args.at(-1) as Record<string, string>))]
    found.push({ start, text: String(args[0]), args: [...groups.map((group) => plainSlot(group as Value)), ...named] })
    return ''
  }
  Reflect.apply(text[name], text, [by, note])
  const parts: Value[] = []
  let at = 0
  for (const one of found) {
    parts.push(text.slice(at, one.start))
    parts.push(into instanceof FunctionObj ? invoke(machine, into, undefined, one.args, 'replace') : into)
    at = one.start + one.text.length
  }
  return joinText(machine, [...parts, text.slice(at)])
}
