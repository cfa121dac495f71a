import { type Node, nodeAt, type TreePath } from '../base/tree.ts'
import type { Kinds } from '../istio/known-kinds.ts'
import { type Labels, labelValue } from '../kube/labels.ts'
import { limitErrors } from '../kube/limit-range.ts'
import { securityViolations } from '../kube/pod-security.ts'
import type { WrittenPod } from '../kube/pods-of-workload.ts'
import { type Resource, showName } from '../kube/resource.ts'
import { interceptionMode } from './interception-mode.ts'
import type { MeshSettings } from './mesh-settings.ts'
import type { ServerRefusal } from './server-refusal.ts'
import { clashingVolume } from './volume-clash.ts'

/** A pod as the webhooks leave it. */
export interface PassedPod {
  readonly workload: Resource
  readonly pod: WrittenPod
  /** The settings of the injector that acted; undefined where none did. */
  readonly mesh: MeshSettings | undefined
  readonly namespaceLabels: Labels
  /** The LimitRanges of the pod's namespace. */
  readonly limitRanges: readonly Resource<Kinds['LimitRange']>[]
  /** The pod as the API server would store it. */
  stored(): Node | undefined
}

/**
 * What the API server says of a pod after admission, in its order (recorded: injection-recorded.md D): the validation of
 * the pod first, PodSecurity after it. Only what is certain without the exact pod.
 */
export function laterRefusal(passed: PassedPod): ServerRefusal | undefined {
  return (
    nameTooLong(passed) ??
    (passed.mesh ? (nameTaken(passed) ?? volumeTaken(passed)) : undefined) ??
    limitExceeded(passed) ??
    podSecurity(passed)
  )
}

function invalid({ pod }: PassedPod, error: string): string {
  return `Pod ${JSON.stringify(pod.shownName)} is invalid: ${error}`
}

/** The controller's label `controller-revision-hash` holds the name of a StatefulSet and ten digits. */
function nameTooLong(passed: PassedPod): ServerRefusal | undefined {
  const { workload } = passed
  if (workload.kindName !== 'StatefulSet' || !workload.name.known || workload.name.value.length <= 52) return undefined
  const { value } = workload.name
  return {
    message: invalid(passed, `metadata.labels: Invalid value: "${value}-*": must be no more than 63 bytes`),
    because: `The label "controller-revision-hash" of the pods would be "${value}-" with ten more digits, and a label has at most 63 characters`,
    at: workload.at(['metadata', 'name']),
  }
}

function itemsAt(pod: WrittenPod, path: TreePath): readonly Node[] {
  const node = nodeAt(pod.root, path)
  return node?.type === 'list' ? node.items : []
}

function nameOf(node: Node): string | undefined {
  const name = nodeAt(node, ['name'])
  return name?.type === 'scalar' && typeof name.value === 'string' ? name.value : undefined
}

/** A container with the name of one that the injector puts among the init containers. */
function nameTaken(passed: PassedPod): ServerRefusal | undefined {
  const { pod, mesh } = passed
  const mode = interceptionMode(pod.annotations, mesh)
  if (mode === 'NONE' || mode === undefined || !mesh?.cni.known) return undefined
  const taken = mesh.cni.value ? 'istio-validation' : 'istio-init'
  const index = itemsAt(pod, ['spec', 'containers']).findIndex((container) => nameOf(container) === taken)
  if (index < 0) return undefined
  return {
    message: invalid(passed, `spec.initContainers[0].name: Duplicate value: "${taken}"`),
    because: `Istio adds an init container "${taken}", and the pod has a container of that name already`,
    at: pod.body.at(['spec', 'containers', index, 'name']),
  }
}

