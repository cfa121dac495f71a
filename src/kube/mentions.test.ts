import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SourceFile } from '../base/source-file.ts'
import type { Node } from '../base/tree.ts'
import { readText } from '../yaml/read-text.ts'
import { mentionsIn } from './mentions.ts'

function bodiesOf(text: string): readonly Node[] {
  return readText(new SourceFile('a.yaml', text)).documents.flatMap(({ root }) => (root ? [root] : []))
}

test('a selector, an expression and a template mention a key', () => {
  const mentioned = mentionsIn(
    bodiesOf(`
spec: { selector: { matchLabels: { a.io/one: x } }, terms: [{ key: a.io/two, operator: Exists }] }
---
data: { template: "{{ index .Annotations \`a.io/three\` }}" }
---
spec: { subsets: [{ labels: { a.io/four: x } }] }
`),
  )
  for (const key of ['a.io/one', 'a.io/two', 'a.io/three', 'a.io/four']) assert.ok(mentioned(key), key)
})

test('metadata that gives a key does not mention it, nor what kubectl keeps of it', () => {
  const mentioned = mentionsIn(
    bodiesOf(`
metadata: { name: web, labels: { a.io/one: x }, annotations: { kept: '{"labels":{"a.io/one":"x"}}' } }
spec: { template: { metadata: { labels: { a.io/one: x } } } }
`),
  )
  assert.not(mentioned('a.io/one'))
})

test.run()
