import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse, simpleTraverse } from '@typescript-eslint/typescript-estree'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { bundle, differences, writeBundle } from './build.ts'

const folder = mkdtempSync(join(tmpdir(), 'meshlint-build-'))
const files = await bundle()

test.after(() => rmSync(folder, { recursive: true }))

test('the bundle is the same bytes each time', async () => {
  assert.equal([...(await bundle())], [...files])
})

test('the bundle needs Node alone', () => {
  for (const [name, text] of files) {
    if (!/\.c?js$/.test(name)) continue
    for (const from of importsOf(text))
      assert.ok(/^(node:|\.)/.test(from) || isBuiltin(from), `${name} imports ${from}`)
  }
})

function importsOf(text: string): readonly string[] {
  const found: string[] = []
  simpleTraverse(parse(text), {
    enter(node) {
      const isImport = node.type === 'ImportDeclaration' || node.type === 'ImportExpression'
      if (isImport && node.source.type === 'Literal') found.push(String(node.source.value))
    },
  })
  return found
}

function isBuiltin(name: string): boolean {
  return [
    'fs',
    'path',
    'url',
    'util',
    'events',
    'stream',
    'string_decoder',
    'fs/promises',
    'buffer',
    'process',
  ].includes(name)
}

test('the command line can be executed, and says by what', () => {
  writeBundle(files, folder)
  accessSync(join(folder, 'cli.js'), constants.X_OK)
  assert.match(readFileSync(join(folder, 'cli.js'), 'utf8'), /^#!\/usr\/bin\/env node\n/)
})

test('differences name changed, missing and stray files', () => {
  writeBundle(files, folder)
  assert.equal(differences(files, folder), [])
  writeFileSync(join(folder, 'action.js'), 'changed')
  rmSync(join(folder, 'cli.js'))
  writeFileSync(join(folder, 'stray.js'), '')
  assert.equal(differences(files, folder), ['action.js', 'cli.js', 'stray.js'])
})

test.run()