function volumeTaken(passed: PassedPod): ServerRefusal | undefined {
  const { pod } = passed
  for (const [index, volume] of itemsAt(pod, ['spec', 'volumes']).entries()) {
    const source = clashingVolume(volume)
    const name = nameOf(volume)
    if (source === undefined || name === undefined) continue
    return {
      message: invalid(passed, `spec.volumes[${index}].${source}: Forbidden: may not specify more than 1 volume type`),
      because: `Istio adds a volume "${name}" of another type, and a volume has one type only`,
      at: pod.body.at(['spec', 'volumes', index, 'name']),
    }
  }
  return undefined
}

/** The containers of the pod and those that the injector adds, against the LimitRanges of the namespace. */
function limitExceeded({ workload, pod, limitRanges, stored }: PassedPod): ServerRefusal | undefined {
  const body = limitRanges.length > 0 ? stored() : undefined
  if (!body) return undefined
  for (const range of limitRanges) {
    const errors = limitErrors(range.root, body)
    if (errors.length === 0) continue
    const text = errors.length === 1 ? errors.join('') : `[${errors.join(', ')}]`
    return {
      message: `pods ${JSON.stringify(pod.shownName)} is forbidden: ${text}`,
      because: `LimitRange "${showName(range)}" forbids it: ${errors.join(', ')}`,
      at: workload.at(['metadata', 'name']),
      related: { at: range.at(['spec', 'limits'], 'key'), message: `LimitRange "${showName(range)}"` },
    }
  }
  return undefined
}

const enforceKey = 'pod-security.kubernetes.io/enforce'

/** The containers that an injector adds; one of the pod's own by that name is merged with it. */
const istiosContainers: ReadonlySet<string> = new Set(['istio-proxy', 'istio-init', 'istio-validation'])

/** What the level that the Namespace enforces forbids: first what Istio adds, else what the pod holds itself. */
function podSecurity(passed: PassedPod): ServerRefusal | undefined {
  const { pod, namespaceLabels } = passed
  const enforced = labelValue(namespaceLabels, enforceKey)
  const level = enforced.known ? enforced.value : undefined
  if (level !== 'baseline' && level !== 'restricted') return undefined
  const version = labelValue(namespaceLabels, `${enforceKey}-version`)
  const shown = `${level}:${(version.known && version.value) || 'latest'}`
  const start = `pods ${JSON.stringify(pod.shownName)} is forbidden: violates PodSecurity "${shown}": `
  const added = capabilitiesOf(passed, level)
  if (added) {
    const because = `The Namespace enforces the Pod Security Standard "${level}", which forbids what Istio adds: ${added}`
    return { message: start + added, because, at: namespaceLabels.known.get(enforceKey)?.at }
  }
  const isIstios = (name: string): boolean => passed.mesh !== undefined && istiosContainers.has(name)
  const found = securityViolations(pod.root, level, isIstios)
  const [first] = found
  if (!first) return undefined
  const texts = found.map(({ text }) => text).join(', ')
  const because = `The Namespace enforces the Pod Security Standard "${level}", which the pod violates: ${texts}`
  return { message: start + texts, because, at: pod.body.at(first.path) }
}

/** Capabilities of the containers that the injector adds, beyond what a level allows. */
function capabilitiesOf({ pod, mesh }: PassedPod, level: 'baseline' | 'restricted'): string | undefined {
  if (!mesh) return undefined
  const mode = interceptionMode(pod.annotations, mesh)
  if (mode === undefined || !mesh.cni.known) return undefined
  const init = mesh.cni.value || mode === 'NONE' ? [] : ['istio-init']
  const names = [...init, ...(mode === 'TPROXY' ? ['istio-proxy'] : [])].map((name) => JSON.stringify(name))
  if (names.length === 0) return undefined
  const what = level === 'baseline' ? 'non-default capabilities' : 'unrestricted capabilities'
  const list = mesh.cni.value ? '"NET_ADMIN"' : '"NET_ADMIN", "NET_RAW"'
  const who = `container${names.length > 1 ? 's' : ''} ${names.join(', ')}`
  return `${what} (${who} must not include ${list} in securityContext.capabilities.add)`
}
