import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Admitted, admitTogether, isInjector, outcomeOf, projectsOf } from '../dev/admitted-cases.ts'
import { type ClusterCase, copiedRecording, type RecordedPod, sharedRecordings } from '../dev/cluster-oracle.ts'
import { hole } from '../dev/tree-of.ts'

/** As whom a controller asks is the cluster's to say; the recorded one asked as an administrator. */
function asksWho({ objects }: ClusterCase): boolean {
  return JSON.stringify(objects).includes('request.userInfo')
}

/**
 * The differences between what is recorded of a case and what we say; `mutated` of others' webhooks is nobody's to
 * know.
 */
function differences({ recorded, pod }: Admitted): readonly string[] {
  return recorded.expect.pods.flatMap((one) => {
    const outcome = outcomeOf(pod, one.name)
    const theirs = one.webhooks.map(({ configuration, webhook, round, mutated }) =>
      [configuration, webhook, round ?? 0, isInjector(webhook) ? mutated : 'unknown'].join(' '),
    )
    const ours = outcome.webhooks.map(({ configuration, webhook, round, mutated }) =>
      [configuration, webhook, round, mutated.known ? mutated.value : 'unknown'].join(' '),
    )
    const expected = [one.verdict, ...theirs].join(', ')
    const actual = [outcome.verdict, ...ours].join(', ')
    return expected === actual ? [] : [`${recorded.id} ${one.name}: recorded ${expected}; ours ${actual}`]
  })
}

/** Where Istio does nothing, only what webhooks of others change could have them called again. */
function isUnknowable({ verdict, webhooks }: RecordedPod): boolean {
  return verdict === 'not-injected' && webhooks.some(({ round }) => round === 1)
}

/** Labels that come of settings which nothing reads yet: MeshConfig's proxyMetadata, the chart's `global.network`. */
const laterLabels: ReadonlySet<string> = new Set(['networking.istio.io/tunnel', 'topology.istio.io/network'])

/** The labels of a stored pod that we say otherwise. */
function wrongLabels({ recorded, pod }: Admitted): readonly string[] {
  return recorded.expect.pods.flatMap((one) => {
    const stored = one.pod?.metadata.labels
    if (!stored || one.webhooks.some(({ webhook }) => !isInjector(webhook))) return []
    const ours = outcomeOf(pod, one.name).labels.known
    const keys = [...new Set([...Object.keys(stored), ...ours.keys()])].filter((key) => !laterLabels.has(key))
    return keys.flatMap((key) => {
      const value = ours.get(key)?.value
      const isRight = key in stored && value !== undefined && (!value.known || value.value === stored[key])
      const shown = value && (value.known ? value.value : 'unknown')
      return isRight ? [] : [`${recorded.id} ${key}: recorded ${stored[key]}, ours ${shown}`]
    })
  })
}

/** What of templates nothing checks yet. */
const laterChecks = /for a windows pod|preStop\.sleep/

/** But for mounts that only a second injector can not merge. */
const refusedByIstio = /sidecar-injector\.istio\.io" denied the request(?!.*declared merge key)/s

/**
 * A message without what is left to chance or to the exact rendering: the order of errors and of templates, the line of a
 * template, which list of containers the proxy stands in.
 */
function inOneOrder(message: string): readonly string[] {
  const steady = message.replace(/inject:\d+:\d+/, 'inject').replace('spec.initContainers', 'spec.containers')
  return steady
    .split(/\n|; have |, |(?<=: )/)
    .filter((part) => !/agentgateway-waypoint/.test(part))
    .sort()
}

/** Which pods of a Parallel StatefulSet a quota lets pass is a race, how many is not; several errors come in any order. */
function sameRefusals({ recorded, pod }: Admitted): boolean {
  const refused = recorded.expect.pods.filter(({ verdict }) => verdict === 'rejected')
  const stored = recorded.expect.pods.length - refused.length
  const ours = recorded.expect.pods.filter(({ name }) => outcomeOf(pod, name).verdict !== 'rejected').length
  const words = (message = ''): readonly string[] =>
    message
      .replace(/^pods "[^"]*"/, '')
      .split(/\[|\]|, (?=\w+ (?:usage|cpu|memory|max))/)
      .sort()
  return (
    pod.verdict === 'rejected' && stored === ours && words(pod.message).join() === words(refused[0]?.message).join()
  )
}

