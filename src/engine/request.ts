import { newestMinor } from '../istio/istio-versions.ts'
import type { Severity } from '../rule/problem.ts'
import type { Interpreter } from '../sources/interpreter.ts'

/** A revision of Istio that is assumed to be installed where the input shows no injector of its own. */
export interface Installed {
  /** Empty for Helm's unnamed revision. */
  readonly revision: string
  /** A tag that points to the revision: `default=canary` is the tag `default` of the revision `canary`. */
  readonly tag?: string
  /** Nobody said so: what the input's IstioOperators and the like install stands in its place. */
  readonly isAssumed?: boolean
}

/** What a door asks of the engine, the same for every command. */
export interface Request {
  /** As typed; empty = the working directory. `-` = stdin. */
  readonly paths: readonly string[]
  /** The bytes of stdin, when `-` is among the paths. */
  readonly stdin?: Uint8Array | undefined
  /** The file that stdin stands in for. */
  readonly stdinFilename?: string | undefined
  /** Globs of files that are not read. */
  readonly exclude: readonly string[]
  /** The environment variables of programs that are stated; all others are unknown. */
  readonly env?: ReadonlyMap<string, string> | undefined
  /** What programs are read with: doors load it when `InterpreterNeeded` is thrown. */
  readonly interpreter?: Interpreter | undefined
  /** The namespace of objects that are written without one. */
  readonly namespace?: string | undefined
  /** Whether the input is the whole cluster. */
  readonly complete: boolean
  readonly installed: readonly Installed[]
  /** `1.31` or `1.31.2`. */
  readonly istioVersion: string
  /** Rules, topics or other tools' codes to run; empty = all. */
  readonly only: readonly string[]
  readonly skip: readonly string[]
  readonly severities: ReadonlyMap<string, Severity | 'off'>
  readonly showSuppressed: boolean
  /** Compose every document, also those whose kind nothing reads. */
  readonly composeAll: boolean
  /** Reads the clock in milliseconds, where timings are asked for. */
  readonly clock?: (() => number) | undefined
}

/** Helm's unnamed revision alone, of the newest Istio that meshlint knows. */
export const defaultRequest: Request = {
  paths: [],
  exclude: [],
  complete: false,
  installed: [{ revision: '', isAssumed: true }],
  istioVersion: `1.${newestMinor}`,
  only: [],
  skip: [],
  severities: new Map(),
  showSuppressed: false,
  composeAll: false,
}
