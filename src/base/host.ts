/** What a path is; symbolic links are told apart, never followed silently. */
export interface Entry {
  readonly name: string
  readonly type: 'file' | 'directory' | 'link' | 'other'
}

/**
 * All that meshlint ever asks of the machine. The doors make one (the file system, an editor's buffers over it,
 * memory in tests); every room that needs one takes it. Paths are absolute with `/`.
 */
export interface Host {
  /** The absolute working directory. */
  readonly cwd: string
  /**
   * The bytes of a file, the first `most` of them where that is told. Throws an Error whose message is the reason alone:
   * `permission denied`.
   */
  read(path: string, most?: number): Uint8Array
  /** The size of a file in bytes; throws as `read` does. */
  size(path: string): number
  /** What is at a path, links followed; undefined when there is nothing. */
  type(path: string): 'file' | 'directory' | 'other' | undefined
  /** The entries of a directory in any order. Throws as `read` does. */
  list(path: string): readonly Entry[]
  /** The path with every symbolic link resolved; throws as `read` does. */
  realPath(path: string): string
  /** Writes a file, making its folders. Throws as `read` does. */
  write(path: string, text: string): void
}
