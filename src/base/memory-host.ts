import type { Entry, Host } from '../base/host.ts'

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

/** A host in memory, for tests. Paths that are not absolute lie in the working directory; folders are those of files. */
export function memoryHost(
  contents: Readonly<Record<string, string | Uint8Array>>,
  options: MemoryHostOptions = {},
): MemoryHost {
  const cwd = options.cwd ?? '/project'
  const absolute = (path: string) => (path.startsWith('/') ? path : `${cwd}/${path}`)
  const encoder = new TextEncoder()
  const bytesOf = (content: string | Uint8Array) => (typeof content === 'string' ? encoder.encode(content) : content)
  const files = new Map(Object.entries(contents).map(([path, content]) => [absolute(path), bytesOf(content)]))
  const links = new Map(Object.entries(options.links ?? {}).map(([path, to]) => [absolute(path), absolute(to)]))
  const unreadable = new Set((options.unreadable ?? []).map(absolute))

  const realPath = (path: string): string => {
    let real = ''
    const parts = path.split('/').filter(Boolean)
    for (let follows = 0; parts.length > 0; ) {
      const next = `${real}/${parts.shift()}`
      const to = links.get(next)
      if (to !== undefined && ++follows > 40) throw new Error('too many levels of symbolic links')
      if (to === undefined) real = next
      else {
        parts.unshift(...to.split('/').filter(Boolean))
        real = ''
      }
    }
    if (typeAt(real || '/') === undefined) throw new Error('no such file or directory')
    return real || '/'
  }
  const typeAt = (real: string) => {
    if (files.has(real)) return 'file'
    const prefix = real === '/' ? '/' : `${real}/`
    const holds = real === cwd || [...files.keys(), ...links.keys()].some((path) => path.startsWith(prefix))
    return holds ? 'directory' : undefined
  }
  const read = (path: string): Uint8Array => {
    const real = realPath(path)
    const bytes = files.get(real)
    if (!bytes) throw new Error('is a directory')
    if (unreadable.has(real)) throw new Error('permission denied')
    return bytes
  }

  return {
    cwd,
    files,
    read,
    realPath,
    size: (path) => files.get(realPath(path))?.length ?? 0,
    type: (path) => {
      try {
        return typeAt(realPath(path))
      } catch (error) {
        // As on a file system: what goes round in circles is there, and can not be read.
        return error instanceof Error && error.message.startsWith('too many') ? 'file' : undefined
      }
    },
    list: (path) => {
      const folder = realPath(path)
      if (unreadable.has(folder)) throw new Error('permission denied')
      const prefix = folder === '/' ? '/' : `${folder}/`
      const entries = new Map<string, Entry>()
      for (const below of [...files.keys(), ...links.keys()]) {
        if (!below.startsWith(prefix)) continue
        const [name = '', ...rest] = below.slice(prefix.length).split('/')
        const type = rest.length > 0 ? 'directory' : links.has(below) ? 'link' : 'file'
        entries.set(name, { name, type })
      }
      return [...entries.values()]
    },
    write: (path, text) => {
      files.set(absolute(path), encoder.encode(text))
    },
  }
}
