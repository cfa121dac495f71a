import { initialiseFields } from './classes.ts'
import { type Completion, joinPending } from './completion.ts'
import { evaluate } from './evaluate.ts'
import { each, resuming } from './fork.ts'
import { Exhausted, limits, type Machine, Thrown } from './machine.ts'
import { getOf } from './objects.ts'
import { bindPattern } from './patterns.ts'
import { promiseOf, rejection } from './promises.ts'
import { declareFunctionScope } from './scopes.ts'
import { runStatements } from './statements.ts'
import { Unknown, unknownFrom } from './unknown.ts'
import { callUnknown } from './unknown-calls.ts'
import {
  type FunctionFrame,
  type FunctionNode,
  FunctionObj,
  Obj,
  plainSlot,
  Scope,
  type Slot,
  uninitialised,
  type Value,
} from './values.ts'

/** Calls a function that is known. */
export function callFunction(machine: Machine, callee: FunctionObj, self: Value, args: readonly Slot[]): Value {
  if (callee.native) return (callee.native as unknown as CallableNative)(machine, self, args, undefined)
  if (callee.classPart)
    return machine.fail('TypeError', `Class constructor ${nameOf(callee)} cannot be invoked without 'new'`)
  const frame: FunctionFrame = isArrow(callee)
    ? { ...arrowFrame(callee), args }
    : { self, callee, args, newTarget: undefined }
  return runCode(machine, callee, frame)
}

type CallableNative = (machine: Machine, self: Value, args: readonly Slot[], newTarget: Value) => Value

function isArrow(callee: FunctionObj): boolean {
  return callee.code?.type === 'ArrowFunctionExpression'
}

function arrowFrame(callee: FunctionObj): FunctionFrame {
  return callee.scope?.frame ?? { self: undefined, callee, args: [], newTarget: undefined }
}

function nameOf(callee: Obj): string {
  const name = callee.props.get('name')?.value
  return typeof name === 'string' ? name : ''
}

/** Runs the body of a function in a call of its own. */
function runCode(machine: Machine, callee: FunctionObj, frame: FunctionFrame): Value {
  const { code, scope } = callee
  if (!code || !scope) return undefined
  if (code.generator) return unknownFrom(`${nameOf(callee)}()`, [])
  const before = { call: machine.call, site: machine.site }
  const depth = (machine.call?.depth ?? 0) + 1
  if (depth > limits.depth) throw new Exhausted('The program calls itself too deep', machine.site)
  machine.call = { frame, depth, parent: machine.call }
  // What the library makes while it renders an object stands where that object was made.
  if (scope.unit.isLibrary && frame.self instanceof Obj && nameOf(callee) === 'toJson')
    machine.site = frame.self.made?.place
  const shared = isArrow(callee) && scope.frame
  const inner = new Scope(scope, scope.unit, shared || frame, true)
  inner.stamp = machine.heap.top.stamp
  try {
    return code.async ? promised(machine, code, inner, frame) : bodyOf(machine, code, inner, frame)
  } finally {
    machine.call = before.call
    machine.site = before.site
  }
}

function bodyOf(machine: Machine, code: FunctionNode, scope: Scope, frame: FunctionFrame): Value {
  declareFunctionScope(machine, code, scope)
  bindParameters(machine, code, scope, frame.args)
  const { self, callee, newTarget } = frame
  if (newTarget !== undefined && callee?.classPart && self instanceof Obj && callee.code === code) {
    keepParameters(machine, code, scope, self)
    initialiseFields(machine, callee, self)
  }
  if (code.body.type !== 'BlockStatement') return evaluate(machine, code.body, scope)
  const mark = machine.pending.length
  const { body } = code.body
  const end = joinPending(
    machine,
    mark,
    resuming(machine, mark, () => runStatements(machine, body, scope)),
    asReturn,
  )
  return end?.type === 'return' ? end.value : undefined
}

