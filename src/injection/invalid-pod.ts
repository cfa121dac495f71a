import { type Node, nodeAt, textAt } from '../base/tree.ts'
import { type FieldError, fieldErrorText, invalid, invalidError, shownAt } from '../kube/pod-validation/field-error.ts'
import { podErrors } from '../kube/pod-validation/pod-errors.ts'
import { isWhole } from '../kube/pod-validation/template-errors.ts'
import type { Resource } from '../kube/resource.ts'
import { culpritOf, isClash } from './culprit.ts'
import type { PassedPod } from './later-refusal.ts'
import { mayBeInvalid } from './may-be-invalid.ts'
import type { ServerRefusal } from './server-refusal.ts'

/**
 * What the API server's validation says of a pod as the webhooks leave it: the template may be valid, and what istiod
 * adds to it clash with it.
 */
export function invalidPod(passed: PassedPod): ServerRefusal | undefined {
  const { workload, pod } = passed
  const stored = bodyOf(passed)
  const errors = [...revisionErrors(workload), ...(stored ? errorsIn(stored) : [])]
  if (errors.length === 0) return undefined
  const culprits = errors.map((error) => culpritOf(error, stored, passed))
  const at = culprits.find((one) => one.isCertain)?.at ?? workload.at(['metadata', 'name'])
  const message = invalidError({ apiVersion: 'v1', kind: 'Pod' }, pod.shownName, errors)
  return { message, because: becauseOf(errors, stored, passed), at }
}

/** The body that tells: that of the stored pod only where it may be wrong in another way than what is written. */
function bodyOf(passed: PassedPod): Node | undefined {
  const may = mayBeInvalid(passed)
  if (may === true || (may && !isLikeValid(passed))) return passed.stored()
  return passed.workload.kindName === 'Pod' ? passed.pod.root : undefined
}

/** Whether another pod that gets the same sidecar shows that the sidecar is valid; the first one is looked at. */
function isLikeValid({ validSidecars, sidecarKey, stored }: PassedPod): boolean {
  const key = sidecarKey()
  const body = validSidecars.has(key) ? undefined : stored()
  if (body && errorsIn(body).length === 0) validSidecars.add(key)
  return validSidecars.has(key)
}

function errorsIn(stored: Node): readonly FieldError[] {
  const spec = nodeAt(stored, ['spec'])
  return spec && isWhole(spec) ? podErrors(stored) : []
}

/** The controller's label `controller-revision-hash` holds the name of a StatefulSet and ten digits. */
function revisionErrors(workload: Resource): readonly FieldError[] {
  if (workload.kindName !== 'StatefulSet' || !workload.name.known || workload.name.value.length <= 52) return []
  const error = invalid(['metadata', 'labels'], `${workload.name.value}-*`, 'must be no more than 63 bytes')
  return [shownAt(error, ['metadata', 'labels'])]
}

/** At most so many errors are told one by one. */
const told = 3

function becauseOf(errors: readonly FieldError[], stored: Node | undefined, passed: PassedPod): string {
  const texts = [...new Set(errors.map((error) => explained(error, stored, passed)))]
  const rest = texts.length > told ? [`and ${texts.length - told} more`] : []
  return [...texts.slice(0, told), ...rest].join('; ')
}

/** Names that Istio gives its containers. */
const istiosContainers: ReadonlySet<string | undefined> = new Set(['istio-proxy', 'istio-init', 'istio-validation'])

/** The error in the user's terms where it is a frequent one, else in the API server's. */
function explained(error: FieldError, stored: Node | undefined, { workload, isPatched }: PassedPod): string {
  const { path, message, value } = error
  if (path[0] === 'metadata' && value?.endsWith('-*'))
    return `The label "controller-revision-hash" of the pods would be "${value.slice(0, -1)}" with ten more digits, and a label has at most 63 characters`
  if (isPatched && path.at(-1) === 'name' && message.startsWith('Duplicate value') && istiosContainers.has(value))
    return `Istio adds a container "${value}", and the pod has a container of that name already`
  const volume = isPatched && stored && isClash(error) ? textAt(stored, ...path.slice(0, 3), 'name') : undefined
  if (volume !== undefined) return `Istio adds a volume "${volume}" of another type, and a volume has one type only`
  const text = fieldErrorText(error).replace(/ \(e\.g\. .*$/s, '')
  const who = isPatched ? `With what Istio adds, the pod of ${workload.kind} is invalid` : 'The pod is invalid'
  return `${who}: ${text}`
}
