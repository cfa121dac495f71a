import type { LintResult } from '../engine/lint-result.ts'

/** How a report is to be written; the same for every format, so that one run can write several. */
export interface ReportOptions {
  /** Whether to write ANSI colours; only formats for people do. */
  readonly color: boolean
  /** Whether to list every undecided check with what would settle it. */
  readonly undecided: boolean
  /** Whether to show errors only; only formats for people heed it. */
  readonly quiet: boolean
  /** Columns to wrap at. */
  readonly width: number
  /** meshlint's own version. */
  readonly version: string
  /** The working directory as seen from the git root: empty when they are the same, else `services/api`. */
  readonly fromGitRoot: string
}

/** What a file or a pipe gets. */
export const plainReport: ReportOptions = {
  color: false,
  undecided: false,
  quiet: false,
  width: 100,
  version: '0.0.0',
  fromGitRoot: '',
}

/** A format: the text of a whole run. Pure: same result, same bytes. */
export type Format = (result: LintResult, options: ReportOptions) => string
