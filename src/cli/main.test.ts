import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { memoryHost } from '../base/memory-host.ts'
import { runMain } from '../dev/run-main.ts'
import { main } from './main.ts'

const statefulSet = (name: string, user = 1000): string => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: ${name}
  namespace: prod
spec:
  serviceName: ${name}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata:
      labels: {app: ${name}}
    spec:
      containers:
        - name: main
          image: ${name}
          securityContext:
            runAsUser: ${user}
`

const namespace = `apiVersion: v1
kind: Namespace
metadata:
  name: prod
  labels:
    istio-injection: enabled
`

const clean = { 'ns.yaml': namespace, 'redis.yaml': statefulSet('redis') }
const faulty = { 'ns.yaml': namespace, 'redis.yaml': statefulSet('redis', 1337) }
const broken = 'apiVersion: v1\nkind: Service\na: "never closed\n'
const only = ['--only', 'run-as-id-reserved']

test('clean is 0, and says what was looked at on stdout', async () => {
  const { code, stdout, stderr } = await runMain(only, clean)
  assert.equal([code, stderr], [0, ''])
  assert.match(stdout, /^✔ 2 resources from 2 files, 1 rule, no problems/)
})

test('problems are 1, and go to stdout', async () => {
  const { code, stdout, stderr } = await runMain(only, faulty)
  assert.equal([code, stderr], [1, ''])
  assert.match(stdout, 'run-as-id-reserved')
})

test('masses of failures are counted, not printed; in JSON all are there', async () => {
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`${index}.yaml`, broken]))
  const { code, stderr } = await runMain(only, many)
  assert.is(code, 2)
  assert.is(stderr.match(/✖/g)?.length, 50)
  assert.match(stderr, '… and 10 more failures; -f json lists all')
  assert.is(JSON.parse((await runMain([...only, '-f', 'json'], many)).stdout).failures.length, 60)
})

test('-n takes the name of a Namespace', async () => {
  const { code, stderr } = await runMain([...only, '-n', 'A_b'], clean)
  assert.is(code, 2)
  assert.match(stderr, '--namespace is a name like prod')
})

test('--exit-zero makes problems 0, failures stay 2', async () => {
  assert.is((await runMain([...only, '--exit-zero'], faulty)).code, 0)
  assert.is((await runMain([...only, '--exit-zero', '--fail-on', 'info', '--max-warnings', '0'], faulty)).code, 0)
  assert.is((await runMain([...only, '--exit-zero'], { ...faulty, 'b.yaml': broken })).code, 2)
})

test('--fail-on and --max-warnings decide what fails', async () => {
  const warn = [...only, '--rule', 'run-as-id-reserved=warning']
  assert.is((await runMain(warn, faulty)).code, 0)
  assert.is((await runMain([...warn, '--fail-on', 'warning'], faulty)).code, 1)
  assert.is((await runMain([...warn, '--fail-on', 'info'], faulty)).code, 1)
  assert.is((await runMain([...warn, '--max-warnings', '0'], faulty)).code, 1)
  assert.is((await runMain([...warn, '--max-warnings', '1'], faulty)).code, 0)
})

test('--quiet hides what is no error and keeps the exit code', async () => {
  const args = [...only, '--rule', 'run-as-id-reserved=warning', '--fail-on', 'warning']
  const { code, stdout } = await runMain([...args, '-q'], faulty)
  assert.equal([code, stdout], [1, ''])
})

test('problems and failures: both are printed, exit 2', async () => {
  const { code, stdout, stderr } = await runMain(only, { ...faulty, 'b.yaml': broken })
  assert.is(code, 2)
  assert.match(stdout, 'run-as-id-reserved')
  assert.match(stderr, 'b.yaml')
})

test('an unreadable file is a failure, and nothing else is lost', async () => {
  const { code, stdout, stderr } = await runMain(only, { ...faulty, 'x.yaml': namespace }, { unreadable: ['x.yaml'] })
  assert.is(code, 2)
  assert.match(stdout, 'run-as-id-reserved')
  assert.match(stderr, 'permission denied')
})

test('nothing to lint is 2 unless it is allowed', async () => {
  const { code, stdout, stderr } = await runMain([], { 'a.txt': 'x' })
  assert.equal([code, stdout], [2, ''])
  assert.match(stderr, 'There are no Kubernetes manifests below the working directory')
  assert.is((await runMain(['--allow-empty'], { 'a.txt': 'x' })).code, 0)
  assert.is((await runMain(['resources'], { 'a.txt': 'x' })).code, 2)
  assert.is((await runMain(['why'], { 'a.txt': 'x' })).code, 2)
  assert.is((await runMain(['why', '--allow-empty'], { 'a.txt': 'x' })).code, 0)
  const json = await runMain(['-f', 'json'], { 'a.txt': 'x' })
  assert.is(json.code, 2)
  assert.is(JSON.parse(json.stdout).failures.length, 1)
})

test('each format goes where it is told, and stdout gets the rest', async () => {
  const { code, stdout, host } = await runMain([...only, '-f', 'json', '-f', 'sarif=out/a.sarif'], faulty)
  assert.is(code, 1)
  assert.is(JSON.parse(stdout).problems.length, 1)
  const written = host.files.get('/project/out/a.sarif')
  assert.is(JSON.parse(new TextDecoder().decode(written)).version, '2.1.0')
})

test('-o takes what stdout would get, without colour', async () => {
  const { stdout, host } = await runMain([...only, '-o', 'report.txt'], faulty, { isTTY: true })
  assert.is(stdout, '')
  const text = new TextDecoder().decode(host.files.get('/project/report.txt'))
  assert.match(text, 'run-as-id-reserved')
  assert.not.match(text, '\u001b')
})

test('a report that can not be written is a failure; the others are written', async () => {
  const args = [...only, '-f', 'sarif=a.sarif', '-f', 'json']
  const { code, stdout, stderr } = await runMain(args, clean, { readOnly: true })
  assert.is(code, 2)
  assert.is(JSON.parse(stdout).version, 1)
  assert.match(stderr, 'Cannot write "a.sarif": read-only file system.')
})

test('- reads stdin alone; --stdin-filename names it', async () => {
  const { code, stdout } = await runMain(
    [...only, '-', '-f', 'json'],
    {},
    { stdin: `${namespace}---\n${faulty['redis.yaml']}` },
  )
  assert.is(code, 1)
  assert.is(JSON.parse(stdout).counts.resources, 2)
  const named = await runMain([...only, '-', '--stdin-filename', 'redis.yaml', '-f', 'json'], clean, {
    stdin: faulty['redis.yaml'],
  })
  assert.is(JSON.parse(named.stdout).problems[0].location.path, 'redis.yaml')
})

test('unknown rules, topics and codes are answered with the nearest', async () => {
  for (const option of ['--only', '--skip']) {
    const { code, stderr } = await runMain([option, 'run-as-id-reservd'], clean)
    assert.is(code, 2)
    assert.match(stderr, 'There is no rule, topic or code "run-as-id-reservd". Did you mean "run-as-id-reserved"?')
  }
  const { stderr } = await runMain(['--rule', 'run-as-id-reservd=off'], clean)
  assert.match(stderr, 'There is no rule "run-as-id-reservd". Did you mean "run-as-id-reserved"?')
})

test('values that mean nothing are told before anything is read', async () => {
  const messages = {
    'rule x=warn': 'A severity is error, warning, info or off, not "warn".',
    'rule x': '--rule needs a rule and a severity, as in --rule x=warning.',
    'revision A_': '--revision is a name like canary, or TAG=REVISION like prod=canary, not "A_".',
    'istio-version new': '--istio-version is a version like 1.31, not "new".',
    'max-warnings -': '--max-warnings is a number like 10, not "-".',
  }
  for (const [option, message] of Object.entries(messages)) {
    const { code, stderr } = await runMain([`--${option.replace(' ', '=')}`], clean)
    assert.is(code, 2)
    assert.match(stderr, `meshlint: ${message}`)
  }
})

test('a command that is not there is answered with the nearest', async () => {
  const { code, stderr } = await runMain(['explian', 'x'], clean)
  assert.is(code, 2)
  assert.match(stderr, 'There is no command and no path "explian". Did you mean "explain"?')
  for (const later of ['init', 'lsp']) assert.is((await runMain([later], clean)).code, 2)
})

test('a folder named like a missing command is a path', async () => {
  const { code } = await runMain([...only, 'init'], { 'init/redis.yaml': statefulSet('redis') })
  assert.is(code, 0)
})

test('help and version', async () => {
  for (const args of [['--help'], ['-h'], ['help'], ['why', '-h'], ['help', 'why'], ['lint', '--help']]) {
    const { code, stdout } = await runMain(args)
    assert.equal([code, stdout.includes('Usage: meshlint')], [0, true])
  }
  assert.match((await runMain(['help', 'why'])).stdout, 'KIND/')
  assert.match((await runMain(['help', 'whyy'])).stderr, 'There is no command "whyy". Did you mean "why"?')
  assert.match((await runMain(['why', '-V'])).stdout, /^meshlint \d/)
})

test('colour is for terminals, or where it is asked for', async () => {
  const colored = async (args: string[], isTTY: boolean, env = {}) =>
    (await runMain([...only, ...args], faulty, { isTTY, env })).stdout.includes('\u001b')
  assert.is(await colored([], true), true)
  assert.is(await colored([], false), false)
  assert.is(await colored([], true, { NO_COLOR: '1' }), false)
  assert.is(await colored([], false, { FORCE_COLOR: '1' }), true)
  assert.is(await colored(['--color'], false), true)
  assert.is(await colored(['--no-color'], true, { FORCE_COLOR: '1' }), false)
})

test('--debug tells what was left out', async () => {
  const files = { ...clean, '.gitignore': 'old/\n', '.git/HEAD': '', 'old/a.yaml': namespace }
  const { stderr } = await runMain([...only, '--debug'], files)
  assert.match(stderr, 'left out: old: ignored by git')
})

test('--timings tells on stderr how long things took', async () => {
  const { stderr } = await runMain([...only, '--timings'], clean)
  assert.match(stderr, /ms {2}read/)
})

test('a comment that silences nothing is a problem', async () => {
  const text = `# meshlint-ignore no-such-rule: because\n${namespace}`
  const { stdout } = await runMain(['-f', 'json'], { 'ns.yaml': text })
  const [problem] = JSON.parse(stdout).problems
  assert.equal([problem.rule, problem.location.startLine], ['ignore-comment-invalid', 1])
})

