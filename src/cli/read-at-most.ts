import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs'

/** Blocks this thread for a moment: there is no other way to wait for a pipe without async. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
}

/**
 * The first bytes of a file. A named pipe that nobody writes to is empty, instead of being waited for without end; the one
 * of `<(command)` has its writer, and is read to its end.
 */
export function readAtMost(path: string, most: number): Uint8Array {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const stats = fstatSync(file)
    return stats.isFile() && stats.size <= most ? readFileSync(file).subarray(0, most) : readStream(file, most)
  } finally {
    closeSync(file)
  }
}

function readStream(file: number, most: number): Uint8Array {
  const chunks: Uint8Array[] = []
  for (let left = most; left > 0; ) {
    const chunk = new Uint8Array(Math.min(left, 1 << 16))
    const count = readSome(file, chunk)
    if (count === 0) break
    chunks.push(chunk.subarray(0, count))
    left -= count
  }
  return Buffer.concat(chunks)
}

/** Waits for the next bytes; 0 at the end. */
function readSome(file: number, chunk: Uint8Array): number {
  for (;;) {
    try {
      return readSync(file, chunk)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error
      pause()
    }
  }
}
