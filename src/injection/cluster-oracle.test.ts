import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { groupBy } from '../base/order.ts'
import {
  type ClusterCase,
  caseResources,
  copiedRecording,
  type Recording,
  sharedRecordings,
} from '../dev/cluster-oracle.ts'
import type { Resource } from '../kube/resource.ts'
import { makeSnapshot } from '../snapshot/make-snapshot.ts'
import type { AdmittedPod, PodOutcome } from './admitted-pod.ts'
import { simulate } from './simulate.ts'

interface Admitted {
  readonly recorded: ClusterCase
  readonly pod: AdmittedPod
}

/** Cases that are read together: one installation, each namespace written in one way. */
function projectsOf(cases: readonly ClusterCase[]): readonly (readonly ClusterCase[])[] {
  const groups = groupBy(cases, (one) => {
    const [namespace] = one.objects
    if (namespace?.metadata.name === one.id) return one.installation
    const isAlone = one.objects.some(({ kind }) => kind === 'MutatingWebhookConfiguration')
    return `${one.installation} ${isAlone ? one.id : JSON.stringify(namespace)}`
  })
  return [...groups.values()]
}

function admitTogether(recording: Recording, cases: readonly ClusterCase[]): readonly Admitted[] {
  const installation = recording.installations.get(cases[0]?.installation ?? '') ?? []
  const owners = new Map<Resource, ClusterCase>()
  const resources = cases.flatMap((one) => {
    const read = caseResources(one)
    const workload = read.at(-1)
    if (workload) owners.set(workload, one)
    return read
  })
  const unit = { name: '.', kind: 'plain', resources: [...installation, ...resources], files: [] } as const
  const pods = simulate(makeSnapshot(unit, { complete: false }), [{ revision: '' }])
  return pods.flatMap((pod) => {
    const recorded = owners.get(pod.owner)
    return recorded ? [{ recorded, pod }] : []
  })
}

function outcomeOf(pod: AdmittedPod, name: string): PodOutcome {
  return pod.exceptions.find((one) => one.name === name) ?? pod
}

/** What is recorded of a case, and what we say of it; `mutated` of webhooks that are not Istio's is nobody's to know. */
function texts({ recorded, pod }: Admitted): { readonly expected: string; readonly actual: string } {
  const expected: string[] = []
  const actual: string[] = []
  for (const one of recorded.expect.pods) {
    const outcome = outcomeOf(pod, one.name)
    const ours = outcome.webhooks.map(({ configuration, webhook, round, mutated }) => ({
      call: `${configuration} ${webhook} ${round}`,
      mutated: mutated.known ? mutated.value : undefined,
    }))
    const theirs = one.webhooks.map(({ configuration, webhook, round, mutated }, index) => {
      const isForeign = ours[index]?.mutated === undefined && !webhook.endsWith('.sidecar-injector.istio.io')
      return `${configuration} ${webhook} ${round ?? 0} ${isForeign ? undefined : mutated}`
    })
    expected.push(`${one.name} ${one.verdict} ${theirs.join()}`)
    actual.push(`${one.name} ${outcome.verdict} ${ours.map(({ call, mutated }) => `${call} ${mutated}`).join()}`)
  }
  return { expected: expected.join('\n'), actual: actual.join('\n') }
}

/** The labels of a stored pod that we say otherwise. */
function wrongLabels({ recorded, pod }: Admitted): readonly string[] {
  return recorded.expect.pods.flatMap((one) => {
    const stored = one.pod?.metadata.labels
    if (!stored || one.webhooks.some(({ webhook }) => !webhook.endsWith('.sidecar-injector.istio.io'))) return []
    const ours = outcomeOf(pod, one.name).labels.known
    const keys = new Set([...Object.keys(stored), ...ours.keys()])
    return [...keys].flatMap((key) => {
      const value = ours.get(key)?.value
      const isRight = value !== undefined && (!value.known || value.value === stored[key])
      const shown = value && (value.known ? value.value : 'unknown')
      return isRight && key in stored ? [] : [`${recorded.id} ${key}: recorded ${stored[key]}, ours ${shown}`]
    })
  })
}

function differences(admitted: readonly Admitted[]): readonly string[] {
  return admitted.flatMap((one) => {
    const { expected, actual } = texts(one)
    return expected === actual ? [] : [`${one.recorded.id}\n${expected}\n${actual}`]
  })
}

const recordings = [...sharedRecordings()]

for (const recording of recordings) {
  test(`${recording.name}: cases of one installation read as one project have the recorded verdicts and calls`, () => {
    const cases = recording.cases.filter(({ level }) => level === 1)
    const admitted = projectsOf(cases).flatMap((together) => admitTogether(recording, together))
    assert.is(admitted.length, cases.length)
    assert.equal(differences(admitted).slice(0, 5), [])
    assert.equal(admitted.flatMap(wrongLabels).slice(0, 5), [])
  })

  test(`${recording.name}: no case of the other levels is a crash`, () => {
    const cases = recording.cases.filter(({ level }) => level !== 1)
    const admitted = projectsOf(cases).flatMap((together) => admitTogether(recording, together))
    assert.is(admitted.length, cases.length)
    const wrong = differences(admitted).length
    console.log(`levels 2 and 3 of ${recording.name}: ${admitted.length - wrong} of ${admitted.length} alike`)
  })
}

test.run()
