import { version } from '../base/version.ts'

/** The process: everything but the version is loaded only when it is needed. */
const args = process.argv.slice(2)
const [only] = args
if (args.length === 1 && (only === '-V' || only === '--version')) process.stdout.write(`meshlint ${version}\n`)
else await (await import('./run-process.ts')).runProcess(args)
