import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { built } from '../dev/built.ts'
import { runMain } from '../dev/run-main.ts'

const head = `import { App, Chart } from 'cdk8s'
import { k8s } from 'cdk8s-plus-33'
const app = new App()
const chart = new Chart(app, 'shop')
`
const namespace = (id: string, value = 'true'): string =>
  `new k8s.KubeNamespace(chart, '${id}', { metadata: { name: '${id}', labels: { 'istio-injection': '${value}' } } })\n`

interface Unit {
  readonly name: string
  readonly kind: string
  readonly resources: readonly { readonly name: string; readonly exists: string; readonly repeated?: unknown }[]
}

async function unitsOf(files: Record<string, string>, ...args: string[]): Promise<readonly Unit[]> {
  const { stdout } = await runMain(['resources', '-f', 'json', ...args], files)
  return (JSON.parse(stdout) as { units: Unit[] }).units
}

async function namesOf(files: Record<string, string>, ...args: string[]): Promise<readonly string[]> {
  const units = await unitsOf(files, ...args)
  return units.map(({ name, kind, resources }) => `${kind} ${name}: ${resources.map((one) => one.name).join()}`)
}

test('the program of a cdk8s.yaml is read, with the TypeScript that its JavaScript comes from', async () => {
  const program = head + namespace('a')
  const config = 'language: typescript\napp: npm run build && NODE_ENV=x node lib/main.js\n'
  const files = { 'cdk8s.yaml': config, 'src/main.ts': program, 'src/other.ts': program }
  const tsconfig = '{ "compilerOptions": { /* built */ "outDir": "lib", "rootDir": "src", } }'
  assert.equal(await namesOf({ ...files, 'tsconfig.json': tsconfig }), ['cdk8s src/main.ts: a'])
  assert.equal(await namesOf({ ...files, 'cdk8s.yaml': 'app: npx tsx src/other.ts\n' }), ['cdk8s src/other.ts: a'])
  const scripts = '{ "scripts": { "synth": "ts-node -r tsconfig-paths/register src/other" } }'
  const asked = { ...files, 'cdk8s.yaml': 'app: npm run -s synth\n', 'package.json': scripts }
  assert.equal(await namesOf(asked), ['cdk8s src/other.ts: a'])
})

test('a cdk8s.yaml whose program is nowhere is a failure', async () => {
  const { code, stderr } = await runMain([], { 'cdk8s.yaml': 'language: typescript\napp: node main.js\n' })
  assert.is(code, 2)
  assert.match(stderr, 'Cannot find the program that "node main.js" of cdk8s.yaml runs.')
})

test('without a cdk8s.yaml every file that makes an app is read, tests and compiled files aside', async () => {
  const program = head + namespace('a')
  const files = {
    ...{ 'apps/one/app.ts': program, 'apps/two/app.ts': program, 'apps/two/app.js': program },
    ...{ 'apps/one/app.test.ts': program, 'node_modules/x/index.js': program, 'apps/lib.ts': 'export const a = 1' },
    'apps/part.ts': `${head}export const b = 1\n`,
  }
  assert.equal(await namesOf(files), ['cdk8s apps/one/app.ts: a', 'cdk8s apps/two/app.ts: a'])
  assert.equal(await namesOf(files, 'apps/two'), ['cdk8s apps/two/app.ts: a'])
  assert.equal(await namesOf(files, 'apps/two/app.ts'), ['cdk8s apps/two/app.ts: a'])
})

test('a file that is part of another program is no program of its own', async () => {
  const files = {
    'a.ts': `${head}export { chart }\n${namespace('a')}`,
    'main.ts': `import { chart } from './a'\nimport { App } from 'cdk8s'\nnew App()\nimport { k8s } from 'cdk8s-plus-33'\n${namespace('b')}`,
  }
  assert.equal(await namesOf(files), ['cdk8s main.ts: a,b'])
})

test('manifests that a program includes or writes are not read beside it', async () => {
  const manifest = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: legacy, labels: {istio-injection: "true"}}\n'
  const program = `import { Include } from 'cdk8s'\n${head}new Include(chart, 'legacy', { url: 'legacy.yaml' })\n`
  const files = { 'main.ts': program, 'legacy.yaml': manifest, 'dist/shop.k8s.yaml': manifest, 'own.yaml': manifest }
  assert.equal(await namesOf(files), ['plain .: legacy', 'cdk8s main.ts: legacy'])
  const { stdout, stderr } = await runMain(['--debug'], files)
  assert.match(stderr, 'left out: legacy.yaml: included by the CDK8s program main.ts')
  assert.match(stderr, 'left out: dist/shop.k8s.yaml: in the output of the CDK8s program main.ts')
  assert.match(stdout, /legacy\.yaml\n {2}3:52 {2}error {2}Label "istio-injection"/)
})

