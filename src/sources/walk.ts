import type { Failure } from '../base/failure.ts'
import type { Entry, Host } from '../base/host.ts'
import { compareText } from '../base/order.ts'
import { type GitIgnore, gitIgnoreAbove, gitIgnoreIn, isIgnored, within } from './git-ignore.ts'
import { join, relativePath } from './paths.ts'
import { isProgramName } from './program-files.ts'
import type { Skipped } from './unit.ts'

/** What lies below a folder: absolute paths, sorted. */
export interface Walk {
  /** The files that may hold manifests. */
  readonly files: readonly string[]
  /** The files that may hold a program. */
  readonly scripts: readonly string[]
  /** Folders that hold a Chart.yaml. */
  readonly charts: ReadonlySet<string>
  /** Files by which kustomize knows a folder. */
  readonly kustomizations: readonly string[]
  readonly failures: readonly Failure[]
  readonly skipped: readonly Skipped[]
}

/** What kustomize calls its file (kustomize api/konfig/general.go, RecognizedKustomizationFileNames). */
export const kustomizationNames: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

/** Whether a file is looked at when its folder is read. */
export function hasManifestName(name: string): boolean {
  return /\.(ya?ml|json)$/i.test(name)
}

interface Walking {
  readonly host: Host
  readonly isExcluded: (path: string, isFolder: boolean) => boolean
  readonly files: string[]
  readonly links: string[]
  readonly scripts: string[]
  readonly charts: Set<string>
  readonly kustomizations: string[]
  readonly failures: Failure[]
  readonly skipped: Skipped[]
}

/**
 * All files below a folder that may hold manifests. `.git`, `node_modules`, what git ignores and what is excluded
 * are left out. As for git and ripgrep, a link to a folder is not followed, so that nothing is read twice and no loop
 * can be; a link to a file is read unless the file is read itself.
 */
export function walk(host: Host, root: string, isExcluded: Walking['isExcluded']): Walk {
  const walking: Walking = {
    ...{
      host,
      isExcluded,
      files: [],
      links: [],
      scripts: [],
      charts: new Set(),
      kustomizations: [],
      failures: [],
      skipped: [],
    },
  }
  const open: { folder: string; above: GitIgnore }[] = [{ folder: root, above: gitIgnoreAbove(host, root) }]
  for (let next = open.pop(); next; next = open.pop()) {
    const entries = listFolder(walking, next.folder)
    const hasRules = entries.some(({ name }) => name === '.gitignore' || name === '.git')
    const known = hasRules ? gitIgnoreIn(host, next.folder, next.above) : next.above
    for (const folder of sortOut(walking, next.folder, entries, known)) {
      open.push({ folder, above: within(known, folder) })
    }
  }
  addLinks(walking, root)
  walking.files.sort(compareText)
  walking.scripts.sort(compareText)
  walking.kustomizations.sort(compareText)
  walking.skipped.sort((a, b) => compareText(a.path, b.path))
  walking.failures.sort((a, b) => compareText(a.path ?? '', b.path ?? ''))
  return walking
}

function listFolder({ host, failures }: Walking, folder: string): readonly Entry[] {
  try {
    return host.list(folder)
  } catch (error) {
    failures.push(cannotRead(host, folder, error))
    return []
  }
}

/** Sorts the entries of a folder into files, links and what is left out; gives the folders to go into. */
function sortOut(walking: Walking, folder: string, entries: readonly Entry[], known: GitIgnore): string[] {
  const folders: string[] = []
  for (const { name, type } of entries) {
    const path = join(folder, name)
    const isFolder = type === 'directory'
    const isScript = !isFolder && isProgramName(name)
    if (name === '.git' || (!isFolder && !isScript && !hasManifestName(name) && name !== 'Kustomization')) continue
    const reason = whyNot(walking, path, isFolder, known)
    if (isScript) {
      if (!reason && type === 'file') walking.scripts.push(path)
    } else if (reason) walking.skipped.push({ path: relativePath(walking.host.cwd, path), reason })
    else if (isFolder) folders.push(path)
    else if (type === 'link') walking.links.push(path)
    else if (type === 'file') addFile(walking, folder, name, path)
  }
  return folders
}

function addFile(walking: Walking, folder: string, name: string, path: string): void {
  if (kustomizationNames.includes(name)) walking.kustomizations.push(path)
  else if (name === 'Chart.yaml') walking.charts.add(folder)
  else walking.files.push(path)
}

function whyNot(walking: Walking, path: string, isFolder: boolean, known: GitIgnore): string | undefined {
  if (isFolder && path.endsWith('/node_modules')) return 'node_modules'
  if (isIgnored(known, path, isFolder)) return 'ignored by git'
  return walking.isExcluded(path, isFolder) ? 'excluded' : undefined
}

/** Adds the links to files that are read nowhere else, each file once. */
function addLinks(walking: Walking, root: string): void {
  const { host, links, files, skipped, failures } = walking
  if (links.length === 0) return
  const realRoot = host.realPath(root)
  const read = new Map(files.map((path) => [resolveBelow(realRoot, root, path), path]))
  for (const link of links.sort(compareText)) {
    const type = host.type(link)
    const path = relativePath(host.cwd, link)
    if (type === 'directory') skipped.push({ path, reason: 'a link to a folder' })
    if (type === 'directory' || type === 'other') continue
    try {
      const target = host.realPath(link)
      const same = read.get(target)
      if (same) skipped.push({ path, reason: `a link to ${relativePath(host.cwd, same)}` })
      else {
        read.set(target, link)
        addFile(walking, link.slice(0, link.lastIndexOf('/')), link.slice(link.lastIndexOf('/') + 1), link)
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      failures.push({ stage: 'read', message: `The link "${path}" leads nowhere: ${reason}.`, path })
    }
  }
}

/** Where a path below the root really is, the root itself being perhaps reached by a link. */
function resolveBelow(realRoot: string, root: string, path: string): string {
  return join(realRoot, relativePath(root, path))
}

/** A file or folder that is there and can not be read. */
export function cannotRead(host: Host, path: string, error: unknown): Failure {
  const relative = relativePath(host.cwd, path)
  const reason = error instanceof Error ? error.message : String(error)
  return { stage: 'read', message: `Cannot read "${relative}": ${reason}.`, path: relative }
}
