import { CompileError, type Comprehension, call, type Expr, ident, listOf, literal, memberCall } from './ast.ts'

const accumulator = '@result'
const yes = literal('bool', true)

/** A new node each time: the checker types each for itself. */
function accu(): Expr {
  return ident(accumulator)
}

type Loop = Pick<Comprehension, 'init' | 'condition' | 'step' | 'result'>

/** A call as what it stands for, where it is one of the macros; google/cel-go v0.26.0, parser/macro.go and ext. */
export function expandMacro(name: string, target: Expr | undefined, args: readonly Expr[]): Expr | undefined {
  if (!target) return name === 'has' && args.length === 1 ? has(args[0]) : undefined
  const [first, second, third, fourth] = args
  if (!first || !second) return undefined
  switch (args.length) {
    case 2:
      return (
        withVariables(target, [first], loopOf(name, nameOf(first, false), second, undefined)) ??
        optionalMacro(name, target, first, second) ??
        (name === 'sortBy' ? sortBy(target, first, second) : undefined)
      )
    case 3:
      if (name === 'map' && third) return withVariables(target, [first], mapping(third, second))
      return third && withVariables(target, [first, second], pairLoop(name, first, third, undefined))
    case 4:
      return third && fourth && withVariables(target, [first, second], pairLoop(name, first, fourth, third))
    default:
      return undefined
  }
}

function has(argument: Expr | undefined): Expr {
  if (argument?.node !== 'select' || argument.isTest) throw new CompileError('invalid argument to has() macro')
  return { ...argument, isTest: true }
}

function nameOf(variable: Expr, isStrict: boolean): string {
  if (variable.node === 'ident') return variable.name
  if (isStrict) throw new CompileError('argument is not an identifier')
  return ''
}

function withVariables(target: Expr, variables: readonly Expr[], loop: Loop | undefined): Expr | undefined {
  if (!loop) return undefined
  const [variable = '', second] = variables.map((one) => nameOf(one, true))
  if (variable === second) throw new CompileError('duplicate variable name')
  if (variable === accumulator || second === accumulator)
    throw new CompileError('iteration variable overwrites accumulator')
  return { node: 'comprehension', range: target, variable, second, accumulator, ...loop }
}

/** What the one-variable macros of two arguments do. */
function loopOf(name: string, variable: string, body: Expr, filter: Expr | undefined): Loop | undefined {
  switch (name) {
    case 'all':
      return {
        init: yes,
        condition: call('@not_strictly_false', accu()),
        step: call('_&&_', accu(), body),
        result: accu(),
      }
    case 'exists':
      return {
        init: literal('bool', false),
        condition: call('@not_strictly_false', call('!_', accu())),
        step: call('_||_', accu(), body),
        result: accu(),
      }
    case 'exists_one':
    case 'existsOne': {
      const one = literal('int', 1n)
      const step = call('_?_:_', body, call('_+_', accu(), one), accu())
      return { init: literal('int', 0n), condition: yes, step, result: call('_==_', accu(), one) }
    }
    case 'map':
      return mapping(body, filter)
    case 'filter':
      return mapping(ident(variable), body)
    default:
      return undefined
  }
}

function mapping(body: Expr, filter: Expr | undefined): Loop {
  return collecting(listOf(), { ...call('_+_', accu(), listOf(body)), collects: true }, filter)
}

function collecting(init: Expr, add: Expr, filter: Expr | undefined): Loop {
  return { init, condition: yes, step: filter ? call('_?_:_', filter, add, accu()) : add, result: accu() }
}

/** What the two-variable macros do: ext/comprehensions.go. */
function pairLoop(name: string, key: Expr, body: Expr, filter: Expr | undefined): Loop | undefined {
  const empty: Expr = { node: 'map', entries: [] }
  switch (name) {
    case 'transformList':
      return mapping(body, filter)
    case 'transformMap':
      return collecting(empty, { ...call('cel.@mapInsert', accu(), key, body), collects: true }, filter)
    case 'transformMapEntry':
      return collecting(empty, { ...call('cel.@mapInsert', accu(), body), collects: true }, filter)
    case 'all':
    case 'exists':
    case 'exists_one':
    case 'existsOne':
      return filter ? undefined : loopOf(name, '', body, undefined)
    default:
      return undefined
  }
}

/** A name for a value: the loop over nothing whose accumulator is the value. */
function bind(name: string, value: Expr, body: Expr): Expr {
  const loop = { init: value, condition: literal('bool', false), step: ident(name), result: body }
  return {
    node: 'comprehension',
    range: listOf(),
    variable: '#unused',
    second: undefined,
    accumulator: name,
    ...loop,
  }
}

/** optMap and optFlatMap: cel/library.go. */
function optionalMacro(name: string, target: Expr, variable: Expr, body: Expr): Expr | undefined {
  if (name !== 'optMap' && name !== 'optFlatMap') return undefined
  const bound = bind(nameOf(variable, true), memberCall(target, 'value'), body)
  const optional = ident('optional')
  return call(
    '_?_:_',
    memberCall(target, 'hasValue'),
    name === 'optMap' ? memberCall(optional, 'of', bound) : bound,
    memberCall(optional, 'none'),
  )
}

/** ext/lists.go: the keys are made first, then the list is sorted by them. */
function sortBy(target: Expr, variable: Expr, key: Expr): Expr {
  if (target.node === 'literal' || target.node === 'map')
    throw new CompileError('sortBy can only be applied to a list, identifier, comprehension, call or select expression')
  const input = ident('@__sortBy_input__')
  const keys = withVariables(input, [variable], mapping(key, undefined)) ?? input
  return bind(input.name, target, memberCall(input, '@sortByAssociatedKeys', keys))
}
