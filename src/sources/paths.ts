/** Arithmetic on absolute paths with `/`: what `node:path` would do, without asking where the process stands. */

/** An absolute path: from the argument alone when it is absolute, else from the folder it is relative to. */
export function resolvePath(folder: string, path: string): string {
  const slashed = /^[A-Za-z]:/.test(folder) ? path.replaceAll('\\', '/') : path
  const whole = isAbsolute(slashed) ? slashed : `${folder}/${slashed}`
  const drive = /^[A-Za-z]:/.exec(whole)?.[0] ?? ''
  const parts: string[] = []
  for (const part of whole.slice(drive.length).split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `${drive}/${parts.join('/')}`
}

export function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:\//.test(path)
}

/** The way from a folder to a path: `.` for itself, with `..` where it leads out. */
export function relativePath(folder: string, path: string): string {
  if (path === folder) return '.'
  const prefix = withSlash(folder)
  if (path.startsWith(prefix)) return path.slice(prefix.length)
  const from = folder.split('/').filter(Boolean)
  const to = path.split('/').filter(Boolean)
  let common = 0
  while (common < from.length && from[common] === to[common]) common++
  if (common === 0 && /^[A-Za-z]:/.test(folder)) return path
  return [...from.slice(common).map(() => '..'), ...to.slice(common)].join('/') || '.'
}

/** Whether a path is a folder or lies below it. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(withSlash(folder))
}

/** The folder of a path; the root is its own. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/')
  if (slash < 0) return path
  const isRoot = slash === 0 || /^[A-Za-z]:\/[^/]*$/.test(path)
  return isRoot ? path.slice(0, slash + 1) : path.slice(0, slash)
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** A folder and all that lie above it, the nearest first. */
export function foldersUp(folder: string): string[] {
  const folders = [folder]
  for (let at = folder, up = folderOf(at); up !== at; at = up, up = folderOf(at)) folders.push(up)
  return folders
}

/** A path below a folder. */
export function join(folder: string, name: string): string {
  return withSlash(folder) + name
}

function withSlash(folder: string): string {
  return folder.endsWith('/') ? folder : `${folder}/`
}
