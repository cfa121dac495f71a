import { test } from 'uvu'
import { equal, is } from 'uvu/assert'
import { memoryHost } from '../base/memory-host.ts'
import { readMarks } from './marks.ts'
import { walk } from './walk.ts'

function marksOf(files: Readonly<Record<string, string>>, root = '/project') {
  const host = memoryHost(files)
  const marks = readMarks(
    host,
    root,
    walk(host, root, () => false),
  )
  return {
    failures: marks.failures,
    reason: (path: string) => marks.reasonFor(`/project/${path}`),
    chart: (path: string) => marks.chartOf(`/project/${path}`),
  }
}

test('files that a kustomization names as patches are none of its resources', () => {
  const { reason } = marksOf({
    'k/kustomization.yaml': `resources: [a.yaml]
patches:
- path: p/1.yaml
- old.yaml
- patch: "- op: remove"
  target: {kind: Pod}
patchesStrategicMerge: [p/2.yaml, "apiVersion: v1\\nkind: Pod\\n"]
patchesJson6902: [{path: ../p/3.yaml, target: {}}]
`,
  })
  is(reason('k/p/1.yaml'), 'a patch of k/kustomization.yaml')
  is(reason('k/old.yaml'), 'a patch of k/kustomization.yaml')
  is(reason('k/p/2.yaml'), 'a patch of k/kustomization.yaml')
  is(reason('p/3.yaml'), 'a patch of k/kustomization.yaml')
  is(reason('k/a.yaml'), undefined)
  is(reason('k/b.yaml'), undefined)
})

test('replacements, configurations, transformers, generators, values and data are no resources', () => {
  const { reason } = marksOf({
    'kustomization.yml': `replacements: [{path: r.yaml}, {source: {}}]
configurations: [c.yaml]
transformers: [t]
generators: [g.yaml]
helmCharts: [{name: a, valuesFile: v.yaml}]
configMapGenerator: [{name: a, files: [d.yaml, "key=e.yaml"]}]
`,
  })
  is(reason('r.yaml'), 'a replacement of kustomization.yml')
  is(reason('c.yaml'), 'a configuration of kustomization.yml')
  is(reason('t/x.yaml'), 'a transformer of kustomization.yml')
  is(reason('g.yaml'), 'a generator of kustomization.yml')
  is(reason('v.yaml'), 'values of kustomization.yml')
  is(reason('d.yaml'), 'data of kustomization.yml')
  is(reason('e.yaml'), 'data of kustomization.yml')
})

test('what one kustomization patches with and another takes as a resource is a resource', () => {
  const { reason } = marksOf({
    'a/kustomization.yaml': 'patches: [{path: ../x.yaml}]\n',
    'b/kustomization.yaml': 'resources: [../x.yaml]\n',
  })
  is(reason('x.yaml'), undefined)
})

test('a Component holds the files below it, up to the next kustomization', () => {
  const { reason } = marksOf({
    'c/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n',
    'c/base/kustomization.yaml': 'resources: [x.yaml]\n',
  })
  is(reason('c/x.yaml'), 'in the kustomize Component c')
  is(reason('c/d/x.yaml'), 'in the kustomize Component c')
  is(reason('c/base/x.yaml'), undefined)
  is(reason('x.yaml'), undefined)
})

test('kustomizations and charts above the root count as well', () => {
  const files = {
    'k/kustomization.yaml': 'patches: [{path: p/x.yaml}]\n',
    'k/p/x.yaml': '',
    'k/p/chart/Chart.yaml': '',
    'k/p/chart/templates/y.yaml': '',
  }
  is(marksOf(files, '/project/k/p').reason('k/p/x.yaml'), 'a patch of k/kustomization.yaml')
  is(marksOf(files, '/project/k/p/chart/templates').chart('k/p/chart/templates/y.yaml'), '/project/k/p/chart')
})

test('templates belong to the nearest chart; its other files do not', () => {
  const { chart } = marksOf({ 'a/Chart.yaml': '', 'a/charts/b/Chart.yaml': '' })
  is(chart('a/templates/tests/x.yaml'), '/project/a')
  is(chart('a/charts/b/templates/x.yaml'), '/project/a/charts/b')
  is(chart('a/crds/x.yaml'), undefined)
  is(chart('templates/x.yaml'), undefined)
})

test('a kustomization that can not be read is a Failure', () => {
  const { failures } = marksOf({ 'kustomization.yaml': 'resources: [\n' })
  equal(
    failures.map(({ stage, at }) => [stage, at?.file.path]),
    [['parse', 'kustomization.yaml']],
  )
})

test.run()
