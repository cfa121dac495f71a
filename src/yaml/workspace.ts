import type { Frame } from './frame.ts'
import { TokenQueue } from './token-queue.ts'

/** What the documents of a text are read with, one after the other: most are too short to make everything anew. */
export interface Workspace {
  readonly queue: TokenQueue
  readonly frames: Frame[]
}

export function newWorkspace(): Workspace {
  return { queue: new TokenQueue(), frames: [] }
}