test('problems stand at their line in the program, with the places that make the object', async () => {
  const files = {
    'main.ts': `import { make } from './lib'\n${head}make(chart)\n`,
    'lib.ts': `import { k8s } from 'cdk8s-plus-33'
const labels = { 'istio-injection': 'true' }
export const make = (scope: any) => new k8s.KubeNamespace(scope, 'ns', { metadata: { name: 'a', labels } })
`,
  }
  const { stdout } = await runMain(['-f', 'json', 'main.ts'], files)
  const [problem] = (JSON.parse(stdout) as { problems: { location: unknown; related: { location: unknown }[] }[] })
    .problems
  const place = (line: number, from: number, to: number, precision = 'node') => {
    return { path: 'lib.ts', startLine: line, startColumn: from, endLine: line, endColumn: to, precision }
  }
  assert.equal(problem?.location, place(2, 37, 43))
  assert.equal(
    problem?.related.map(({ location }) => location),
    [place(3, 37, 108)],
  )
  const { stdout: sarif } = await runMain(['-f', 'sarif'], files)
  assert.match(sarif, '"uri": "lib.ts"')
})

test('comments in the program silence what they name', async () => {
  const silenced = `// meshlint-ignore injection-value-misread: an admission policy of ours rewrites it\n${namespace('a')}`
  const { code, stdout } = await runMain([], { 'main.ts': head + silenced })
  assert.equal([code, stdout.includes('1 suppressed')], [0, true])
  const { stdout: unused } = await runMain([], {
    'main.ts': `${head}${namespace('a', 'enabled').trim()} // meshlint-ignore injection-value-misread\n`,
  })
  assert.match(unused, 'it needs the form "// meshlint-ignore rule: reason".')
})

test('a loop over what nobody knows makes some number of objects', async () => {
  const loop = `for (const one of JSON.parse(process.env.LIST ?? '[]')) new k8s.KubeNamespace(chart, one.id, { metadata: { name: 'n' } })\n`
  const [unit] = await unitsOf({ 'main.ts': head + loop })
  assert.equal(
    unit?.resources.map(({ exists, repeated }) => [exists, repeated !== undefined]),
    [['perhaps', true]],
  )
})

/** Programs that fail, with the place of the failure and the problems that are found all the same. */
const failing: Readonly<Record<string, readonly [files: Record<string, string>, place: string, problems: number]>> = {
  'broken TypeScript': [
    { 'main.ts': `import './part'\n${head}${namespace('a')}`, 'part.ts': '\nconst = 3\n' },
    'part.ts:2:7',
    1,
  ],
  'a missing import': [
    { 'main.ts': `import { x } from './none'\n${head}${namespace('a')}x(chart)\n` },
    'main.ts:1:19',
    1,
  ],
  'a cycle of imports': [
    {
      'main.ts': `import { a } from './a'\n${head}${namespace('a')}console.log(a)\n`,
      'a.ts': `import { b } from './b'\nexport const a = b + 1\n`,
      'b.ts': `import { a } from './a'\nexport const b = a + 1\n`,
    },
    'b.ts:2:18',
    0,
  ],
  'a program that throws': [
    { 'main.ts': `${head}${namespace('a')}throw new Error('no replicas')\n` },
    'main.ts:6:1',
    1,
  ],
  'an id that is used twice': [{ 'main.ts': head + namespace('a') + namespace('a') }, 'main.ts:6:1', 1],
  'a loop without end': [{ 'main.ts': `${head}${namespace('a')}while (true) {\n}\n` }, 'main.ts:6:', 1],
  'a call without end': [{ 'main.ts': `${head}${namespace('a')}const f = () => f()\nf()\n` }, 'main.ts:6:17', 1],
}

for (const [name, [files, place, problems]] of Object.entries(failing)) {
  test(`${name}: a failure at its line, and what could be read is linted`, async () => {
    const beside = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: p, labels: {istio-injection: "true"}}\n'
    const { code, stdout, stderr } = await runMain([], { ...files, 'beside.yaml': beside })
    assert.is(code, 2)
    assert.match(stderr, place)
    assert.is(stderr.split('✖').length - 1, 1)
    assert.is(stdout.split('injection-value-misread').length - 1, problems + 1)
  })
}

test('a project of manifests never loads the parser, and a program does', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'meshlint-parser-'))
  try {
    cpSync(await built(), join(folder, 'dist'), { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')
    rmSync(join(folder, 'dist/parser.cjs'))
    const run = (files: Record<string, string>) => {
      const project = mkdtempSync(join(folder, 'project-'))
      for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text)
      return spawnSync(process.execPath, [join(folder, 'dist/cli.js')], { cwd: project, encoding: 'utf8' })
    }
    const manifest = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n'
    const other = 'import { x } from "y"\n// new App( of cdk8s\n'
    const plain = run({ 'a.yaml': manifest, 'main.ts': other, 'app.js': 'const app = new App()\n' })
    assert.equal([plain.status, plain.stderr], [0, ''])
    assert.match(run({ 'main.ts': head }).stderr, /parser\.cjs/)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test.run()
