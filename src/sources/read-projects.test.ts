import { test } from 'uvu'
import { equal, is } from 'uvu/assert'
import { type MemoryHostOptions, memoryHost } from '../base/memory-host.ts'
import { showName } from '../kube/resource.ts'
import { readProjects } from './read-projects.ts'
import type { ReadRequest } from './read-request.ts'

type Files = Readonly<Record<string, string | Uint8Array>>

function named(name: string, kind = 'Service', apiVersion = 'v1'): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: "${name}"}\n`
}

function projectsOf(files: Files, request: Partial<ReadRequest> = {}, options: MemoryHostOptions = {}) {
  const host = memoryHost(files, options)
  return readProjects({ paths: [], exclude: [], composeAll: false, ...request }, host).map((project) => ({
    ...project,
    reported: [...project.reported].sort(),
    names: project.units.flatMap(({ resources }) => resources.map(showName)),
    messages: project.failures.map(({ message }) => message),
  }))
}

function projectOf(files: Files, request: Partial<ReadRequest> = {}, options: MemoryHostOptions = {}) {
  const [project, ...others] = projectsOf(files, request, options)
  is(others.length, 0)
  if (!project) throw new Error('there is no project')
  return project
}

const two = { 'a/x.yaml': named('x'), 'b/y.yaml': named('y') }

test('without arguments the working directory is read and reported, in order of paths', () => {
  const { root, names, reported } = projectOf({ ...two, 'a.yaml': named('first') })
  equal([root, names, reported], ['/project', ['first', 'x', 'y'], ['a.yaml', 'a/x.yaml', 'b/y.yaml']])
})

test('a folder is its own root', () => {
  const { root, names, reported } = projectOf({ '.git/HEAD': '', ...two }, { paths: ['a'] })
  equal([root, names, reported], ['/project/a', ['x'], ['a/x.yaml']])
})

test('around a file its git root is read, and only the file reported', () => {
  const options = { cwd: '/project/a' }
  const files = { '/project/.git/HEAD': '', '/project/a/x.yaml': named('x'), '/project/b/y.yaml': named('y') }
  const { root, names, reported } = projectOf(files, { paths: ['x.yaml'] }, options)
  equal([root, names, reported], ['/project', ['y', 'x'], ['x.yaml']])
})

test('around a file without a git root the working directory is read', () => {
  const { root, names, reported } = projectOf(two, { paths: ['./b/y.yaml'] })
  equal([root, names, reported], ['/project', ['x', 'y'], ['b/y.yaml']])
})

test('a file that lies elsewhere, in no git root, stands alone', () => {
  const files = { ...two, '/tmp/z.yaml': named('z'), '/tmp/other.yaml': named('o') }
  const { root, names, reported } = projectOf(files, { paths: ['/tmp/z.yaml'] })
  equal([root, names, reported], ['/tmp', ['z'], ['../tmp/z.yaml']])
})

test('several folders are several projects; what lies in one of them belongs to it', () => {
  const files = { '.git/HEAD': '', ...two, 'a/deep/z.yaml': named('z'), 'c.yaml': named('c') }
  const projects = projectsOf(files, { paths: ['a', 'b', 'a/deep', 'b/y.yaml', 'c.yaml'] })
  equal(
    projects.map(({ root, reported }) => [root, reported]),
    [
      ['/project/a', ['a/deep/z.yaml', 'a/x.yaml']],
      ['/project/b', ['b/y.yaml']],
      ['/project', ['c.yaml']],
    ],
  )
})

test('the folder of a config is the root of all that it governs', () => {
  const { root, reported } = projectOf(two, { paths: ['a'], configRoot: () => '/project' })
  equal([root, reported], ['/project', ['a/x.yaml']])
})

test('a path that does not exist is a Failure with the nearest, and the others are read', () => {
  const { names, messages } = projectOf({ ...two, 'deploy/z.yaml': named('z') }, { paths: ['deploi/z.yaml', 'a'] })
  equal(names, ['x'])
  equal(messages, ['There is no file or directory "deploi/z.yaml"; the nearest is "deploy/z.yaml".'])
})

test('where no argument exists nothing is read', () => {
  const { names, messages } = projectOf(two, { paths: ['/nowhere/z.yaml'] })
  equal([names, messages], [[], ['There is no file or directory "/nowhere/z.yaml".']])
})

test('a glob reports the files that it matches', () => {
  const files = { ...two, 'b/z.yml': named('z'), 'b/readme.md': '' }
  equal(projectOf(files, { paths: ['b/*'] }).reported, ['b/y.yaml', 'b/z.yml'])
  equal(projectOf(files, { paths: ['**/*.yaml'] }).reported, ['a/x.yaml', 'b/y.yaml'])
  equal(projectOf(files, { paths: ['{a,b}/[xy].y?ml'] }).reported, ['a/x.yaml', 'b/y.yaml'])
})

test('folders that a glob matches are roots, as if a shell had written them', () => {
  equal(
    projectsOf(two, { paths: ['?'] }).map(({ root }) => root),
    ['/project/a', '/project/b'],
  )
})

test('a glob that matches nothing, or only what git ignores, is a Failure', () => {
  equal(projectOf(two, { paths: ['c/*.yaml'] }).messages, ['No YAML or JSON file matches "c/*.yaml".'])
  equal(projectOf({ '.gitignore': 'a', ...two }, { paths: ['a/*.yaml'] }).messages, [
    'All files that match "a/*.yaml" are excluded or ignored by git.',
  ])
})

test('a file that is named is read although git ignores it; one that is excluded is not', () => {
  const files = { '.gitignore': 'a', ...two }
  equal(projectOf(files, { paths: ['a/x.yaml'] }).names, ['x', 'y'])
  const excluded = projectOf(files, { paths: ['a/x.yaml'], exclude: ['x.yaml'] })
  equal([excluded.names, excluded.messages], [['y'], []])
})

test('a named link is read in place of the file that it leads to', () => {
  const { names, reported } = projectOf(two, { paths: ['l.yaml'] }, { links: { 'l.yaml': 'a/x.yaml' } })
  equal([names, reported], [['y', 'x'], ['l.yaml']])
})

test('stdin alone is read alone', () => {
  const { names, reported } = projectOf(two, { paths: ['-'], stdin: new TextEncoder().encode(named('s')) })
  equal([names, reported], [['s'], ['<stdin>']])
})

test('stdin is read as the same bytes in a file are', () => {
  const bytes = Uint8Array.from([...new TextEncoder().encode(`${named('s')}# `), 0xff])
  const [file] = readProjects({ paths: ['a.yaml'], exclude: [], composeAll: false }, memoryHost({ 'a.yaml': bytes }))
  const request = { paths: ['-'], stdin: bytes, stdinFilename: 'a.yaml', exclude: [], composeAll: false }
  const [stdin] = readProjects(request, memoryHost({}))
  is(file?.failures.length, 1)
  equal(stdin?.failures, file?.failures)
})

