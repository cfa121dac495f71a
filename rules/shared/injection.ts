import {
  type AdmittedPod,
  absent,
  type Labels,
  labelPlace,
  labelValue,
  type Maybe,
  type Resource,
  type Snapshot,
  type SourceLocation,
  showName,
} from '../../src/rule/index.ts'

/** The switch of one pod, as a label or an annotation of its template. */
export const injectKey = 'sidecar.istio.io/inject'
/** The switch of a whole namespace: a label of the Namespace. */
export const injectionKey = 'istio-injection'
/** The revision or tag that a Namespace or a pod asks for: a label. */
export const revisionKey = 'istio.io/rev'

/** The label that puts a namespace or a pod into ambient mode. */
export const ambientKey = 'istio.io/dataplane-mode'

/** A switch that is written, with a value that is known. */
export interface Switch {
  readonly key: string
  readonly value: string
  readonly at: SourceLocation
}

/** What the template of a pod says about injection; undefined where it says nothing that is known. */
export interface PodSwitches {
  readonly label: Switch | undefined
  readonly annotation: Switch | undefined
  readonly revision: Switch | undefined
}

/** The switches on the template of a workload's pods. */
export function podSwitches(pod: AdmittedPod): PodSwitches {
  const { labels, annotations } = pod.pods.first
  const read = (from: Labels, key: string): Switch | undefined => {
    const value = labelValue(from, key)
    if (!value.known || value.value === undefined) return undefined
    return { key, value: value.value, at: labelPlace(from, key) ?? pod.owner.at(['metadata', 'name']) }
  }
  return {
    label: read(labels, injectKey),
    annotation: read(annotations, injectKey),
    revision: read(labels, revisionKey),
  }
}

/** Whether the template certainly says nothing about injection. */
export function saysNothing(pod: AdmittedPod): boolean {
  const { labels, annotations } = pod.pods.first
  return [labelValue(labels, injectKey), labelValue(annotations, injectKey), labelValue(labels, revisionKey)].every(
    (value) => value.known && !value.value,
  )
}

/** The label by which a pod asks for a sidecar on its own; undefined where it asks for none, or refuses one. */
export function optIn(pod: AdmittedPod): Switch | undefined {
  const { label, revision } = podSwitches(pod)
  if (label?.value === 'true') return label
  return label?.value === 'false' || !revision?.value ? undefined : revision
}

/** What on a pod asks for a sidecar, an annotation included. */
export function anyOptIn(pod: AdmittedPod): Switch | undefined {
  const { label, annotation } = podSwitches(pod)
  return optIn(pod) ?? (annotation?.value === 'true' && !label ? annotation : undefined)
}

/** The switch by which a pod refuses its sidecar: the label counts before the annotation. */
export function optOut(pod: AdmittedPod): Switch | undefined {
  const { label, annotation } = podSwitches(pod)
  const counts = label ?? annotation
  return counts?.value === 'false' ? counts : undefined
}

/** What is known of a namespace's switches. */
export interface NamespaceSwitches {
  readonly labels: Labels
  readonly injection: Maybe<string | undefined>
  readonly injectionAt: SourceLocation | undefined
  readonly revision: Maybe<string | undefined>
  readonly revisionAt: SourceLocation | undefined
}

/** The switches of a namespace, from all declarations of it. */
export function namespaceSwitches(
  snapshot: Pick<Snapshot, 'namespaceLabels'>,
  namespace: Maybe<string>,
): NamespaceSwitches {
  const labels = snapshot.namespaceLabels(namespace)
  return {
    labels,
    injection: labelValue(labels, injectionKey),
    injectionAt: labelPlace(labels, injectionKey),
    revision: labelValue(labels, revisionKey),
    revisionAt: labelPlace(labels, revisionKey),
  }
}

/** The four namespaces of Kubernetes that Istio never injects. Source: Istio 1.31, pkg/kube/inject/initializer.go. */
export const kubernetesNamespaces: ReadonlySet<string> = new Set([
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'local-path-storage',
])

/** Whether the pods use their host's network. */
export function usesHostNetwork(pod: AdmittedPod): boolean {
  const uses = pod.pods.first.body.get('spec', 'hostNetwork')
  return uses.known && uses.value === true
}

/** How messages call an object: `StatefulSet "redis"`. */
export function titleOf(resource: Resource): string {
  return `${resource.kind} "${showName(resource)}"`
}

/** Where an object says its name. */
export function nameOf(resource: Pick<Resource, 'at'>): SourceLocation {
  return resource.at(['metadata', 'name'])
}

/** What is known of a label, for what is not known and what is not there alike. */
export function textOf(value: Maybe<string | undefined> = absent): string | undefined {
  return value.known ? value.value : undefined
}
