import {
  type AdmittedPod,
  absent,
  allOf,
  anyOf,
  type Labels,
  labelPlace,
  labelsOf,
  labelValue,
  type Maybe,
  type Resource,
  readSelector,
  requirementMatches,
  type Snapshot,
  type SourceLocation,
  selectorMatches,
  showName,
  type Webhook,
} from '../../src/rule/index.ts'

/** The switch of one pod, as a label or an annotation of its template. */
export const injectKey = 'sidecar.istio.io/inject'
/** The switch of a whole namespace: a label of the Namespace. */
export const injectionKey = 'istio-injection'
/** The revision or tag that a Namespace or a pod asks for: a label. */
export const revisionKey = 'istio.io/rev'

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

/** Whether any injector is called for some pod of a namespace with these labels. */
export function reachesNamespace(injectors: readonly Webhook[], labels: Labels): Maybe<boolean> {
  return anyOf(injectors.map((injector) => selects(injector, labels)))
}

/** The revisions that act on a namespace with these labels, as far as that is certain. */
export function actingRevisions(injectors: readonly Webhook[], labels: Labels): ReadonlySet<string> {
  const acting = injectors.filter((injector) => {
    const selected = selects(injector, labels)
    return selected.known && selected.value
  })
  return new Set(acting.flatMap(({ revision }) => revision ?? []))
}

function selects({ body, exists }: Webhook, labels: Labels): Maybe<boolean> {
  return allOf([exists, selectorMatches(readSelector(body.view('namespaceSelector')), labels)])
}

/** Where a revision or tag is asked for: in the selector of namespaces, or of pods. */
export type SelectorName = 'namespaceSelector' | 'objectSelector'

/** The injectors that ask for a revision or tag by its name. */
export function injectorsOf(injectors: readonly Webhook[], selector: SelectorName, revision: string): Maybe<Webhook[]> {
  const labels = labelsOf({ [revisionKey]: revision })
  const found: Webhook[] = []
  for (const injector of injectors) {
    const asked = allOf([injector.exists, asksFor(injector, selector, labels)])
    if (!asked.known) return asked
    if (asked.value) found.push(injector)
  }
  return { known: true, value: found }
}

function asksFor({ body }: Webhook, selector: SelectorName, labels: Labels): Maybe<boolean> {
  const { requirements, more } = readSelector(body.view(selector))
  const asked = requirements.filter(({ key, operator }) => {
    const isAsking = !operator.known || ['in', '=', '==', 'exists'].includes(operator.value)
    return isAsking && (!key.known || key.value === revisionKey)
  })
  return anyOf([...asked.map((requirement) => requirementMatches(requirement, labels)), ...(more ? [more] : [])])
}

/** The names of revisions and tags that injectors ask for. */
export function revisionNames(injectors: readonly Webhook[]): readonly string[] {
  const names = injectors.flatMap(({ body }) =>
    [
      ...readSelector(body.view('namespaceSelector')).requirements,
      ...readSelector(body.view('objectSelector')).requirements,
    ]
      .filter(({ key }) => key.known && key.value === revisionKey)
      .flatMap(({ values }) => values.flatMap((value) => (value.known ? [value.value] : []))),
  )
  return [...new Set(names)]
}

/** Whether nothing is said of the installation, so that Istio's default revision alone is assumed. */
export function isAssumed(injectors: readonly Webhook[]): boolean {
  return injectors.every(({ embedded, revision }) => embedded && revision === 'default')
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

/** What is known of a label, for what is not known and what is not there alike. */
export function textOf(value: Maybe<string | undefined> = absent): string | undefined {
  return value.known ? value.value : undefined
}
