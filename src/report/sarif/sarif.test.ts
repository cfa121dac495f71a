import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Log, Result, Run } from 'sarif'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  fullResult,
  namespaceFile,
  placeOf,
  redisFile,
  samplePod,
  sampleProblem,
  sampleResult,
} from '../../dev/sample.ts'
import type { LintResult } from '../../engine/lint-result.ts'
import { plainReport } from '../report-options.ts'
import { gitPath, pathUri } from './git-path.ts'
import { sarif } from './sarif.ts'

const schema = JSON.parse(
  readFileSync(new URL('../../../test-fixtures/schemas/sarif-2.1.0.json', import.meta.url), 'utf8'),
)
const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
const isSarif = ajv.compile(schema)

function runOf(result: LintResult, options = plainReport): Run {
  const log = JSON.parse(sarif(result, options)) as Log
  assert.ok(isSarif(log), JSON.stringify(isSarif.errors?.slice(0, 3), null, 2))
  assert.is(log.runs.length, 1)
  const [run] = log.runs
  if (!run) throw new Error('no run')
  return run
}

function resultOf(result: LintResult): Result {
  const [found] = runOf(result).results ?? []
  if (!found) throw new Error('no result')
  return found
}

test('every part of SARIF that is written is what the schema asks for', () => {
  runOf(sampleResult())
  runOf(fullResult)
  runOf(fullResult, { ...plainReport, fromGitRoot: 'services/api' })
})

test('a clean run still has results, and leaves category and primary fingerprint to others', () => {
  const run = runOf(sampleResult())
  assert.equal(run.results, [])
  assert.is(run.columnKind, 'utf16CodeUnits')
  assert.is(run.automationDetails, undefined)
  assert.equal(run.invocations, [{ executionSuccessful: true, toolExecutionNotifications: [] }])
  assert.not.match(sarif(fullResult, plainReport), 'primaryLocationLineHash')
})

test('every rule has all that GitHub shows, and every result its rule', () => {
  const run = runOf(fullResult)
  const rules = run.tool.driver.rules ?? []
  for (const rule of rules) {
    for (const text of [rule.shortDescription?.text, rule.fullDescription?.text, rule.help?.text, rule.help?.markdown])
      assert.ok(text && text.length <= 20_000)
    assert.ok((rule.fullDescription?.text.length ?? 0) <= 1024)
    assert.match(rule.helpUri ?? '', /^https:/)
    assert.match(rule.name ?? '', /^([A-Z][a-z0-9]*)+$/)
    assert.ok(['error', 'warning', 'note'].includes(rule.defaultConfiguration?.level ?? ''))
    const { precision, tags = [], 'problem.severity': severity } = rule.properties ?? {}
    assert.ok(precision && severity && tags.length > 0 && tags.length <= 10)
  }
  for (const result of run.results ?? []) assert.is(rules[result.ruleIndex ?? -1]?.id, result.ruleId)
})

test('a result has one location with all four numbers of its region', () => {
  const result = resultOf(sampleResult({ problems: [sampleProblem()] }))
  assert.equal(result.locations, [
    {
      physicalLocation: {
        artifactLocation: { uri: 'deploy/redis.yaml' },
        region: { startLine: 18, startColumn: 26, endLine: 18, endColumn: 31 },
      },
      logicalLocations: [{ name: 'redis', fullyQualifiedName: 'StatefulSet/prod/redis', kind: 'resource' }],
    },
  ])
  assert.equal(result.partialFingerprints, { 'meshlint/v1': 'f00d' })
  assert.is(result.level, 'error')
})

test('the message begins with a sentence that stands alone, and links to every related place', () => {
  const related = [
    { at: placeOf(namespaceFile, 'enabled'), message: 'switched [on] here' },
    { at: placeOf(redisFile, 'ports'), message: 'the ports' },
  ]
  const { message, relatedLocations } = resultOf(sampleResult({ problems: [sampleProblem({ related })] }))
  assert.is(
    message.text,
    'Container "redis" opens port 15001, on which the sidecar listens. Let the container listen on another port. See: [switched \\[on\\] here](1), [the ports](2).',
  )
  assert.equal(
    relatedLocations?.map(({ id, message }) => [id, message?.text]),
    [
      [1, 'switched [on] here'],
      [2, 'the ports'],
    ],
  )
})