function promised(machine: Machine, code: FunctionNode, scope: Scope, frame: FunctionFrame): Value {
  try {
    return promiseOf(machine, bodyOf(machine, code, scope, frame))
  } catch (error) {
    if (!(error instanceof Thrown)) throw error
    return rejection(machine, error)
  }
}

/** However a path leaves a function, it is a return. */
function asReturn(completion: Completion): Completion {
  return completion?.type === 'return' ? completion : { type: 'return', value: undefined }
}

/** The parameters of a function; TypeScript's `this` is none. */
function parametersOf(code: FunctionNode): FunctionNode['params'] {
  const [first, ...rest] = code.params
  return first?.type === 'Identifier' && first.name === 'this' ? rest : code.params
}

function bindParameters(machine: Machine, code: FunctionNode, scope: Scope, args: readonly Slot[]): void {
  for (const [index, parameter] of parametersOf(code).entries()) {
    if (parameter.type === 'RestElement') {
      bindPattern(machine, parameter.argument, plainSlot(machine.array(args.slice(index))), scope, 'let')
      return
    }
    const pattern = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter
    const slot = args[index] ?? plainSlot(undefined)
    if (slot.repeated) {
      bindUncertain(machine, code, scope, args, index)
      return
    }
    bindPattern(machine, pattern, slot, scope, 'let')
  }
}

/** `constructor(private readonly x: X)` sets the properties, before the fields of the class are set. */
function keepParameters(machine: Machine, code: FunctionNode | undefined, scope: Scope, self: Obj): void {
  for (const parameter of code?.params ?? []) {
    if (parameter.type !== 'TSParameterProperty') continue
    const target = parameter.parameter.type === 'AssignmentPattern' ? parameter.parameter.left : parameter.parameter
    const slot = target.type === 'Identifier' ? scope.props.get(target.name) : undefined
    machine.heap.write(self)
    if (slot && target.type === 'Identifier') self.props.set(target.name, { value: slot.value, place: slot.place })
  }
}

/** From an argument on that stands for some number of arguments, every parameter may be any of them. */
function bindUncertain(machine: Machine, code: FunctionNode, scope: Scope, args: readonly Slot[], from: number): void {
  const rest = args.slice(from)
  for (const parameter of parametersOf(code).slice(from)) {
    const pattern = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter
    if (pattern.type === 'RestElement')
      bindPattern(machine, pattern.argument, plainSlot(machine.array([...rest])), scope, 'let')
    else
      bindPattern(
        machine,
        pattern,
        plainSlot(
          unknownFrom(
            'argument',
            rest.map((slot) => slot.value),
          ),
        ),
        scope,
        'let',
      )
  }
}

/** Calls any value. */
export function invoke(machine: Machine, callee: Value, self: Value, args: readonly Slot[], text: string): Value {
  return each(machine, callee, (value) => {
    if (value instanceof FunctionObj) return callFunction(machine, value, self, args)
    if (value instanceof Unknown) return callUnknown(machine, value, args, text)
    return machine.fail('TypeError', `${text} is not a function`)
  })
}

/** `new` on any value. */
export function construct(machine: Machine, callee: Value, args: readonly Slot[], text: string): Value {
  return each(machine, callee, (value) => {
    if (value instanceof FunctionObj) return constructWith(machine, value, args, value)
    if (value instanceof Unknown) return callUnknown(machine, value, args, `new ${text}`)
    return machine.fail('TypeError', `${text} is not a constructor`)
  })
}

