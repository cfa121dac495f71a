import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { built } from './built.ts'
import { skip } from './shared.ts'

const source = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'meshlint-hook-'))
const hooks = join(folder, 'meshlint')
const user = join(folder, 'user')

// A repository of the hook must not see the git state of whoever runs the tests (a hook, for instance).
const git = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')))
const env = { ...git, PRE_COMMIT_HOME: join(folder, 'cache'), GIT_CONFIG_GLOBAL: join(folder, 'gitconfig') }

const namespace = `apiVersion: v1
kind: Namespace
metadata: {name: prod, labels: {istio-injection: enabled}}
`
const redis = (id: number): string => `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: redis, namespace: prod}
spec:
  serviceName: redis
  selector: {matchLabels: {app: redis}}
  template:
    metadata: {labels: {app: redis}}
    spec: {containers: [{name: main, image: x, securityContext: {runAsUser: ${id}}}]}
`

function run(cwd: string, command: string, ...args: string[]): SpawnSyncReturns<string> {
  return spawnSync(command, args, { cwd, env, encoding: 'utf8' })
}

function must(cwd: string, command: string, ...args: string[]): string {
  const { status, stdout, stderr } = run(cwd, command, ...args)
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`)
  return stdout
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** A clone of this repository with its files as they are now, and the bundle that they give. */
async function cloneSource(): Promise<string> {
  must(folder, 'git', 'clone', '-q', source, hooks)
  for (const name of ['package.json', 'package-lock.json', '.pre-commit-hooks.yaml']) {
    must(folder, 'cp', join(source, name), hooks)
  }
  must(folder, 'rm', '-rf', join(hooks, 'dist'))
  must(folder, 'cp', '-r', await built(), join(hooks, 'dist'))
  must(hooks, 'git', 'add', '-A')
  must(hooks, 'git', 'commit', '-qm', 'now', '--allow-empty')
  return must(hooks, 'git', 'rev-parse', 'HEAD').trim()
}

const isThere = spawnSync('pre-commit', ['--version']).status === 0
if (!isThere) skip('pre-commit is not there: apt-get install pre-commit')

test('the hook is installed from a clone and checks the whole repository, whichever file is staged', async () => {
  if (!isThere) return
  write(env.GIT_CONFIG_GLOBAL, '[user]\nname = t\nemail = t@example.com\n[protocol "file"]\nallow = always\n')
  const rev = await cloneSource()
  must(folder, 'git', 'init', '-q', user)
  const config = (args: string): string =>
    `repos:\n- repo: ${hooks}\n  rev: ${rev}\n  hooks:\n  - id: meshlint\n    args: [${args}]\n`
  write(join(user, '.pre-commit-config.yaml'), config('--only, run-as-id-reserved'))
  write(join(user, 'deploy/ns.yaml'), namespace)
  write(join(user, 'deploy/redis.yaml'), redis(1000))
  write(join(user, 'notes.md'), 'words\n')
  must(user, 'git', 'add', '-A')
  must(user, 'pre-commit', 'install')

  const clean = run(user, 'git', 'commit', '-m', 'clean')
  assert.is(clean.status, 0, clean.stdout + clean.stderr)
  assert.match(clean.stdout + clean.stderr, /meshlint\.+Passed/)

  write(join(user, 'deploy/redis.yaml'), redis(1337))
  must(user, 'git', 'add', '-A')
  const faulty = run(user, 'git', 'commit', '-m', 'faulty')
  assert.is(faulty.status, 1)
  assert.match(faulty.stdout + faulty.stderr, 'run-as-id-reserved')
  must(user, 'git', 'commit', '-qnm', 'faulty all the same')

  // The mistake stands in a file that this commit does not touch.
  write(join(user, 'deploy/ns.yaml'), `${namespace}# changed\n`)
  must(user, 'git', 'add', '-A')
  assert.is(run(user, 'git', 'commit', '-m', 'other file').status, 1)

  write(join(user, '.pre-commit-config.yaml'), config('--skip, identity'))
  must(user, 'git', 'add', '-A')
  const options = run(user, 'pre-commit', 'run', '--all-files')
  assert.not.match(options.stdout, 'run-as-id-reserved')

  must(user, 'git', 'checkout', '-q', '.')
  must(user, 'git', 'reset', '-q', '--hard')
  write(join(user, 'notes.md'), 'other words\n')
  must(user, 'git', 'add', '-A')
  const words = run(user, 'git', 'commit', '-m', 'no manifest')
  assert.is(words.status, 0)
  assert.match(words.stdout + words.stderr, 'Skipped')
})

test.after(() => rmSync(folder, { recursive: true, force: true }))

test.run()
