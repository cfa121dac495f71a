import { isKnown, known, type Maybe, type Unknown, unknown } from '../base/maybe.ts'
import { type Selector, selectorMatches } from '../kube/label-selector.ts'
import { type Label, type Labels, labelsOf } from '../kube/labels.ts'
import { namespaceKey, type Resource, sameNamespace, showName } from '../kube/resource.ts'
import type { View } from '../kube/view.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { demandedPairs } from './pod-index.ts'

interface Entry {
  readonly entry: Pick<Resource, 'kind' | 'name' | 'root' | 'namespace' | 'at'>
  readonly labels: Labels
}

/** The endpoints outside the cluster, by the labels that they certainly have; `unsure` may have any. */
interface Entries {
  readonly all: readonly Entry[]
  readonly byPair: ReadonlyMap<string, readonly Entry[]>
  readonly unsure: readonly Entry[]
}

/**
 * Answers why a Service has endpoints although it selects no pod: a WorkloadEntry or WorkloadGroup that its selector finds.
 * Source: Istio 1.30.3, pilot/pkg/serviceregistry/kube/controller/controller.go (PILOT_ENABLE_K8S_SELECT_WORKLOAD_ENTRIES).
 */
export function makeWorkloadEntryFor(
  snapshot: Snapshot,
): (namespace: Maybe<string>, selector: Selector) => Unknown | undefined {
  let entries: Entries | undefined
  return (namespace, selector) => {
    entries ??= readEntries(snapshot)
    for (const { entry, labels } of candidates(entries, selector)) {
      if (!entry.namespace) continue
      const isSame = namespaceKey(entry.namespace) === namespaceKey(namespace)
      if (!isSame && isKnown(sameNamespace(entry.namespace, namespace), false)) continue
      if (isKnown(selectorMatches(selector, labels), false)) continue
      return unknown({
        what: `the machines that ${entry.kind} "${showName(entry)}" stands for`,
        hint: 'meshlint looks at pods only',
        at: entry.at(),
      })
    }
    return undefined
  }
}

function readEntries(snapshot: Snapshot): Entries {
  const all = [
    ...snapshot
      .all('WorkloadEntry')
      .map((entry): Entry => ({ entry, labels: writtenLabels(entry.view('spec', 'labels')) })),
    ...snapshot
      .all('WorkloadGroup')
      .map((entry): Entry => ({ entry, labels: writtenLabels(entry.view('spec', 'metadata', 'labels')) })),
  ]
  const byPair = new Map<string, Entry[]>()
  const unsure: Entry[] = []
  for (const one of all) {
    const { known: labels, open } = one.labels
    if (open || [...labels.values()].some(({ value }) => !value.known)) unsure.push(one)
    else
      for (const [key, { value }] of labels) {
        const pair = value.known ? `${key}=${value.value}` : key
        const group = byPair.get(pair)
        if (group) group.push(one)
        else byPair.set(pair, [one])
      }
  }
  return { all, byPair, unsure }
}

function candidates({ all, byPair, unsure }: Entries, selector: Selector): readonly Entry[] {
  const [pair] = demandedPairs(selector)
  return pair ? [...(byPair.get(pair.join('=')) ?? []), ...unsure] : all
}

function writtenLabels(view: View<Readonly<Record<string, string>>>): Labels {
  const { items, gaps } = view.entries()
  const labels = new Map<string, Label>()
  for (const item of items) {
    const value = item.get()
    labels.set(String(item.key), { value: value.known ? known(value.value ?? '') : value, at: item.at() })
  }
  const [gap, ...rest] = gaps
  return gap ? { known: labels, open: unknown(gap, ...rest) } : { ...labelsOf({}), known: labels }
}
