import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { nodeHost } from './node-host.ts'

const folder = mkdtempSync(join(tmpdir(), 'meshlint-'))
const host = nodeHost(folder)

test.before(() => {
  writeFileSync(join(folder, 'a.yaml'), 'a: 1\n')
  mkdirSync(join(folder, 'x.yaml'))
  symlinkSync('a.yaml', join(folder, 'link'))
  symlinkSync('nowhere', join(folder, 'dangling'))
  symlinkSync('loop', join(folder, 'loop'))
})

test.after(() => rmSync(folder, { recursive: true }))

test('tells what is at a path, links followed', () => {
  const types = ['a.yaml', 'x.yaml', 'link', 'dangling', 'loop', 'nothing', 'a.yaml/b'].map((name) =>
    host.type(join(folder, name)),
  )
  assert.equal(types, ['file', 'directory', 'file', undefined, 'file', undefined, undefined])
})

test('lists links as links', () => {
  const entries = [...host.list(folder)].sort((a, b) => (a.name < b.name ? -1 : 1))
  assert.equal(
    entries.map(({ name, type }) => `${name} ${type}`),
    ['a.yaml file', 'dangling link', 'link link', 'loop link', 'x.yaml directory'],
  )
})

test('errors carry the reason alone', () => {
  assert.throws(() => host.read(join(folder, 'nothing')), /^no such file or directory$/)
  assert.throws(() => host.read(join(folder, 'x.yaml')), /^it is a folder$/)
  assert.throws(() => host.realPath(join(folder, 'loop')), /^its links go round in circles$/)
  assert.throws(() => host.list(join(folder, 'a.yaml')), /^not a directory$/)
  assert.throws(() => host.write(join(folder, 'a.yaml/b'), ''), /^(not a directory|file already exists)$/)
})

test('a folder that can not be made is no endless loop', () => {
  if (process.platform !== 'linux') return
  assert.throws(() => host.write('/proc/nowhere/at/all', ''), /^no such file or directory$/)
})

test('writes below folders that are not there yet', () => {
  host.write(join(folder, 'new/er/b.txt'), 'b')
  assert.is(Buffer.from(host.read(join(folder, 'new/er/b.txt'))).toString(), 'b')
})

test.run()
