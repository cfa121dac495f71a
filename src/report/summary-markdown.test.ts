import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { fullResult, samplePod, sampleProblem, sampleResult } from '../dev/sample.ts'
import { summaryMarkdown } from './summary-markdown.ts'

test('the job summary holds the problems and the verdict of every workload', () => {
  const text = summaryMarkdown(sampleResult({ problems: [sampleProblem()], workloads: [samplePod()] }))
  assert.match(text, '### 1 problem\n')
  assert.match(text, '| ❌ | <code>deploy/redis.yaml:18:26</code> | Container "redis" opens port 15001, on which the')
  assert.match(text, '### 1 workload: 1 injected\n')
  assert.match(text, '| ✅ injected | <code>StatefulSet prod/redis</code> | <code>deploy/redis.yaml:4:9</code> |')
})

test('text of the manifests is no markup', () => {
  const text = summaryMarkdown(
    sampleResult({ problems: [sampleProblem({ message: 'a | b `c` <img> [x](y) @me\nz' })] }),
  )
  assert.match(text, '| a &#124; b &#96;c&#96; &lt;img&gt; &#91;x&#93;(y) &#64;me z |')
})

test('a summary stays below a mebibyte and says what it leaves out', () => {
  const problems = Array.from({ length: 20_000 }, () => sampleProblem({ message: `${'宽'.repeat(100)}.` }))
  const text = summaryMarkdown(sampleResult({ problems, workloads: Array.from({ length: 9000 }, () => samplePod()) }))
  assert.ok(Buffer.byteLength(text) < 1024 * 1024)
  assert.match(text, /\nand \d+ more problems\n/)
  assert.match(text, /\nand \d+ more workloads\n/)
})

test('failures are named before all else', () => {
  assert.match(summaryMarkdown(fullResult), '### 3 failures\n\n- <code>deploy/redis.yaml:2:1</code>: ')
})

test.run()
