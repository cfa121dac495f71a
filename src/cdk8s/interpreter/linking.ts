import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { exportedNames } from './declarations.ts'
import type { Machine } from './machine.ts'
import { loadFile, loadLibrary } from './module-loading.ts'
import { defaultName, exportNames, importedValue, type ModuleRecord, ofWhole, wholeModule } from './modules.ts'
import { ownEntries } from './objects.ts'
import { readVariable } from './scopes.ts'
import { Unknown } from './unknown.ts'
import { isUsed } from './value-names.ts'
import { Obj, type Scope, type Value } from './values.ts'

/** What an import leads to: a module that is read, one that is built in, or one that is unknown. */
export interface ModuleSource {
  get(name: string, seen?: Set<Obj>): Value
  whole(): Value
  names(seen: Set<Obj>): readonly string[]
  /** The module to run before the importing one. */
  readonly record?: ModuleRecord
}

function ofRecord(machine: Machine, record: ModuleRecord): ModuleSource {
  return {
    get: (name, seen) => importedValue(machine, record, name, seen),
    whole: () => wholeModule(machine, record),
    names: (seen) => exportNames(record.namespace, seen),
    record,
  }
}

/** A library file's names that it does not have are not modelled. */
function ofLibrary(machine: Machine, record: ModuleRecord, specifier: string): ModuleSource {
  const source = ofRecord(machine, record)
  return {
    ...source,
    get: (name, seen) => source.get(name, seen) ?? notModelled(machine, `${name} of ${specifier}`),
  }
}

function ofValue(machine: Machine, value: Value): ModuleSource {
  return {
    get: (name) => (name === 'default' ? value : ofWhole(machine, value, name)),
    whole: () => value,
    names: () => (value instanceof Obj ? ownEntries(machine, value).map(([name]) => name) : []),
  }
}

function notModelled(machine: Machine, what: string): Unknown {
  return machine.unknown(what, what, 'write out what it gives: meshlint does not read it')
}

