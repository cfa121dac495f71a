import { type Gaps, known, type Maybe, unknown } from '../base/maybe.ts'
import { childOf, holeNode, type MapNode, type Node, scalarNode, withEntries } from '../base/tree.ts'
import { asStored, scalarAt } from './api-type.ts'
import { generatedName } from './controllers.ts'
import { generatedTexts } from './generated-texts.ts'
import { withLimits } from './limit-ranger.ts'
import { layOver, listNode, mapNode, partOf } from './pod-body.ts'
import { withMissing, withPodDefaults } from './pod-defaults.ts'
import { podType } from './pod-type.ts'
import { type ServiceAccount, withServiceAccount } from './service-account.ts'

/** What stands around a pod and changes it when it is created. */
export interface PodSurroundings {
  /** The ServiceAccount of that name in the pod's namespace. */
  serviceAccount(name: string): Maybe<ServiceAccount>
  /** The bodies of the LimitRanges in the pod's namespace. */
  readonly limitRanges: readonly Node[]
  /** Why there may be more of them. */
  readonly moreLimits?: Gaps | undefined
  /** The PriorityClass of that name; without a name the one that the cluster takes by default, if it has one. */
  priorityClass(name: string | undefined): Maybe<PriorityClass | undefined>
  /** The body of the RuntimeClass of that name. */
  runtimeClass(name: string): Maybe<Node>
}

export interface PriorityClass {
  readonly name: string
  readonly value: Node
  readonly preemptionPolicy?: Node | undefined
}

/** A namespace with a plain ServiceAccount of every name, in a cluster that nobody set up any further. */
export const plainSurroundings: PodSurroundings = {
  serviceAccount: () => known({}),
  limitRanges: [],
  priorityClass: (name) =>
    name === undefined ? known(undefined) : unknown({ what: `PriorityClass "${name}"`, hint: 'add it to the input' }),
  runtimeClass: (name) => unknown({ what: `RuntimeClass "${name}"`, hint: 'add it to the input' }),
}

/**
 * A pod as the API server stores it when no webhook changes it: decoded, filled in, and changed by the admission plugins
 * that always act, in their order (pkg/kubeapiserver/options/plugins.go, Kubernetes 1.35). A pod that webhooks changed
 * goes the same way once more, since plugins are called again after them; a stored pod stays as it is.
 */
export function storedPod(root: Node, around: PodSurroundings): Node {
  const limited = withLimits(named(generatedTexts(withPodDefaults(root))), around.limitRanges, around.moreLimits)
  const spec = childOf(limited, 'spec')
  if (limited.type !== 'map' || spec?.type !== 'map') return limited
  const mirror = scalarAt(partOf(childOf(limited, 'metadata') ?? limited, 'annotations'), 'kubernetes.io/config.mirror')
  const own = mirror === undefined ? withServiceAccount(spec, (name) => around.serviceAccount(name)) : spec
  const admitted = withRuntimeClass(withTolerations(withPriority(own, around)), around)
  return asStored(withEntries(limited, limited, { spec: admitted }), podType, root) ?? root
}

/** The API server makes the name of a pod that has none of `generateName`. */
function named(pod: Node): Node {
  const metadata = childOf(pod, 'metadata')
  const base = metadata && childOf(metadata, 'generateName')
  if (pod.type !== 'map' || metadata?.type !== 'map' || metadata.open) return pod
  if (!base || childOf(metadata, 'name')) return pod
  const name =
    base.type === 'hole'
      ? { ...holeNode(base, ...base.gaps), partial: generatedName(base.partial ?? '?') }
      : scalarNode(generatedName(base.type === 'scalar' ? String(base.value) : ''), base)
  return withEntries(pod, pod, { metadata: withEntries(metadata, metadata, { name }) })
}

/** The classes that every cluster has (pkg/apis/scheduling/helpers.go, Kubernetes 1.35). */
const systemPriorities: ReadonlyMap<string, number> = new Map([
  ['system-cluster-critical', 2_000_000_000],
  ['system-node-critical', 2_000_001_000],
])

/** Plugin Priority: plugin/pkg/admission/priority/admission.go, admitPod, Kubernetes 1.35. */
function withPriority(spec: MapNode, around: PodSurroundings): MapNode {
  const written = partOf(spec, 'priorityClassName')
  const preemptionPolicy = scalarNode('PreemptLowerPriority', spec)
  if (written?.type === 'hole') return withUnknownPriority(spec, written.gaps)
  const name = scalarAt(spec, 'priorityClassName')
  const system = systemPriorities.get(String(name))
  if (written && system !== undefined) {
    return withEntries(spec, spec, { priority: scalarNode(system, written), preemptionPolicy })
  }
  const found = around.priorityClass(written ? String(name) : undefined)
  if (!found.known) return withUnknownPriority(spec, found.gaps)
  return withEntries(spec, spec, {
    priorityClassName: written ?? (found.value && scalarNode(found.value.name, found.value.value)),
    priority: found.value?.value ?? scalarNode(0, spec),
    preemptionPolicy: found.value?.preemptionPolicy ?? preemptionPolicy,
  })
}