test('stdin stands in for a file of a project, also for one that is new', () => {
  const existing = projectOf(two, {
    paths: ['-'],
    stdin: new TextEncoder().encode(named('s')),
    stdinFilename: 'a/x.yaml',
  })
  equal([existing.names, existing.reported], [['s', 'y'], ['a/x.yaml']])
  const added = projectOf(two, {
    paths: ['-'],
    stdin: new TextEncoder().encode(named('s')),
    stdinFilename: 'new/z.yaml',
  })
  equal([added.names, added.reported], [['x', 'y', 's'], ['new/z.yaml']])
})

test('templates of a chart are skipped with one notice, its definitions are read', () => {
  const files = {
    'c/Chart.yaml': 'apiVersion: v2\nname: c\n',
    'c/values.yaml': 'a: 1\n',
    'c/templates/x.yaml': '{{ if }}',
    'c/templates/y.yaml': named('y'),
    'c/crds/z.yaml': named('z'),
  }
  const { names, notices, skipped, messages } = projectOf(files)
  equal([names, messages], [['z'], []])
  equal(notices, ['1 Helm chart is not rendered yet; its templates were skipped'])
  equal(
    skipped.map(({ path }) => path),
    ['c/templates/x.yaml', 'c/templates/y.yaml'],
  )
  equal(projectOf(files, { paths: ['c/templates/x.yaml'] }).messages, [])
  equal(projectOf(files, { paths: ['c/templates/y.yaml'] }).names, ['z', 'y'])
})

test('patches are skipped unless they are named', () => {
  const files = { 'kustomization.yaml': 'patches: [{path: p.yaml}]\n', 'p.yaml': named('p') }
  equal(projectOf(files).names, [])
  equal(
    projectOf(files).skipped.map(({ path }) => path),
    ['kustomization.yaml', 'p.yaml'],
  )
  equal(projectOf(files, { paths: ['p.yaml'] }).names, ['p'])
  equal(projectOf(files, { paths: ['kustomization.yaml'] }).messages, [])
})

test('kinds that nothing reads are left uncomposed, save where they are named or all is asked for', () => {
  const files = { 'a.yaml': `${named('r', 'Role', 'rbac.authorization.k8s.io/v1')}---\n${named('x')}` }
  equal([projectOf(files).names, projectOf(files).uncomposed], [['x'], 1])
  equal(projectOf(files, { paths: ['a.yaml'] }).names, ['r', 'x'])
  equal(projectOf(files, { composeAll: true }).names, ['r', 'x'])
})

test('each object has its kind in this code, its scope and its namespace', () => {
  const definition = `${named('d', 'CustomResourceDefinition', 'apiextensions.k8s.io/v1')}spec:
  group: acme.io
  scope: Cluster
  names: {plural: things}
`.replace('{plural: things}', '\n    kind: Thing')
  const template = 'spec: {template: {spec: {containers: []}}}\n'
  const { units } = projectOf(
    {
      'a.yaml': [
        named('a', 'StatefulSet', 'apps/v1'),
        `${named('b', 'Rollout', 'argoproj.io/v1alpha1')}${template}`,
        named('c', 'Gateway', 'networking.istio.io/v1'),
        named('d', 'Thing', 'acme.io/v1'),
        named('e', 'Other', 'acme.io/v1'),
        named('f', 'StorageClass', 'storage.k8s.io/v1'),
        named('g', 'Namespace'),
        definition,
      ].join('---\n'),
    },
    { namespace: 'prod', composeAll: true },
  )
  equal(
    units[0]?.resources.map(({ kindName, namespace }) => [kindName, namespace?.known ? namespace.value : namespace]),
    [
      ['StatefulSet', 'prod'],
      ['CustomWorkload', 'prod'],
      ['IstioGateway', 'prod'],
      ['Other', undefined],
      ['Other', 'prod'],
      ['Other', undefined],
      ['Namespace', undefined],
      ['Other', undefined],
    ],
  )
})

test.run()
