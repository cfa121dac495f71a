import type { IstioVersion } from '../istio/istio-versions.ts'
import { isTrue, type JsonMap } from './json.ts'
import { quoted } from './pasted.ts'
import {
  annotationOr,
  chartText,
  chartValue,
  excludedInboundPorts,
  hasCni,
  interceptionMode,
  ownContainers,
  type TemplateInput,
  traffic,
  versionOf,
} from './template-input.ts'
import { orHidden } from './unclear.ts'

/** What metrics call the workload; only the sidecar's template shortens it. */
export function commonLabels(input: TemplateInput, isShort: boolean): JsonMap {
  const { labels, workload } = input
  const first = (...keys: readonly string[]): string => {
    for (const key of keys) {
      const value = labels.get(key)
      if (value) return value
    }
    return ''
  }
  const name = (): string => {
    const own = first('service.istio.io/canonical-name', 'app.kubernetes.io/name', 'app') || workload().name
    return isShort ? shortened(own, versionOf(input)) : own
  }
  const revision = (): string =>
    first('service.istio.io/canonical-revision', 'app.kubernetes.io/version', 'version') || 'latest'
  return {
    'service.istio.io/canonical-name': orHidden(name),
    'service.istio.io/canonical-revision': orHidden(revision),
  }
}

/** A label has room for 63 characters, and must end in a letter or digit. */
function shortened(name: string, { canonicalName }: IstioVersion): string {
  if (canonicalName === 'whole') return name
  const short = name.slice(0, 63)
  return canonicalName === 'cut' ? short.replace(/-$/, '') : short.replace(/^[-_.]+|[-_.]+$/g, '')
}

/** The revision, and the container that kubectl takes where nobody names one. */
export function commonAnnotations(input: TemplateInput): JsonMap {
  const [first] = ownContainers(input)
  const unset = (key: string): JsonMap =>
    first === undefined || input.annotations.has(key) ? {} : { [key]: quoted(first) }
  return {
    'istio.io/rev': input.settings.revision || 'default',
    ...unset('kubectl.kubernetes.io/default-logs-container'),
    ...unset('kubectl.kubernetes.io/default-container'),
  }
}

/** What the CNI plugin reads: without it the pod's own annotations are enough. */
export function networkAnnotations(input: TemplateInput): JsonMap {
  if (!hasCni(input)) return {}
  const { annotations } = input
  const { emptyInboundPorts, virtualInterfaces } = versionOf(input)
  const value = (name: string, path: string): string =>
    quoted(annotationOr(input, `${traffic}${name}`, `global.proxy.${path}`))
  const inbound = value('includeInboundPorts', 'includeInboundPorts')
  const filled = (key: string, text: string): JsonMap => (text === '' ? {} : { [key]: text })
  const own = (key: string): JsonMap => filled(key, quoted(annotations.get(key) ?? ''))
  const ports = (name: string): JsonMap => {
    const key = `${traffic}${name}`
    const isSet = annotations.has(key) || chartText(input, `global.proxy.${name}`) !== ''
    return isSet ? { [key]: value(name, name) } : {}
  }
  return {
    ...(isMultus(input) ? multusNetworks(input) : {}),
    'sidecar.istio.io/interceptionMode': quoted(interceptionMode(input)),
    ...filled(`${traffic}includeOutboundIPRanges`, value('includeOutboundIPRanges', 'includeIPRanges')),
    ...filled(`${traffic}excludeOutboundIPRanges`, value('excludeOutboundIPRanges', 'excludeIPRanges')),
    ...(inbound === '' && !emptyInboundPorts ? {} : { [`${traffic}includeInboundPorts`]: inbound }),
    [`${traffic}excludeInboundPorts`]: quoted(excludedInboundPorts(input)),
    ...ports('includeOutboundPorts'),
    ...ports('excludeOutboundPorts'),
    ...own(`${traffic}kubevirtInterfaces`),
    ...(virtualInterfaces === 'the older' ? {} : own('istio.io/reroute-virtual-interfaces')),
    ...own(`${traffic}excludeInterfaces`),
  }
}

/** Whether the CNI plugin is one of several: before 1.24 also where it is not chained to another. */
function isMultus(input: TemplateInput): boolean {
  const { cniValues } = versionOf(input)
  const isUnchained = cniValues.includes('istio_cni') && !isTrue(chartValue(input, 'istio_cni.chained'))
  const reads = cniValues.filter((path) => path === 'pilot.cni' || cniValues.length > 1)
  return isUnchained || reads.some((path) => chartValue(input, `${path}.provider`) === 'multus')
}

/** appendMultusNetwork, pkg/kube/inject/template.go, Istio 1.30.3: one name more in a list of names or of JSON objects. */
function multusNetworks({ annotations }: TemplateInput): JsonMap {
  const key = 'k8s.v1.cni.cncf.io/networks'
  const network = 'default/istio-cni'
  const existing = annotations.get(key) ?? ''
  if (existing === '') return { [key]: network }
  const names = existing.trim()
  if (!names.startsWith('[')) {
    const listed = existing.split(',').map((name) => name.trim().split('@')[0])
    return { [key]: listed.includes(network) ? existing : `${existing}, ${network}` }
  }
  if (existing.includes('"istio-cni"')) return { [key]: existing }
  return { [key]: `${existing.slice(0, existing.lastIndexOf(']'))}, {"name": "istio-cni", "namespace": "default"}]` }
}
