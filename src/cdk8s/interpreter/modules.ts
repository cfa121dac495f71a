import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { Completion } from './completion.ts'
import { evaluate, sourceText } from './evaluate.ts'
import { each } from './fork.ts'
import { linkExports, linkImports, type ModuleSource, sourceOf } from './linking.ts'
import { type Machine, Thrown } from './machine.ts'
import { runModule } from './module-loading.ts'
import { getOf, keyOf } from './objects.ts'
import { promiseOf, rejection } from './promises.ts'
import { initialise } from './scopes.ts'
import { runStatement } from './statements.ts'
import { Unknown, unknownFrom } from './unknown.ts'
import { FunctionObj, Obj, plainSlot, type Scope, type Unit, type Value } from './values.ts'
import { define } from './writes.ts'

/** A module of the program or of the library. */
export interface ModuleRecord extends Unit {
  readonly namespace: Obj
  readonly exports: Map<string, () => Value>
  readonly stars: ModuleSource[]
  readonly tree: TSESTree.Program | undefined
  readonly isEsModule: boolean
  scope: Scope | undefined
  /** `module` of CommonJS. */
  module: Obj | undefined
  state: 'fresh' | 'linked' | 'running' | 'done'
  /** The value of a JSON file, or why the file could not be read. */
  readonly value?: Value
}

function recordOf(namespace: Obj): ModuleRecord {
  return namespace.inner as ModuleRecord
}

/** The value that a module exports under a name; undefined where it exports nothing so. */
export function exportedValue(namespace: Obj, name: string, seen = new Set<Obj>()): Value {
  const record = recordOf(namespace)
  if (seen.has(namespace)) return undefined
  seen.add(namespace)
  const link = record.exports.get(name)
  if (link) return link()
  for (const star of name === 'default' ? [] : record.stars) {
    const value = star.get(name, seen)
    if (value !== undefined) return value
  }
  return undefined
}

export function exportNames(namespace: Obj, seen = new Set<Obj>()): string[] {
  if (seen.has(namespace)) return []
  seen.add(namespace)
  const record = recordOf(namespace)
  const names = [
    ...record.exports.keys(),
    ...record.stars.flatMap((star) => star.names(seen)).filter((name) => name !== 'default'),
  ]
  return [...new Set(names)].sort()
}

/** What a module gives under a name to one that imports it. */
export function importedValue(machine: Machine, record: ModuleRecord, name: string, seen?: Set<Obj>): Value {
  if (record.state === 'fresh' || record.state === 'linked') runModule(machine, record)
  if (record.value !== undefined) return ofWhole(machine, record.value, name)
  if (record.isEsModule) {
    const value = exportedValue(record.namespace, name, seen)
    return value === undefined && name === 'default' && record.isLibrary ? record.namespace : value
  }
  return ofWhole(machine, wholeModule(machine, record), name)
}

/** What `require` gives, or `import * as`. */
export function wholeModule(machine: Machine, record: ModuleRecord): Value {
  if (record.state === 'fresh' || record.state === 'linked') runModule(machine, record)
  if (record.value !== undefined) return record.value
  if (record.isEsModule || !record.module) return record.namespace
  return getOf(machine, record.module, 'exports')
}

/** A name of something that is exported as a whole: of CommonJS, of JSON. */
export function ofWhole(machine: Machine, whole: Value, name: string): Value {
  const value = machine.settle(whole)
  if (name === 'default') {
    if (!(value instanceof Obj) || getOf(machine, value, '__esModule') !== true) return value
  }
  if (value instanceof Unknown) return value.derived(`.${name}`, () => unknownFrom(`${value.text}.${name}`, [value]))
  return value instanceof Obj ? getOf(machine, value, name) : undefined
}

/** Links a module's names to those of others, and declares its own. */
export function linkModule(machine: Machine, record: ModuleRecord): ModuleSource[] {
  record.state = 'linked'
  const sources = linkImports(machine, record)
  linkExports(machine, record)
  return sources
}

