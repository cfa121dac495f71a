import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { SourceLocation } from '../base/source-file.ts'
import { type Admitted, admitTogether, isInjector, outcomeOf, projectsOf } from '../dev/admitted-cases.ts'
import { type RecordedPod, type Recording, sharedRecordings } from '../dev/cluster-oracle.ts'
import type { PodOutcome } from './admitted-pod.ts'

/** What of a case is not as recorded, with the place upstream that decides and why that is not mended. */
interface Unreached {
  readonly recording: string
  readonly id: string
  readonly wrong: string
  readonly upstream: string
  readonly why: string
}

const path = fileURLToPath(new URL('../../test-fixtures/oracle/cluster/unreached.json', import.meta.url))
const unreached: readonly Unreached[] = JSON.parse(readFileSync(path, 'utf8'))

/** What is left to chance: the order of errors and of templates, and the hash that ends the name of a revision. */
function words(message = ''): string {
  return message
    .replace(/-(\*|[0-9a-z]{5,10})(?=": must be no more than 63 bytes)/, '-*')
    .replace(/inject:\d+:\d+/, 'inject')
    .split(/\n|; have |[[\],] ?|(?<=: )/)
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'agentgateway-waypoint')
    .sort()
    .join('|')
}

/** A quota lets some pods of a Parallel StatefulSet pass: how many is certain, which is a race. */
function isRace({ recorded }: Admitted): boolean {
  const { pods } = recorded.expect
  return pods.length > 1 && pods.some(({ message }) => /(exceeded|failed) quota/.test(message ?? ''))
}

function callsOf(webhooks: RecordedPod['webhooks'] | PodOutcome['webhooks']): string {
  return webhooks
    .map(({ configuration, webhook, round = 0, mutated }) => {
      const is = typeof mutated === 'boolean' ? mutated : mutated.known ? mutated.value : undefined
      return [configuration, webhook, round, isInjector(webhook) ? is : 'anything'].join(' ')
    })
    .join(', ')
}

/** Whether a place is in a file that the case, or its installation, has, and in the text of it. */
function isPlace(at: SourceLocation | undefined, { recorded }: Admitted): boolean {
  if (!at || at.span.end > at.file.text.length || at.span.start >= at.span.end) return false
  return at.file.path === `${recorded.id}.json` || at.file.path === `${recorded.installation}.yaml`
}

function wrongOf(admitted: Admitted): readonly string[] {
  const { recorded, pod } = admitted
  const { workloadRejected, pods } = recorded.expect
  const place = pod.verdict === 'rejected' && !isPlace(pod.trail.at(-1)?.at, admitted) ? ['place'] : []
  if (workloadRejected !== undefined) {
    const isRight = pod.verdict === 'rejected' && pod.webhooks.length === 0
    return [
      ...(isRight ? [] : ['verdict']),
      ...(words(pod.message) === words(workloadRejected) ? [] : ['cause']),
      ...place,
    ]
  }
  if (isRace(admitted)) return raceErrors(admitted)
  const wrong = pods.flatMap((one) => {
    const ours = outcomeOf(pod, one.name)
    if (ours.verdict !== one.verdict) return ['verdict']
    const calls = callsOf(ours.webhooks) === callsOf(one.webhooks) ? [] : ['calls']
    return [...calls, ...(words(ours.message) === words(one.message) ? [] : ['cause'])]
  })
  return [...new Set([...wrong, ...(wrong.includes('verdict') ? [] : place)])]
}

function raceErrors({ recorded, pod }: Admitted): readonly string[] {
  const count = (verdicts: readonly string[]): number => verdicts.filter((one) => one === 'rejected').length
  const { pods } = recorded.expect
  const theirs = count(pods.map(({ verdict }) => verdict))
  return theirs === count(pods.map(({ name }) => outcomeOf(pod, name).verdict)) ? [] : ['verdict']
}

function unreachedOf(recording: Recording): readonly string[] {
  return unreached
    .filter((one) => one.recording === recording.name)
    .map(({ id, wrong }) => `${id} ${wrong}`)
    .sort()
}

for (const recording of sharedRecordings()) {
  test(`${recording.name}: verdict, calls, cause and place are as recorded, but for what is listed as unreached`, () => {
    const cases = recording.cases.filter(({ level }) => level < 3)
    const admitted = projectsOf(cases).flatMap((together) => admitTogether(recording, together))
    assert.is(admitted.length, cases.length)
    const wrong = admitted.flatMap((one) => {
      const found = wrongOf(one)
      return found.length === 0 ? [] : [`${one.recorded.id} ${found.join(' ')}`]
    })
    assert.equal(wrong.sort(), unreachedOf(recording))
  })

  test(`${recording.name}: what webhooks of others decide is no crash, and the trail says what is assumed of them`, () => {
    const cases = recording.cases.filter(({ level }) => level === 3)
    const admitted = projectsOf(cases).flatMap((together) => admitTogether(recording, together))
    assert.is(admitted.length, cases.length)
    for (const { recorded, pod } of admitted) {
      const foreign = pod.webhooks.filter(({ webhook, round }) => round === 0 && !isInjector(webhook))
      for (const { webhook } of foreign) {
        const step = pod.trail.find(({ name, stage }) => stage === 'webhook' && name === webhook)
        assert.match(step?.because ?? '', "is not Istio's and is assumed not to change", `${recorded.id} ${webhook}`)
      }
    }
  })
}

test('every case that is not reached says why, and where upstream decides', () => {
  for (const { id, upstream, why } of unreached) assert.ok(upstream.length > 10 && why.length > 20, id)
  const keys = unreached.map(({ recording, id }) => `${recording} ${id}`)
  assert.is(new Set(keys).size, keys.length)
})

test.run()
