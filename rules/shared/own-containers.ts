import {
  type AdmittedPod,
  type Container,
  isIstioContainer,
  istioRole,
  type Severity,
  type View,
} from '../../src/rule/index.ts'

/**
 * The containers of a pod that run beside the sidecar and are the user's own: none of Istio's pods, none of Istio's containers,
 * and of the init containers only those that keep running (`restartPolicy: Always`).
 */
export function ownContainers(pod: AdmittedPod): readonly View<Container>[] {
  const { body } = pod.pods.first
  if (istioRole(body)) return []
  const native = body.entries('spec', 'initContainers').items.filter((container) => {
    const policy = container.get('restartPolicy')
    return policy.known && policy.value === 'Always'
  })
  return [...native, ...body.entries('spec', 'containers').items].filter((container) => !isIstioContainer(container))
}

/** How sure a clash with the sidecar is: none without a sidecar, an error with one, a warning where nobody can tell. */
export function clashSeverity(pod: AdmittedPod): Severity | undefined {
  if (pod.verdict === 'injected') return 'error'
  return pod.verdict === 'unknown' ? 'warning' : undefined
}

/** How a container is named in messages. */
export function containerName(container: View<Container>): string {
  const name = container.get('name')
  return name.known && name.value ? name.value : `#${container.key}`
}
