import { type GlobOptions, globSync, hasMagic } from 'glob'
import type { Entry, Host } from '../base/host.ts'
import { compareText } from '../base/order.ts'
import type { Target } from './arguments.ts'
import { baseName, folderOf } from './paths.ts'
import { hasManifestName } from './walk.ts'

/** Whether an argument that names nothing can be meant as a glob. */
export function isGlob(typed: string): boolean {
  return hasMagic(typed, { magicalBraces: true })
}

/**
 * What a glob finds: files by the names that manifests have, and, unless `**` stands in it, folders, as a shell
 * would pass them. It looks into neither `.git` nor `node_modules`.
 */
export function expandGlob(host: Host, pattern: string): Target[] {
  const found = globSync(pattern, {
    cwd: host.cwd,
    absolute: true,
    posix: true,
    dot: true,
    follow: false,
    ignore: ['**/.git', '**/.git/**', '**/node_modules', '**/node_modules/**'],
    fs: fileSystemOf(host),
  })
  const targets: Target[] = []
  for (const path of found.sort(compareText)) {
    const type = host.type(path)
    if (type === 'directory' && !pattern.includes('**')) targets.push({ type, path })
    else if (type === 'file' && hasManifestName(baseName(path))) targets.push({ type: 'glob', path, pattern })
  }
  return targets
}

/** The few calls that a synchronous glob makes, answered by the host. */
function fileSystemOf(host: Host): NonNullable<GlobOptions['fs']> {
  const fileSystem = {
    readdirSync: (path: string) => host.list(path).map((entry) => direntOf(path, entry)),
    lstatSync: (path: string) => direntOf(folderOf(path), lookUp(host, path)),
    readlinkSync: () => {
      throw new Error('links are not read')
    },
    realpathSync: (path: string) => host.realPath(path),
  }
  return fileSystem as unknown as NonNullable<GlobOptions['fs']>
}

function lookUp(host: Host, path: string): Entry {
  const type = host.type(path)
  if (type === undefined) throw new Error('no such file or directory')
  return { name: baseName(path), type }
}

/** An entry as node:fs has it, as much of it as the library asks. */
function direntOf(parentPath: string, { name, type }: Entry): object {
  return {
    name,
    parentPath,
    isFile: () => type === 'file',
    isDirectory: () => type === 'directory',
    isSymbolicLink: () => type === 'link',
    isBlockDevice: () => false,
    isCharacterDevice: () => false,
    isFIFO: () => false,
    isSocket: () => type === 'other',
  }
}
