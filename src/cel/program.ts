import type { Gap } from '../base/maybe.ts'
import { Meter } from './cost.ts'
import { evaluate, type Variables } from './evaluate.ts'
import { CompileError, childrenOf, type Expr } from './syntax/ast.ts'
import { parse } from './syntax/parse.ts'
import { type Checked, check } from './types/check.ts'
import { variables as declared } from './types/declarations.ts'
import { showType } from './types/types.ts'
import { validate } from './types/validate.ts'
import { Abort, gapsIn, isA, Unsupported, type Value } from './values/value.ts'

/** An expression that the API server takes, ready to run. */
export interface Program {
  /** The checked type: `bool`, `list(string)`. */
  readonly type: string
  readonly checked: Checked
}

export type Compiled =
  | { readonly ok: true; readonly program: Program }
  | { readonly ok: false; readonly error: string }
  /** Beyond this program: nobody can tell whether the API server takes it. */
  | { readonly ok: undefined; readonly why: string }

export type Outcome =
  | { readonly is: 'value'; readonly value: Value; readonly cost: number }
  | { readonly is: 'error'; readonly message: string; readonly cost: number }
  | { readonly is: 'unknown'; readonly gaps: readonly Gap[]; readonly cost: number }

const compiled = new Map<string, Compiled>()

/** An expression of a webhook as the API server's compiler sees it: k8s.io/apiserver v0.35.4, pkg/admission/plugin/cel/compile.go. */
export function compile(text: string): Compiled {
  const before = compiled.get(text)
  if (before) return before
  const found = compileAnew(text)
  compiled.set(text, found)
  return found
}

function compileAnew(text: string): Compiled {
  try {
    const checked = check(ofModestSize(parse(text)))
    validate(checked)
    return { ok: true, program: { type: showType(checked.type), checked } }
  } catch (error) {
    if (error instanceof CompileError) return { ok: false, error: error.message }
    if (error instanceof Unsupported) return { ok: undefined, why: error.message }
    throw error
  }
}

const [mostParts, mostLevels] = [50_000, 300]

/** Macros may double what they are given again and again, and chains may be long: beyond this nobody looks. */
function ofModestSize(expr: Expr): Expr {
  const open: (readonly [Expr, number])[] = [[expr, 1]]
  let count = 0
  for (let next = open.pop(); next; next = open.pop()) {
    const [part, level] = next
    if (++count > mostParts || level > mostLevels) throw new Unsupported('a very large expression')
    for (const child of childrenOf(part)) open.push([child, level + 1])
  }
  return expr
}

const constants = new WeakMap<Checked, Outcome>()

/** What a program gives; a value in which something is unknown is unknown. One that reads no variable is run once. */
export function run({ checked }: Program, variables: Variables): Outcome {
  const before = constants.get(checked)
  if (before) return before
  const outcome = runAnew(checked, variables)
  if (![...checked.names.values()].some((name) => declared.has(name))) constants.set(checked, outcome)
  return outcome
}

function runAnew(checked: Checked, variables: Variables): Outcome {
  const meter = new Meter()
  try {
    const value = evaluate(checked, variables, meter)
    meter.settle()
    const { cost } = meter
    if (isA(value, 'error')) return { is: 'error', message: value.message, cost }
    const gaps = gapsIn(value)
    return gaps.length > 0 ? { is: 'unknown', gaps, cost } : { is: 'value', value, cost }
  } catch (error) {
    const { cost } = meter
    if (error instanceof Abort) return { is: 'error', message: error.message, cost }
    if (error instanceof Unsupported) return { is: 'unknown', gaps: [beyond(error.message)], cost }
    throw error
  }
}

function beyond(what: string): Gap {
  return { what: `the outcome of a CEL expression (${what})`, hint: 'nothing to do: meshlint does not evaluate this' }
}
