import type { Failure } from '../../base/failure.ts'
import type { ReportOptions } from '../report-options.ts'
import { codeFrame } from './code-frame.ts'
import { showPlace } from './places.ts'
import { styleOf } from './style.ts'
import { oneLine } from './text.ts'

/** A failure for stderr: `path:line:column: message`, with its frame where the place is known. */
export function failureText(failure: Failure, options: Pick<ReportOptions, 'color' | 'width'>): string {
  const style = styleOf(options.color)
  const { at } = failure
  const place = at ? showPlace(at) : failure.path ? oneLine(failure.path) : 'meshlint'
  const lines = [`${style.red('✖')} ${style.bold(`${place}:`)} ${oneLine(failure.message)}`]
  if (at && at.precision !== 'file' && at.file.text) {
    const frame = { style, paint: style.red, width: options.width, context: 1 }
    lines.push('', ...codeFrame([{ at, message: '', primary: true }], frame).map((line) => `   ${line}`), '')
  }
  return `${lines.join('\n')}\n`
}