function withUnknownPriority(spec: MapNode, gaps: Gaps): MapNode {
  return withEntries(spec, spec, {
    priority: childOf(spec, 'priority') ?? holeNode(spec, ...gaps),
    preemptionPolicy: childOf(spec, 'preemptionPolicy') ?? holeNode(spec, ...gaps),
  })
}

/** Plugin DefaultTolerationSeconds: plugin/pkg/admission/defaulttolerationseconds/admission.go, Kubernetes 1.35. */
function withTolerations(spec: MapNode): MapNode {
  const written = partOf(spec, 'tolerations')
  if (written?.type === 'hole') return spec
  const items = written?.type === 'list' ? written.items : []
  const open = written?.type === 'list' ? written.open : undefined
  const added: Node[] = []
  const gaps = [...(open ?? [])]
  for (const key of ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']) {
    if (items.some((item) => tolerates(item, key))) continue
    const perhaps = items.find((item) => item.type === 'hole' || mayTolerate(item, key))
    if (perhaps) gaps.push(...gapsOf(perhaps))
    else if (!open) {
      added.push(mapNode(spec, { key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }))
    }
  }
  const [first, ...rest] = gaps
  if (added.length === 0 && !first) return spec
  return withEntries(spec, spec, {
    tolerations: listNode(written ?? spec, [...items, ...added], first && [first, ...rest]),
  })
}

function tolerates(item: Node, key: string): boolean {
  const [own, effect] = [partOf(item, 'key'), partOf(item, 'effect')]
  return isOneOf(own, '', key) && isOneOf(effect, '', 'NoExecute')
}

function mayTolerate(item: Node, key: string): boolean {
  const [own, effect] = [partOf(item, 'key'), partOf(item, 'effect')]
  return (
    (own?.type === 'hole' || isOneOf(own, '', key)) && (effect?.type === 'hole' || isOneOf(effect, '', 'NoExecute'))
  )
}

function isOneOf(node: Node | undefined, ...values: readonly string[]): boolean {
  return values.includes(node?.type === 'scalar' ? String(node.value) : node ? '?' : '')
}

function gapsOf(node: Node): Gaps[number][] {
  if (node.type === 'hole') return [...node.gaps]
  if (node.type === 'scalar') return []
  const children = node.type === 'list' ? node.items : node.entries.map(({ value }) => value)
  return [...(node.open ?? []), ...children.flatMap(gapsOf)]
}

/** Plugin RuntimeClass: plugin/pkg/admission/runtimeclass/admission.go, setOverhead and setScheduling, Kubernetes 1.35. */
function withRuntimeClass(spec: MapNode, around: PodSurroundings): MapNode {
  const written = partOf(spec, 'runtimeClassName')
  if (!written) return spec
  const found: Maybe<Node> =
    written.type === 'hole'
      ? { known: false, gaps: written.gaps }
      : around.runtimeClass(String(scalarAt(spec, 'runtimeClassName')))
  if (!found.known) return withUnknownClass(spec, found.gaps)
  const overhead = partOf(found.value, 'overhead')
  const scheduling = partOf(found.value, 'scheduling')
  const tolerations = scheduling && partOf(scheduling, 'tolerations')
  const selector = scheduling && partOf(scheduling, 'nodeSelector')
  return withEntries(spec, spec, {
    overhead: (overhead && partOf(overhead, 'podFixed')) ?? childOf(spec, 'overhead'),
    nodeSelector: selector ? withMissing(partOf(spec, 'nodeSelector'), selector) : childOf(spec, 'nodeSelector'),
    tolerations: mergedTolerations(partOf(spec, 'tolerations'), tolerations),
  })
}

function withUnknownClass(spec: MapNode, gaps: Gaps): MapNode {
  const tolerations = childOf(spec, 'tolerations')
  return withEntries(spec, spec, {
    overhead: childOf(spec, 'overhead') ?? holeNode(spec, ...gaps),
    nodeSelector: layOver(childOf(spec, 'nodeSelector') ?? holeNode(spec, ...gaps), spec, {}),
    tolerations: tolerations?.type === 'list' ? { ...tolerations, open: gaps } : tolerations,
  })
}

/** Those of the class come after the pod's own, each once. */
function mergedTolerations(own: Node | undefined, added: Node | undefined): Node | undefined {
  if (added?.type !== 'list') return added?.type === 'hole' && own?.type === 'list' ? { ...own, open: added.gaps } : own
  if (own?.type !== 'list') return own ?? added
  const same = (a: Node, b: Node): boolean =>
    ['key', 'operator', 'value', 'effect', 'tolerationSeconds'].every((key) => scalarAt(a, key) === scalarAt(b, key))
  const merged = added.items.filter((item) => !own.items.some((one) => same(one, item)))
  return { ...own, items: [...own.items, ...merged] }
}