const copied = copiedRecording()
const recordings = [copied, ...sharedRecordings()]

test('each copied case with its installation is a project of its own', () => {
  const cases = copied.cases.filter(({ level }) => level === 1)
  assert.ok(cases.length > 300)
  const admitted = cases.flatMap((one) => admitTogether(copied, [one]))
  assert.equal(admitted.flatMap(differences), [])
  assert.equal(admitted.flatMap(wrongLabels), [])
})

test('what a case does not say leaves its verdict unknown or as recorded, never another', () => {
  let undecided = 0
  for (const one of copied.cases) {
    if (one.level !== 1) continue
    const [namespace, ...others] = one.objects
    const blurred = one.objects.map((object) => JSON.parse(JSON.stringify(object), blurSwitches))
    for (const objects of [others, blurred]) {
      const [admitted] = admitTogether(copied, [{ ...one, objects }])
      const [pod] = one.expect.pods
      if (!admitted || !pod) throw new Error(`no pod of ${one.id} without ${namespace?.kind}`)
      const { verdict } = outcomeOf(admitted.pod, pod.name)
      if (verdict === 'unknown') undecided++
      else assert.is(verdict, pod.verdict, one.id)
    }
  }
  assert.ok(undecided > 200)
})

/** Leaves every switch of injection to a placeholder. */
function blurSwitches(key: string, value: unknown): unknown {
  const isSwitch = key === 'sidecar.istio.io/inject' || key === 'istio.io/rev' || key === 'istio-injection'
  return isSwitch ? hole(key) : value
}

