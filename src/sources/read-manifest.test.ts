import { test } from 'uvu'
import { equal, is, match } from 'uvu/assert'
import { SourceFile } from '../base/source-file.ts'
import { readText } from '../yaml/read-text.ts'
import { mayLeaveOut } from './left-out.ts'
import { readManifest } from './read-manifest.ts'

const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n'

function manifest(text: string, isNamed = false) {
  return readManifest(readText(new SourceFile('a.yaml', text), { mayLeaveOut }), isNamed)
}

test('a broken document is a Failure with its line, and its neighbours are read', () => {
  const { objects, failures } = manifest(`${service}---\n${service}spec: [\n---\n${service}`)
  is(objects.length, 2)
  is(failures.length, 1)
  const at = failures[0]?.at
  is(at?.file.path, 'a.yaml')
  is((at?.file.position(at.span.start).line ?? 0) >= 8, true)
})

test('a broken document that is no manifest is skipped with its reason', () => {
  const { failures, skipped } = manifest(`${service}---\nsteps: [\n`)
  equal(failures, [])
  match(skipped[0]?.reason ?? '', 'no manifest can be read at line')
})

test('a manifest with a wrongly indented head is still one', () => {
  is(manifest('apiVersion: v1\n kind: Service\nmetadata: {}\n').failures.length, 1)
})

test('broken JSON with both keys is a broken manifest', () => {
  is(manifest('{"apiVersion": "v1", "kind": "Service", "metadata": {\n').failures.length, 1)
})

test('what is written for a template engine is no broken manifest', () => {
  for (const template of [
    `{{- if .Values.enabled }}\n${service}{{- end }}\n`,
    `apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}-x\n`,
    `{% for x in y %}\n${service}{% endfor %}\n`,
    `apiVersion: v1\nkind: Service\nspec:\n  ports:\n  - {{ port }}: x\n`,
  ]) {
    equal(manifest(template).failures, [], template)
  }
})

test('braces in texts do not excuse a broken manifest', () => {
  is(manifest(`${service}data:\n  a: "{{ $labels.pod }} is down"\n  b: [\n`).failures.length, 1)
})

test('of a named file, whatever can not be read is a Failure', () => {
  is(manifest('steps: [\n', true).failures.length, 1)
  is(manifest('steps: []\n', true).failures[0]?.message, 'There is no Kubernetes object in "a.yaml".')
  is(manifest('\n', true).failures[0]?.message, 'There is no Kubernetes object in "a.yaml": it is empty.')
  equal(manifest('apiVersion: v1\nkind: Config\n', true).failures, [])
  equal(manifest(`steps: []\n---\n${service}`, true).failures, [])
})

test('documents whose kind nothing reads are counted and tell their scope', () => {
  const definition = 'kind: CustomResourceDefinition\napiVersion: apiextensions.k8s.io/v1\nspec:\n  scope: Cluster\n'
  const { uncomposed, clusterScoped, objects } = manifest(
    `${service}---\n${definition}  group: a.io\n  names:\n    kind: Thing\n`,
  )
  is(uncomposed, 1)
  is(objects.length, 1)
  equal(clusterScoped, ['a.io/Thing'])
})

test.run()
