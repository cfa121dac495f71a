import { type Node, nodeAt, type TreePath } from '../../base/tree.ts'
import { goQuote } from '../go-text.ts'
import { isSet, itemsOf, part, partAt, textOf } from '../pod-validation/read-part.ts'

/** A container with its name and its place in the pod. */
export interface PolicyContainer {
  readonly node: Node
  readonly name: string
  readonly path: TreePath
  /** Its security context, where it has one. */
  readonly context: Node | undefined
}

/** A pod as the Pod Security Standards look at it, init containers first (policy/visitor.go). */
export interface PolicyPod {
  readonly spec: Node
  readonly context: Node | undefined
  readonly annotations: Node | undefined
  readonly containers: readonly PolicyContainer[]
  readonly isWindows: boolean
  /** Whether its users are none of the host's. */
  readonly hasOwnUsers: boolean
  /** Kubernetes 1.`minor`, whose checks are asked for. */
  readonly minor: number
}

/** What a check says against a pod: `privileged (container "app" must not set securityContext.privileged=true)`. */
export interface SecurityViolation {
  readonly text: string
  /** What fails, first the pod itself where it does. */
  readonly paths: readonly TreePath[]
  /** The names of the containers that fail. */
  readonly containers: readonly string[]
}

/** A pod's parts, read once. */
export function policyPod(pod: Node, minor: number): PolicyPod | undefined {
  const spec = nodeAt(pod, ['spec'])
  if (spec?.type !== 'map') return undefined
  const containers = ['initContainers', 'containers'].flatMap((list) =>
    itemsOf(spec, list).flatMap((node, index): readonly PolicyContainer[] => {
      const name = textOf(node, 'name')
      if (node.type !== 'map' || !name) return []
      return [{ node, name, path: ['spec', list, index], context: part(node, 'securityContext') }]
    }),
  )
  return {
    spec,
    context: part(spec, 'securityContext'),
    annotations: partAt(pod, ['metadata', 'annotations']),
    containers,
    isWindows: textOf(part(spec, 'os'), 'name') === 'windows',
    hasOwnUsers: isValue(part(spec, 'hostUsers'), false),
    minor,
  }
}

/** Whether a leaf certainly has a value. */
export function isValue(node: Node | undefined, value: unknown): boolean {
  return node?.type === 'scalar' && node.value === value
}

/** `container "a"`, `containers "a", "b"`. */
export function named(containers: readonly PolicyContainer[]): string {
  return `container${containers.length === 1 ? '' : 's'} ${quoted(containers.map(({ name }) => name))}`
}

/** `"a", "b"`. */
export function quoted(texts: readonly string[]): string {
  return texts.map((text) => `"${text}"`).join(', ')
}

/** Texts in Go's order, each once. */
export function sortedSet(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

/** What several containers do that a check does not allow. */
export function violation(
  reason: string,
  failing: readonly PolicyContainer[],
  detail: string,
  field: TreePath = [],
): SecurityViolation | undefined {
  if (failing.length === 0) return undefined
  const containers = failing.map(({ name }) => name)
  return {
    text: `${reason} (${detail})`,
    paths: failing.map(({ path, node }) => deepest(path, node, field)),
    containers,
  }
}

/** The place of a field, or of what is nearest to it. */
function deepest(path: TreePath, node: Node, field: TreePath): TreePath {
  let length = field.length
  while (length > 0 && !nodeAt(node, field.slice(0, length))) length--
  return [...path, ...field.slice(0, length)]
}

/** Who sets a field of a security context to a wrong value: the pod, its containers. */
export interface Setters {
  readonly isPod: boolean
  readonly containers: readonly PolicyContainer[]
}

/** The pod and the containers whose security context a check does not like. */
export function settersOf(pod: PolicyPod, isWrong: (context: Node) => boolean): Setters {
  const fails = (context: Node | undefined): boolean => context?.type === 'map' && isWrong(context)
  return { isPod: fails(pod.context), containers: pod.containers.filter(({ context }) => fails(context)) }
}

/** `pod and container "a" must not …`. */
export function setterViolation(
  reason: string,
  { isPod, containers }: Setters,
  rule: string,
  field: TreePath,
): SecurityViolation | undefined {
  if (!isPod && containers.length === 0) return undefined
  const who = [...(isPod ? ['pod'] : []), ...(containers.length > 0 ? [named(containers)] : [])].join(' and ')
  const paths = containers.map(({ path, node }) => deepest(path, node, ['securityContext', ...field]))
  return {
    text: `${reason} (${who} ${rule})`,
    paths: [...(isPod ? [['spec', 'securityContext', ...field]] : []), ...paths],
    containers: containers.map(({ name }) => name),
  }
}

/** The texts of a leaf below the security contexts of who sets it. */
export function valuesOf(pod: PolicyPod, { isPod, containers }: Setters, path: TreePath): readonly string[] {
  const contexts = [...(isPod ? [pod.context] : []), ...containers.map(({ context }) => context)]
  return sortedSet(
    contexts.flatMap((context) => {
      const leaf = partAt(context, path)
      return leaf?.type === 'scalar' ? [String(leaf.value)] : []
    }),
  )
}

/** An annotation with its value, as upstream prints it. */
export function shownAnnotation(key: string, value: string): string {
  return `${key}=${goQuote(value)}`
}

/** Whether a map has a field whose text is none of those that are allowed. */
export function isOther(node: Node | undefined, key: string, allowed: readonly string[]): boolean {
  const text = node && isSet(node, key) ? textOf(node, key) : undefined
  return text !== undefined && !allowed.includes(text)
}
