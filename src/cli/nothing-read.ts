import type { Failure } from '../base/failure.ts'
import type { Request } from '../engine/request.ts'

/** A run that looked at nothing must not pass for a clean one. */
export function nothingRead(
  { paths }: Pick<Request, 'paths'>,
  leftOut: number,
  what = 'Kubernetes manifests',
): Failure {
  const place = paths.length === 0 ? 'below the working directory' : `in ${paths.map((path) => `"${path}"`).join(', ')}`
  const hint = leftOut > 0 ? '--debug tells what was left out' : 'name files or folders that hold some'
  return {
    stage: 'read',
    message: `There are no ${what} ${place}: ${hint}, or accept it with --allow-empty.`,
  }
}