/** Makes an object by a known class, or function, for the class that `new` was called with. */
function constructWith(machine: Machine, callee: FunctionObj, args: readonly Slot[], newTarget: FunctionObj): Value {
  if (callee.native) {
    if (!callee.constructs) return machine.fail('TypeError', `${nameOf(callee)} is not a constructor`)
    const made = (callee.native as unknown as CallableNative)(machine, undefined, args, newTarget)
    if (made instanceof Obj && newTarget !== callee) made.proto = prototypeOf(machine, newTarget)
    return made
  }
  if (isArrow(callee)) return machine.fail('TypeError', `${nameOf(callee)} is not a constructor`)
  const { classPart } = callee
  if (classPart?.derived) return constructDerived(machine, callee, args, newTarget)
  const self = machine.register(new Obj(prototypeOf(machine, newTarget)))
  if (classPart && !callee.code) initialiseFields(machine, callee, self)
  const frame: FunctionFrame = { self, callee, args, newTarget }
  const result = runCode(machine, callee, frame)
  return result instanceof Obj ? result : self
}

function constructDerived(machine: Machine, callee: FunctionObj, args: readonly Slot[], newTarget: FunctionObj): Value {
  const frame: FunctionFrame = { self: uninitialised, callee, args, newTarget }
  if (!callee.code) return superCall(machine, frame, args)
  const result = runCode(machine, callee, frame)
  if (result instanceof Obj) return result
  if (frame.self === uninitialised)
    return machine.fail('ReferenceError', "Must call super constructor in derived class before accessing 'this'")
  return frame.self
}

/** `super(…)`: makes the object by the class that is extended, then sets the fields of the extending one. */
export function superCall(machine: Machine, frame: FunctionFrame, args: readonly Slot[], scope?: Scope): Value {
  const { callee, newTarget } = frame
  if (!callee || !(newTarget instanceof FunctionObj))
    return machine.fail('SyntaxError', "'super' keyword unexpected here")
  const { proto: base } = callee
  const unknownBase = callee.classPart?.unknownBase
  if (unknownBase instanceof Unknown) frame.self = ofUnknownClass(machine, unknownBase, newTarget, args)
  else if (base instanceof FunctionObj) frame.self = constructWith(machine, base, args, newTarget)
  else machine.fail('TypeError', 'Super constructor is not a constructor')
  if (!(frame.self instanceof Obj)) return frame.self
  const parameters = scope && functionScope(scope)
  if (parameters) keepParameters(machine, callee.code, parameters, frame.self)
  initialiseFields(machine, callee, frame.self)
  return frame.self
}

/** The scope of the constructor around, which holds its parameters. */
function functionScope(scope: Scope): Scope | undefined {
  let at: Scope | undefined = scope
  while (at && !(at.isFunction && at.parent?.frame !== scope.frame)) at = at.parent
  return at
}

function ofUnknownClass(machine: Machine, base: Unknown, newTarget: FunctionObj, args: readonly Slot[]): Obj {
  callUnknown(machine, base, args, `new ${base.text}`)
  const self = machine.register(new Obj(prototypeOf(machine, newTarget)))
  self.open = base.gaps
  return self
}

function prototypeOf(machine: Machine, callee: FunctionObj): Obj {
  const prototype = getOf(machine, callee, 'prototype')
  return prototype instanceof Obj ? prototype : machine.realm.objectPrototype
}

/** Makes the function that a piece of code stands for. */
export function closure(machine: Machine, code: FunctionNode, scope: Scope, name: string, home?: Obj): FunctionObj {
  const made = machine.register(new FunctionObj(machine.realm.functionPrototype), machine.placeOf(code, scope.unit))
  made.code = code
  made.scope = scope
  made.home = home
  // The library asks no arrow for its name: those are most of all functions.
  if (scope.unit.isLibrary && code.type === 'ArrowFunctionExpression') return made
  made.props.set('name', { value: name, hidden: true })
  const parameters = parametersOf(code)
  const counted = parameters.findIndex(
    (parameter) => parameter.type === 'RestElement' || parameter.type === 'AssignmentPattern',
  )
  made.props.set('length', { value: counted < 0 ? parameters.length : counted, hidden: true })
  if (code.type !== 'ArrowFunctionExpression' && !home) {
    const prototype = machine.object()
    prototype.props.set('constructor', { value: made, hidden: true })
    made.props.set('prototype', { value: prototype, hidden: true })
  }
  return made
}
