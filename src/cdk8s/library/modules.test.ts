import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { libraryModule } from './modules.ts'

const folder = new URL('.', import.meta.url)

test('every package of CDK8s that is modelled has its module', () => {
  const packages = ['constructs', 'cdk8s', 'imports/k8s.ts', 'cdk8s-plus-33/lib/imports/k8s']
  for (const number of [25, 27, 28, 29, 30, 31, 32, 33, 34, 40]) packages.push(`cdk8s-plus-${number}`)
  for (const name of packages) {
    const module = libraryModule(name)
    assert.ok(module !== undefined && existsSync(new URL(module, folder)), `${name}: ${module}`)
  }
})

test('other packages are not modelled', () => {
  for (const name of ['cdk8s-cli', 'cdk8s-plus-22', 'cdk8s-plus', 'cdk8s/lib/api-object', './cdk8s', 'cdk8s-plus-33x'])
    assert.is(libraryModule(name), undefined)
})

test('the modules import nothing but each other', () => {
  const imported = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'native.ts')
    .flatMap((name) => [...readFileSync(new URL(name, folder), 'utf8').matchAll(/ from '([^']+)'/g)])
    .map((match) => match[1] ?? '')
  assert.ok(imported.length > 100)
  assert.equal(
    imported.filter((specifier) => !/^\.\/[\w-]+\.ts$/.test(specifier)),
    [],
  )
})

test.run()
