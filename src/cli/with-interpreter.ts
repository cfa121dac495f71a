import { type Interpreter, InterpreterNeeded } from '../sources/interpreter.ts'

/** Runs something; where it meets a program, again with what programs are read with, which is loaded only then. */
export async function withInterpreter<T>(run: (interpreter?: Interpreter) => T): Promise<T> {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof InterpreterNeeded)) throw error
    const { loadInterpreter } = await import('./load-interpreter.ts')
    return run(await loadInterpreter())
  }
}
