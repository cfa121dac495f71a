import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isKnown, type Maybe } from '../base/maybe.ts'
import { groupBy } from '../base/order.ts'
import { type Node, nodeAt, plainData } from '../base/tree.ts'
import { caseResources, type StoredCase, storedCases } from '../dev/cluster-oracle.ts'
import { makeSnapshot } from '../snapshot/make-snapshot.ts'
import { sidecarOf } from './sidecar-of.ts'
import { simulate } from './simulate.ts'

const installed = [{ revision: '' }]

interface StoredContainer {
  readonly name: string
  readonly args?: readonly string[]
}

/** What a stored pod shows of its sidecar; undefined where the template `sidecar` has not made it. */
function shownBy(pod: Node) {
  const spec = plainData(nodeAt(pod, ['spec']) ?? pod) as { readonly initContainers?: readonly StoredContainer[] }
  const inits = spec.initContainers ?? []
  const capture = inits.find(
    ({ name, args }) => /^istio-(init|validation)$/.test(name) && args?.[0] === 'istio-iptables',
  )
  const args = capture?.args
  if (!capture || !args) return undefined
  const after = (flag: string): string => args[args.indexOf(flag) + 1] ?? ''
  return {
    hasCni: capture.name === 'istio-validation',
    isNative: inits.some(({ name }) => name === 'istio-proxy'),
    interceptionMode: after('-m'),
    includeInboundPorts: after('-b'),
    includeOutboundIPRanges: after('-i'),
    excludeOutboundIPRanges: after('-x'),
  }
}

test('what is known of a sidecar is what its pod shows on a real cluster’s installations', () => {
  let compared = 0
  for (const cases of groupBy(storedCases(), ({ installation }) => installation()).values()) {
    const [first] = cases
    const resources = cases.slice(0, 15).flatMap(({ recorded }: StoredCase) => caseResources(recorded))
    const unit = {
      name: '.',
      kind: 'plain',
      resources: [...(first?.installation() ?? []), ...resources],
      files: [],
    } as const
    const snapshot = makeSnapshot(unit, { complete: false })
    for (const pod of simulate(snapshot, installed)) {
      const stored = pod.verdict === 'injected' ? pod.stored() : undefined
      const shown = stored && shownBy(stored)
      if (!shown) continue
      const traits = sidecarOf(pod, snapshot, installed, '1.31')
      const told: Readonly<Record<keyof typeof shown, Maybe<unknown>>> = {
        hasCni: traits.hasCni,
        isNative: traits.isNative,
        interceptionMode: traits.interceptionMode,
        includeInboundPorts: traits.traffic('includeInboundPorts'),
        includeOutboundIPRanges: traits.traffic('includeOutboundIPRanges'),
        excludeOutboundIPRanges: traits.traffic('excludeOutboundIPRanges'),
      }
      for (const [name, said] of Object.entries(told)) {
        if (!said.known) continue
        compared++
        assert.ok(
          isKnown(said, shown[name as keyof typeof shown]),
          `${pod.owner.id}: ${name} ${JSON.stringify(said)} ${JSON.stringify(shown)}`,
        )
      }
    }
  }
  assert.ok(compared > 20, `${compared} compared`)
})

test.run()
