import { type AdmittedPod, isIstioContainer, istioRole, type Snapshot } from '../../src/rule/index.ts'
import {
  injectionKey,
  injectKey,
  kubernetesNamespaces,
  namespaceSwitches,
  saysNothing,
  textOf,
  usesHostNetwork,
} from './injection.ts'

type Namespaces = Pick<Snapshot, 'namespaceLabels'>

const ambientKey = 'istio.io/dataplane-mode'

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
  return isSilent && !pod.trail.some(({ stage, outcome }) => stage === 'injector' && outcome === 'skipped')
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

/** Whether the files are rendered by ytt, whose overlays may add any label that is not written here. */
export function hasOverlays({ unit }: Pick<Snapshot, 'unit'>): boolean {
  return unit.files.some(({ file }) => /^[ -]*#@overlay\//m.test(file.text))
}