test('the trail is a way to walk that ends at the pod; what is written nowhere stands at the pod as well', () => {
  const pod = samplePod()
  const result = resultOf(sampleResult({ problems: [sampleProblem({ trail: pod.trail })], workloads: [pod] }))
  const steps = result.codeFlows?.[0]?.threadFlows[0]?.locations ?? []
  assert.equal(
    steps.map(({ location }) => [
      location?.physicalLocation?.artifactLocation?.uri,
      location?.physicalLocation?.region?.startLine,
      location?.message?.text,
    ]),
    [
      [
        'deploy/redis.yaml',
        4,
        'rev.namespace.sidecar-injector.istio.io not matched: Namespace "prod" has no label "istio.io/rev"',
      ],
      [
        'deploy/redis.yaml',
        4,
        'rev.object.sidecar-injector.istio.io not matched: Namespace "prod" has the label "istio-injection"',
      ],
      [
        'deploy/namespace.yaml',
        6,
        'namespace.sidecar-injector.istio.io called: Namespace "prod" has "istio-injection: enabled"',
      ],
      [
        'deploy/redis.yaml',
        4,
        'object.sidecar-injector.istio.io not matched: Namespace "prod" has the label "istio-injection"',
      ],
      ['deploy/redis.yaml', 4, 'istiod injected: the policy is "enabled" and nothing opts the pod out'],
      ['deploy/redis.yaml', 4, 'StatefulSet prod/redis: injected'],
    ],
  )
})

test('failures are notifications of a run that succeeded', () => {
  const failures = [
    { stage: 'parse', message: 'Bad.', at: placeOf(redisFile, 'kind') },
    { stage: 'read', message: 'Gone.', path: 'x y.yaml' },
    { stage: 'rule', message: 'Broken.' },
  ] as const
  const [invocation] = runOf(sampleResult({ failures })).invocations ?? []
  assert.is(invocation?.executionSuccessful, true)
  const notifications = invocation?.toolExecutionNotifications ?? []
  assert.equal(
    notifications.map(({ message, locations }) => [
      message.text,
      locations?.[0]?.physicalLocation?.artifactLocation?.uri,
    ]),
    [
      ['Bad.', 'deploy/redis.yaml'],
      ['Gone.', 'x%20y.yaml'],
      ['Broken.', undefined],
    ],
  )
})

test('suppressed problems say so where they were asked for', () => {
  const suppressed = { by: 'comment', reason: 'known', at: placeOf(redisFile, 'ports') } as const
  const result = resultOf(sampleResult({ problems: [sampleProblem({ suppressed })] }))
  assert.is(result.suppressions?.[0]?.kind, 'inSource')
  assert.is(result.suppressions?.[0]?.justification, 'known')
})

test('of too many problems the less severe are left off, and it is said', () => {
  const warning = sampleProblem({ severity: 'warning' })
  const problems = [...Array.from({ length: 25_000 }, () => ({ ...warning })), sampleProblem()]
  const log = JSON.parse(sarif(sampleResult({ problems }), plainReport)) as Log
  const run = log.runs[0]
  assert.is(run?.results?.length, 25_000)
  assert.is(run?.results?.at(-1)?.level, 'error')
  const text = run?.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text
  assert.is(text, '1 of the less severe problems were left off.')
})

test('URIs are relative to the git root and percent-encoded', () => {
  assert.is(pathUri('a b/ü#?%.yaml', ''), 'a%20b/%C3%BC%23%3F%25.yaml')
  assert.is(pathUri('./x.yaml', 'services/api'), 'services/api/x.yaml')
  assert.is(pathUri('../web/x.yaml', 'services/api'), 'services/web/x.yaml')
  assert.is(pathUri('c:x/a:b.yaml', ''), 'c%3Ax/a%3Ab.yaml')
  assert.is(gitPath('../../../x.yaml', 'services/api'), '../x.yaml')
})

test.run()
