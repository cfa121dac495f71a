import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { version } from '../base/version.ts'
import { built } from '../dev/built.ts'

const maxBuffer = 1e8
const folder = mkdtempSync(join(tmpdir(), 'meshlint-cli-'))
const cli = join(await built(), 'cli.js')

const workload = (name: string): string => `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: ${name}, namespace: prod}
spec:
  serviceName: ${name}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: main, image: x}]}
`

test.before(() => {
  mkdirSync(join(folder, 'many'))
  for (let i = 0; i < 600; i++) writeFileSync(join(folder, 'many', `${i}.yaml`), workload(`redis-${i}`))
  writeFileSync(join(folder, 'one.yaml'), workload('redis'))
})

test.after(() => rmSync(folder, { recursive: true }))

function run(args: readonly string[], input = ''): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: 'utf8', input, maxBuffer })
}

function shell(script: string): SpawnSyncReturns<string> {
  const env = { ...process.env, MESHLINT: cli, NODE: process.execPath }
  return spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8', env, maxBuffer })
}

test('-V prints the version and nothing else', () => {
  for (const option of ['-V', '--version']) {
    const { status, stdout, stderr } = run([option])
    assert.equal([status, stdout, stderr], [0, `meshlint ${version}\n`, ''])
  }
})

test('-V takes hardly longer than a bare node', () => {
  const median = (args: readonly string[]): number => {
    const times = Array.from({ length: 7 }, () => {
      const start = performance.now()
      spawnSync(process.execPath, args)
      return performance.now() - start
    })
    return times.sort((a, b) => a - b)[3] ?? 0
  }
  median(['-e', '0'])
  const bare = median(['-e', '0'])
  const ratio = (args: readonly string[]): number => median(args) / bare
  const [own, single] = [ratio([cli, '-V']), ratio([cli, join(folder, 'one.yaml')])]
  console.log(`start-up: -V ${own.toFixed(2)} times a bare node, a file of a large project ${single.toFixed(2)} times`)
  assert.ok(own < 3, `${own} times`)
})

test('the exit code is that of the run', () => {
  assert.is(run(['resources', 'one.yaml']).status, 0)
  assert.is(run(['--nonsense']).status, 2)
  assert.is(run(['nothing.yaml']).status, 2)
})

test('stdin is read to its end', () => {
  const documents = Array.from({ length: 600 }, (_, index) => workload(`redis-${index}`))
  const { status, stdout } = run(['resources', '-f', 'json', '-'], documents.join('---\n'))
  assert.is(status, 0)
  assert.is(JSON.parse(stdout).units[0].resources.length, 600)
})

test('every command and format runs from the bundle', () => {
  const commands = [
    ...['json', 'sarif', 'github', 'stylish'].map((format) => ['lint', '-f', format]),
    ...['json', 'stylish'].map((format) => ['why', '-f', format]),
    ...['json', 'yaml', 'stylish'].map((format) => ['resources', '-f', format]),
  ]
  for (const command of commands) {
    const { stdout, stderr, status } = run([...command, 'one.yaml'])
    assert.not.match(stderr, /a bug of meshlint/, command.join(' '))
    assert.ok(status !== null && status < 2, `${command.join(' ')}: ${stderr}`)
    assert.ok(stdout !== '' || command.includes('github'), command.join(' '))
  }
  const optedOut = workload('plain').replace(
    'labels: {app: plain}}',
    'labels: {app: plain, sidecar.istio.io/inject: "false"}}',
  )
  assert.match(run(['why', 'plain', '--pod', '-'], optedOut).stdout, /^apiVersion: v1\nkind: Pod\n/)
  assert.is(run(['rules']).status, 0)
  assert.is(run(['explain', 'key-duplicate']).status, 0)
})

test('a long report reaches a slow reader whole', () => {
  const { stdout } = shell('"$NODE" "$MESHLINT" resources -f json many | (sleep 0.5; wc -l)')
  assert.is(Number(stdout), run(['resources', '-f', 'json', 'many']).stdout.split('\n').length - 1)
})

test('a reader that has seen enough is no failure', () => {
  const { stdout, stderr } = shell('"$NODE" "$MESHLINT" resources many | head -1; echo "${PIPESTATUS[0]}"')
  assert.equal([stdout.split('\n')[1], stderr], ['0', ''])
})

test('a full disk is one', () => {
  if (process.platform !== 'linux') return
  const { status, stderr } = shell('"$NODE" "$MESHLINT" resources many > /dev/full')
  assert.is(status, 2)
  assert.match(stderr, 'Cannot write the output: no space left on device.')
})

test('both colour variables bring no warning of Node', () => {
  const env = { ...process.env, FORCE_COLOR: '1', NO_COLOR: '1' }
  const { stderr } = spawnSync(process.execPath, [cli, 'resources', 'one.yaml'], {
    cwd: folder,
    encoding: 'utf8',
    env,
    maxBuffer,
  })
  assert.is(stderr, '')
})

test('completion scripts are shell', () => {
  const script =
    'source <("$NODE" "$MESHLINT" completion bash); COMP_WORDS=(meshlint why --for) COMP_CWORD=2; _meshlint; echo "${COMPREPLY[@]}"'
  assert.is(shell(script).stdout, '--format\n')
  const values = script.replace('why --for)', 'lint -f s)').replace('COMP_CWORD=2', 'COMP_CWORD=3')
  assert.is(shell(values).stdout, 'stylish sarif\n')
  for (const name of ['zsh', 'fish']) assert.match(run(['completion', name]).stdout, 'show-suppressed')
})

test.run()
