import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { parse } from 'yaml'
import { built } from '../dev/built.ts'
import { node24 } from '../dev/node-24.ts'

const metadata: {
  inputs: Record<string, { default: string; required: boolean }>
  outputs: Record<string, unknown>
  runs: { using: string; main: string }
} = parse(readFileSync(fileURLToPath(new URL('../../action.yml', import.meta.url)), 'utf8'))

const dist = await built()
const root = mkdtempSync(join(tmpdir(), 'meshlint-action-'))
let steps = 0

test.after(() => rmSync(root, { recursive: true }))

const namespace = `apiVersion: v1
kind: Namespace
metadata: {name: prod, labels: {istio-injection: enabled}}
`
const redis = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: redis, namespace: prod}
spec:
  serviceName: redis
  selector: {matchLabels: {app: redis}}
  template:
    metadata: {labels: {app: redis}}
    spec:
      containers:
        - name: main
          image: x
          securityContext:
            runAsUser: 1337
`
const project = { 'deploy/ns.yaml': namespace, 'deploy/redis.yaml': redis }

type OutputName = 'problems' | 'errors' | 'warnings' | 'sarif-file' | 'exit-code'

interface Step extends SpawnSyncReturns<string> {
  readonly outputs: Partial<Record<OutputName, string>>
  readonly summary: string
  readonly workspace: string
}

/** Runs the action as the runner does: inputs by the metadata's defaults, files for what it gives back, an event. */
function step(inputs: Record<string, string>, files: Record<string, string> = project, node = process.execPath): Step {
  const home = join(root, String(steps++))
  const workspace = join(home, 'work/shop/shop')
  const write = (path: string, text: string): string => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    return path
  }
  for (const [path, text] of Object.entries(files)) write(join(workspace, path), text)
  mkdirSync(join(workspace, '.git'), { recursive: true })
  const given = Object.entries(metadata.inputs).map(([name, input]) => [name, inputs[name] ?? input.default] as const)
  const { PATH } = process.env
  const env = {
    ...Object.fromEntries(given.map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value])),
    PATH,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: write(join(home, 'work/_temp/event.json'), '{"action":"synchronize","number":7}'),
    GITHUB_OUTPUT: write(join(home, 'work/_temp/output'), ''),
    GITHUB_STEP_SUMMARY: write(join(home, 'work/_temp/summary'), ''),
    GITHUB_WORKSPACE: workspace,
    GITHUB_SHA: '0123456789012345678901234567890123456789',
    RUNNER_TEMP: join(home, 'work/_temp'),
  }
  const main = join(dist, '..', metadata.runs.main)
  const run = spawnSync(node, [main], { cwd: workspace, env, encoding: 'utf8' })
  const lines = readFileSync(env.GITHUB_OUTPUT, 'utf8').split('\n').filter(Boolean)
  const outputs = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)))
  return { ...run, outputs, summary: readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8'), workspace }
}

/** The workflow commands that the runner obeys: those outside of stop-commands. */
function commands(stdout: string): string[] {
  const found: string[] = []
  let token: string | undefined
  for (const line of stdout.split('\n').map((one) => one.trimStart())) {
    const stop = /^::stop-commands::(.+)$/.exec(line)
    if (token === undefined && stop) token = stop[1]
    else if (line === `::${token}::`) token = undefined
    else if (token === undefined && line.startsWith('::')) found.push(line)
  }
  return found
}

const nodes = [process.execPath, node24()].filter((node) => node !== undefined)

for (const node of new Set(nodes)) {
  const name = spawnSync(node, ['-v'], { encoding: 'utf8' }).stdout.trim()

  test(`Node ${name}: annotations, summary, SARIF, outputs, exit code`, () => {
    const { status, stdout, stderr, outputs, summary, workspace } = step({ 'sarif-file': 'out/a.sarif' }, project, node)
    assert.equal([status, stderr], [1, ''])
    const [annotation] = commands(stdout).filter((line) => line.includes('run-as-id-reserved'))
    assert.match(annotation ?? '', /^::error file=deploy\/redis\.yaml,line=14,endLine=14,col=\d+,endColumn=\d+,title=/)
    assert.match(summary, 'run-as-id-reserved')
    assert.match(summary, 'redis')
    const sarif = JSON.parse(readFileSync(join(workspace, 'out/a.sarif'), 'utf8'))
    assert.is(sarif.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri, 'deploy/redis.yaml')
    const { problems, errors, warnings, ...rest } = outputs
    assert.equal(rest, { 'sarif-file': 'out/a.sarif', 'exit-code': '1' })
    assert.ok(Number(errors) >= 1 && Number(problems) >= Number(errors) + Number(warnings))
    assert.equal(Object.keys(outputs).sort(), Object.keys(metadata.outputs).sort())
  })
}

test('the metadata asks for the Node that GitHub has, and requires nothing', () => {
  assert.equal(metadata.runs, { using: 'node24', main: 'dist/action.js' })
  for (const input of Object.values(metadata.inputs)) assert.is(input.required, false)
})

test('fail-on decides what fails the step', () => {
  const warning = {
    'a.yaml': namespace.replace('enabled', '"true"'),
    'deploy/redis.yaml': redis.replace('1337', '1000'),
  }
  const { outputs } = step({ 'fail-on': 'error' }, warning)
  const strict = step({ 'fail-on': 'info' }, warning)
  assert.is(strict.status, Number(strict.outputs.problems) > 0 ? 1 : 0)
  assert.is(outputs['exit-code'], Number(outputs.errors) > 0 ? '1' : '0')
  const wrong = step({ 'fail-on': 'eror' })
  assert.is(wrong.status, 2)
  assert.match(wrong.stdout, '::error title=meshlint::The input fail-on is error, warning or info, not "eror".')
  assert.is(wrong.outputs['exit-code'], '2')
})

test('paths are given by white space or by lines; those that hold blanks stay whole', () => {
  const files = { ...project, 'other/b.yaml': redis.replace('redis', 'other'), 'with blank/c.yaml': redis }
  const reported = (paths: string): number =>
    commands(step({ paths }, files).stdout).filter((line) => line.includes('run-as-id')).length
  assert.is(reported('deploy/redis.yaml'), 1)
  assert.is(reported('deploy/redis.yaml other/b.yaml'), 2)
  assert.is(reported('deploy/redis.yaml\nwith blank/c.yaml\n'), 2)
})

test('working-directory: paths are read from it, annotations and SARIF seen from the repository', () => {
  const files = { 'services/api/deploy/ns.yaml': namespace, 'services/api/deploy/redis.yaml': redis }
  const inputs = { 'working-directory': 'services/api', paths: 'deploy', 'sarif-file': 'a.sarif' }
  const { stdout, outputs, workspace } = step(inputs, files)
  assert.ok(commands(stdout).some((line) => line.startsWith('::error file=services/api/deploy/redis.yaml,')))
  assert.is(outputs['sarif-file'], 'services/api/a.sarif')
  assert.ok(existsSync(join(workspace, 'services/api/a.sarif')))
  const nowhere = step({ 'working-directory': 'nowhere' }, files)
  assert.equal([nowhere.status, commands(nowhere.stdout).length], [2, 1])
})

test('failures are annotations as well, exit 2', () => {
  const { status, stdout, outputs } = step({}, { ...project, 'broken.yaml': 'apiVersion: v1\nkind: Service\na: "b\n' })
  assert.equal([status, outputs['exit-code']], [2, '2'])
  assert.ok(commands(stdout).some((line) => line.startsWith('::error file=broken.yaml,')))
})

test('nothing to lint is a failure', () => {
  const { status, stdout } = step({}, { 'readme.md': '' })
  assert.is(status, 2)
  assert.match(commands(stdout).join(), 'There are no Kubernetes manifests')
})

test('no manifest can speak to the runner', () => {
  const evil = redis.replace('name: redis, namespace', 'name: "::set-output name=x::y\\n::error::boo", namespace')
  const { stdout } = step({}, { ...project, 'evil.yaml': evil })
  for (const line of commands(stdout)) assert.match(line, /^::(error|warning|notice) (file=\S+,line=|title=)/)
})

test('without the runner it still lints', () => {
  const { workspace } = step({})
  const run = spawnSync(process.execPath, [join(dist, 'action.js')], { cwd: workspace, env: {}, encoding: 'utf8' })
  assert.is(run.status, 1)
})

test.run()
