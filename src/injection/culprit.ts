import type { SourceLocation } from '../base/source-file.ts'
import { entryOf, keyLocation, locationOf, type Node, nodeAt, type TreePath, textAt } from '../base/tree.ts'
import { labelPlace } from '../kube/labels.ts'
import { type FieldError, fieldErrorText } from '../kube/pod-validation/field-error.ts'
import type { PassedPod } from './later-refusal.ts'

interface Culprit {
  /** Whether it is more than the name of the workload. */
  readonly isCertain: boolean
  readonly at: SourceLocation | undefined
}

/**
 * Where the user wrote what makes a stored pod invalid: the field itself where it is theirs, else what has the name that
 * is wrong, else the annotation by which the injector made the field.
 */
export function culpritOf(error: FieldError, stored: Node | undefined, passed: PassedPod): Culprit {
  const { workload } = passed
  const at =
    (stored && ownPlace(isClash(error) ? error.path.slice(0, -1) : error.path, stored)) ??
    (error.value === undefined ? undefined : named(error.value, passed)) ??
    annotationOf(error, passed) ??
    operatingSystem(error, passed)
  return at ? { isCertain: true, at } : { isCertain: false, at: workload.at(['metadata', 'name']) }
}

/** Whether a volume got a second type: it is its name that brought them together. */
export function isClash({ message }: FieldError): boolean {
  return message.includes('may not specify more than 1 volume type')
}

/** The deepest part of a path that is the user's own, unless that is a whole pod or list. */
export function ownPlace(path: TreePath, stored: Node): SourceLocation | undefined {
  const isMade = (node: Node): boolean =>
    node.file === stored.file && node.start === stored.start && node.end === stored.end
  for (let length = path.length; length > 2; length--) {
    const node = nodeAt(stored, path.slice(0, length))
    if (!node) continue
    if (isMade(node)) return undefined
    if (node.type === 'scalar' || node.type === 'hole') return locationOf(node)
    const name = nodeAt(node, ['name'])
    if (name && !isMade(name)) return locationOf(name)
    const parent = nodeAt(stored, path.slice(0, length - 1))
    const entry = parent && entryOf(parent, String(path[length - 1]))
    if (entry) return keyLocation(entry)
  }
  return undefined
}

/** Lists of a pod's spec whose items have names. */
const lists = ['containers', 'initContainers', 'volumes']

/** A container, volume or mount of the user by its name. */
function named(value: string, { pod, workload }: PassedPod): SourceLocation | undefined {
  const { root } = pod
  for (const list of lists) {
    const items = nodeAt(root, ['spec', list])
    for (const item of items?.type === 'list' ? items.items : []) {
      const name = nodeAt(item, ['name'])
      if (name?.type === 'scalar' && name.value === value) return locationOf(name)
    }
  }
  const claims = nodeAt(workload.root, ['spec', 'volumeClaimTemplates'])
  for (const claim of claims?.type === 'list' ? claims.items : []) {
    const name = nodeAt(claim, ['metadata', 'name'])
    if (name && textAt(claim, 'metadata', 'name') === value) return locationOf(name)
  }
  return undefined
}

/** Which annotations the injector writes into which fields. */
const written: readonly (readonly [RegExp, RegExp])[] = [
  [/custom-bootstrap-volume|configMap\.name/, /^sidecar\.istio\.io\/bootstrapOverride$/],
  [/volumeMounts/, /^sidecar\.istio\.io\/userVolumeMount$/],
  [/spec\.volumes/, /^sidecar\.istio\.io\/userVolume$/],
  [/\[cpu\]|cpu limit/, /^sidecar\.istio\.io\/proxyCPU/],
  [/\[memory\]|memory limit/, /^sidecar\.istio\.io\/proxyMemory/],
  [/port: /, /^status\.sidecar\.istio\.io\/port$/],
  [/Probe/, /^readiness\.status\.sidecar\.istio\.io\//],
  [/image: /, /^sidecar\.istio\.io\/proxyImage/],
  [/./, /^(inject\.istio\.io\/templates|proxy\.istio\.io\/overrides|proxy\.istio\.io\/config)$/],
]

function annotationOf(error: FieldError, { pod, isPatched }: PassedPod): SourceLocation | undefined {
  if (!isPatched) return undefined
  const text = fieldErrorText(error)
  for (const [field, annotation] of written) {
    if (!field.test(text)) continue
    for (const key of pod.annotations.known.keys()) if (annotation.test(key)) return labelPlace(pod.annotations, key)
  }
  return undefined
}

function operatingSystem({ message }: FieldError, { pod }: PassedPod): SourceLocation | undefined {
  return message.includes('windows pod') ? pod.body.at(['spec', 'os', 'name']) : undefined
}
