import type { Failure } from '../base/failure.ts'
import type { Host } from '../base/host.ts'
import type { Gap, Gaps, Maybe } from '../base/maybe.ts'
import type { SourceFile, SourceLocation } from '../base/source-file.ts'
import type { Node } from '../base/tree.ts'
import { Machine } from './interpreter/machine.ts'
import { runProgram } from './interpreter/run-program.ts'
import type { KubernetesClass, KubernetesField } from './library/native.ts'
import type { ProgramParser } from './parser.ts'

export interface ProgramRequest {
  /** The absolute path of the program's first file. */
  readonly entry: string
  /** The absolute path of the project: nothing outside is read. */
  readonly root: string
  /** The program's working directory; the root where left out. */
  readonly directory?: string
  /** The environment variables that are stated; all others are unknown. */
  readonly env: ReadonlyMap<string, string>
}

/** The CDK8s libraries as modules that the interpreter reads like the program's own files. */
export interface Library {
  /** The name of the library file that a specifier leads to; undefined where it is not modelled. */
  moduleOf(specifier: string): string | undefined
  /** The text of a library file by name (`cdk8s.ts`): TypeScript, or its syntax tree as JSON. */
  read(name: string): string
  /** The generated class of a name, and the properties of a struct: the library's table of Kubernetes' own classes. */
  kubernetesClass(name: string): KubernetesClass | undefined
  kubernetesStruct(name: string): Readonly<Record<string, KubernetesField>> | undefined
}

/** One object that `cdk8s synth` would write. */
export interface SynthesisedObject {
  readonly root: Node
  readonly exists: Maybe<true>
  /** Why this stands for some number of objects: a loop over an unknown list made it. */
  readonly repeated?: Gaps
  /** The `new X(…)` that made it. */
  readonly at: SourceLocation
  /** The instantiations of the enclosing constructs of the program, innermost first. */
  readonly within: readonly SourceLocation[]
  /** The name of the file that synth writes it to. */
  readonly outputFile: Maybe<string>
}

export interface SynthesisedApp {
  /** The `new App(…)`. */
  readonly at: SourceLocation
  /** In the order in which synth writes them. */
  readonly objects: readonly SynthesisedObject[]
}

/** What the libraries tell of a construct beside its objects. */
export interface Remark {
  /** `chart-labels`: the labels of a Chart. `patch-lost`: the path of a patch that the class leaves out. `volumes-lost`. */
  readonly kind: string
  /** The `new X(…)` of the construct. */
  readonly at: SourceLocation
  readonly root: Node
}

export interface ProgramResult {
  readonly apps: readonly SynthesisedApp[]
  readonly failures: readonly Failure[]
  /** All files of the project that were read, in order of reading. */
  readonly files: readonly SourceFile[]
  /** What may have added objects that nobody can tell: a construct that was handed to code that is not read. */
  readonly notes: readonly Gap[]
  readonly remarks: readonly Remark[]
}

/**
 * What `cdk8s synth` would write for a program, found by interpreting its syntax tree: nothing of it is executed, nothing
 * outside the project is read.
 */
export function interpretProgram(
  request: ProgramRequest,
  host: Host,
  parser: ProgramParser,
  library: Library,
): ProgramResult {
  return runProgram(new Machine(request, host, parser, library))
}
