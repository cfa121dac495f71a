import { test } from 'uvu'
import { equal, is, match } from 'uvu/assert'
import { type MemoryHostOptions, memoryHost } from '../base/memory-host.ts'
import { excludedBy } from './git-ignore.ts'
import { walk } from './walk.ts'

function walked(files: Readonly<Record<string, string>>, options: MemoryHostOptions & { root?: string } = {}) {
  const host = memoryHost(files, options)
  const root = options.root ?? host.cwd
  const found = walk(host, root, () => false)
  return { ...found, files: found.files.map((path) => path.slice(host.cwd.length + 1)) }
}

test('a folder is read for YAML and JSON, hidden folders too, .git and node_modules not', () => {
  const { files, skipped } = walked({
    'b.yaml': '',
    'a/c.yml': '',
    'a/d.json': '',
    'a/e.txt': '',
    '.ci/f.yaml': '',
    '.git/g.yaml': '',
    'a/node_modules/h.yaml': '',
  })
  equal(files, ['.ci/f.yaml', 'a/c.yml', 'a/d.json', 'b.yaml'])
  equal(skipped, [{ path: 'a/node_modules', reason: 'node_modules' }])
})

test('a folder named like a manifest is a folder', () => {
  equal(walked({ 'x.yaml/y.yaml': '' }).files, ['x.yaml/y.yaml'])
})

test('what git ignores is left out, by the .gitignore of every level and by info/exclude', () => {
  const { files, skipped } = walked({
    '.git/info/exclude': 'local.yaml',
    '.gitignore': '/out\n*.gen.yaml\n',
    'a/.gitignore': '!keep.gen.yaml\n/only-here.yaml\n',
    'out/x.yaml': '',
    'a/out/x.yaml': '',
    'a/x.gen.yaml': '',
    'a/keep.gen.yaml': '',
    'a/only-here.yaml': '',
    'b/only-here.yaml': '',
    'b/local.yaml': '',
  })
  equal(files, ['a/keep.gen.yaml', 'a/out/x.yaml', 'b/only-here.yaml'])
  is(skipped.filter(({ reason }) => reason === 'ignored by git').length, 4)
})

test('a folder that an inner .gitignore takes back is read', () => {
  const files = { '.gitignore': 'build\n', 'a/.gitignore': '!build\n', 'a/build/x.yaml': '', 'b/build/x.yaml': '' }
  equal(walked(files).files, ['a/build/x.yaml'])
})

test('the .gitignore files above the root hold up to the git root, and no further', () => {
  const files = {
    '/.gitignore': 'x.yaml',
    '.git/HEAD': '',
    '.gitignore': 'y.yaml',
    'a/x.yaml': '',
    'a/y.yaml': '',
  }
  equal(walked(files, { root: '/project/a' }).files, ['a/x.yaml'])
})

test('an ignored folder that is asked for is read by its own rules', () => {
  const files = {
    '.git/HEAD': '',
    '.gitignore': 'build/',
    'build/.gitignore': 'y.yaml',
    'build/x.yaml': '',
    'build/y.yaml': '',
  }
  equal(walked(files, { root: '/project/build' }).files, ['build/x.yaml'])
})

test('a repository inside the repository has its own rules', () => {
  const files = { '.git/HEAD': '', '.gitignore': '*.yaml', 'sub/.git': 'gitdir: ../.git/modules/sub', 'sub/x.yaml': '' }
  equal(walked(files).files, ['sub/x.yaml'])
})

test('a link to a file is read once, a link to a folder is not followed', () => {
  const { files, skipped, failures } = walked(
    { 'a/x.yaml': '', '/elsewhere/y.yaml': '' },
    {
      links: {
        'b.yaml': 'a/x.yaml',
        'c.yaml': '/elsewhere/y.yaml',
        'd.yaml': '/elsewhere/y.yaml',
        loop: '/project',
        'up.yaml': '/project',
      },
    },
  )
  equal(files, ['a/x.yaml', 'c.yaml'])
  equal(skipped, [
    { path: 'b.yaml', reason: 'a link to a/x.yaml' },
    { path: 'd.yaml', reason: 'a link to c.yaml' },
    { path: 'up.yaml', reason: 'a link to a folder' },
  ])
  equal(failures, [])
})

test('a link to a file that git ignores is read', () => {
  const { files } = walked({ '.gitignore': 'out', 'out/x.yaml': '' }, { links: { 'b.yaml': 'out/x.yaml' } })
  equal(files, ['b.yaml'])
})

test('a link that leads nowhere or to itself is a Failure, and the rest is read', () => {
  const { files, failures } = walked({ 'a.yaml': '' }, { links: { 'b.yaml': 'gone.yaml', 'c.yaml': 'c.yaml' } })
  equal(files, ['a.yaml'])
  equal(
    failures.map(({ path }) => path),
    ['b.yaml', 'c.yaml'],
  )
  match(failures[1]?.message ?? '', 'The link "c.yaml" leads nowhere: too many levels of symbolic links.')
})

test('a folder that may not be listed is a Failure, and the rest is read', () => {
  const { files, failures } = walked({ 'a.yaml': '', 'b/c.yaml': '' }, { unreadable: ['b'] })
  equal(files, ['a.yaml'])
  equal(failures, [{ stage: 'read', message: 'Cannot read "b": permission denied.', path: 'b' }])
})

test('globs that are excluded are those of a .gitignore of the working directory', () => {
  const isExcluded = excludedBy(['test', '/a/*.yaml', './b/**'], '/project')
  is(isExcluded('/project/x/test', true), true)
  is(isExcluded('/project/a/x.yaml', false), true)
  is(isExcluded('/project/c/a/x.yaml', false), false)
  is(isExcluded('/project/b/c/x.yaml', false), true)
  is(isExcluded('/elsewhere/test/x.yaml', false), true)
  is(isExcluded('/project/x.yaml', false), false)
})

test.run()
