import type { Interpreter } from './interpreter.ts'

/** What is to be read: the part of a request that the sources look at. */
export interface ReadRequest {
  /** As typed; empty = the working directory. `-` = stdin. */
  readonly paths: readonly string[]
  /** The bytes of stdin, when `-` is among the paths. */
  readonly stdin?: Uint8Array | undefined
  /** The file that stdin stands in for. */
  readonly stdinFilename?: string | undefined
  /** Globs, written as in a .gitignore of the working directory: files and folders that are not read. */
  readonly exclude: readonly string[]
  /** The namespace of objects that are written without one. */
  readonly namespace?: string | undefined
  /** Whether documents are composed whose kind nothing reads. */
  readonly composeAll: boolean
  /** The environment variables of programs that are stated; all others are unknown. */
  readonly env?: ReadonlyMap<string, string> | undefined
  /** What programs are read with. Without it, reading a project that holds a program throws `InterpreterNeeded`. */
  readonly interpreter?: Interpreter | undefined
  /** The folder of the config that governs an absolute path. */
  readonly configRoot?: ((path: string) => string | undefined) | undefined
}