test('resources lists what was read', async () => {
  const { code, stdout } = await runMain(['resources', '-f', 'json', '--positions', 'redis.yaml'], clean)
  assert.is(code, 0)
  const [unit] = JSON.parse(stdout).units
  assert.is(unit.resources[0].positions['/metadata/name'].startLine, 4)
})

test('explain shows a page with examples as they are run; rules lists all', async () => {
  const page = await runMain(['explain', 'run-as-id-reserved'])
  assert.is(page.code, 0)
  assert.match(page.stdout, /example\.yaml\n +\d+:\d+ +error/)
  assert.match((await runMain(['rules'])).stdout, 'run-as-id-reserved')
  assert.ok(JSON.parse((await runMain(['rules', '-f', 'json'])).stdout).rules.length > 0)
  assert.match((await runMain(['explain', 'run-as-id-reservd'])).stderr, 'Did you mean "run-as-id-reserved"?')
  assert.is((await runMain(['explain'])).code, 2)
})

test('a bug of ours is said to be one, with its stack under --debug', async () => {
  const failing = memoryHost(clean)
  Object.defineProperty(failing, 'cwd', { get: () => assert.unreachable('no such place') })
  const run = async (...args: string[]): Promise<[number, string]> => {
    const err: string[] = []
    const stdout = { isTTY: false, write: () => undefined }
    const streams = {
      stdout,
      stderr: { isTTY: false, write: (text: string) => void err.push(text) },
      stdin: async () => new Uint8Array(),
    }
    return [await main(args, streams, {}, failing), err.join('')]
  }
  const [code, text] = await run()
  assert.is(code, 2)
  assert.match(text, /^meshlint: a bug of meshlint stopped it, please report it: no such place\n.*--debug/)
  assert.match((await run('--debug'))[1], 'main.test.ts')
})

test.run()
