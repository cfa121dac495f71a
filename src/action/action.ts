import { appendFileSync } from 'node:fs'
import { nodeHost } from '../cli/node-host.ts'
import { runAction } from './run-action.ts'

/** The process of the action: what the runner starts. */
try {
  process.exitCode = await runAction({
    env: process.env,
    hostAt: nodeHost,
    cwd: nodeHost().cwd,
    log: (text) => process.stdout.write(text),
    append: (file, text) => appendFileSync(file, text),
  })
} catch (error) {
  const shown = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const message = `A bug of meshlint stopped it, please report it: ${shown}`
  process.stdout.write(`::error title=meshlint::${message.replaceAll('%', '%25').replaceAll(/\r?\n/g, '%0A')}\n`)
  process.exitCode = 2
}
