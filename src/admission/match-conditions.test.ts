import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { oracleLines } from '../dev/lines.ts'
import { recordedContexts } from '../dev/recorded-cel.ts'
import { treeOf } from '../dev/tree-of.ts'
import { viewOf } from '../kube/view.ts'
import { conditionProblem, matchConditions } from './match-conditions.ts'
import type { WebhookBody } from './webhook.ts'

interface ListCase {
  readonly in: {
    readonly context: string
    readonly failurePolicy: string | null
    readonly matchConditions: readonly { readonly name: string; readonly expression: string }[]
  }
  readonly matches: boolean
  readonly failedConditionName?: string
  readonly error?: string
}

test('the recorded lists of conditions match, or fail in the recorded words', () => {
  const contexts = recordedContexts()
  const cases = oracleLines<ListCase>('cel', 'lists.ndjson')
  assert.ok(cases.length > 15)
  for (const { in: given, matches, error, failedConditionName } of cases) {
    const { matchConditions: conditions, failurePolicy } = given
    const webhook = viewOf<WebhookBody>(treeOf({ matchConditions: conditions, failurePolicy }), undefined)
    const found = matchConditions(webhook, contexts.get(given.context) ?? new Map())
    const shown = JSON.stringify(given)
    assert.equal(found.matches, { known: true, value: matches }, shown)
    if (error?.startsWith('expression ')) assert.is(found.error, error, shown)
    else assert.is(found.error === undefined, error === undefined, shown)
    const failed = conditions.find(({ name }) => name === failedConditionName)
    if (failed) assert.is(found.expression, failed.expression, shown)
  }
})

test('what does not compile, or is no bool, is a problem of the configuration', () => {
  assert.is(conditionProblem('true'), undefined)
  assert.is(conditionProblem('object.spec.flag'), 'must evaluate to bool but got dyn')
  assert.match(conditionProblem('nosuch.field == 1') ?? '', /undeclared reference to 'nosuch'/)
  assert.match(conditionProblem("object.spec.name.matches('[a-z')") ?? '', /missing closing \]/)
})

test.run()