/** Finds what a specifier means in a module. `node` is where a failure is reported. */
export function sourceOf(
  machine: Machine,
  specifier: string,
  from: ModuleRecord,
  node: TSESTree.Node | undefined,
): ModuleSource {
  if (from.isLibrary) {
    if (/^\.\/native(?:\.ts)?$/.test(specifier)) return ofValue(machine, machine.realm.nativeModule)
    return ofRecord(machine, loadLibrary(machine, specifier.replace(/^\.\//, '')))
  }
  const library = machine.library.moduleOf(specifier)
  if (library !== undefined) return ofLibrary(machine, loadLibrary(machine, library), specifier)
  const builtin = machine.realm.builtin(specifier)
  if (builtin) return ofValue(machine, builtin)
  const resolved = machine.resolver.resolve(specifier, from.path)
  if (resolved.type === 'file') return ofFile(machine, resolved.path, specifier)
  if (resolved.type === 'missing') {
    const what = `the module "${specifier}", which is not there`
    if (node) missing(machine, from, specifier, node)
    return ofValue(machine, machine.unknown(specifier, what, 'add the file, or correct the import'))
  }
  return ofValue(machine, packageOf(machine, resolved.name))
}

function ofFile(machine: Machine, path: string, specifier: string): ModuleSource {
  const record = loadFile(machine, path)
  if ('library' in record) return ofLibrary(machine, record.library, specifier)
  if ('unknown' in record) return ofValue(machine, record.unknown)
  return ofRecord(machine, record.record)
}

function packageOf(machine: Machine, name: string): Unknown {
  const known = machine.packages.get(name)
  if (known) return known
  const gap = { what: `what the npm package ${name} gives`, hint: `write it out: meshlint does not read the package` }
  const made = new Unknown([gap], { text: name })
  machine.packages.set(name, made)
  return made
}

function missing(machine: Machine, from: ModuleRecord, specifier: string, node: TSESTree.Node): void {
  const span = { start: node.range[0], end: node.range[1] }
  machine.failures.push({
    stage: 'read',
    message: `Cannot find the module "${specifier}".`,
    at: { file: from.file, span, precision: 'node' },
  })
}

/** Makes the names that a module imports known in it; gives what must run before it. */
export function linkImports(machine: Machine, record: ModuleRecord): ModuleSource[] {
  const { scope, tree } = record
  const sources: ModuleSource[] = []
  if (!scope || !tree) return sources
  for (const statement of tree.body) {
    if (statement.type === 'ImportDeclaration' && isImported(record, statement)) {
      const source = sourceOf(machine, statement.source.value, record, statement.source)
      sources.push(source)
      for (const specifier of statement.specifiers) linkSpecifier(specifier, source, scope)
    } else if (isReExport(statement)) {
      const source = sourceOf(machine, statement.source.value, record, statement.source)
      sources.push(source)
      linkReExport(record, statement, source)
    }
  }
  return sources
}

type ReExport = (TSESTree.ExportNamedDeclaration | TSESTree.ExportAllDeclaration) & {
  readonly source: TSESTree.StringLiteral
}

function isReExport(statement: TSESTree.ProgramStatement): statement is TSESTree.ProgramStatement & ReExport {
  const isExport = statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportAllDeclaration'
  return isExport && statement.source !== null && statement.exportKind !== 'type'
}

/** TypeScript leaves out imports of which nothing is used as a value. */
function isImported(record: ModuleRecord, statement: TSESTree.ImportDeclaration): boolean {
  if (statement.importKind === 'type') return false
  if (statement.specifiers.length === 0 || record.isLibrary || !record.tree) return true
  const { tree } = record
  return statement.specifiers.some((specifier) => {
    if (specifier.type === 'ImportSpecifier' && specifier.importKind === 'type') return false
    return isUsed(tree, specifier.local.name)
  })
}

function linkSpecifier(specifier: TSESTree.ImportClause, source: ModuleSource, scope: Scope): void {
  if (specifier.type === 'ImportSpecifier' && specifier.importKind === 'type') return
  const link = specifier.type === 'ImportNamespaceSpecifier' ? source.whole : () => source.get(importedName(specifier))
  scope.props.set(specifier.local.name, { value: undefined, link })
}

function importedName(specifier: TSESTree.ImportSpecifier | TSESTree.ImportDefaultSpecifier): string {
  return specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) : 'default'
}

function nameOf(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === 'Identifier' ? node.name : node.value
}

function linkReExport(record: ModuleRecord, statement: ReExport, source: ModuleSource): void {
  if (statement.type === 'ExportAllDeclaration') {
    if (statement.exported) record.exports.set(nameOf(statement.exported), source.whole)
    else record.stars.push(source)
    return
  }
  for (const specifier of statement.specifiers) {
    if (specifier.exportKind === 'type') continue
    const local = nameOf(specifier.local)
    record.exports.set(nameOf(specifier.exported), () => source.get(local))
  }
}

/** Makes what a module exports of its own known by name. */
export function linkExports(machine: Machine, record: ModuleRecord): void {
  const { scope, tree } = record
  if (!scope || !tree) return
  const local = (name: string) => () => (scope.props.has(name) ? readVariable(machine, scope, name) : undefined)
  for (const statement of tree.body) {
    if (statement.type === 'ExportDefaultDeclaration') record.exports.set('default', local(defaultLocal(statement)))
    if (statement.type !== 'ExportNamedDeclaration' || statement.source || statement.exportKind === 'type') continue
    for (const name of exportedNames(statement)) record.exports.set(name, local(name))
    for (const { local: from, exported, exportKind } of statement.specifiers)
      if (exportKind !== 'type') record.exports.set(nameOf(exported), local(nameOf(from)))
  }
}

function defaultLocal({ declaration }: TSESTree.ExportDefaultDeclaration): string {
  const named = declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration'
  return named && declaration.id ? declaration.id.name : defaultName
}
