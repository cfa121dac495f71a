import type { Failure } from '../base/failure.ts'
import type { Host } from '../base/host.ts'
import { nearestNames } from '../base/nearest.ts'
import { gitRoot } from './git-ignore.ts'
import { expandGlob, isGlob } from './glob.ts'
import { baseName, folderOf, isAbsolute, isWithin, join, relativePath, resolvePath } from './paths.ts'
import type { ReadRequest } from './read-request.ts'

/** What one argument chooses to report, by absolute path. */
export type Target =
  | { readonly type: 'directory'; readonly path: string }
  /** A file that is typed out: it is read whatever else would keep it out. */
  | { readonly type: 'file'; readonly path: string }
  /** The files that a glob finds: reported as far as the project reads them. */
  | { readonly type: 'glob'; readonly path: string; readonly pattern: string }
  /** Stdin under a name of its own. */
  | { readonly type: 'stdin' }

/** A root, and what is reported of what it holds. */
export interface ProjectPlan {
  readonly root: string
  readonly targets: readonly Target[]
  /** Whether all that lies below the root is read, beside the files that are named. */
  readonly isWhole: boolean
}

export interface Plans {
  readonly projects: readonly ProjectPlan[]
  readonly failures: readonly Failure[]
}

/** The projects that the arguments ask for, in order of their roots' first mention. */
export function planProjects(request: ReadRequest, host: Host): Plans {
  const failures: Failure[] = []
  const typed = request.paths.length > 0 ? request.paths : ['.']
  const targets = typed.flatMap((path) => {
    const found = targetsOf(path, request, host)
    if (Array.isArray(found)) return found
    failures.push(found)
    return []
  })
  const projects = groupByRoot(targets, request, host)
  // What went wrong with the arguments must be told even if nothing is left to read.
  if (projects.length === 0) return { projects: [{ root: host.cwd, targets: [], isWhole: false }], failures }
  return { projects, failures }
}

function targetsOf(typed: string, request: ReadRequest, host: Host): Target[] | Failure {
  if (typed === '-') {
    if (request.stdinFilename === undefined) return [{ type: 'stdin' }]
    return [{ type: 'file', path: resolvePath(host.cwd, request.stdinFilename) }]
  }
  const path = resolvePath(host.cwd, typed)
  const type = host.type(path)
  if (type === 'directory') return [{ type: 'directory', path }]
  // Also what a shell makes of `<(command)`.
  if (type !== undefined) return [{ type: 'file', path }]
  if (!isGlob(typed)) return { stage: 'read', message: nothingAt(host, typed), path: typed }
  const found = expandGlob(host, typed)
  if (found.length > 0) return found
  return { stage: 'read', message: `No YAML or JSON file matches "${typed}".`, path: typed }
}

/** Says that nothing is at a path, with the nearest that is. */
function nothingAt(host: Host, typed: string): string {
  const nearest = nearestPath(host, resolvePath(host.cwd, typed))
  const shown = nearest && (isAbsolute(typed) ? nearest : relativePath(host.cwd, nearest))
  return `There is no file or directory "${typed}"${shown ? `; the nearest is "${shown}"` : ''}.`
}

/** The path with the first part that does not exist replaced by what is most like it there. */
function nearestPath(host: Host, path: string): string | undefined {
  const missing: string[] = []
  let folder = path
  while (host.type(folder) === undefined && folderOf(folder) !== folder) {
    missing.unshift(baseName(folder))
    folder = folderOf(folder)
  }
  const [first, ...rest] = missing
  if (first === undefined || host.type(folder) !== 'directory') return undefined
  try {
    const names = host.list(folder).map(({ name }) => name)
    for (const name of nearestNames(first, names)) {
      const whole = rest.reduce(join, join(folder, name))
      if (host.type(whole) !== undefined) return whole
    }
  } catch {
    // A folder that can not be listed has no nearest name to offer.
  }
  return undefined
}

/**
 * The root of each target: the folder of its config, else the outermost directory argument around it, else its git
 * root, else the working directory. A file that is in none of them stands alone with the others of its folder.
 */
function groupByRoot(targets: readonly Target[], request: ReadRequest, host: Host): ProjectPlan[] {
  const directories = targets.filter(({ type }) => type === 'directory').map((target) => pathOf(target, host))
  const plans = new Map<string, { isWhole: boolean; targets: Target[] }>()
  const streams = targets.filter(({ type }) => type === 'stdin')
  for (const target of targets) {
    if (target.type === 'stdin') continue
    const { root, isWhole } = rootOf(target, directories, request, host)
    const plan = plans.get(root)
    if (plan) {
      plan.targets.push(target)
      plan.isWhole ||= isWhole
    } else plans.set(root, { isWhole, targets: [target] })
  }
  if (streams[0]) {
    // `- FILE`: both belong together, as `kubectl apply -f - -f FILE` would apply them.
    const [first] = plans.values()
    if (first) first.targets.push(streams[0])
    else plans.set(host.cwd, { isWhole: false, targets: [streams[0]] })
  }
  return [...plans].map(([root, plan]) => ({ root, ...plan }))
}

function pathOf(target: Target, host: Host): string {
  return target.type === 'stdin' ? host.cwd : target.path
}

function rootOf(
  target: Exclude<Target, { type: 'stdin' }>,
  directories: readonly string[],
  request: ReadRequest,
  host: Host,
): { root: string; isWhole: boolean } {
  const around = directories.filter((folder) => isWithin(folder, target.path)).sort((a, b) => a.length - b.length)
  const folder = target.type === 'directory' ? target.path : nearestFolder(host, target.path)
  const root = request.configRoot?.(target.path) ?? around[0] ?? gitRoot(host, folder)
  if (root !== undefined) return { root, isWhole: true }
  return isWithin(host.cwd, folder) ? { root: host.cwd, isWhole: true } : { root: folder, isWhole: false }
}

/** The nearest folder above a path that exists: the file that stdin stands in for may be new. */
function nearestFolder(host: Host, path: string): string {
  let folder = folderOf(path)
  while (host.type(folder) !== 'directory' && folderOf(folder) !== folder) folder = folderOf(folder)
  return folder
}
