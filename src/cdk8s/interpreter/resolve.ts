import posix from 'node:path/posix'
import type { ProjectFiles } from './files.ts'
import { fieldOf, readJsonWithComments, textOf } from './package-files.ts'
import { type PathAliases, pathAliases } from './tsconfig.ts'
import { workspacePackages } from './workspaces.ts'

/** What an import leads to. */
export type Resolved =
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'missing' }
  | { readonly type: 'package'; readonly name: string }

const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx', '.json']

/** Finds the files of imports, with what a project's configuration says of them. */
export class Resolver {
  readonly #files: ProjectFiles
  readonly #aliases = new Map<string, PathAliases | undefined>()
  #workspaces: ReadonlyMap<string, string> | undefined

  constructor(files: ProjectFiles) {
    this.#files = files
  }

  resolve(specifier: string, from: string): Resolved {
    if (/^\.{1,2}(?:\/|$)/.test(specifier) || specifier.startsWith('/')) {
      const path = this.file(posix.resolve(posix.dirname(from), specifier))
      return path ? { type: 'file', path } : { type: 'missing' }
    }
    const path = this.#aliased(specifier, from) ?? this.#ofWorkspace(specifier) ?? this.#ownImport(specifier, from)
    return path ? { type: 'file', path } : { type: 'package', name: packageName(specifier) }
  }

  /** The file that a path without extension means, as Node and TypeScript find it. */
  file(path: string): string | undefined {
    const files = this.#files
    if (files.isFile(path) && extensions.includes(posix.extname(path))) return path
    const script = /\.([mc]?)jsx?$/.exec(path)
    const stem = script ? path.slice(0, script.index) : undefined
    const candidates = [
      ...(stem === undefined ? [] : [`${stem}.${script?.[1] ?? ''}ts`, `${stem}.tsx`]),
      ...extensions.map((extension) => path + extension),
    ]
    for (const candidate of candidates) if (files.isFile(candidate)) return candidate
    if (files.type(path) !== 'directory') return undefined
    const main = this.#mainOf(path)
    return main ?? extensions.map((extension) => `${path}/index${extension}`).find((each) => files.isFile(each))
  }

  #mainOf(folder: string): string | undefined {
    const json = readJsonWithComments(this.#files, `${folder}/package.json`)
    if (!json) return undefined
    const [main, module, types, source] = ['main', 'module', 'types', 'source'].map((name) => fieldOf(json, name))
    const targets = [source, ...exportTargets(fieldOf(json, 'exports')), module, main, types].filter(
      (each) => typeof each === 'string',
    )
    for (const target of targets) {
      const path = posix.resolve(folder, target)
      const found = this.#unbuilt(path, folder)
      if (found && found !== folder) return found
    }
    return [`${folder}/src/index`, `${folder}/lib/index`].map((each) => this.file(each)).find(Boolean)
  }

  /** A file, or the source that a file that is not built yet is built from. */
  #unbuilt(path: string, folder: string): string | undefined {
    const stem = path.replace(/\.d\.ts$/, '')
    const below = posix.relative(folder, stem)
    const source = below.replace(/^(?:dist|build|out|lib)\//, 'src/')
    return [stem, posix.join(folder, source)].map((each) => this.#plainFile(each)).find(Boolean)
  }

  #plainFile(path: string): string | undefined {
    if (this.#files.type(path) === 'directory') return undefined
    return this.file(path)
  }

  #aliased(specifier: string, from: string): string | undefined {
    const aliases = this.#aliasesAt(posix.dirname(from))
    for (const candidate of aliases?.candidates(specifier) ?? []) {
      const found = this.file(candidate)
      if (found) return found
    }
    return undefined
  }

  #aliasesAt(folder: string): PathAliases | undefined {
    if (!this.#aliases.has(folder)) this.#aliases.set(folder, this.#findAliases(folder))
    return this.#aliases.get(folder)
  }

  #findAliases(folder: string): PathAliases | undefined {
    const config = `${folder}/tsconfig.json`
    if (this.#files.isFile(config)) return pathAliases(this.#files, config)
    const parent = posix.dirname(folder)
    return parent === folder || !this.#files.holds(parent) ? undefined : this.#aliasesAt(parent)
  }

  #ofWorkspace(specifier: string): string | undefined {
    this.#workspaces ??= workspacePackages(this.#files)
    const name = packageName(specifier)
    const folder = this.#workspaces.get(name)
    if (folder === undefined) return undefined
    const rest = specifier.slice(name.length)
    if (rest === '') return this.file(folder)
    return this.#unbuilt(folder + rest, folder) ?? this.file(folder + rest) ?? this.file(`${folder}/src${rest}`)
  }

  /** `#name` of the own package.json's `imports`. */
  #ownImport(specifier: string, from: string): string | undefined {
    if (!specifier.startsWith('#')) return undefined
    for (let folder = posix.dirname(from); this.#files.holds(folder); folder = posix.dirname(folder)) {
      const imports = fieldOf(readJsonWithComments(this.#files, `${folder}/package.json`), 'imports')
      const target = textOf(imports, specifier)
      if (target) return this.#unbuilt(posix.resolve(folder, target), folder)
    }
    return undefined
  }
}

function exportTargets(exports: unknown): unknown[] {
  if (typeof exports === 'string') return [exports]
  if (typeof exports !== 'object' || exports === null) return []
  const entries = Object.entries(exports)
  const root = entries.find(([key]) => key === '.')
  if (root) return exportTargets(root[1])
  return entries
    .filter(([key]) => /^(?:source|import|default|require|types|node)$/.test(key))
    .flatMap(([, value]) => exportTargets(value))
}

/** The package that a specifier names: `@scope/name/path` is `@scope/name`. */
function packageName(specifier: string): string {
  const [first = '', second] = specifier.split('/')
  return first.startsWith('@') && second ? `${first}/${second}` : first
}
