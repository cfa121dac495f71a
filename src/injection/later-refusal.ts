import type { SourceLocation } from '../base/source-file.ts'
import { type Node, nodeAt, type TreePath } from '../base/tree.ts'
import { type Labels, labelValue } from '../kube/labels.ts'
import type { WrittenPod } from '../kube/pods-of-workload.ts'
import type { Resource } from '../kube/resource.ts'
import { interceptionMode } from './interception-mode.ts'
import type { MeshSettings } from './mesh-settings.ts'
import { clashingVolume } from './volume-clash.ts'

/** Why the API server does not store a pod after all webhooks let it pass. */
export interface LaterRefusal {
  readonly message: string
  /** A sentence without a full stop. */
  readonly because: string
  readonly at: SourceLocation | undefined
}

/** A pod as the webhooks leave it. */
export interface PassedPod {
  readonly workload: Resource
  readonly pod: WrittenPod
  /** The settings of the injector that acted; undefined where none did. */
  readonly mesh: MeshSettings | undefined
  readonly namespaceLabels: Labels
}

/**
 * What the API server says of a pod after admission, in its order (recorded: injection-recorded.md D): the validation of
 * the pod first, PodSecurity after it. Only what is certain without the exact pod.
 */
export function laterRefusal(passed: PassedPod): LaterRefusal | undefined {
  return (
    nameTooLong(passed) ?? (passed.mesh ? (nameTaken(passed) ?? volumeTaken(passed)) : undefined) ?? podSecurity(passed)
  )
}

function invalid({ pod }: PassedPod, error: string): string {
  return `Pod ${JSON.stringify(pod.shownName)} is invalid: ${error}`
}

/** The controller's label `controller-revision-hash` holds the name of a StatefulSet and ten digits. */
function nameTooLong(passed: PassedPod): LaterRefusal | undefined {
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
function nameTaken(passed: PassedPod): LaterRefusal | undefined {
  const { pod, mesh } = passed
  const taken =
    interceptionMode(pod.annotations, mesh) === 'NONE' ? undefined : mesh?.cni ? 'istio-validation' : 'istio-init'
  const index = itemsAt(pod, ['spec', 'containers']).findIndex((container) => nameOf(container) === taken)
  if (index < 0 || !taken) return undefined
  return {
    message: invalid(passed, `spec.initContainers[0].name: Duplicate value: "${taken}"`),
    because: `Istio adds an init container "${taken}", and the pod has a container of that name already`,
    at: pod.body.at(['spec', 'containers', index, 'name']),
  }
}

function volumeTaken(passed: PassedPod): LaterRefusal | undefined {
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

const enforceKey = 'pod-security.kubernetes.io/enforce'

/** istio-init changes the rules of the network, which no level but `privileged` allows. */
function podSecurity({ pod, mesh, namespaceLabels }: PassedPod): LaterRefusal | undefined {
  const enforced = labelValue(namespaceLabels, enforceKey)
  const level = enforced.known ? enforced.value : undefined
  if (!mesh || (level !== 'baseline' && level !== 'restricted')) return undefined
  const mode = interceptionMode(pod.annotations, mesh)
  const needs = mesh.cni ? (mode === 'TPROXY' ? ['istio-proxy'] : []) : mode === 'NONE' ? [] : ['istio-init']
  const both = needs.length > 0 && mode === 'TPROXY' && !mesh.cni ? [...needs, 'istio-proxy'] : needs
  if (both.length === 0) return undefined
  const names = both.map((name) => JSON.stringify(name)).join(', ')
  const capabilities = mesh.cni ? '"NET_ADMIN"' : '"NET_ADMIN", "NET_RAW"'
  const list = `container${both.length > 1 ? 's' : ''} ${names} must not include ${capabilities} in securityContext.capabilities.add`
  const version = labelValue(namespaceLabels, `${enforceKey}-version`)
  const shown = `${level}:${(version.known && version.value) || 'latest'}`
  const what = level === 'baseline' ? 'non-default capabilities' : 'unrestricted capabilities'
  return {
    message: `pods ${JSON.stringify(pod.shownName)} is forbidden: violates PodSecurity "${shown}": ${what} (${list})`,
    because: `The Namespace enforces the Pod Security Standard "${level}", which forbids the capabilities of Istio's ${both.join(' and ')}`,
    at: namespaceLabels.known.get(enforceKey)?.at,
  }
}
