import {
  type AdmittedPod,
  isIstioContainer,
  istioRole,
  type Kinds,
  type Resource,
  type Snapshot,
  showNamespace,
  type Unknown,
  unknown,
  type Webhook,
} from '../../src/rule/index.ts'
import {
  ambientKey,
  injectionKey,
  injectKey,
  kubernetesNamespaces,
  namespaceSwitches,
  optIn,
  revisionKey,
  saysNothing,
  textOf,
  usesHostNetwork,
} from './injection.ts'

type Namespaces = Pick<Snapshot, 'namespaceLabels'>

/** Whether a workload is never meant to get a sidecar by injection, or has one already. */
export function needsNoSidecar(pod: AdmittedPod, snapshot: Namespaces): boolean {
  const { body, labels } = pod.pods.first
  const { namespace } = pod.owner
  if (istioRole(body) || usesHostNetwork(pod)) return true
  if (namespace?.known && (kubernetesNamespaces.has(namespace.value) || namespace.value === 'istio-system')) return true
  const containers = [...body.entries('spec', 'containers').items, ...body.entries('spec', 'initContainers').items]
  if (containers.some(isIstioContainer)) return true
  const ambient = namespace && snapshot.namespaceLabels(namespace).known.get(ambientKey)?.value
  return textOf(ambient) === 'ambient' || textOf(labels.known.get(ambientKey)?.value) === 'ambient'
}

/** Whether a workload gets no sidecar because nobody asked for one: neither its Namespace nor its pods. */
export function isLeftOut(pod: AdmittedPod, snapshot: Namespaces): boolean {
  const { namespace } = pod.owner
  if (pod.verdict !== 'not-injected' || !namespace || !saysNothing(pod) || saysItElsewhere(pod)) return false
  const { injection, revision } = namespaceSwitches(snapshot, namespace)
  const isSilent = injection.known && injection.value === undefined && revision.known && !revision.value
  // Of injectors it is known whether they changed the pod: none was called.
  return isSilent && pod.webhooks.every(({ mutated }) => !mutated.known)
}

/** Whether a switch stands where nobody reads it: other rules tell of those. */
function saysItElsewhere({ owner, pods }: AdmittedPod): boolean {
  const { labels, annotations } = pods.first
  if (labels.known.has(injectionKey) || annotations.known.has(injectionKey)) return true
  return [injectKey, injectionKey].some((key) =>
    ['labels', 'annotations'].some((field) => {
      const written = owner.has('metadata', field, key)
      return written.known && written.value
    }),
  )
}

/** What is missing where ytt renders the files. */
export const overlaysGap: Unknown = unknown({
  what: 'the labels that overlays of ytt add to the Namespace',
  hint: 'lint the manifests that ytt renders',
})

const overlaid = new WeakMap<Snapshot['unit'], boolean>()

/** Whether the files are rendered by ytt, whose overlays may add any label that is not written here. */
export function hasOverlays({ unit }: Pick<Snapshot, 'unit'>): boolean {
  const found = overlaid.get(unit) ?? unit.files.some(({ file }) => /^[ -]*#@overlay\//m.test(file.text))
  overlaid.set(unit, found)
  return found
}

/** Whether sidecars are in use in a unit: a Namespace or a pod asks for them, or the injector itself is there. */
export function usesSidecars(
  snapshot: Pick<Snapshot<'Namespace'>, 'all'>,
  pods: readonly AdmittedPod[],
  injectors: readonly Webhook[],
): boolean {
  const asks = (namespace: Resource<Kinds['Namespace']>): boolean =>
    textOf(namespace.get('metadata', 'labels', injectionKey)) === 'enabled' ||
    Boolean(textOf(namespace.get('metadata', 'labels', revisionKey)))
  return (
    injectors.some(({ embedded, isMade }) => !embedded && !isMade) ||
    snapshot.all('Namespace').some(asks) ||
    pods.some((pod) => optIn(pod) !== undefined)
  )
}

/** The namespaces that hold configuration of Istio, as they are shown. */
export function configuredNamespaces({ unit }: Pick<Snapshot, 'unit'>): ReadonlySet<string> {
  const found = unit.resources.filter(({ apiVersion }) => /^[a-z]+\.istio\.io\//.test(apiVersion))
  return new Set(found.flatMap(({ namespace }) => (namespace ? [showNamespace(namespace)] : [])))
}

/** The first declaration of the Namespace that an object is in; undefined where the input has none. */
export function namespaceOf(
  { namespace }: Pick<Resource, 'namespace'>,
  snapshot: Pick<Snapshot<'Namespace'>, 'find'>,
): Resource<Kinds['Namespace']> | undefined {
  const declared = namespace?.known ? snapshot.find('Namespace', namespace.value) : undefined
  return declared?.known ? declared.value[0] : undefined
}
