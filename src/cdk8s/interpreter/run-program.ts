import type { Failure } from '../../base/failure.ts'
import { type Gap, type Gaps, known, type Maybe, unknown } from '../../base/maybe.ts'
import { SourceFile, type SourceLocation } from '../../base/source-file.ts'
import type { ProgramResult, SynthesisedApp, SynthesisedObject } from '../interpret-program.ts'
import { callFunction } from './functions.ts'
import { iterationSlots } from './iteration.ts'
import { Exhausted, type Machine, Thrown } from './machine.ts'
import { loadFile, loadLibrary, runModule } from './module-loading.ts'
import { exportedValue } from './modules.ts'
import { get, getOf } from './objects.ts'
import { createRealm } from './realm.ts'
import { stringFor } from './thrown-text.ts'
import { mergedBodies, nodeOf } from './to-node.ts'
import { Choice, type Guard, gapsOf, gapsOfGuard, mergeGaps } from './unknown.ts'
import { FunctionObj, Obj, type Place, type Slot, type Value } from './values.ts'

/** Runs a program and gathers what it made. */
export function runProgram(machine: Machine): ProgramResult {
  createRealm(machine)
  attempt(machine, () => runEntry(machine))
  for (const thrown of machine.rejected.values()) machine.failures.push(failureOf(machine, thrown))
  endAll(machine)
  const apps = machine.apps.map((app) => synthesise(machine, app))
  return {
    apps,
    failures: machine.failures,
    files: machine.files.files,
    notes: onceEach(machine.notes),
    remarks: machine.remarks,
  }
}

function onceEach(gaps: readonly Gap[]): Gap[] {
  return [...new Map(gaps.map((gap) => [gap.what, gap])).values()]
}

function runEntry(machine: Machine): void {
  const { entry } = machine.request
  const loaded = loadFile(machine, entry)
  if ('record' in loaded) runModule(machine, loaded.record)
  else if (machine.failures.length === 0)
    machine.failures.push({
      stage: 'read',
      message: `Cannot read the program ${machine.files.display(entry)}.`,
      path: machine.files.display(entry),
    })
}

/** Where the run ends early, all branches it was in stay as they are. */
function endAll(machine: Machine): void {
  machine.pending.length = 0
  while (machine.heap.top.parent) machine.heap.commit()
  Object.assign(machine, { call: undefined, site: undefined })
  machine.mark(undefined, undefined)
  machine.tries.length = 0
}

/** Runs something; what the program throws, and what takes too much, are failures. */
function attempt<T>(machine: Machine, run: () => T): T | undefined {
  try {
    return run()
  } catch (error) {
    const failure = failureFrom(machine, error)
    if (!failure) throw error
    if (failure.message !== '.') machine.failures.push(failure)
    return undefined
  }
}

function failureFrom(machine: Machine, error: unknown): Failure | undefined {
  if (error instanceof Thrown) return failureOf(machine, error)
  if (error instanceof Exhausted) return withPlace(`${error.message}.`, error.place ?? machine.at)
  // The interpreter's own stack, which a program that calls itself deeply enough uses up before its calls are counted.
  if (error instanceof RangeError && /call stack/.test(error.message))
    return withPlace('The program calls itself too deep.', machine.site ?? machine.at)
  return undefined
}

function failureOf(machine: Machine, thrown: Thrown): Failure {
  const message = machineSafe(() => stringFor(machine, thrown)) ?? 'something'
  return withPlace(`The program throws: ${message.replace(/\.$/, '')}.`, thrown.place)
}

function machineSafe<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}

function withPlace(message: string, place: Place | undefined): Failure {
  return place ? { stage: 'render', message, at: locationOf(place, 'node') } : { stage: 'render', message }
}

function locationOf(place: Place | undefined, precision: SourceLocation['precision']): SourceLocation {
  if (!place) return { file: new SourceFile('', ''), span: { start: 0, end: 0 }, precision: 'file' }
  return { file: place.file, span: { start: place.start, end: place.end }, precision }
}

function libraryFunction(machine: Machine, name: string): FunctionObj | undefined {
  const record = loadLibrary(machine, machine.library.moduleOf('cdk8s') ?? 'cdk8s.ts')
  runModule(machine, record)
  const value = exportedValue(record.namespace, name)
  return value instanceof FunctionObj ? value : undefined
}

/** What a program used up leaves what it made before to be read. */
function startCounting(machine: Machine): void {
  Object.assign(machine, { steps: 0, librarySteps: 0 })
}

function synthesise(machine: Machine, app: Obj): SynthesisedApp {
  const before = machine.failures.length
  startCounting(machine)
  const objects = attempt(machine, () => objectsOf(machine, app)) ?? []
  endAll(machine)
  startCounting(machine)
  const rest = machine.failures.length > before ? attempt(machine, () => rendered(machine, app)) : undefined
  return { at: locationOf(app.made?.place, 'node'), objects: rest ?? objects }
}

