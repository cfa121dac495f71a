import type { Entry, Host } from './host.ts'

export interface MemoryHostOptions {
  /** The working directory; `/project` unless told. */
  readonly cwd?: string
  /** Links by path, with what they lead to: an absolute path. */
  readonly links?: Readonly<Record<string, string>>
  /** Paths of files and folders that may not be read. */
  readonly unreadable?: readonly string[]
}

/** A host whose files can be looked at. */
export interface MemoryHost extends Host {
  /** Every file by absolute path, those that were written included. */
  readonly files: Map<string, Uint8Array>
}

/**
 * A host in memory, for tests and for the examples of rules. Paths that are not absolute lie in the working directory; folders
 * are those of files.
 */
export function memoryHost(
  contents: Readonly<Record<string, string | Uint8Array>>,
  options: MemoryHostOptions = {},
): MemoryHost {
  return new Memory(contents, options)
}

/** As many links as Linux follows on one path (MAXSYMLINKS). */
const mostLinks = 40

class Memory implements MemoryHost {
  readonly cwd: string
  readonly files: Map<string, Uint8Array>
  readonly #links: ReadonlyMap<string, string>
  readonly #unreadable: ReadonlySet<string>

  constructor(contents: Readonly<Record<string, string | Uint8Array>>, options: MemoryHostOptions) {
    this.cwd = options.cwd ?? '/project'
    this.files = new Map(Object.entries(contents).map(([path, content]) => [this.#absolute(path), bytesOf(content)]))
    const links = Object.entries(options.links ?? {})
    this.#links = new Map(links.map(([path, to]) => [this.#absolute(path), this.#absolute(to)]))
    this.#unreadable = new Set((options.unreadable ?? []).map((path) => this.#absolute(path)))
  }

  read(path: string, most?: number): Uint8Array {
    const real = this.realPath(path)
    const bytes = this.files.get(real)
    if (!bytes) throw new Error('is a directory')
    if (this.#unreadable.has(real)) throw new Error('permission denied')
    return bytes.subarray(0, most)
  }

  size(path: string): number {
    return this.files.get(this.realPath(path))?.length ?? 0
  }

  type(path: string): 'file' | 'directory' | undefined {
    try {
      return this.#typeOf(this.realPath(path))
    } catch (error) {
      // As on a file system: what goes round in circles is there, and can not be read.
      return error instanceof Error && error.message.startsWith('too many') ? 'file' : undefined
    }
  }

  list(path: string): readonly Entry[] {
    const folder = this.realPath(path)
    if (this.#unreadable.has(folder)) throw new Error('permission denied')
    const prefix = folder === '/' ? '/' : `${folder}/`
    const entries = new Map<string, Entry>()
    for (const below of [...this.files.keys(), ...this.#links.keys()]) {
      if (!below.startsWith(prefix)) continue
      const [name = '', ...rest] = below.slice(prefix.length).split('/')
      entries.set(name, { name, type: rest.length > 0 ? 'directory' : this.#links.has(below) ? 'link' : 'file' })
    }
    return [...entries.values()]
  }

  realPath(path: string): string {
    let real = ''
    const parts = path.split('/').filter(Boolean)
    for (let follows = 0; parts.length > 0; ) {
      const next = `${real}/${parts.shift()}`
      const to = this.#links.get(next)
      if (to !== undefined && ++follows > mostLinks) throw new Error('too many levels of symbolic links')
      real = to === undefined ? next : ''
      if (to !== undefined) parts.unshift(...to.split('/').filter(Boolean))
    }
    if (this.#typeOf(real || '/') === undefined) throw new Error('no such file or directory')
    return real || '/'
  }

  write(path: string, text: string): void {
    this.files.set(this.#absolute(path), bytesOf(text))
  }

  #absolute(path: string): string {
    return path.startsWith('/') ? path : `${this.cwd}/${path}`
  }

  #typeOf(real: string): 'file' | 'directory' | undefined {
    if (this.files.has(real)) return 'file'
    const prefix = real === '/' ? '/' : `${real}/`
    const holds = [...this.files.keys(), ...this.#links.keys()].some((path) => path.startsWith(prefix))
    return holds || real === this.cwd ? 'directory' : undefined
  }
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content
}
