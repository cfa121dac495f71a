import { stripVTControlCharacters } from 'node:util'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { namespaceFile, placeOf, redisFile, samplePod, sampleProblem, sampleResult } from '../../dev/sample.ts'
import type { LintResult } from '../../engine/lint-result.ts'
import { plainReport } from '../report-options.ts'
import { failureText } from '../text/failure-text.ts'
import { stylish } from './stylish.ts'

const missing = [{ what: 'the labels of Namespace "prod"', hint: 'add the Namespace to the input' }]
const resource = { apiVersion: 'v1', kind: 'Service', namespace: null, name: 'redis' }
const undecided = ['b-rule', 'a-rule'].map((rule) => ({ rule, resource, at: placeOf(redisFile, 'redis'), missing }))

test('a clean run is one line that says what it looked at', () => {
  const result = sampleResult()
  assert.is(stylish(result, plainReport), '✔ 212 resources from 41 files, 31 rules, no problems\n')
  const counts = { ...result.counts, undecided: 2, suppressed: 4 }
  assert.is(
    stylish({ ...result, counts }, plainReport),
    '✔ 212 resources from 41 files, 31 rules, no problems (2 undecided, 4 suppressed)\n',
  )
})

test('a run without problems that failed somewhere does not claim to be clean', () => {
  const text = stylish(sampleResult({ failures: [{ stage: 'read', message: 'No.', path: 'x' }] }), plainReport)
  assert.match(text, /^✖ .*no problems in what could be read; 1 failure: the answer is incomplete\n$/)
})

test('a problem is shown with its frame, its reason, its remedy and the summary', () => {
  const related = [{ at: placeOf(namespaceFile, 'enabled'), message: 'injection is switched on here' }]
  const result = sampleResult({ problems: [sampleProblem({ related })], workloads: [samplePod()], undecided })
  assert.is(
    stylish(result, plainReport),
    `deploy/redis.yaml
  18:26  error  Container "redis" opens port 15001, on which the sidecar listens.  reserved-port

     17 │         ports:
     18 │         - containerPort: 15001
        │                          ^^^^^
        ⋮
        deploy/namespace.yaml:6:22
      6 │     istio-injection: enabled
        │                      ------- injection is switched on here

        why  Two processes cannot listen on one port of a pod: whichever starts last fails, and the
             pod never gets ready.
        fix  Let the container listen on another port.

✖ 1 problem (1 error)
  2 undecided (--undecided tells what is missing)
  1 workload: 1 injected
  212 resources from 41 files, 31 rules
`,
  )
})

test('why is said once a rule, fix again only when it is another one', () => {
  const result = sampleResult({
    problems: [sampleProblem(), sampleProblem(), sampleProblem({ fix: 'Use port 6379.' })],
  })
  const text = stylish(result, plainReport)
  assert.is(text.split(' why  ').length - 1, 1)
  assert.is(text.split(' fix  ').length - 1, 2)
})

test('--undecided groups the checks by what would settle them', () => {
  assert.is(
    stylish(sampleResult({ undecided }), { ...plainReport, undecided: true }),
    `undecided: 2 checks
  ? the labels of Namespace "prod"
    → add the Namespace to the input
      Service default?/redis  b-rule, a-rule  deploy/redis.yaml:4:9

✔ 212 resources from 41 files, 31 rules, no problems (2 undecided)
`,
  )
})

test('--quiet shows errors only, and nothing where there are none', () => {
  const warning = sampleProblem({ severity: 'warning', rule: 'other-rule' })
  const quiet = { ...plainReport, quiet: true }
  assert.is(stylish(sampleResult({ problems: [warning] }), quiet), '')
  const text = stylish(sampleResult({ problems: [warning, sampleProblem()] }), quiet)
  assert.not.match(text, 'other-rule')
  assert.match(text, 'reserved-port')
})

test('a suppressed problem that was asked for says who silenced it', () => {
  const suppressed = { by: 'comment', reason: 'known since 2024', at: placeOf(redisFile, 'ports') } as const
  const text = stylish(sampleResult({ problems: [sampleProblem({ suppressed })] }), plainReport)
  assert.match(text, 'suppressed error')
  assert.match(text, 'off  silenced at deploy/redis.yaml:17:9: known since 2024')
  assert.match(text, 'no problems (1 suppressed)')
})

test('colour changes nothing but colour', () => {
  const result: LintResult = sampleResult({ problems: [sampleProblem()], undecided, workloads: [samplePod()] })
  const colored = stylish(result, { ...plainReport, color: true, undecided: true })
  assert.match(colored, '\u001b[31m')
  const plain = stripVTControlCharacters(colored)
  assert.is(plain, stylish(result, { ...plainReport, undecided: true }))
})

test('a failure names its place first, and shows it', () => {
  const failure = { stage: 'parse', message: 'Bad indentation.', at: placeOf(redisFile, 'kind') } as const
  assert.is(
    failureText(failure, plainReport),
    `✖ deploy/redis.yaml:2:1: Bad indentation.

      1 │ apiVersion: apps/v1
      2 │ kind: StatefulSet
        │ ^^^^

`,
  )
  assert.is(failureText({ stage: 'read', message: 'Gone.', path: 'a/b.yaml' }, plainReport), '✖ a/b.yaml: Gone.\n')
  assert.is(failureText({ stage: 'usage', message: 'No.' }, plainReport), '✖ meshlint: No.\n')
})

test.run()
