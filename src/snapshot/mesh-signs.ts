import { istioKinds } from '../istio/kinds.ts'
import { groupOf } from '../istio/known-kinds.ts'
import { metadataShape } from '../kube/pod.ts'
import type { Resource } from '../kube/resource.ts'
import { object } from '../kube/shape.ts'
import { viewOf } from '../kube/view.ts'

/** The kinds, by their name in this code, whose objects make pods. */
export const workloadKinds: ReadonlySet<string> = new Set([
  'StatefulSet',
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'DaemonSet',
  'Job',
  'CronJob',
  'Pod',
  'CustomWorkload',
])

/** Whether an object is a custom resource of somebody other than Kubernetes and Istio, so that an operator may act on it. */
export function isCustomResource(resource: Resource): boolean {
  const group = groupOf(resource.apiVersion)
  if (!group.includes('.') || resource.kindName === 'CustomWorkload') return false
  return !group.endsWith('.k8s.io') && !group.endsWith('.istio.io') && !group.endsWith('.kubernetes.io')
}

/**
 * Whether a unit uses the mesh at all: it holds Istio's resources, its webhooks, or an opt-in to injection.
 * An opt-out alone is no sign: charts carry `sidecar.istio.io/inject: "false"` for meshes that may never come.
 */
export function usesMesh(resources: readonly Resource[]): boolean {
  return resources.some(isMeshResource) || resources.some(optsIn)
}

function isMeshResource(resource: Resource): boolean {
  if (resource.kindName === 'MutatingWebhookConfiguration') {
    const view = viewOf<{ readonly webhooks?: readonly { readonly name?: string }[] }>(resource.root, undefined)
    return view.entries('webhooks').items.some((webhook) => isInjectorName(webhook.get('name')))
  }
  if (resource.kindName === 'KubernetesGateway') return false
  return resource.kindName in istioKinds || groupOf(resource.apiVersion).endsWith('.istio.io')
}

function isInjectorName(name: { readonly known: boolean; readonly value?: unknown }): boolean {
  return typeof name.value === 'string' && name.value.endsWith('sidecar-injector.istio.io')
}

const templatedShape = object({
  metadata: metadataShape,
  spec: object({ template: object({ metadata: metadataShape }) }),
})

/** Whether a Namespace or a pod asks for a sidecar, by whatever value that is not a refusal. */
function optsIn(resource: Resource): boolean {
  const view = viewOf(resource.root, templatedShape)
  if (resource.kindName === 'Namespace') {
    const injection = view.get('metadata', 'labels', 'istio-injection')
    const revision = view.get('metadata', 'labels', 'istio.io/rev')
    return isOptIn(injection) || isOptIn(revision)
  }
  if (!workloadKinds.has(resource.kindName)) return false
  const metadata = resource.kindName === 'Pod' ? view.view('metadata') : view.view('spec', 'template', 'metadata')
  return isOptIn(metadata.get('labels', 'sidecar.istio.io/inject')) || isOptIn(metadata.get('labels', 'istio.io/rev'))
}

function isOptIn(value: { readonly known: boolean; readonly value?: string | undefined }): boolean {
  return value.value !== undefined && value.value !== 'false' && value.value !== 'disabled'
}
