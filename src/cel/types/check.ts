import { type Call, CompileError, type Comprehension, type Expr, qualifiedName, type Select } from '../syntax/ast.ts'
import { fieldOf, type Overload, overloadsOf, typeNames, variables } from './declarations.ts'
import * as types from './types.ts'
import { assign, dyn, mostGeneral, optional, sameType, showType, substitute, type Type } from './types.ts'

/** What the checker found out. */
export interface Checked {
  readonly expr: Expr
  readonly type: Type
  /** The type of each part. */
  readonly types: ReadonlyMap<Expr, Type>
  /** The names of variables and functions that are written as selections or methods: `sets.contains`. */
  readonly names: ReadonlyMap<Expr, string>
}

/** Types an expression as google/cel-go v0.26.0 does (checker/checker.go); throws a `CompileError`. */
export function check(expr: Expr): Checked {
  const checker = new Checker()
  checker.check(expr)
  const found = new Map([...checker.types].map(([part, type]) => [part, checker.final(type)]))
  return { expr, type: found.get(expr) ?? dyn, types: found, names: checker.names }
}

interface Scope {
  readonly name: string
  readonly type: Type
  readonly outer: Scope | undefined
}

class Checker {
  readonly types = new Map<Expr, Type>()
  readonly names = new Map<Expr, string>()
  #substitutions: types.Substitutions = new Map()
  #scope: Scope | undefined
  #variables = 0

  final(type: Type): Type {
    return substitute(this.#substitutions, type, true)
  }

  check(expr: Expr): Type {
    const type = this.#typeOf(expr)
    this.types.set(expr, type)
    return type
  }

  #typeOf(expr: Expr): Type {
    switch (expr.node) {
      case 'literal':
        return expr.type === 'null' ? types.nullType : types.readType(expr.type)
      case 'ident':
        return this.#ident(expr, expr.name) ?? fail(`undeclared reference to '${expr.name}' (in container '')`)
      case 'select':
        return this.#select(expr)
      case 'call':
        return this.#call(expr)
      case 'list':
        return this.#list(expr.items, expr.optional)
      case 'map':
        return this.#map(expr.entries)
      case 'comprehension':
        return this.#comprehension(expr)
    }
  }

  #resolved(type: Type): Type {
    return substitute(this.#substitutions, type)
  }

