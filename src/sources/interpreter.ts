import type { Library } from '../cdk8s/interpret-program.ts'
import type { ProgramParser } from '../cdk8s/parser.ts'

/** What CDK8s programs are read with. It takes a third of a second to load: doors do it when a program is there. */
export interface Interpreter {
  readonly parser: ProgramParser
  readonly library: Library
}

/** A project holds a program, and the request brings nothing to read it with: ask again with an interpreter. */
export class InterpreterNeeded extends Error {}
