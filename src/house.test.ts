import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse, simpleTraverse, type TSESTree } from '@typescript-eslint/typescript-estree'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What each room may import; each list is complete. Doors come last and may import everything above. */
const floors = [
  'base',
  'yaml',
  'kube',
  'istio',
  'cdk8s',
  'sources',
  'snapshot',
  'install',
  'cel',
  'admission',
  'sidecar',
  'injection',
  'mesh',
  'rule',
  'engine',
  'report',
]
const doors = ['cli', 'action', 'dev']

/** Which room owns which npm package. Tests and `dev` may use what they need. */
const owners: Readonly<Record<string, string>> = {
  '@typescript-eslint/typescript-estree': 'cdk8s',
  yaml: 'yaml',
  glob: 'sources',
  ignore: 'sources',
  sarif: 'report',
}

/** Node's modules that compute and touch nothing. */
const harmless = new Set(['node:crypto', 'node:path/posix', 'node:util'])

interface Code {
  readonly path: string
  readonly room: string
  readonly text: string
  readonly tree: TSESTree.Program
}

const files: readonly Code[] = ['src', 'rules']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts'))
  .sort()
  .map((path) => {
    const text = readFileSync(join(root, path), 'utf8')
    return { path, room: roomOf(path), text, tree: parse(text, { loc: true, range: true }) }
  })

const product = files.filter(({ path, room }) => !path.endsWith('.test.ts') && room !== 'dev')

function roomOf(path: string): string {
  const [top, second = ''] = path.split('/')
  return top === 'rules' ? 'rules' : second.endsWith('.ts') ? 'src' : second
}

function importsOf({ tree }: Code): string[] {
  const found: string[] = []
  simpleTraverse(tree, {
    enter(node) {
      const imported =
        node.type === 'ImportDeclaration' ||
        node.type === 'ExportNamedDeclaration' ||
        node.type === 'ExportAllDeclaration' ||
        node.type === 'ImportExpression'
          ? node.source
          : undefined
      if (imported?.type === 'Literal' && typeof imported.value === 'string') found.push(imported.value)
    },
  })
  return found
}

/** The room of an imported file, as seen from the importing one. */
function importedRoom(code: Code, specifier: string): string {
  return roomOf(relative(root, resolve(root, dirname(code.path), specifier)).replaceAll('\\', '/'))
}

function mayImport(room: string, other: string): boolean {
  if (room === other || doors.includes(room)) return true
  if (room === 'rules') return other === 'rule'
  return floors.includes(other) && floors.indexOf(other) < floors.indexOf(room)
}

test('imports point down', () => {
  const wrong = product.flatMap((code) =>
    importsOf(code)
      .filter((specifier) => specifier.startsWith('.'))
      .filter((specifier) => !mayImport(code.room, importedRoom(code, specifier)))
      .map((specifier) => `${code.path} imports ${specifier}`),
  )
  assert.equal(wrong, [])
})

test('rules import the contract, their list, and nothing else', () => {
  const wrong = product
    .filter(({ room, path }) => room === 'rules' && path !== 'rules/index.ts')
    .flatMap((code) => importsOf(code).map((specifier) => ({ path: code.path, specifier })))
    .filter(
      ({ path, specifier }) =>
        resolve(root, dirname(path), specifier) !== join(root, 'src/rule/index.ts') &&
        !/^\.\.?\/(shared\/)?[\w-]+\.ts$/.test(specifier) &&
        !specifier.startsWith('../shared/'),
    )
  assert.equal(wrong, [])
})

test('each npm package is imported by its owning room only', () => {
  const wrong = product.flatMap((code) =>
    importsOf(code)
      .filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:'))
      .filter((specifier) => owners[specifier] !== code.room)
      .map((specifier) => `${code.path} imports ${specifier}`),
  )
  assert.equal(wrong, [])
})

test('nothing outside the doors touches the process, the console, the clock, randomness or the file system', () => {
  const wrong = product
    .filter(({ room }) => !doors.includes(room))
    .flatMap((code) => [...touchedModules(code), ...touchedGlobals(code)])
  assert.equal(wrong, [])
})

function touchedModules(code: Code): string[] {
  return importsOf(code)
    .filter((specifier) => specifier.startsWith('node:') && !harmless.has(specifier))
    .map((specifier) => `${code.path} imports ${specifier}`)
}

const forbidden = new Set([
  'process',
  'console',
  'performance',
  'setTimeout',
  'setInterval',
  'fetch',
  'Buffer',
  '__dirname',
])
const clocks = new Set(['Date.now', 'Math.random'])

function touchedGlobals(code: Code): string[] {
  const found: string[] = []
  simpleTraverse(
    code.tree,
    {
      enter(node, parent) {
        if (
          node.type === 'MemberExpression' &&
          node.object.type === 'Identifier' &&
          node.property.type === 'Identifier'
        )
          if (clocks.has(`${node.object.name}.${node.property.name}`)) found.push(`${code.path}:${node.loc.start.line}`)
        if (node.type !== 'Identifier' || !forbidden.has(node.name)) return
        const isName = parent?.type === 'MemberExpression' && parent.property === node && !parent.computed
        const isKey = (parent?.type === 'Property' || parent?.type === 'TSPropertySignature') && parent.key === node
        if (!isName && !isKey) found.push(`${code.path}:${node.loc.start.line} uses ${node.name}`)
      },
    },
    true,
  )
  return found
}

test('rooms stay small: 300 lines a file, 40 lines a function', () => {
  const long = product
    .filter(({ text }) => text.split('\n').length > 301)
    .map(({ path, text }) => `${path}: ${text.split('\n').length} lines`)
  const wide = product.flatMap((code) => longFunctions(code))
  assert.equal([...long, ...wide], [])
})

function longFunctions(code: Code): string[] {
  const found: string[] = []
  simpleTraverse(code.tree, {
    enter(node) {
      if (
        node.type !== 'FunctionDeclaration' &&
        node.type !== 'FunctionExpression' &&
        node.type !== 'ArrowFunctionExpression'
      )
        return
      const lines = node.loc.end.line - node.loc.start.line + 1
      if (lines > 40) found.push(`${code.path}:${node.loc.start.line}: a function of ${lines} lines`)
    },
  })
  return found
}

test('no machine, registry or workplace shows through', () => {
  const wrong = files
    .filter(({ text, path }) => path !== 'src/house.test.ts' && /\/(root|home|work)\/|registry\.npmjs/.test(text))
    .map(({ path }) => path)
  assert.equal(wrong, [])
})

test.run()
