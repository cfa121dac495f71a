import { type Node, nodeAt, type TreePath } from '../base/tree.ts'

/** One check of the Pod Security Standards that a pod fails. */
export interface SecurityViolation {
  /** What Kubernetes says: `privileged (container "app" must not set securityContext.privileged=true)`. */
  readonly text: string
  readonly path: TreePath
}

type Level = 'baseline' | 'restricted'

interface Named {
  readonly node: Node
  readonly name: string
  readonly path: TreePath
}

/**
 * The checks of a level that the containers of a pod fail as they are written: k8s.io/pod-security-admission v0.35.4,
 * policy/check_*.go. Only what is certain, and not every check.
 */
export function securityViolations(
  pod: Node,
  level: Level,
  isIstios: (name: string) => boolean,
): readonly SecurityViolation[] {
  if (valueAt(pod, ['spec', 'os', 'name']) === 'windows') return []
  const containers = ['initContainers', 'containers'].flatMap((list) => containersIn(pod, list, isIstios))
  const baseline = [...hostViolations(pod), ...privilegedViolations(containers)]
  if (level === 'baseline') return baseline
  return [...baseline, ...restrictedViolations(pod, containers)]
}

function containersIn(pod: Node, list: string, isIstios: (name: string) => boolean): readonly Named[] {
  const node = nodeAt(pod, ['spec', list])
  if (node?.type !== 'list') return []
  return node.items.flatMap((item, index) => {
    const name = valueAt(item, ['name'])
    if (typeof name !== 'string' || isIstios(name)) return []
    return [{ node: item, name, path: ['spec', list, index, 'name'] }]
  })
}

/** A leaf; null where nothing, or nothing that is known, is written. */
function valueAt(node: Node, path: TreePath): unknown {
  const found = nodeAt(node, path)
  return found?.type === 'scalar' ? found.value : null
}

/** Whether a field is certainly not set: it, or what it would stand in, may be left to a placeholder. */
function isUnset(node: Node, path: TreePath): boolean {
  let here: Node | undefined = node
  for (const step of path) {
    if (here.type === 'hole' || (here.type !== 'scalar' && here.open)) return false
    here = nodeAt(here, [step])
    if (!here) return true
  }
  return here.type === 'scalar' && here.value === null
}

function violation(check: string, failing: readonly Named[], rule: string, start = ''): readonly SecurityViolation[] {
  const [first] = failing
  if (!first) return []
  const names = failing.map(({ name }) => JSON.stringify(name)).join(', ')
  return [{ text: `${check} (${start}container${failing.length > 1 ? 's' : ''} ${names} ${rule})`, path: first.path }]
}

function hostViolations(pod: Node): readonly SecurityViolation[] {
  const used = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => valueAt(pod, ['spec', field]) === true)
  const [first] = used
  if (!first) return []
  return [{ text: `host namespaces (${used.map((field) => `${field}=true`).join(', ')})`, path: ['spec', first] }]
}

function privilegedViolations(containers: readonly Named[]): readonly SecurityViolation[] {
  const failing = containers.filter(({ node }) => valueAt(node, ['securityContext', 'privileged']) === true)
  return violation('privileged', failing, 'must not set securityContext.privileged=true')
}

function restrictedViolations(pod: Node, containers: readonly Named[]): readonly SecurityViolation[] {
  const lacks = (...path: TreePath) => containers.filter(({ node }) => isUnset(node, ['securityContext', ...path]))
  const isSet = (...path: TreePath): boolean => !isUnset(pod, ['spec', 'securityContext', ...path])
  const escalating = containers.filter(({ node }) => {
    const path = ['securityContext', 'allowPrivilegeEscalation']
    return isUnset(node, path) || valueAt(node, path) === true
  })
  const seccomp = 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"'
  return [
    ...violation(
      'allowPrivilegeEscalation != false',
      escalating,
      'must set securityContext.allowPrivilegeEscalation=false',
    ),
    ...violation(
      'unrestricted capabilities',
      lacks('capabilities', 'drop'),
      'must set securityContext.capabilities.drop=["ALL"]',
    ),
    ...(isSet('runAsNonRoot')
      ? []
      : violation(
          'runAsNonRoot != true',
          lacks('runAsNonRoot'),
          'must set securityContext.runAsNonRoot=true',
          'pod or ',
        )),
    ...(isSet('seccompProfile') ? [] : violation('seccompProfile', lacks('seccompProfile'), seccomp, 'pod or ')),
  ]
}
