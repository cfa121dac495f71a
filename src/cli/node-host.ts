import {
  type Dirent,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import type { Entry, Host } from '../base/host.ts'
import { readAtMost } from './read-at-most.ts'

/** The machine's file system. Errors carry the reason alone. */
export function nodeHost(cwd: string = process.cwd()): Host {
  return {
    cwd: slashes(cwd),
    read: (path, most = Number.POSITIVE_INFINITY) => plainly(() => readAtMost(path, most)),
    size: (path) => plainly(() => statSync(path).size),
    type: typeAt,
    list: (path) => plainly(() => readdirSync(path, { withFileTypes: true }).map(entryOf)),
    realPath: (path) => slashes(plainly(() => realpathSync(path))),
    write: (path, text) =>
      plainly(() => {
        makeFolder(dirname(path))
        writeFileSync(path, text)
      }),
  }
}

/** Step by step: below /proc, Node's own `recursive` never ends (20.20). */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  if (dirname(path) !== path) makeFolder(dirname(path))
  mkdirSync(path)
}

/** What can not even be looked at (permissions, links in circles) counts as a file: reading it tells what is wrong. */
function typeAt(path: string): ReturnType<Host['type']> {
  try {
    const stats = statSync(path, { throwIfNoEntry: false })
    return stats && kindOf(stats)
  } catch (error) {
    return codeOf(error) === 'ENOTDIR' ? undefined : 'file'
  }
}

function kindOf(stats: Stats): 'file' | 'directory' | 'other' {
  return stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other'
}

function entryOf(entry: Dirent): Entry {
  if (entry.isFile()) return { name: entry.name, type: 'file' }
  if (entry.isDirectory()) return { name: entry.name, type: 'directory' }
  return { name: entry.name, type: entry.isSymbolicLink() ? 'link' : 'other' }
}

/** Windows' paths with `/`, which it understands as well. */
function slashes(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path
}

function plainly<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new Error(plainReason(error), { cause: error })
  }
}

const reasons: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
  ELOOP: 'its links go round in circles',
  ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GB',
}

/** Why the system refused, without code, call and path: of `EACCES: permission denied, open '/x'` the middle. */
export function plainReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return reasons[codeOf(error) ?? ''] ?? /^E[A-Z0-9]+: (.+?), \w+/.exec(message)?.[1] ?? message
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
