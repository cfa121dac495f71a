import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SourceFile } from '../base/source-file.ts'
import { placeOf, redisFile, sampleProblem, sampleResult } from '../dev/sample.ts'
import { github } from './github.ts'
import { plainReport } from './report-options.ts'

function lines(text: string): string[] {
  return text.split('\n').slice(0, -1)
}

test('a problem is a workflow command with its place', () => {
  const text = github(sampleResult({ problems: [sampleProblem()] }), { ...plainReport, fromGitRoot: 'apps' })
  assert.is(
    text,
    '::error file=apps/deploy/redis.yaml,line=18,endLine=18,col=26,endColumn=31,title=reserved-port::Container "redis" opens port 15001, on which the sidecar listens.%0ALet the container listen on another port.\n',
  )
})

test('what could end a command or a property is escaped', () => {
  const file = new SourceFile('a,b:c%.yaml', 'x')
  const at = placeOf(file, 'x')
  const text = github(
    sampleResult({ problems: [sampleProblem({ at, message: '100%\r\n::error::', fix: '' })] }),
    plainReport,
  )
  assert.match(text, 'file=a%2Cb%3Ac%25.yaml,')
  assert.match(text, '::100%25%0D%0A::error::\n')
  assert.is(lines(text).length, 1)
})

test('the most severe come first, failures before them', () => {
  const problems = (['info', 'warning', 'error'] as const).map((severity) => sampleProblem({ severity }))
  const failures = [{ stage: 'read', message: 'Gone.', path: 'x.yaml' }] as const
  const text = github(sampleResult({ problems, failures }), plainReport)
  assert.equal(
    lines(text).map((line) => line.split(' ')[0]),
    ['::error', '::error', '::warning', '::notice'],
  )
  assert.match(text, /^::error file=x.yaml,title=meshlint%3A read failed::Gone.\n/)
})

test('where GitHub would drop some in silence, a notice tells how many', () => {
  const of = (severity: 'error' | 'info', length: number) => Array.from({ length }, () => sampleProblem({ severity }))
  const notices = (problems: ReturnType<typeof of>) =>
    lines(github(sampleResult({ problems }), plainReport)).filter((line) => line.includes('more problem'))
  assert.equal(notices([...of('error', 10), ...of('info', 10)]), [])
  const [notice = ''] = notices([...of('error', 12), ...of('info', 10)])
  assert.match(notice, '::notice title=meshlint::3 more problems than GitHub shows')
})

test('a region of several lines has no columns, a suppressed problem no annotation', () => {
  const at = { file: redisFile, span: { start: 0, end: 30 }, precision: 'node' } as const
  assert.match(github(sampleResult({ problems: [sampleProblem({ at })] }), plainReport), 'line=1,endLine=2,title')
  const suppressed = { by: 'comment', reason: 'r', at } as const
  assert.is(github(sampleResult({ problems: [sampleProblem({ suppressed })] }), plainReport), '')
})

test.run()
