import type { Failure } from '../base/failure.ts'
import type { Host } from '../base/host.ts'

/** The largest file that is read, in bytes: at 2 to 3 MB a second, more than that is no answer in time. */
export const largestFile = 20_000_000

/** The bytes of a file, but no more than it takes to see that it is too large: /dev/zero never ends. */
export function readStart(host: Host, path: string): Uint8Array {
  return host.read(path, largestFile + 1)
}

export function isTooLarge(bytes: Uint8Array): boolean {
  return bytes.length > largestFile
}

/** What to say of it. What has no size of its own, like a pipe, tells 0. */
export function tooLarge(path: string, size: number): Failure {
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1_000_000)} MB`
  const shown = size > largestFile ? megabytes(size) : `more than ${megabytes(largestFile)}`
  return {
    stage: 'read',
    message: `"${path}" is too large to be read: ${shown}, at most ${megabytes(largestFile)}.`,
    path,
  }
}
