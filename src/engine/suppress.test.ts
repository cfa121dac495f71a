import { test } from 'uvu'
import { equal, ok } from 'uvu/assert'
import { rules } from '../../rules/index.ts'
import { memoryHost } from '../base/memory-host.ts'
import { ignoreCommentRule } from './ignore-comment-rule.ts'
import { lint } from './lint.ts'
import { defaultRequest, type Request } from './request.ts'

const rule = 'injection-value-misread'

/** The rules that find something in a text, with their severity and line. */
function found(text: string, request: Partial<Request> = {}): string[] {
  const asked: Request = { ...defaultRequest, only: [rule, ignoreCommentRule.id], ...request }
  const { problems } = lint(asked, [...rules, ignoreCommentRule], memoryHost({ 'a.yaml': text }))
  return problems.map(({ rule, severity, at }) => `${rule} ${severity} ${at.file.position(at.span.start).line}`)
}

const namespace = (comment: string): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels:\n    ${comment}\n    istio-injection: "true"\n`

test('comments below one another speak of the same line, in text with CRLF as well', () => {
  const text = namespace(`# meshlint-ignore ${rule}: because\n    # and\n    # meshlint-ignore text-dropped: why`)
  equal(found(text), [])
  equal(found(text.replaceAll('\n', '\r\n')), [])
  equal(found(namespace(`# meshlint-ignore ${rule}:`)), [
    'ignore-comment-invalid warning 6',
    'injection-value-misread error 7',
  ])
})

test('the rule about comments has its severity from the request, as every rule', () => {
  const text = namespace('# meshlint-ignore no-such-rule: because')
  const [first] = found(text, { severities: new Map([[ignoreCommentRule.id, 'info']]) })
  equal(first, 'ignore-comment-invalid info 6')
  equal(found(text, { severities: new Map([[ignoreCommentRule.id, 'off']]) }), ['injection-value-misread error 7'])
})

test('what looks like a comment in a text value is none', () => {
  const map = (data: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  ${data}\n`
  equal(found(map('a: |\n    # meshlint-ignore x: y')), [])
  equal(found(map('a: "x # meshlint-ignore x: y"')), [])
  equal(found(map('a: | # meshlint-ignore x: y\n    text')), ['ignore-comment-invalid warning 5'])
  equal(found('{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "# meshlint-ignore x: y"}}'), [])
})

test('twenty thousand comments in a line, and as many lines of them, take no time', () => {
  const comments = `# meshlint-ignore ${rule}: because\n`.repeat(20_000)
  const line = ` # meshlint-ignore ${rule}: because`.repeat(20_000)
  const start = performance.now()
  found(`${comments}${namespace(line)}`)
  ok(performance.now() - start < 5000)
})

test.run()
