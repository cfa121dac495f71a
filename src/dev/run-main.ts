import { type MemoryHost, memoryHost } from '../base/memory-host.ts'
import { main } from '../cli/main.ts'
import type { Streams } from '../cli/streams.ts'

export interface MainRun {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** The files afterwards. */
  readonly host: MemoryHost
}

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
  readonly isTTY?: boolean
  readonly unreadable?: readonly string[]
  /** Lets writing of files fail. */
  readonly readOnly?: boolean
}

/** Runs a command line over files in memory, as the process would. */
export async function runMain(
  args: readonly string[],
  files: Readonly<Record<string, string>> = {},
  { env = {}, stdin = '', isTTY = false, unreadable = [], readOnly = false }: Surroundings = {},
): Promise<MainRun> {
  const out: string[] = []
  const err: string[] = []
  const streams: Streams = {
    stdout: { isTTY, write: (text) => void out.push(text) },
    stderr: { isTTY, write: (text) => void err.push(text) },
    stdin: async () => new TextEncoder().encode(stdin),
  }
  const host = memoryHost(files, { unreadable })
  const refuse = (): never => {
    throw new Error('read-only file system')
  }
  if (readOnly) Object.defineProperty(host, 'write', { value: refuse })
  const code = await main(args, streams, env, host)
  return { code, stdout: out.join(''), stderr: err.join(''), host }
}
