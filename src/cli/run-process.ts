import { largestFile } from '../sources/read-file.ts'
import { main } from './main.ts'
import { nodeHost, plainReason } from './node-host.ts'
import type { Output } from './streams.ts'

/** Runs a command line as this process: its streams, its environment, its exit code. */
export async function runProcess(args: readonly string[]): Promise<void> {
  const broken = new Map<NodeJS.WriteStream, Error>()
  const outputOf = (stream: NodeJS.WriteStream): Output => {
    stream.on('error', (error) => broken.set(stream, error))
    return {
      isTTY: stream.isTTY === true,
      columns: stream.columns,
      write: (text) => void (broken.has(stream) || stream.write(text)),
    }
  }
  const streams = { stdout: outputOf(process.stdout), stderr: outputOf(process.stderr), stdin: readStdin }
  process.exitCode = await main(args, streams, process.env, nodeHost())
  await flushed(process.stdout)
  const error = broken.get(process.stdout)
  // A reader that has seen enough (`| head`) is no failure; a full disk is one.
  if (!error || ('code' in error && error.code === 'EPIPE')) return
  streams.stderr.write(`meshlint: Cannot write the output: ${plainReason(error)}.\n`)
  process.exitCode = 2
}

/** Waits until all is written, or can not be. */
async function flushed(stream: NodeJS.WriteStream): Promise<void> {
  await new Promise<void>((resolve) => {
    stream.write('', () => setImmediate(resolve))
  })
}

/** Stdin to its end, or until it is too large to be read. */
async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of process.stdin) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    chunks.push(bytes)
    size += bytes.length
    if (size > largestFile) break
  }
  return Buffer.concat(chunks)
}
