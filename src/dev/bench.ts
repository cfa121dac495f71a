/**
 * Measures the built CLI: `npm run bench`. Each command runs cold, in a process of its own, the commands of a comparison in turn;
 * figures are medians. Needs `../shared/corpus`.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sharedFolder } from './shared.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const cli = join(root, 'dist/cli.js')
const scratch = mkdtempSync(join(tmpdir(), 'meshlint-bench-'))
const rounds = 5

interface Cost {
  /** Milliseconds. */
  readonly wall: number
  readonly cpu: number
  /** Peak resident memory in MiB, all threads. */
  readonly memory: number
}

const probe = join(scratch, 'probe.mjs')
writeFileSync(
  probe,
  `import { writeSync } from 'node:fs'
process.on('exit', () => { const u = process.resourceUsage(); writeSync(3, JSON.stringify([u.userCPUTime, u.systemCPUTime, u.maxRSS])) })`,
)

/** Runs one command of Node's and reads what it used. */
function measure(args: readonly string[]): Cost {
  const start = performance.now()
  const run = spawnSync(process.execPath, ['--import', probe, ...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    maxBuffer: 1e9,
  })
  const wall = performance.now() - start
  if (run.status === null || run.status > 2)
    throw new Error(`${args.join(' ')} ended with ${run.status}: ${run.stderr}`)
  const [user = 0, system = 0, memory = 0] = JSON.parse(String(run.output[3])) as number[]
  return { wall, cpu: (user + system) / 1000, memory: memory / 1024 }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** The medians of several commands, run in turn so that a busy moment hits all of them. */
function compare(commands: Readonly<Record<string, readonly string[]>>, times = rounds): Record<string, Cost> {
  const costs = Object.keys(commands).map((name) => [name, [] as Cost[]] as const)
  for (let round = 0; round < times; round++) for (const [name, list] of costs) list.push(measure(commands[name] ?? []))
  const of = (list: readonly Cost[], field: keyof Cost): number => median(list.map((cost) => cost[field]))
  return Object.fromEntries(
    costs.map(([name, list]) => [name, { wall: of(list, 'wall'), cpu: of(list, 'cpu'), memory: of(list, 'memory') }]),
  )
}

function print(costs: Readonly<Record<string, Cost>>, baseline: string): void {
  const base = costs[baseline]
  for (const [name, cost] of Object.entries(costs)) {
    const ratio = (field: 'wall' | 'cpu'): string => (base ? `${(cost[field] / base[field]).toFixed(2)}x` : '')
    const figures = [
      `wall ${cost.wall.toFixed(0)} ms ${ratio('wall')}`,
      `cpu ${cost.cpu.toFixed(0)} ms ${ratio('cpu')}`,
      `peak ${cost.memory.toFixed(0)} MiB`,
    ]
    console.log(`  ${name.padEnd(28)} ${figures.join('   ')}`)
  }
}

/** Copies the first `count` files of a folder, by path, and gives the copy. */
function sample(folder: string, count: number): string {
  const target = join(scratch, `sample-${count}`)
  for (const name of filesOf(folder).slice(0, count)) {
    mkdirSync(dirname(join(target, name)), { recursive: true })
    cpSync(join(folder, name), join(target, name))
  }
  return target
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort()
}

function startUp(): void {
  const small = join(scratch, 'small.yaml')
  cpSync(join(root, 'test-fixtures/projects/redis/redis.yaml'), small)
  console.log('start-up, against a bare node')
  const bare = ['-e', '0']
  print(compare({ 'node -e 0': bare, 'meshlint -V': [cli, '-V'], 'one small file': [cli, small] }, 11), 'node -e 0')
}

function wholeCorpus(corpus: string): void {
  const parser = join(scratch, 'parse.mjs')
  writeFileSync(
    parser,
    `import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from ${JSON.stringify(import.meta.resolve('yaml'))}
const folder = process.argv[2]
for (const name of readdirSync(folder, { recursive: true })) {
  const path = join(folder, name)
  if (statSync(path).isFile()) parseAllDocuments(readFileSync(path, 'utf8'), { version: '1.1', merge: true })
}`,
  )
  console.log(`the whole corpus as one project (${filesOf(corpus).length} files), against parsing alone`)
  print(
    compare({ 'yaml parseAllDocuments': [parser, corpus], 'meshlint lint': [cli, 'lint', corpus, '-f', 'json'] }),
    'yaml parseAllDocuments',
  )
}

/** Telling why of every workload, with its pods, is to take no more than twice the time of linting. */
function everyWorkload(corpus: string): void {
  console.log('why of every workload of the corpus, against linting it')
  const commands = {
    'meshlint lint': [cli, 'lint', corpus, '-f', 'json'],
    'meshlint why': [cli, 'why', corpus, '-f', 'json'],
  }
  print(compare(commands, 3), 'meshlint lint')
}

/** Tools of others, where they are installed: wall and CPU time as the shell measures them. */
function others(corpus: string): void {
  const tools = {
    'kube-linter': `kube-linter lint ${corpus}`,
    istioctl: `istioctl analyze --use-kube=false -R ${corpus}`,
  }
  for (const [name, command] of Object.entries(tools)) {
    if (spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0) {
      console.log(`  ${name.padEnd(28)} not installed`)
      continue
    }
    const runs = Array.from({ length: rounds }, () => {
      const timed = spawnSync('bash', ['-c', `TIMEFORMAT='%R %U %S'; time ${command} > /dev/null 2>&1`], {
        encoding: 'utf8',
      })
      const [wall = 0, user = 0, system = 0] = timed.stderr.trim().split(' ').map(Number)
      return { wall: wall * 1000, cpu: (user + system) * 1000 }
    })
    const [wall, cpu] = [median(runs.map((run) => run.wall)), median(runs.map((run) => run.cpu))]
    console.log(`  ${name.padEnd(28)} wall ${wall.toFixed(0)} ms   cpu ${cpu.toFixed(0)} ms`)
  }
}

function growth(corpus: string): void {
  console.log('growth')
  const costs = compare(
    Object.fromEntries(
      [1000, 3000, 9000].map((count) => [`${count} files`, [cli, 'lint', sample(corpus, count), '-f', 'json']]),
    ),
    3,
  )
  for (const [name, cost] of Object.entries(costs)) {
    const folder = join(scratch, `sample-${Number.parseInt(name, 10)}`)
    const megabytes = filesOf(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0) / 1e6
    const figures = [
      `wall ${cost.wall.toFixed(0)} ms`,
      `${(cost.wall / megabytes).toFixed(0)} ms per MB`,
      `peak ${cost.memory.toFixed(0)} MiB`,
    ]
    console.log(`  ${name.padEnd(28)} ${figures.join('   ')}`)
  }
}

try {
  startUp()
  const corpus = sharedFolder('corpus/plain')
  if (corpus) {
    wholeCorpus(corpus)
    everyWorkload(corpus)
    others(corpus)
    growth(corpus)
  }
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
