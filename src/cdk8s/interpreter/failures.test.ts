import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { memoryHost } from '../../base/memory-host.ts'
import { interpretIn } from '../../dev/interpret-folder.ts'

async function failuresOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const { failures } = await interpretIn(memoryHost(files), '/project/main.ts', '/project')
  return failures.map(({ message, at }) => `${at?.file.path}:${at?.file.position(at.span.start).line} ${message}`)
}

const one = (text: string) => failuresOf({ 'main.ts': text })

test('broken syntax names the line', async () => {
  assert.equal(await one('const a = 1\nconst x = ;\n'), ['main.ts:2 Expression expected.'])
  assert.equal(
    await failuresOf({ 'main.ts': "import { a } from './b'\nconsole.log(a)", 'b.ts': 'export const a = {\n' }),
    ["b.ts:2 '}' expected."],
  )
})

test('a missing file names the import; what is only a type is left out', async () => {
  assert.equal(await one("import { a } from './nope'\nconsole.log(a)"), ['main.ts:1 Cannot find the module "./nope".'])
  assert.equal(await one("import { A } from './nope'\nconst a: A | undefined = undefined\nconsole.log(a)"), [])
})

test('a cycle of imports that reads what is not there yet names the line', async () => {
  const files = {
    'main.ts': "import { b } from './b'\nexport const a = 1\nconsole.log(b)",
    'b.ts': "import { a } from './main'\n\nexport const b = a + 1",
  }
  assert.equal(await failuresOf(files), ["b.ts:3 The program throws: Cannot access 'a' before initialization."])
})

test('what is thrown names its line, also in an async function', async () => {
  assert.equal(await one("const a = 1\nthrow new Error('stop')"), ['main.ts:2 The program throws: stop.'])
  assert.equal(await one("async function main() {\n  throw new Error('late')\n}\nmain()"), [
    'main.ts:2 The program throws: late.',
  ])
  assert.equal(await one('const o: any = {}\n\no.a.b = 1'), [
    "main.ts:3 The program throws: Cannot set properties of undefined (setting 'b').",
  ])
})

test('an id that is used twice names the second; what was made before is told', async () => {
  const text =
    "import { ApiObject, App, Chart } from 'cdk8s'\nconst c = new Chart(new App(), 'a')\nnew ApiObject(c, 'x', { apiVersion: 'v1', kind: 'A' })\nnew ApiObject(c, 'x', { apiVersion: 'v1', kind: 'B' })\n"
  const { failures, apps } = await interpretIn(memoryHost({ 'main.ts': text }), '/project/main.ts', '/project')
  assert.is(failures.length, 1)
  assert.is(failures[0]?.at?.file.position(failures[0].at.span.start).line, 4)
  assert.is(apps[0]?.objects.length, 1)
})

const endless: Readonly<Record<string, string>> = {
  'for (;;) {}': 'an empty loop',
  'let i = 0; while (true) i++': 'a loop that counts',
  'const f = (n: number): number => f(n + 1) + 1; f(0)': 'a function that calls itself',
  'const o = { get a(): any { return this.a } }; o.a': 'a getter that reads itself',
  'const o = { toString() { return `${this}` } }; `${o}`': 'a text that holds itself',
  "let s = 'ab'; for (;;) s += s": 'a text that doubles',
  'const a: any[] = []; for (;;) a.push({})': 'a list that grows',
  'let o: any = null; for (;;) o = { o }': 'a chain that grows',
  'let a = [1]; for (;;) a = [...a, ...a]': 'a list that doubles',
  'new Array(1e9).fill(0)': 'a list that is too long',
  "const a = []; for (;;) a.push('x'.repeat(1e6) + a.length)": 'texts that are too long',
}

for (const [code, what] of Object.entries(endless))
  test(`${what} ends in a failure with its line`, async () => {
    const found = await one(`\n${code}`)
    assert.is(found.length, 1)
    assert.match(found[0] ?? '', /^main\.ts:2 The program (?:does not|calls|makes|throws)/)
  })

test('a text too long to make and a pattern too slow to match are unknown', async () => {
  assert.equal(await one("const s = 'x'.repeat(1e9); if (s === 'y') throw new Error('no')"), [])
  assert.equal(await one("const r = /(a+)+$/.test('a'.repeat(40) + 'b'); console.log(r)"), [])
})

test('nothing of the machine is reached', async () => {
  const text =
    "const F: any = ({} as any).constructor.constructor; const g = F('return process')(); (Object.prototype as any).polluted = 1; g.exit()"
  await one(text)
  assert.is(Reflect.get({}, 'polluted'), undefined)
})

test.run()
