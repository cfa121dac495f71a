import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isKnown } from '../base/maybe.ts'
import { groupBy } from '../base/order.ts'
import { plainData } from '../base/tree.ts'
import { caseResources, type StoredCase, storedCases } from '../dev/cluster-oracle.ts'
import type { Resource } from '../kube/resource.ts'
import { makeSnapshot } from '../snapshot/make-snapshot.ts'
import type { AdmittedPod } from './admitted-pod.ts'
import { simulate } from './simulate.ts'

/** Pods that are not equal, by their cases, and why that is not mended. */
const unequal: Readonly<Record<string, string>> = {
  p140003:
    'two annotations are read as prometheus_io_port: istiod takes whichever its map gives first (getPrometheusPort, pkg/kube/inject/webhook.go)',
}

/**
 * At most so many of all, or one, are called otherwise than simulated: of the copied ones p160135, as the names of its
 * chart's templates are not copied with it.
 */
const otherwise = 0.01

/** What nobody can know: the one random name that the recordings do not mask, and a DaemonSet's node of several. */
function comparable(pod: unknown): unknown {
  const text = JSON.stringify(pod).replace(/(spoils-its-revision-la)[a-z0-9]{5}"/, '$1X"')
  return JSON.parse(text.replace(/"values":\["node-\d"\]/g, '"values":["*"]'))
}

/** The objects of a case without those that the API server refused. */
function objectsOf({ recorded }: StoredCase): readonly Resource[] {
  const refused = new Set(recorded.expect.objectsRejected?.map((one) => one.name))
  return caseResources(recorded).filter((one) => !(one.name.known && refused.has(one.name.value)))
}

/** Cases that are read together: one installation, each with a namespace of its own. */
function projectsOf(cases: readonly StoredCase[]): readonly (readonly StoredCase[])[] {
  const alone = ({ recorded }: StoredCase): boolean =>
    recorded.objects[0]?.metadata.name !== recorded.id ||
    recorded.objects.some(({ kind }) => kind === 'MutatingWebhookConfiguration')
  const together = groupBy(
    cases.filter((one) => !alone(one)),
    ({ installation }) => installation().find(({ kind }) => kind === 'ConfigMap'),
  )
  return [...cases.filter(alone).map((one) => [one]), ...together.values()]
}

function judged(cases: readonly StoredCase[]): readonly Judged[] {
  const owners = new Map<Resource | undefined, StoredCase>()
  const resources = cases.flatMap((one) => {
    const read = objectsOf(one)
    owners.set(read.at(-1), one)
    return read
  })
  const unit = {
    name: '.',
    kind: 'plain',
    resources: [...(cases[0]?.installation() ?? []), ...resources],
    files: [],
  } as const
  return simulate(makeSnapshot(unit, { complete: false }), [{ revision: '' }]).flatMap((ours) => {
    const one = owners.get(ours.owner)
    return one ? [{ id: one.recorded.id, outcome: outcomeOf(ours, one) }] : []
  })
}

interface Judged {
  readonly id: string
  readonly outcome: 'equal' | 'called otherwise' | 'not equal'
}

function outcomeOf(ours: AdmittedPod, { recorded, name, pod }: StoredCase): Judged['outcome'] {
  const outcome = ours.exceptions.find((one) => one.name === name) ?? ours
  const theirs = recorded.expect.pods.find((one) => one.name === name)?.webhooks.filter((one) => one.mutated) ?? []
  const called = outcome.webhooks.filter(({ mutated }) => isKnown(mutated, true))
  const [a1, b1] = [theirs, called].map((list) => list.map((one) => `${one.configuration} ${one.webhook}`).join())
  if (outcome.verdict !== 'injected' || a1 !== b1) return 'called otherwise'
  const stored = ours.stored(ours.pods.names ? name : undefined)
  const [a, b] = [stored && plainData(stored), pod].map((one) => JSON.stringify(sorted(comparable(one))))
  return a === b ? 'equal' : 'not equal'
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, child]) => [key, sorted(child)]))
}

test('pods that Istio alone changed are stored as recorded, field by field', () => {
  const cases = storedCases().filter(
    ({ changed, verdict, recorded }) => changed === 'by Istio' && verdict === 'injected' && recorded.level < 3,
  )
  const found = projectsOf(cases).flatMap(judged)
  const wrong = found.filter(({ outcome }) => outcome === 'not equal').map(({ id }) => id)
  const ids = new Set(cases.map(({ recorded }) => recorded.id))
  assert.equal(
    [...new Set(wrong)].sort(),
    Object.keys(unequal).filter((id) => ids.has(id)),
  )
  const told = found.filter(({ outcome }) => outcome !== 'called otherwise').length
  assert.ok(cases.length - told <= Math.max(1, otherwise * cases.length), `${told} of ${cases.length}`)
})

test.run()