  #fresh(): Type {
    return types.param(`_var${this.#variables++}`)
  }

  #assignable(from: Type, to: Type): boolean {
    const found = assign(this.#substitutions, [from], [to])
    if (found) this.#substitutions = found
    return found !== undefined
  }

  #ident(expr: Expr, name: string): Type | undefined {
    for (let scope = this.#scope; scope; scope = scope.outer) if (scope.name === name) return scope.type
    const found = variables.get(name) ?? typeNames.get(name)
    if (found) this.names.set(expr, name)
    return found
  }

  #select(expr: Select): Type {
    const name = qualifiedName(expr)
    const root = name?.split('.')[0]
    const isLocal = root !== undefined && this.#isLocal(root)
    const found = name === undefined || isLocal ? undefined : this.#ident(expr, name)
    if (found) return found
    const type = this.#field(expr.operand, expr.field, false)
    return expr.isTest ? types.bool : type
  }

  #isLocal(name: string): boolean {
    for (let scope = this.#scope; scope; scope = scope.outer) if (scope.name === name) return true
    return false
  }

  #field(operand: Expr, field: string, isOptional: boolean): Type {
    const whole = this.#resolved(this.check(operand))
    const inner = unwrapped(whole)
    const type = this.#fieldOf(inner ?? whole, field)
    return inner || isOptional ? optional(type) : type
  }

  #fieldOf(type: Type, field: string): Type {
    switch (type.kind) {
      case 'map':
        return type.of[1] ?? dyn
      case 'object':
        return fieldOf(type.name, field) ?? fail(`undefined field '${field}'`)
      case 'param':
        this.#assignable(dyn, type)
        return dyn
      case 'dyn':
        return dyn
      default:
        return fail(`type '${showType(type)}' does not support field selection`)
    }
  }

  #call(expr: Call): Type {
    const { name, target, args } = expr
    if (name === '_?._') return this.#optionalSelect(args)
    for (const arg of args) this.check(arg)
    if (!target) return this.#resolve(overloadsOf(name), expr, args)
    const prefix = qualifiedName(target)
    const qualified = prefix === undefined ? undefined : `${prefix}.${name}`
    const namespaced = qualified === undefined ? undefined : overloadsOf(qualified)
    if (qualified !== undefined && namespaced) {
      this.names.set(expr, qualified)
      return this.#resolve(namespaced, { ...expr, target: undefined }, args)
    }
    this.check(target)
    return this.#resolve(overloadsOf(name), expr, [target, ...args])
  }

  #optionalSelect(args: readonly Expr[]): Type {
    const [operand, field] = args
    if (!operand || field?.node !== 'literal') return fail('unsupported optional field selection')
    this.types.set(field, types.string)
    return this.#field(operand, String(field.value), true)
  }

  #resolve(overloads: readonly Overload[] | undefined, { name, target }: Call, args: readonly Expr[]): Type {
    if (!overloads) return fail(`undeclared reference to '${name}' (in container '')`)
    const argTypes = args.map((arg) => this.types.get(arg) ?? dyn)
    let result: Type | undefined
    for (const overload of overloads) {
      if (overload.isMember !== (target !== undefined)) continue
      const fresh = this.#instance(overload)
      const found = assign(this.#substitutions, argTypes, fresh.args)
      if (!found) continue
      this.#substitutions = found
      const type = this.#resolved(fresh.result)
      if (!result) result = type
      else if (result.kind !== 'dyn' && !sameType(type, result)) result = dyn
    }
    const shown = argTypes.map((type) => showType(this.final(type))).join(', ')
    return result ?? fail(`found no matching overload for '${name}' applied to '(${shown})'`)
  }

  /** An overload with fresh variables for its type parameters. */
  #instance({ isMember, args, result }: Overload): Overload {
    const fresh = new Map<string, Type>()
    const renew = (type: Type): void => {
      if (type.kind === 'param' && !fresh.has(type.name)) fresh.set(type.name, this.#fresh())
      type.of.forEach(renew)
    }
    for (const type of [...args, result]) renew(type)
    if (fresh.size === 0) return { isMember, args, result }
    return { isMember, args: args.map((type) => substitute(fresh, type)), result: substitute(fresh, result) }
  }

  #list(items: readonly Expr[], optionals: ReadonlySet<number>): Type {
    let joined: Type | undefined
    for (const [index, item] of items.entries()) {
      const type = this.check(item)
      joined = this.#join(joined, optionals.has(index) ? this.#unwrapped(type) : type)
    }
    return types.list(joined ?? this.#fresh())
  }

  #unwrapped(type: Type): Type {
    const inner = unwrapped(type)
    if (!inner && type.kind !== 'dyn') return fail(`expected type '${showType(optional(type))}'`)
    return inner ?? type
  }

  #map(entries: readonly { readonly key: Expr; readonly value: Expr; readonly isOptional: boolean }[]): Type {
    let [key, value]: [Type | undefined, Type | undefined] = [undefined, undefined]
    for (const entry of entries) {
      key = this.#join(key, this.check(entry.key))
      const type = this.check(entry.value)
      value = this.#join(value, entry.isOptional ? this.#unwrapped(type) : type)
    }
    return types.map(key ?? this.#fresh(), value ?? this.#fresh())
  }

  #join(before: Type | undefined, type: Type): Type {
    if (!before) return type
    return this.#assignable(before, type) ? mostGeneral(before, type) : dyn
  }

  #comprehension(expr: Comprehension): Type {
    const range = this.#resolved(this.check(expr.range))
    const accumulated = this.check(expr.init)
    const outer = this.#scope
    this.#scope = { name: expr.accumulator, type: accumulated, outer }
    const inner = this.#scope
    const [first, second] = this.#rangeTypes(range, expr.second !== undefined)
    this.#scope = { name: expr.variable, type: first, outer: inner }
    if (expr.second !== undefined) this.#scope = { name: expr.second, type: second, outer: this.#scope }
    this.#assert(expr.condition, types.bool)
    this.#assert(expr.step, accumulated)
    this.#scope = inner
    const result = this.check(expr.result)
    this.#scope = outer
    return this.#resolved(result)
  }

  #rangeTypes(range: Type, hasTwo: boolean): readonly [Type, Type] {
    const [first = dyn, second = dyn] = range.of
    switch (range.kind) {
      case 'list':
        return hasTwo ? [types.int, first] : [first, first]
      case 'map':
        return [first, second]
      case 'dyn':
      case 'param':
        this.#assignable(dyn, range)
        return [dyn, dyn]
      default:
        return fail(`expression of type '${showType(range)}' cannot be range of a comprehension`)
    }
  }

  #assert(expr: Expr, type: Type): void {
    const found = this.check(expr)
    if (!this.#assignable(type, found))
      fail(`expected type '${showType(this.final(type))}' but found '${showType(this.final(found))}'`)
  }
}

function unwrapped(type: Type): Type | undefined {
  return type.name === 'optional_type' && type.kind === 'opaque' ? type.of[0] : undefined
}

function fail(message: string): never {
  throw new CompileError(message)
}
