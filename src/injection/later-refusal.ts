import { type Node, nodeAt } from '../base/tree.ts'
import type { Kinds } from '../istio/known-kinds.ts'
import { type Labels, labelValue } from '../kube/labels.ts'
import { limitErrors } from '../kube/limit-range.ts'
import type { SecurityViolation } from '../kube/pod-security/policy-pod.ts'
import { securityViolations } from '../kube/pod-security/security-violations.ts'
import type { WrittenPod } from '../kube/pods-of-workload.ts'
import { type Resource, showName } from '../kube/resource.ts'
import { ownPlace } from './culprit.ts'
import { invalidPod } from './invalid-pod.ts'
import type { MeshSettings } from './mesh-settings.ts'
import type { ServerRefusal } from './server-refusal.ts'

/** A pod as the webhooks leave it. */
export interface PassedPod {
  readonly workload: Resource
  readonly pod: WrittenPod
  /** The settings of the injector that acted; undefined where none did. */
  readonly mesh: MeshSettings | undefined
  readonly namespaceLabels: Labels
  /** Whether an injector changed it, be it with templates that add no proxy. */
  readonly isPatched: boolean
  /** Whether the sidecar is what Istio's chart makes without a word of its user. */
  readonly hasChartSettings: boolean
  /** All that decides whether the sidecar of a pod is valid that asks for nothing special, as one text. */
  sidecarKey(): string
  /** Such texts of sidecars that were found valid. */
  readonly validSidecars: Set<string>
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
  return invalidPod(passed) ?? limitExceeded(passed) ?? podSecurity(passed)
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
  const said = labelValue(namespaceLabels, `${enforceKey}-version`)
  const version = (said.known && said.value) || 'latest'
  // What is written tells as much as what is stored where nobody adds a container or a port.
  const isChanged = passed.isPatched || nodeAt(pod.root, ['spec', 'hostNetwork']) !== undefined
  const stored = isChanged ? passed.stored() : undefined
  const body = stored && nodeAt(stored, ['spec'])?.type === 'map' ? stored : pod.root
  const found = securityViolations(body, level, version)
  if (found.length === 0) return undefined
  const message = `pods ${JSON.stringify(pod.shownName)} is forbidden: violates PodSecurity "${level}:${version}": ${textsOf(found)}`
  const istios = passed.isPatched ? found.filter(isIstios) : []
  const start = `The Namespace enforces the Pod Security Standard "${level}", which`
  if (istios.length > 0) {
    const because = `${start} forbids what Istio adds: ${textsOf(istios)}`
    return { message, because, at: namespaceLabels.known.get(enforceKey)?.at }
  }
  const [path] = found.flatMap(({ paths }) => paths)
  const at = (path && ownPlace(path, body)) ?? pod.body.at(['spec'])
  return { message, because: `${start} the pod violates: ${textsOf(found)}`, at }
}

function textsOf(violations: readonly SecurityViolation[]): string {
  return violations.map(({ text }) => text).join(', ')
}

function isIstios({ containers }: SecurityViolation): boolean {
  return containers.some((name) => istiosContainers.has(name))
}