for (const recording of recordings) {
  test(`${recording.name}: the cases of one installation are one project, with the recorded verdicts and calls`, () => {
    const cases = recording.cases.filter(({ level }) => level === 1)
    const admitted = projectsOf(cases).flatMap((together) => admitTogether(recording, together))
    assert.is(admitted.length, cases.length)
    assert.equal(admitted.flatMap(differences), [])
    assert.equal(admitted.flatMap(wrongLabels), [])
  })

  test(`${recording.name}: a workload that the API server cannot decode is rejected with its words, before any webhook`, () => {
    const cases = recording.cases.filter(({ expect }) => expect.workloadRejected?.includes('cannot unmarshal'))
    assert.ok(cases.length > 0)
    for (const { recorded, pod } of projectsOf(cases).flatMap((one) => admitTogether(recording, one))) {
      assert.is(pod.verdict, 'rejected', recorded.id)
      assert.is(pod.message, recorded.expect.workloadRejected)
      assert.equal(pod.webhooks, [])
      assert.is(pod.trail[0]?.at?.file.path, `${recorded.id}.json`)
    }
  })

  test(`${recording.name}: a workload whose template is invalid is rejected with the API server's words`, () => {
    const cases = recording.cases.filter(({ expect }) => {
      const message = expect.workloadRejected ?? ''
      return message.includes(' is invalid: ') && !laterChecks.test(message)
    })
    for (const { recorded, pod } of projectsOf(cases).flatMap((one) => admitTogether(recording, one))) {
      assert.is(pod.message, recorded.expect.workloadRejected, recorded.id)
      assert.equal([pod.verdict, pod.webhooks], ['rejected', []])
    }
  })

  test(`${recording.name}: a pod that an injector refuses is rejected by it, with its words`, () => {
    const cases = recording.cases.filter(({ level, expect }) => {
      return (
        level === 2 && expect.pods.length > 0 && expect.pods.every(({ message }) => refusedByIstio.test(message ?? ''))
      )
    })
    const admitted = projectsOf(cases).flatMap((together) => admitTogether(recording, together))
    assert.is(admitted.length, cases.length)
    assert.equal(admitted.flatMap(differences), [])
    for (const { recorded, pod } of admitted) {
      const message = recorded.expect.pods[0]?.message ?? ''
      assert.equal(inOneOrder(pod.message ?? ''), inOneOrder(message), recorded.id)
      assert.is(pod.trail.at(-1)?.outcome, 'rejected')
    }
  })

  test(`${recording.name}: a pod that names what a complete cluster does not have is refused before any webhook, with its words`, () => {
    const cases = recording.cases.filter(({ level, expect }) => {
      const message = expect.pods[0]?.message ?? ''
      return level === 2 && / not found$|no PriorityClass/.test(message) && !message.includes('is invalid')
    })
    for (const { recorded, pod } of cases.flatMap((one) => admitTogether(recording, [one], true))) {
      assert.equal([pod.verdict, pod.webhooks], ['rejected', []], recorded.id)
      assert.is(pod.message, recorded.expect.pods[0]?.message)
      assert.ok(pod.trail[0]?.at)
    }
  })

  test(`${recording.name}: a pod that a LimitRange or a ResourceQuota forbids is refused with the API server's words`, () => {
    const cases = recording.cases.filter(({ level, expect }) => {
      return (
        level === 2 &&
        expect.pods.some(({ message }) => /usage per|ratio per|(exceeded|failed) quota/.test(message ?? ''))
      )
    })
    const differing = cases.flatMap((one) => {
      const [admitted] = admitTogether(recording, [one])
      return admitted && sameRefusals(admitted) ? [] : [one.id]
    })
    assert.equal(differing, [])
  })

  test(`${recording.name}: conditions of webhooks, and configurations that are refused, give the recorded verdict, calls and message`, () => {
    const cases = recording.cases.filter(({ focus }) => /^grid-webhook-(condition|invalid)$/.test(focus))
    const admitted = cases.flatMap((one) => admitTogether(recording, [one]))
    assert.is(admitted.length, cases.length)
    assert.equal(admitted.filter(({ recorded }) => !asksWho(recorded)).flatMap(differences), [])
    for (const { recorded, pod } of admitted)
      for (const one of recorded.expect.pods)
        if (one.message !== undefined) assert.is(outcomeOf(pod, one.name).message, one.message, recorded.id)
  })

  test(`${recording.name}: who is called again for a pod that is stored, in which order`, () => {
    const cases = recording.cases.filter(({ level, installation, objects, expect }) => {
      const mayBeAgain = installation === 'reinvocation' || JSON.stringify(objects).includes('IfNeeded')
      return level === 2 && mayBeAgain && expect.pods.every((one) => one.verdict !== 'rejected' && !isUnknowable(one))
    })
    assert.ok(recording.name === 'copied' || cases.length > 50)
    const admitted = projectsOf(cases).flatMap((together) => admitTogether(recording, together))
    assert.is(admitted.length, cases.length)
    assert.equal(admitted.flatMap(differences), [])
    const again = admitted.filter(({ pod }) => pod.webhooks.some(({ round }) => round === 1))
    for (const { recorded, pod } of again) assert.match(pod.trail.at(-1)?.because ?? '', 'called again', recorded.id)
  })

  test(`${recording.name}: a case that needs more than selectors and settings is no crash, and no stored pod rejected`, () => {
    const cases = recording.cases.filter(({ level }) => level !== 1)
    const admitted = projectsOf(cases).flatMap((one) => admitTogether(recording, one))
    assert.is(admitted.length, cases.length)
    const wrong = admitted.filter(({ recorded, pod }) => {
      const isStored = recorded.expect.pods.some(({ verdict }) => verdict !== 'rejected')
      return recorded.level === 2 && isStored && pod.verdict === 'rejected' && pod.exceptions.length === 0
    })
    assert.equal(
      wrong.map(({ recorded }) => recorded.id),
      [],
    )
  })
}

test.run()
