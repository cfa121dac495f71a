import { isKnown, type Maybe, no, type Unknown, unknown, yes } from '../base/maybe.ts'
import type { SourceLocation } from '../base/source-file.ts'
import { listLimit } from '../cel/cost.ts'
import type { Variables } from '../cel/evaluate.ts'
import { compile, type Outcome, run } from '../cel/program.ts'
import { withoutMore } from '../cel/values/value.ts'
import type { View } from '../kube/view.ts'
import type { WebhookBody } from './webhook.ts'

/** What the conditions of a webhook say of a request. */
export interface ConditionsOutcome {
  readonly matches: Maybe<boolean>
  /** Why the API server refuses the request: a condition fails, and the failurePolicy is Fail. */
  readonly error?: string
  /** Why it may refuse it: what a condition reads may be missing. */
  readonly mayFail?: Unknown
  /** The expression that settled it, or may have. */
  readonly expression?: string
  readonly at?: SourceLocation
}

interface Result {
  readonly view: Condition
  readonly text: string | undefined
  readonly outcome: Outcome
}

type Condition = View<NonNullable<WebhookBody['matchConditions']>[number]>

/**
 * Whether all conditions hold: one that is false beats one that fails, and what one that fails means the failurePolicy
 * says. Source: k8s.io/apiserver v0.35.4, pkg/admission/plugin/webhook/matchconditions/matcher.go.
 */
export function matchConditions(webhook: View<WebhookBody>, variables: Variables): ConditionsOutcome {
  const { items, gaps } = webhook.entries('matchConditions')
  const results = items.map((view) => resultOf(view, variables))
  const refused = results.find(({ outcome }) => outcome.is === 'value' && outcome.value === false)
  if (refused) return { matches: no, ...placeOf(refused) }
  const [gap, ...more] = gaps
  const open = results.find(({ outcome }) => outcome.is === 'unknown')
  const cost = results.reduce((sum, { outcome }) => sum + outcome.cost, 0)
  if (gap || open || cost > listLimit * 0.8) {
    const [first, ...rest] = [
      ...(open?.outcome.is === 'unknown' ? open.outcome.gaps : []),
      ...(gap ? [gap, ...more] : []),
    ]
    const matches = unknown(first ?? costGap, ...rest)
    const fails = !isKnown(webhook.get('failurePolicy'), 'Ignore') && results.some((one) => mayFail(one, variables))
    return { matches, ...(fails && { mayFail: matches }), ...(open && placeOf(open)) }
  }
  const failed = results.filter(({ outcome }) => outcome.is === 'error')
  const [first] = failed
  return first ? failing(webhook, failed.map(errorText), placeOf(first)) : { matches: yes }
}

/**
 * Whether a condition fails, or fails where nothing is there but what is known to be: the values that it reads may be
 * missing.
 */
function mayFail({ text, outcome }: Result, variables: Variables): boolean {
  if (outcome.is !== 'unknown' || text === undefined) return outcome.is === 'error'
  const compiled = compile(text)
  return compiled.ok === true && run(compiled.program, closed(variables)).is === 'error'
}

function closed(variables: Variables): Variables {
  return new Map([...variables].map(([name, value]) => [name, withoutMore(value)]))
}

const costGap = {
  what: 'whether the conditions of the webhook exceed the cost that the API server allows',
  hint: 'nothing to do: meshlint does not count that exactly',
}

function resultOf(view: Condition, variables: Variables): Result {
  const text = view.get('expression')
  if (!text.known) return { view, text: undefined, outcome: { is: 'unknown', gaps: text.gaps, cost: 0 } }
  const compiled = compile(text.value ?? '')
  const problem = conditionProblem(text.value ?? '')
  if (problem !== undefined) return { view, text: text.value, outcome: { is: 'error', message: problem, cost: 0 } }
  if (compiled.ok) return { view, text: text.value, outcome: run(compiled.program, variables) }
  const gap = {
    what: `the outcome of the condition "${text.value}"`,
    hint: 'nothing to do: meshlint does not evaluate this',
  }
  return { view, text: text.value, outcome: { is: 'unknown', gaps: [gap], cost: 0 } }
}

function placeOf({ view, text }: Result): Pick<ConditionsOutcome, 'expression' | 'at'> {
  return { ...(text !== undefined && { expression: text }), at: view.at(['expression']) }
}

function errorText({ text, outcome }: Result): string {
  return `expression '${text}' resulted in error: ${outcome.is === 'error' ? outcome.message : ''}`
}

function failing(
  webhook: View<WebhookBody>,
  errors: readonly string[],
  place: Pick<ConditionsOutcome, 'expression' | 'at'>,
): ConditionsOutcome {
  const policy = webhook.get('failurePolicy')
  if (!policy.known) return { matches: policy, ...place }
  if (policy.value === 'Ignore') return { matches: no, ...place }
  const different = [...new Set(errors)]
  const error = different.length === 1 ? different.join() : `[${different.join(', ')}]`
  return { matches: no, error, ...place }
}

/** Why the API server refuses an expression when the configuration is made; undefined where it does not, or perhaps. */
export function conditionProblem(expression: string): string | undefined {
  const compiled = compile(expression)
  if (compiled.ok === undefined) return undefined
  if (!compiled.ok) return compiled.error
  return compiled.program.type === 'bool' ? undefined : `must evaluate to bool but got ${compiled.program.type}`
}
