import { type Node, nodeAt, textAt } from '../base/tree.ts'
import type { PassedPod } from './later-refusal.ts'

/**
 * Whether a look at the stored pod could find it invalid: what is written is looked at by itself, so that something must be in it, or
 * around it, that goes wrong only in a pod or together with what istiod adds. Most pods have nothing of the kind, and
 * making the stored pod takes far longer than this look. Where nothing but the settings of the injector could be wrong,
 * one pod tells of all that get the same sidecar.
 */
export function mayBeInvalid(passed: PassedPod): boolean | 'by the settings' {
  const { workload, pod, isPatched, limitRanges, hasChartSettings } = passed
  if (workload.kindName === 'CustomWorkload') return false
  if (limitRanges.length > 0 || hasLongName(passed)) return true
  const spec = nodeAt(pod.root, ['spec'])
  if (spec?.type !== 'map') return false
  if (spec.entries.some(({ key }) => specFields.has(key)) || sharesPorts(spec)) return true
  if (containersOf(spec).some((container) => isSpecial(container, isPatched))) return true
  if (!isPatched || mayClash(passed, spec)) return isPatched
  return hasChartSettings ? false : 'by the settings'
}

/** Labels that hold the name of the workload have at most 63 characters. */
function hasLongName({ workload }: PassedPod): boolean {
  return workload.name.known && workload.name.value.length > 52
}

/** Fields of which a pod is asked more than a template, or that do not go with every container. */
const specFields: ReadonlySet<string> = new Set(['os', 'resources'])

/** On the host's network every port of a container is one of the host, and two containers can not have the same. */
function sharesPorts(spec: Node): boolean {
  if (nodeAt(spec, ['hostNetwork']) === undefined) return false
  const seen = new Set<unknown>()
  for (const container of containersOf(spec)) {
    const ports = nodeAt(container, ['ports'])
    for (const port of ports?.type === 'list' ? ports.items : []) {
      const number = nodeAt(port, ['containerPort'])
      const value = number?.type === 'scalar' ? number.value : undefined
      if (value !== undefined && seen.has(value)) return true
      seen.add(value)
    }
  }
  return false
}

function containersOf(spec: Node): readonly Node[] {
  return ['initContainers', 'containers'].flatMap((key) => {
    const list = nodeAt(spec, [key])
    return list?.type === 'list' ? list.items : []
  })
}

/** A container that is special to Istio, or written in a way of which only pods are asked. */
function isSpecial(container: Node, isPatched: boolean): boolean {
  const image = textAt(container, 'image')
  if (image !== undefined && image !== image.trim()) return true
  return isPatched && istiosNames.has(textAt(container, 'name') ?? '')
}

/** Names of containers and volumes that an injector's templates know. */
const istiosNames: ReadonlySet<string> = new Set([
  'enable-core-dump',
  'istio-init',
  'istio-proxy',
  'istio-validation',
  'credential-socket',
  'custom-bootstrap-volume',
  'istio-ca-crl',
  'istio-data',
  'istio-envoy',
  'istio-podinfo',
  'istio-token',
  'istiod-ca-cert',
  'workload-certs',
  'workload-socket',
])

/** What of the pod's annotations the sidecar template writes into fields that are checked. */
const checkedAnnotations =
  /^(inject\.istio\.io\/templates|proxy\.istio\.io\/overrides|readiness\.status\.|status\.sidecar\.|sidecar\.istio\.io\/(bootstrapOverride|proxyCPU|proxyImage|proxyMemory|userVolume))/

/** What of the proxy's settings ends in such fields. */
const checkedSettings = /proxyMetadata|statusPort|image/

function mayClash({ pod }: PassedPod, spec: Node): boolean {
  for (const [key, { value }] of pod.annotations.known) {
    if (checkedAnnotations.test(key)) return true
    if (key === 'proxy.istio.io/config' && !(value.known && !checkedSettings.test(value.value ?? ''))) return true
  }
  const volumes = nodeAt(spec, ['volumes'])
  return volumes?.type === 'list' && volumes.items.some((volume) => istiosNames.has(textAt(volume, 'name') ?? ''))
}
