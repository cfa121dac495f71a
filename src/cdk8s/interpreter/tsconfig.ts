import posix from 'node:path/posix'
import type { ProjectFiles } from './files.ts'
import { fieldOf, isObject, readJsonWithComments } from './package-files.ts'

/** Where `paths` and `baseUrl` of a tsconfig.json lead. */
export interface PathAliases {
  candidates(specifier: string): string[]
}

interface Options {
  readonly baseUrl: string | undefined
  readonly paths: Readonly<Record<string, unknown>> | undefined
  /** What the targets of `paths` are relative to. */
  readonly pathsFrom: string
}

/** Reads a tsconfig.json with all that it extends. */
export function pathAliases(files: ProjectFiles, config: string): PathAliases | undefined {
  const options = optionsOf(files, config, 0)
  if (!options) return undefined
  const { baseUrl, paths, pathsFrom } = options
  return {
    candidates(specifier) {
      const from = baseUrl ?? pathsFrom
      const found = Object.entries(paths ?? {})
        .map(([pattern, targets]) => ({ pattern, targets, rest: matched(pattern, specifier) }))
        .filter(({ rest }) => rest !== undefined)
        .sort((a, b) => b.pattern.length - a.pattern.length)
        .flatMap(({ targets, rest = '' }) =>
          (Array.isArray(targets) ? targets : [])
            .filter((target) => typeof target === 'string')
            .map((target) => posix.resolve(from, target.replace('*', rest))),
        )
      return baseUrl === undefined ? found : [...found, posix.resolve(baseUrl, specifier)]
    },
  }
}

function matched(pattern: string, specifier: string): string | undefined {
  const star = pattern.indexOf('*')
  if (star < 0) return pattern === specifier ? '' : undefined
  const before = pattern.slice(0, star)
  const after = pattern.slice(star + 1)
  if (specifier.length < before.length + after.length || !specifier.startsWith(before) || !specifier.endsWith(after))
    return undefined
  return specifier.slice(before.length, specifier.length - after.length)
}

function optionsOf(files: ProjectFiles, config: string, depth: number): Options | undefined {
  const json = depth > 8 ? undefined : readJsonWithComments(files, config)
  if (!json) return undefined
  const folder = posix.dirname(config)
  const inherited = [fieldOf(json, 'extends')]
    .flat()
    .filter((each) => typeof each === 'string' && each.startsWith('.'))
    .map((each) => optionsOf(files, withExtension(posix.resolve(folder, String(each))), depth + 1))
    .reduce<Options | undefined>((all, each) => (each ? overlaid(all, each) : all), undefined)
  const own = fieldOf(json, 'compilerOptions')
  const base = fieldOf(own, 'baseUrl')
  const declared = fieldOf(own, 'paths')
  const baseUrl = typeof base === 'string' ? posix.resolve(folder, base) : inherited?.baseUrl
  const paths = isObject(declared) ? declared : undefined
  return { baseUrl, paths: paths ?? inherited?.paths, pathsFrom: paths ? folder : (inherited?.pathsFrom ?? folder) }
}

function overlaid(base: Options | undefined, over: Options): Options {
  if (!base) return over
  return {
    baseUrl: over.baseUrl ?? base.baseUrl,
    paths: over.paths ?? base.paths,
    pathsFrom: over.paths ? over.pathsFrom : base.pathsFrom,
  }
}

function withExtension(path: string): string {
  return path.endsWith('.json') ? path : `${path}.json`
}