function objectsOf(machine: Machine, app: Obj): SynthesisedObject[] {
  const run = libraryFunction(machine, 'objectsOf')
  if (!run) return []
  const slots = iterationSlots(machine, callFunction(machine, run, undefined, [{ value: app }]), 'objectsOf')
  const found = new Map<Obj, Found>()
  for (const slot of alternatives(machine, slots)) {
    const entry = machine.settle(slot.value)
    const construct = machine.settle(get(machine, entry, 'construct', 'construct'))
    if (!(construct instanceof Obj)) continue
    const object = objectOf(
      machine,
      construct,
      get(machine, entry, 'object', 'object'),
      get(machine, entry, 'file', 'file'),
      slot,
    )
    const known = found.get(construct)
    if (object) found.set(construct, known ? twice(known, { slot, object }) : { slot, object })
  }
  return [...found.values()].map(({ object }) => object)
}

interface Found {
  readonly slot: Slot
  readonly object: SynthesisedObject
}

/** One object that was found under two conditions: what both say of it. */
function twice(first: Found, second: Found): Found {
  const guards = [first.slot.perhaps ?? [], second.slot.perhaps ?? []]
  if (guards[0]?.length === 0) return first
  const gaps = gapsOfGuard(guards.flat())
  const root = mergedBodies([first.object.root, second.object.root], gaps)
  const isEither = guards[0]?.length === 1 && guards[1]?.length === 1 && guards[0][0]?.opposite === guards[1][0]
  const slot = isEither ? { value: first.slot.value } : first.slot
  return { slot, object: { ...first.object, root } }
}

/** The items of a list, those that are one of several values as several that are perhaps there. */
function alternatives(machine: Machine, slots: readonly Slot[]): Slot[] {
  return slots.flatMap((slot) => {
    const value = machine.settle(slot.value)
    if (!(value instanceof Choice)) return [slot]
    const { literal, yes, no } = value
    const under = (one: Value, guard: Guard) => ({ ...slot, value: one, perhaps: [...guard, ...(slot.perhaps ?? [])] })
    return alternatives(machine, [under(yes, [literal]), under(no, [literal.opposite])])
  })
}

/** After a failure: each object alone, as far as it can be rendered. */
function rendered(machine: Machine, app: Obj): SynthesisedObject[] {
  const run = libraryFunction(machine, 'apiObjectsOf')
  if (!run) return []
  const slots = iterationSlots(machine, callFunction(machine, run, undefined, [{ value: app }]), 'apiObjectsOf')
  const objects: SynthesisedObject[] = []
  const seen = new Set<Obj>()
  for (const slot of alternatives(machine, slots)) {
    const construct = machine.settle(slot.value)
    if (!(construct instanceof Obj) || seen.has(construct)) continue
    seen.add(construct)
    const failures = machine.failures.length
    const object = attempt(machine, () => {
      const toJson = getOf(machine, construct, 'toJson')
      return toJson instanceof FunctionObj
        ? objectOf(machine, construct, callFunction(machine, toJson, construct, []), undefined, slot)
        : undefined
    })
    machine.failures.length = failures
    endAll(machine)
    if (object) objects.push(object)
  }
  return objects
}

function objectOf(
  machine: Machine,
  construct: Obj,
  value: Value,
  file: Value,
  slot: Slot,
): SynthesisedObject | undefined {
  const place = construct.made?.place
  const root = nodeOf(machine, value, place)
  if (!root) return undefined
  const made = construct.made?.guard ?? []
  const guard = [...made, ...(slot.perhaps ?? [])].filter((literal) => !machine.heap.assumes(literal))
  const repeated = construct.made?.repeated ?? slot.repeated
  const gaps = [...gapsOfGuard(guard), ...(repeated ?? [])]
  const [first, ...rest] = gaps
  const exists: Maybe<true> = first ? unknown(...mergeGaps([first], rest)) : known(true)
  const object = {
    root,
    exists,
    at: locationOf(place, 'node'),
    within: within(construct),
    outputFile: fileOf(machine, file),
  }
  return repeated ? { ...object, repeated } : object
}

function fileOf(machine: Machine, of: Value): Maybe<string> {
  const value = machine.settle(of)
  if (typeof value === 'string') return known(value)
  const [first = { what: 'the name of the file', hint: 'give the chart a known id' }, ...rest] = gapsOf(value)
  const gaps: Gaps = [first, ...rest]
  return unknown(...gaps)
}

/** The instantiations of the program's own constructs in whose code an object was made. */
function within(construct: Obj): SourceLocation[] {
  const found: SourceLocation[] = []
  const seen = new Set<Obj>([construct])
  for (let call = construct.made?.call; call; call = call.parent) {
    const { self } = call.frame
    if (!(self instanceof Obj) || seen.has(self) || !self.made?.place || !isOfProgram(self)) continue
    seen.add(self)
    found.push(locationOf(self.made.place, 'node'))
  }
  return found
}

function isOfProgram(object: Obj): boolean {
  const maker = object.proto?.props.get('constructor')?.value
  return maker instanceof FunctionObj && maker.scope !== undefined && !maker.scope.unit.isLibrary
}
