import { test } from 'uvu'
import { equal, is } from 'uvu/assert'
import { SourceFile } from '../base/source-file.ts'
import { readText } from '../yaml/read-text.ts'
import { objectsOf, whyNoResource } from './objects.ts'

function objectsIn(text: string) {
  return readText(new SourceFile('a.yaml', text)).documents.flatMap(({ root }) => (root ? objectsOf(root) : []))
}

function reasonFor(text: string): string | undefined {
  const [object] = objectsIn(text)
  return object && whyNoResource(object)
}

test('an object has an apiVersion and a kind, both texts', () => {
  is(objectsIn('apiVersion: v1\nkind: Service\n').length, 1)
  is(objectsIn('apiVersion: 1\nkind: Service\n').length, 0)
  is(objectsIn('kind: Service\n').length, 0)
  is(objectsIn('- apiVersion: v1\n  kind: Service\n').length, 0)
})

test('a List gives its items, Lists in it theirs, each where it is written', () => {
  const text = `apiVersion: v1
kind: List
metadata: {namespace: of-the-list}
items:
- {apiVersion: v1, kind: Service, metadata: {name: a}}
- apiVersion: v1
  kind: List
  items:
  - {apiVersion: v1, kind: Service, metadata: {name: b}}
- no object
- {apiVersion: v1, kind: Service, metadata: {name: c}}
`
  const found = objectsIn(text)
  equal(
    found.map(({ root }) => text.slice(root.start, root.end)),
    ['a', 'b', 'c'].map((name) => `{apiVersion: v1, kind: Service, metadata: {name: ${name}}}`),
  )
  equal(
    found.map(({ root }) => root.file.position(root.start).line),
    [5, 9, 11],
  )
})

test('items of a list of one kind need not say what they are', () => {
  const found = objectsIn(
    'apiVersion: apps/v1\nkind: StatefulSetList\nitems:\n- metadata: {name: a}\n- {apiVersion: v1, kind: Pod}\n- kind: Pod\n',
  )
  equal(
    found.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`),
    ['apps/v1 StatefulSet', 'v1 Pod'],
  )
})

test('items of a plain List that do not say what they are, are no objects', () => {
  is(objectsIn('apiVersion: v1\nkind: List\nitems:\n- metadata: {name: a}\n').length, 0)
  is(objectsIn('apiVersion: v1\nkind: List\nitems:\n').length, 0)
})

test('a custom resource whose kind happens to end with List is itself', () => {
  is(objectsIn('apiVersion: acme.io/v1\nkind: AllowList\nmetadata: {name: a}\n').length, 1)
})

test('files of tools look like objects and are none', () => {
  is(
    reasonFor('apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n'),
    'Component of kustomize.config.k8s.io is a file of kustomize, no object',
  )
  is(reasonFor('apiVersion: v1\nkind: Config\nclusters: []\n'), 'Config of v1 is a file of kubectl, no object')
  is(reasonFor('apiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: a}\n')?.includes('kustomize'), true)
  is(
    reasonFor('apiVersion: a.io/v1\nkind: Gen\nmetadata: {name: a, annotations: {config.kubernetes.io/function: x}}\n'),
    'Gen is a function',
  )
})

test('an object of a foreign kind without a name is none; one of a known kind is a mistake to tell', () => {
  is(reasonFor('apiVersion: acme.io/v1\nkind: Settings\n'), 'Settings of acme.io/v1 has no metadata.name')
  is(reasonFor('apiVersion: v1\nkind: Service\n'), undefined)
  is(reasonFor('apiVersion: acme.io/v1\nkind: Thing\nmetadata: {generateName: a-}\n'), undefined)
})

test.run()
