import { test } from 'uvu'
import { equal, is } from 'uvu/assert'
import { baseName, folderOf, foldersUp, isWithin, relativePath, resolvePath } from './paths.ts'

test('a path is resolved against the folder it is relative to', () => {
  is(resolvePath('/a/b', 'c.yaml'), '/a/b/c.yaml')
  is(resolvePath('/a/b', './c//d/'), '/a/b/c/d')
  is(resolvePath('/a/b', '../c'), '/a/c')
  is(resolvePath('/a/b', '../../..'), '/')
  is(resolvePath('/a/b', '/c'), '/c')
  is(resolvePath('C:/a', 'b\\c'), 'C:/a/b/c')
})

test('a relative path leads out of a folder where it must', () => {
  is(relativePath('/a/b', '/a/b'), '.')
  is(relativePath('/a/b', '/a/b/c'), 'c')
  is(relativePath('/a/b', '/a/bc'), '../bc')
  is(relativePath('/a/b', '/a'), '..')
  is(relativePath('/', '/a'), 'a')
  is(relativePath('C:/a', 'D:/b'), 'D:/b')
})

test('folders go up to the root, the nearest first', () => {
  equal(foldersUp('/a/b'), ['/a/b', '/a', '/'])
  equal(foldersUp('C:/a'), ['C:/a', 'C:/'])
  is(folderOf('/'), '/')
  is(baseName('/a/b.yaml'), 'b.yaml')
})

test('a folder holds itself and what is below it, not what begins like it', () => {
  is(isWithin('/a', '/a'), true)
  is(isWithin('/a', '/a/b'), true)
  is(isWithin('/', '/a'), true)
  is(isWithin('/a', '/ab'), false)
})

test.run()
