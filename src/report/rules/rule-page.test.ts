import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { sampleRule } from '../../dev/sample.ts'
import { prepareExample } from '../../engine/run-example.ts'
import { plainReport } from '../report-options.ts'
import { type RenderedExample, rulePageMarkdown, rulePageText } from './rule-page.ts'
import { rulesJson, rulesText } from './rules-table.ts'

const bad: RenderedExample = {
  kind: 'bad',
  title: 'the port of the sidecar',
  options: ['--complete'],
  files: { 'example.yaml': 'a: "```"\n' },
  output: 'example.yaml\n  1:1  error  No.\n\n',
}

test('an example is read without its marks and its indentation', () => {
  const files = `
    a:
      b: 1 #! clash
      c: 2 # kept
  `
  assert.equal(prepareExample({ title: '', files }).files, { 'example.yaml': 'a:\n  b: 1\n  c: 2 # kept\n' })
})

test('explain shows what, why, fix, the examples as they were run, and where to read on', () => {
  assert.is(
    rulePageText(sampleRule, [bad, { ...bad, kind: 'good', output: '', options: [] }], plainReport),
    `reserved-port  error  ports, since 0.1.0, also KIA0001
  A port that the sidecar needs for itself.

why
  Two processes cannot listen on one port of a pod: whichever starts last fails, and the pod never
  gets ready.

fix
  Let the container listen on another port.

✖ the port of the sidecar  --complete

  example.yaml
    1:1  error  No.

✔ the port of the sidecar

    a: "\`\`\`"

more
  https://istio.io/latest/docs/ops/deployment/application-requirements/
  https://github.com/meshlint/meshlint/blob/main/docs/rules.md#reserved-port
`,
  )
})

test('the page in Markdown fences every text safely, and shows the examples of the rule where none were run', () => {
  const text = rulePageMarkdown(sampleRule, [bad])
  assert.match(text, '````yaml\na: "```"\n````')
  assert.match(text, '```text\nexample.yaml\n  1:1  error  No.\n```')
  assert.match(rulePageMarkdown(sampleRule, []), '```yaml\nports:\n- containerPort: 15001\n```')
})

test('the table of rules groups them by topic', () => {
  assert.is(
    rulesText([sampleRule, { ...sampleRule, id: 'a', topic: 'injection', severity: 'info', aliases: [] }], plainReport),
    `injection
  a              info     A port that the sidecar needs for itself

ports
  reserved-port  error    A port that the sidecar needs for itself  KIA0001

2 rules; meshlint explain RULE tells more
`,
  )
  assert.is(JSON.parse(rulesJson([sampleRule])).rules[0].id, 'reserved-port')
})

test.run()
