import posix from 'node:path/posix'
import type { Host } from '../../base/host.ts'
import { SourceFile } from '../../base/source-file.ts'
import { decodeUtf8 } from '../../yaml/decode-utf8.ts'
import type { Machine } from './machine.ts'

/** The project's files, as far as a program may see them. */
export class ProjectFiles {
  readonly host: Host
  readonly root: string
  /** The working directory of the program. */
  readonly directory: string
  readonly #realRoot: string
  readonly #read = new Map<string, SourceFile>()

  constructor(host: Host, root: string, directory = root) {
    this.host = host
    this.root = posix.normalize(root).replace(/(?<=.)\/$/, '')
    this.directory = posix.normalize(directory)
    this.#realRoot = host.type(root) ? host.realPath(root) : this.root
  }

  /** All files that were read, in order. */
  get files(): readonly SourceFile[] {
    return [...this.#read.values()]
  }

  /** Whether a path lies in the project, where links lead included. A path that is not there is judged by its words. */
  holds(path: string): boolean {
    if (!isBelow(posix.normalize(path), this.root)) return false
    if (!this.host.type(path)) return true
    return isBelow(this.host.realPath(path), this.#realRoot)
  }

  type(path: string): 'file' | 'directory' | undefined {
    const type = this.holds(path) ? this.host.type(path) : undefined
    return type === 'other' ? undefined : type
  }

  isFile(path: string): boolean {
    return this.type(path) === 'file'
  }

  /** A file of the project; undefined where it is not there, too big or may not be read. */
  read(path: string): SourceFile | undefined {
    const at = posix.normalize(path)
    const known = this.#read.get(at)
    if (known) return known
    if (!this.isFile(at)) return undefined
    try {
      if (this.host.size(at) > 16 << 20) return undefined
      const file = new SourceFile(this.display(at), decodeUtf8(this.host.read(at)).text)
      this.#read.set(at, file)
      return file
    } catch {
      return undefined
    }
  }

  list(path: string): string[] | undefined {
    if (this.type(path) !== 'directory') return undefined
    return this.host
      .list(path)
      .map((entry) => entry.name)
      .sort()
  }

  /** A path as it is shown: relative to the working directory where it lies there. */
  display(path: string): string {
    return isBelow(path, this.host.cwd) ? posix.relative(this.host.cwd, path) : path
  }
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`)
}

/** A path of the program as an absolute one. */
export function absolute(machine: Machine, path: string): string {
  return posix.resolve(machine.files.directory, path)
}
