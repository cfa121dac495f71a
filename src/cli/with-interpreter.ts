import type { Request } from '../engine/request.ts'
import { InterpreterNeeded } from '../sources/interpreter.ts'

/** Runs a request; where it meets a program, again with what programs are read with, which is loaded only then. */
export async function withInterpreter<T>(request: Request, run: (request: Request) => T): Promise<T> {
  try {
    return run(request)
  } catch (error) {
    if (!(error instanceof InterpreterNeeded)) throw error
    const { loadInterpreter } = await import('./load-interpreter.ts')
    return run({ ...request, interpreter: await loadInterpreter() })
  }
}