/** `require(…)`. */
export function requireFunction(machine: Machine, record: ModuleRecord): FunctionObj {
  const run = (_machine: Machine, specifier: Value) =>
    each(machine, specifier, (one) => {
      if (typeof one !== 'string') return unknownFrom('require(…)', [one])
      return sourceOf(machine, one, record, undefined).whole()
    })
  const made = machine.native('require', (_machine, _self, [slot]) => run(machine, slot?.value))
  made.props.set('resolve', plainSlot(machine.native('resolve', () => unknownFrom('require.resolve(…)', []))))
  return made
}

/** `import(…)`: a promise of the module. */
export function importDynamically(
  machine: Machine,
  specifier: Value,
  node: TSESTree.ImportExpression,
  scope: Scope,
): Value {
  const name = machine.settle(specifier)
  if (typeof name !== 'string') return unknownFrom(sourceText(node, scope), [name])
  try {
    return promiseOf(machine, sourceOf(machine, name, scope.unit as ModuleRecord, node.source).whole())
  } catch (error) {
    if (error instanceof Thrown) return rejection(machine, error)
    throw error
  }
}

/** `import.meta`: where the file is. */
export function importMeta(machine: Machine, scope: Scope): Value {
  const { path } = scope.unit
  const meta = machine.object()
  meta.props.set('url', plainSlot(`file://${encodeURI(path)}`))
  meta.props.set('filename', plainSlot(path))
  meta.props.set('dirname', plainSlot(path.slice(0, path.lastIndexOf('/')) || '/'))
  meta.props.set('main', plainSlot(machine.request.entry === path))
  return meta
}

/** The variable that holds what `export default` exports. */
export const defaultName = '*default*'

export function exportDefault(machine: Machine, node: TSESTree.ExportDefaultDeclaration, scope: Scope): Completion {
  const { declaration } = node
  if (declaration.type === 'FunctionDeclaration' && declaration.id) return undefined
  if (declaration.type === 'ClassDeclaration' && declaration.id) return runStatement(machine, declaration, scope)
  if (/^TS(?:Interface|TypeAlias)/.test(declaration.type)) return undefined
  const value = evaluateDefault(machine, declaration, scope)
  if (value instanceof FunctionObj && value.props.get('name')?.value === '')
    value.props.set('name', { value: 'default', hidden: true })
  initialise(machine, scope, defaultName, plainSlot(value))
  return undefined
}

function evaluateDefault(
  machine: Machine,
  node: TSESTree.ExportDefaultDeclaration['declaration'],
  scope: Scope,
): Value {
  if (node.type === 'ClassDeclaration')
    return evaluate(machine, { ...node, type: 'ClassExpression' } as unknown as TSESTree.Node, scope)
  if (node.type === 'FunctionDeclaration')
    return evaluate(machine, { ...node, type: 'FunctionExpression' } as unknown as TSESTree.Node, scope)
  return evaluate(machine, node, scope)
}

/** `import x = require('…')` and `import x = a.b`. */
export function importEquals(machine: Machine, node: TSESTree.TSImportEqualsDeclaration, scope: Scope): Completion {
  const reference = node.moduleReference
  if (node.importKind === 'type') return undefined
  let value: Value
  if (reference.type === 'TSExternalModuleReference') {
    const name = keyOf(evaluate(machine, reference.expression, scope))
    value =
      typeof name === 'string'
        ? sourceOf(machine, name, scope.unit as ModuleRecord, reference.expression).whole()
        : undefined
  } else value = qualified(machine, reference, scope)
  initialise(machine, scope, node.id.name, plainSlot(value))
  return undefined
}

function qualified(machine: Machine, name: TSESTree.EntityName, scope: Scope): Value {
  if (name.type !== 'TSQualifiedName') return evaluate(machine, name, scope)
  const left = machine.settle(qualified(machine, name.left, scope))
  return left instanceof Obj ? getOf(machine, left, name.right.name) : left
}

/** `export = x`. */
export function exportEquals(machine: Machine, node: TSESTree.TSExportAssignment, scope: Scope): Completion {
  const record = scope.unit as ModuleRecord
  const value = evaluate(machine, node.expression, scope)
  if (record.module) define(machine, record.module, 'exports', plainSlot(value))
  return undefined
}
