/** A CEL expression after its macros are expanded: the shapes of google/cel-go v0.26.0, common/ast/expr.go. */
export type Expr = Literal | Ident | Select | Call | ListLiteral | MapLiteral | Comprehension

export interface Literal {
  readonly node: 'literal'
  readonly type: 'null' | 'bool' | 'int' | 'uint' | 'double' | 'string' | 'bytes'
  readonly value: null | boolean | bigint | number | string | Uint8Array
}

export interface Ident {
  readonly node: 'ident'
  readonly name: string
}

export interface Select {
  readonly node: 'select'
  readonly operand: Expr
  readonly field: string
  /** From `has(…)`: only whether the field is there. */
  readonly isTest: boolean
}

export interface Call {
  readonly node: 'call'
  readonly name: string
  readonly target: Expr | undefined
  readonly args: readonly Expr[]
  /** Made by a macro that collects: the first argument is the accumulator, which nobody else sees. */
  readonly collects?: true
}

export interface ListLiteral {
  readonly node: 'list'
  readonly items: readonly Expr[]
  /** Indices of the items written `?item`. */
  readonly optional: ReadonlySet<number>
}

export interface MapLiteral {
  readonly node: 'map'
  readonly entries: readonly { readonly key: Expr; readonly value: Expr; readonly isOptional: boolean }[]
}

/** The one loop of CEL, which all macros become. */
export interface Comprehension {
  readonly node: 'comprehension'
  readonly range: Expr
  readonly variable: string
  /** The second variable: of two, the first is the index or key. */
  readonly second: string | undefined
  readonly accumulator: string
  readonly init: Expr
  readonly condition: Expr
  readonly step: Expr
  readonly result: Expr
}

/** Why the API server would refuse an expression. */
export class CompileError extends Error {}

export function call(name: string, ...args: readonly Expr[]): Call {
  return { node: 'call', name, target: undefined, args }
}

export function memberCall(target: Expr, name: string, ...args: readonly Expr[]): Call {
  return { node: 'call', name, target, args }
}

export function ident(name: string): Ident {
  return { node: 'ident', name }
}

export function literal(type: Literal['type'], value: Literal['value']): Literal {
  return { node: 'literal', type, value }
}

export function listOf(...items: readonly Expr[]): ListLiteral {
  return { node: 'list', items, optional: new Set() }
}

/** `a.b.c` as one name, where an expression is one. */
export function qualifiedName(expr: Expr): string | undefined {
  if (expr.node === 'ident') return expr.name
  if (expr.node !== 'select' || expr.isTest) return undefined
  const before = qualifiedName(expr.operand)
  return before === undefined ? undefined : `${before}.${expr.field}`
}

/** The parts of an expression. */
export function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.node) {
    case 'literal':
    case 'ident':
      return []
    case 'select':
      return [expr.operand]
    case 'call':
      return expr.target ? [expr.target, ...expr.args] : expr.args
    case 'list':
      return expr.items
    case 'map':
      return expr.entries.flatMap(({ key, value }) => [key, value])
    case 'comprehension':
      return [expr.range, expr.init, expr.condition, expr.step, expr.result]
  }
}
