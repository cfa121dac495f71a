import { conversions } from '../library/convert.ts'
import { type Clause, clauseErrors, readFormat } from '../library/format.ts'
import { compileRegex } from '../regex/regex.ts'
import { RegexError } from '../regex/regex-error.ts'
import { type Call, CompileError, childrenOf, type Expr, type Literal } from '../syntax/ast.ts'
import { RuntimeError, type Value } from '../values/value.ts'
import type { Checked } from './check.ts'
import { dyn, sameType, showType, type Type } from './types.ts'

/**
 * What is refused although its types are right: google/cel-go v0.26.0, cel/validator.go and ext/formatting.go, as
 * k8s.io/apiserver v0.35.4, pkg/cel/environment/base.go sets them; and what fails when constants are folded
 * (interpreter/decorators.go).
 */
export function validate(checked: Checked): void {
  walk(checked, checked.expr, false)
  fold(checked, checked.expr)
}

function walk(checked: Checked, expr: Expr, isExempt: boolean): void {
  if (!isExempt && expr.node === 'list') oneType(checked, expr.items, expr.optional)
  if (!isExempt && expr.node === 'map') {
    const optional = new Set(expr.entries.flatMap(({ isOptional }, index) => (isOptional ? [index] : [])))
    oneType(
      checked,
      expr.entries.map(({ key }) => key),
      new Set(),
    )
    oneType(
      checked,
      expr.entries.map(({ value }) => value),
      optional,
    )
  }
  if (expr.node === 'call') validateCall(checked, expr)
  const exempts = expr.node === 'call' && expr.name === 'format'
  for (const child of childrenOf(expr)) walk(checked, child, isExempt || exempts)
}

/** All parts of a list or map must be of exactly one type. */
function oneType({ types }: Checked, items: readonly Expr[], optional: ReadonlySet<number>): void {
  const found = items.map((item, index) => {
    const type = types.get(item) ?? dyn
    return optional.has(index) ? (type.of[0] ?? dyn) : type
  })
  const [first] = found
  const other = first && found.find((type) => !sameType(first, type, true))
  if (first && other) throw new CompileError(`expected type '${showType(first)}' but found '${showType(other)}'`)
}

function validateCall(checked: Checked, expr: Call): void {
  const { name, target, args } = expr
  const [first, second] = args
  if ((name === 'duration' || name === 'timestamp') && first?.node === 'literal') literalOf(name, first)
  if (name === 'matches' || name === 'find' || name === 'findAll') regexLiteral(target ? first : second)
  if (name === 'format' && target?.node === 'literal' && first?.node === 'list')
    validateFormat(checked, String(target.value), first.items)
}

function literalOf(name: 'duration' | 'timestamp', { type, value }: Literal): void {
  if (type !== 'string' && type !== 'int') return
  try {
    conversions[name]?.(value as Value)
  } catch (error) {
    if (error instanceof RuntimeError) throw new CompileError(`invalid ${name} argument`)
    throw error
  }
}

function regexLiteral(expr: Expr | undefined): void {
  if (expr?.node !== 'literal' || typeof expr.value !== 'string') return
  try {
    compileRegex(expr.value)
  } catch (error) {
    if (error instanceof RegexError) throw new CompileError(`invalid matches argument: ${error.message}`)
    throw error
  }
}

function validateFormat(checked: Checked, text: string, args: readonly Expr[]): void {
  let index = 0
  try {
    for (const part of readFormat(text)) {
      if (typeof part === 'string') continue
      const arg = args[index]
      if (!arg) throw new CompileError(`index ${index} out of range`)
      index++
      validateClause(checked, part, arg)
    }
  } catch (error) {
    if (error instanceof RuntimeError) throw new CompileError(error.message)
    throw error
  }
  if (args.length > index)
    throw new CompileError(`too many arguments supplied to string.format (expected ${index}, got ${args.length})`)
}

const shown = new Set<Type['kind']>([
  'dyn',
  'list',
  'map',
  'null',
  'bool',
  'int',
  'uint',
  'double',
  'string',
  'bytes',
  'duration',
  'timestamp',
  'type',
])

const accepted: Readonly<Record<Clause['verb'], ReadonlySet<Type['kind']>>> = {
  s: shown,
  d: new Set(['dyn', 'int', 'uint']),
  f: new Set(['dyn', 'double', 'string']),
  e: new Set(['dyn', 'double', 'string']),
  b: new Set(['dyn', 'int', 'uint', 'bool']),
  x: new Set(['dyn', 'int', 'uint', 'string', 'bytes']),
  X: new Set(['dyn', 'int', 'uint', 'string', 'bytes']),
  o: new Set(['dyn', 'int', 'uint']),
}

function validateClause(checked: Checked, { verb }: Clause, arg: Expr): void {
  const type = checked.types.get(arg) ?? dyn
  if (!accepted[verb].has(type.kind))
    throw new CompileError(`error during formatting: ${clauseErrors[verb]}, was given ${type.name}`)
  if (verb === 's' && (arg.node === 'list' || arg.node === 'map'))
    for (const child of childrenOf(arg)) validateClause(checked, { verb, precision: undefined }, child)
}

interface Constant {
  readonly value: Value
}

/** Evaluates conversions of constants, as upstream does before it runs anything. */
function fold(checked: Checked, expr: Expr): Constant | undefined {
  const children = childrenOf(expr).map((child) => fold(checked, child))
  if (expr.node === 'literal') return constantOf(expr)
  if (expr.node !== 'call' || expr.target || checked.names.has(expr)) return undefined
  const convert = Object.hasOwn(conversions, expr.name) ? conversions[expr.name] : undefined
  const [arg] = children
  if (!convert || !arg || children.length !== 1) return undefined
  try {
    const value = convert(arg.value)
    if (value === undefined) throw new CompileError(`no such overload: ${expr.name}`)
    return { value }
  } catch (error) {
    if (error instanceof RuntimeError) throw new CompileError(`program instantiation failed: ${error.message}`)
    throw error
  }
}

function constantOf({ type, value }: Literal): Constant {
  if (type === 'uint' && typeof value === 'bigint') return { value: { t: 'uint', value } }
  return { value: value instanceof Uint8Array ? { t: 'bytes', bytes: value } : value }
}
