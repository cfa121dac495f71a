import ignore from 'ignore'
import type { Host } from '../base/host.ts'
import { foldersUp, join, relativePath } from './paths.ts'

/** The patterns of one file, and the folder they are relative to. */
interface Level {
  readonly folder: string
  readonly rules: ignore.Ignore
}

/** What git ignores in one folder: the levels that speak of it, the innermost first. */
export interface GitIgnore {
  readonly levels: readonly Level[]
}

const nothing: GitIgnore = { levels: [] }

/** What git ignores above a folder, from its git root down; the folder's own .gitignore is not in it yet. */
export function gitIgnoreAbove(host: Host, root: string): GitIgnore {
  const folders = foldersUp(root)
  const top = folders.findIndex((folder) => isRepository(host, folder))
  if (top <= 0) return nothing
  const above = folders.slice(1, top + 1).reverse()
  const outer = above.reduce<GitIgnore>((known, folder) => gitIgnoreIn(host, folder, known), nothing)
  // A folder that git ignores and that is asked for all the same is read by its own rules.
  return isIgnored(outer, root, true) ? nothing : outer
}

/** The nearest folder upwards that holds `.git`, a folder or, in worktrees and submodules, a file. */
export function gitRoot(host: Host, folder: string): string | undefined {
  return foldersUp(folder).find((up) => isRepository(host, up))
}

function isRepository(host: Host, folder: string): boolean {
  const path = join(folder, '.git')
  const type = host.type(path)
  if (type !== 'file') return type === 'directory'
  try {
    return new TextDecoder().decode(host.read(path, 7)) === 'gitdir:'
  } catch {
    return false
  }
}

/** What git ignores in a folder, by its own .gitignore and by what is known from above. */
export function gitIgnoreIn(host: Host, folder: string, above: GitIgnore): GitIgnore {
  const isTop = isRepository(host, folder)
  const levels = isTop ? [] : above.levels
  const exclude = isTop ? levelOf(host, folder, join(folder, '.git/info/exclude')) : undefined
  const own = levelOf(host, folder, join(folder, '.gitignore'))
  if (!isTop && !own) return above
  // Patterns of a .gitignore come before those of info/exclude (gitignore(5)).
  return { levels: [own, exclude, ...levels].filter((level) => level !== undefined) }
}

/** Whether git ignores a path of a folder that it does not ignore: the innermost level that speaks of it decides. */
export function isIgnored(known: GitIgnore, path: string, isFolder: boolean): boolean {
  for (const { folder, rules } of known.levels) {
    const relative = relativePath(folder, path)
    const { ignored, unignored } = rules.test(isFolder ? `${relative}/` : relative)
    if (ignored) return true
    if (unignored) return false
  }
  return false
}

/**
 * What holds below a folder that git does not ignore. Where an inner level takes a folder back that an outer one
 * ignores, the outer one no longer ignores all that lies in it, only what it matches by itself.
 */
export function within(known: GitIgnore, folder: string): GitIgnore {
  let isSame = true
  const levels = known.levels.map((level) => {
    const relative = `${relativePath(level.folder, folder)}/`
    if (!level.rules.ignores(relative)) return level
    isSame = false
    const takenBack = `!/${relative.replace(/[\\*?[\]\s]/g, '\\$&')}`
    return { ...level, rules: ignore({ ignorecase: false }).add(level.rules).add(takenBack) }
  })
  return isSame ? known : { levels }
}

/** Globs as the user writes them for `--exclude`, relative to the working directory. */
export function excludedBy(globs: readonly string[], cwd: string): (path: string, isFolder: boolean) => boolean {
  if (globs.length === 0) return () => false
  const rules = ignore({ ignorecase: false }).add(globs.map((glob) => (glob.startsWith('./') ? glob.slice(1) : glob)))
  return (path, isFolder) => {
    const relative = relativePath(cwd, path)
    // A path outside of the working directory is matched as if it lay in it.
    const inside = relative.replace(/^(\.\.\/)+/, '').replace(/^([A-Za-z]:)?\//, '')
    return inside !== '.' && inside !== '..' && rules.ignores(isFolder ? `${inside}/` : inside)
  }
}

/** As much of a .gitignore as is read, in bytes: every pattern is an expression that every path is held against. */
const mostRules = 100_000

function levelOf(host: Host, folder: string, path: string): Level | undefined {
  if (host.type(path) !== 'file') return undefined
  try {
    const text = new TextDecoder().decode(host.read(path, mostRules))
    return { folder, rules: ignore({ ignorecase: false }).add(text) }
  } catch {
    // git warns and goes on when it can not read a .gitignore.
    return undefined
  }
}
