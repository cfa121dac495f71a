import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { suite } from 'uvu'
import { equal, is, match, ok } from 'uvu/assert'
import { nodeHost } from '../cli/node-host.ts'
import { showName } from '../kube/resource.ts'
import { readProjects } from './read-projects.ts'

const service = (name: string) => `apiVersion: v1\nkind: Service\nmetadata: {name: "${name}"}\n`

interface Context {
  folder: string
}

const test = suite<Context>('hostile input', { folder: '' })

test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'meshlint-'))
})

test.after.each(({ folder }) => {
  rmSync(folder, { recursive: true, force: true })
})

function put(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

/** What is read of a folder, which must not take long. */
function read(folder: string, paths: readonly string[] = []) {
  const start = performance.now()
  const projects = readProjects({ paths, exclude: [], composeAll: false }, nodeHost(folder))
  const seconds = (performance.now() - start) / 1000
  ok(seconds < 5, `${seconds} s`)
  return {
    names: projects.flatMap(({ units }) => units.flatMap(({ resources }) => resources.map(showName))),
    messages: projects.flatMap(({ failures }) => failures.map(({ message }) => message)),
    notes: projects.flatMap(({ units }) => units.flatMap(({ files }) => files.flatMap(({ notes }) => notes))),
  }
}

/** A manifest beside a good one: nothing else may be lost. */
function broken(folder: string, content: string | Uint8Array): string {
  put(folder, { 'a.yaml': service('good'), 'b.yaml': content, 'c.yaml': service('last') })
  const { names, messages } = read(folder)
  equal(names, ['good', 'last'])
  is(messages.length, 1)
  return messages[0] ?? ''
}

test('an alias bomb is refused', ({ folder }) => {
  const levels = Array.from({ length: 30 }, (_, n) => `  a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}*a${n}]`)
  match(broken(folder, `${service('bomb')}data:\n  a0: &a0 [x]\n${levels.join('\n')}\n`), /alias/)
})

test('a file of 100 MB is refused by its size', ({ folder }) => {
  const line = Buffer.from(`    ${'x'.repeat(995)}\n`)
  const head = Buffer.from(`${service('large')}data:\n  a: |\n`)
  const message = broken(folder, Buffer.concat([head, Buffer.alloc(100_000_000, line)]))
  is(message, '"b.yaml" is too large to be read: 101 MB, at most 20 MB.')
})

test('of what never ends only the start is read; a pipe that nobody writes to is empty', ({ folder }) => {
  if (process.platform === 'win32') return
  symlinkSync('/dev/zero', join(folder, 'zero.yaml'))
  execFileSync('mkfifo', [join(folder, 'pipe.yaml')])
  put(folder, { 'a.yaml': service('good') })
  equal(read(folder), { names: ['good'], messages: [], notes: [] })
  const { names, messages } = read(folder, ['zero.yaml', 'pipe.yaml'])
  equal(names, ['good'])
  equal(messages, [
    'There is no Kubernetes object in "pipe.yaml": it is empty.',
    '"zero.yaml" is too large to be read: more than 20 MB, at most 20 MB.',
  ])
})

test('a kustomization of 100 MB is refused by its size', ({ folder }) => {
  put(folder, { 'a.yaml': service('good'), 'kustomization.yaml': Buffer.alloc(100_000_000, '- a: b.yaml\n') })
  const { names, messages } = read(folder)
  equal(names, ['good'])
  equal(messages, ['"kustomization.yaml" is too large to be read: 100 MB, at most 20 MB.'])
})

test('a .gitignore of a million patterns is read as far as it takes no time', ({ folder }) => {
  put(folder, { '.git/HEAD': '', '.gitignore': 'foo/**/*.bar\n'.repeat(1_000_000), 'a.yaml': service('good') })
  equal(read(folder).names, ['good'])
})

test('a nesting of 10,000 is refused', ({ folder }) => {
  match(broken(folder, `${service('deep')}spec: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`), /deep|nest/)
  match(
    broken(folder, `{"apiVersion": "v1", "kind": "Pod", "spec": ${'['.repeat(10_000)}${']'.repeat(10_000)}}`),
    /deep|nest/,
  )
})

test('NUL bytes are refused', ({ folder }) => {
  ok(broken(folder, `${service('nul')}data: "a\0b"\n`) !== '')
})

test('a file or folder that may not be read is a Failure', ({ folder }) => {
  put(folder, { 'a.yaml': service('good'), 'b.yaml': service('secret'), 'c/d.yaml': service('hidden') })
  chmodSync(join(folder, 'b.yaml'), 0)
  chmodSync(join(folder, 'c'), 0)
  const isRoot = process.getuid?.() === 0
  const { names, messages } = read(folder)
  chmodSync(join(folder, 'c'), 0o700)
  // Root may read everything.
  equal(names, isRoot ? ['good', 'secret', 'hidden'] : ['good'])
  if (isRoot) return
  equal(messages, ['Cannot read "c": permission denied.', 'Cannot read "b.yaml": permission denied.'])
})

test('links in circles end, and those that lead nowhere are Failures', ({ folder }) => {
  put(folder, { 'a/b/x.yaml': service('x') })
  symlinkSync(folder, join(folder, 'a/b/loop'))
  symlinkSync('a/b', join(folder, 'folder.yaml'))
  symlinkSync('a/b/x.yaml', join(folder, 'twin.yaml'))
  symlinkSync('self.yaml', join(folder, 'self.yaml'))
  symlinkSync('gone.yaml', join(folder, 'dangling.yaml'))
  const { names, messages } = read(folder)
  equal(names, ['x'])
  equal(messages, [
    'The link "dangling.yaml" leads nowhere: no such file or directory.',
    'The link "self.yaml" leads nowhere: its links go round in circles.',
  ])
  equal(read(folder, ['a/b/loop']).names, ['x'])
  match(read(folder, ['self.yaml']).messages.join(), 'Cannot read "self.yaml"')
})

test('a folder named x.yaml is a folder', ({ folder }) => {
  put(folder, { 'x.yaml/y.yaml': service('y') })
  equal(read(folder).names, ['y'])
  equal(read(folder, ['x.yaml']).names, ['y'])
})

test('octets that are no UTF-8 are refused in YAML and read as U+FFFD in JSON, as the Kubernetes tools do', ({
  folder,
}) => {
  const withOctet = (before: string, after: string) => Buffer.from(`${before}\xff${after}`, 'latin1')
  match(broken(folder, withOctet(`${service('b')}data: {a: "`, '"}\n')), /no UTF-8/)
  put(folder, { 'b.yaml': withOctet('{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "b", "x": "', '"}}\n') })
  const { names, messages, notes } = read(folder)
  equal([names, messages], [['good', 'b', 'last'], []])
  equal(
    notes.map(({ code }) => code),
    ['invalid-utf8'],
  )
})

test('texts that are hard on patterns are read in time', ({ folder }) => {
  const blank = '\n'.repeat(1_000_000)
  put(folder, {
    'a.yaml': `${service('a')}spec: {externalName: "${'{{'.repeat(1_000_000)}"}\n`,
    'b.yaml': `${service('b')}#@ ytt\nspec: #@${' '.repeat(1_000_000)}x\n`,
    'c.yaml': `${service('c')}spec: [${blank}`,
    'd.yaml': `${service('d')}---\n- ${'-'.repeat(1_000_000)}: : {{${' '.repeat(1_000_000)}`,
  })
  equal(read(folder).names, ['a', 'b', 'd'])
})

test('a text may say the same thing a hundred thousand times', ({ folder }) => {
  const times = 200_000
  put(folder, {
    'a.yaml': `${service('a')}spec:\n${'  x: y\n'.repeat(times)}`,
    'b.yaml': `apiVersion: v1\nkind: List\nitems: [${'{apiVersion: v1, kind: Node, metadata: {name: n}},'.repeat(times)}]\n`,
  })
  const { names, messages, notes } = read(folder)
  equal([names.length, messages, notes.length], [times + 1, [], times - 1])
})

test('a byte order mark and CRLF do not matter', ({ folder }) => {
  put(folder, { 'a.yaml': `\ufeff${service('a')}---\n${service('b')}`.replaceAll('\n', '\r\n') })
  equal(read(folder), { names: ['a', 'b'], messages: [], notes: [] })
})

test('an empty file is nothing, and a Failure when it is named', ({ folder }) => {
  put(folder, { 'a.yaml': '', 'b.yaml': '# nothing\n---\n', 'c.yaml': service('c') })
  equal(read(folder), { names: ['c'], messages: [], notes: [] })
  equal(read(folder, ['a.yaml']).messages, ['There is no Kubernetes object in "a.yaml": it is empty.'])
})

test('a binary file named x.yaml is nothing', ({ folder }) => {
  put(folder, { 'a.yaml': service('a'), 'b.yaml': Buffer.alloc(100_000, 0xfe) })
  equal(read(folder), { names: ['a'], messages: [], notes: [] })
})

test.run()
