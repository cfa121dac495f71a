import type { SourceLocation } from './source-file.ts'

/** What we were doing when the job could not be done. */
export type Stage = 'usage' | 'read' | 'parse' | 'render' | 'simulate' | 'rule' | 'report'

/** We could not do the job, or a part of it. Printed, exit 2; everything else goes on. */
export interface Failure {
  readonly stage: Stage
  /** One sentence, in the user's terms, with a full stop. */
  readonly message: string
  /** The place that is to blame; `path` alone where the file could not even be read. */
  readonly at?: SourceLocation
  readonly path?: string
}
