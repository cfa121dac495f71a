import { type Gap, isKnown, known, type Maybe, mapMaybe, thenMaybe, unknown } from '../base/maybe.ts'
import { type Node, textAt } from '../base/tree.ts'
import { istioVersion } from '../istio/istio-versions.ts'
import { type Labels, labelValue } from '../kube/labels.ts'
import { unsetNamespace } from '../kube/resource.ts'
import { effectiveProxyConfig } from './effective-proxy-config.ts'
import { isTrue, printed } from './json.ts'
import { isNative } from './native-sidecar.ts'
import { parseBool } from './prometheus-merge.ts'
import { overlaid, type ProxyConfig, proxyMetadata, readProxyConfig, readYaml } from './proxy-config.ts'
import { chartValueOf, type SidecarSettings } from './sidecar-settings.ts'
import { textsOf } from './texts.ts'
import { perhaps } from './unclear.ts'

/** What a pod's traffic is narrowed by, as the annotations `traffic.sidecar.istio.io/…` are called. */
export type TrafficList =
  | 'includeInboundPorts'
  | 'excludeInboundPorts'
  | 'includeOutboundPorts'
  | 'excludeOutboundPorts'
  | 'includeOutboundIPRanges'
  | 'excludeOutboundIPRanges'

/** How the sidecar of a pod is set: by the pod's annotations, else by the settings of the injector that puts it there. */
export interface SidecarTraits {
  /** `REDIRECT`, `TPROXY` or `NONE`. */
  readonly interceptionMode: Maybe<string>
  /** Whether Istio's CNI plugin redirects the traffic, before any container of the pod starts. */
  readonly hasCni: Maybe<boolean>
  /** Whether the sidecar is an init container that goes on running, ahead of the pod's own init containers. */
  readonly isNative: Maybe<boolean>
  /** Whether the containers wait for a sidecar that is a plain container (`holdApplicationUntilProxyStarts`). */
  readonly holdsApplication: Maybe<boolean>
  /** Whether the kubelet's probes are sent to the sidecar's agent. */
  readonly rewritesProbes: Maybe<boolean>
  /** Whether DNS queries are redirected to the sidecar's agent. */
  readonly capturesDns: Maybe<boolean>
  /** A list as it is written: `15001,15006`, `*`, or empty. */
  traffic(list: TrafficList): Maybe<string>
}

/** What of an injector's settings the input says; the rest is what Istio's chart sets. */
export interface StatedSettings {
  /** The chart's values, as the ConfigMap `istio-sidecar-injector` holds them. */
  readonly values: boolean
  /** The MeshConfig, as the ConfigMap `istio` holds it. */
  readonly mesh: boolean
}

/** What of a pod its sidecar is set by. */
interface AskedPod {
  readonly root: Node
  readonly annotations: Labels
}

const traffic = 'traffic.sidecar.istio.io/'

/** The lists whose values in the chart are called otherwise. */
const valueNames: ReadonlyMap<TrafficList, string> = new Map([
  ['includeOutboundIPRanges', 'includeIPRanges'],
  ['excludeOutboundIPRanges', 'excludeIPRanges'],
])

/**
 * The traits of a pod's sidecar under one injector. Whether CNI, native sidecars or holding are in use differs so much
 * between installations that the chart's default for them is no knowledge: they are known only where the input says them.
 */
export function sidecarTraits(settings: Maybe<SidecarSettings>, stated: StatedSettings, pod: AskedPod): SidecarTraits {
  const by = <T>(read: (settings: SidecarSettings) => Maybe<T>): Maybe<T> => thenMaybe(settings, read)
  const own = (key: string): Maybe<string | undefined> => labelValue(pod.annotations, key)
  return {
    interceptionMode: thenMaybe(own('sidecar.istio.io/interceptionMode'), (mode) =>
      mode === undefined ? by((one) => modeOf(one, pod.root)) : known(mode),
    ),
    hasCni: by((one) =>
      stated.values ? perhaps(() => isTrue(chartValueOf(one, 'pilot', 'cni', 'enabled'))) : unknown(notStated('cni')),
    ),
    isNative: thenMaybe(own('sidecar.istio.io/nativeSidecar'), (asked) =>
      by((one) => nativeOf(one, stated, pod.root, asked)),
    ),
    holdsApplication: by((one) => holdsOf(one, stated, pod.root)),
    rewritesProbes: thenMaybe(own('sidecar.istio.io/rewriteAppHTTPProbers'), (asked) => {
      const wanted = parseBool(asked ?? '')
      return wanted === undefined ? by(rewritesByDefault) : known(wanted)
    }),
    capturesDns: by((one) => dnsOf(one, stated, pod.root)),
    traffic: (list) =>
      thenMaybe(own(`${traffic}${list}`), (written) =>
        written === undefined ? by((one) => listedByDefault(one, list)) : known(written),
      ),
  }
}

function modeOf(settings: SidecarSettings, root: Node): Maybe<string> {
  return mapMaybe(proxyConfigOf(settings, root), ({ interceptionMode }) => printed(interceptionMode))
}

function rewritesByDefault(settings: SidecarSettings): Maybe<boolean> {
  return perhaps(() => chartValueOf(settings, 'sidecarInjectorWebhook', 'rewriteAppHTTPProbe') === true)
}

function listedByDefault(settings: SidecarSettings, list: TrafficList): Maybe<string> {
  const value = perhaps(() => chartValueOf(settings, 'global', 'proxy', valueNames.get(list) ?? list))
  return thenMaybe(value, (one) => (one === undefined ? unknown(notStated('traffic')) : known(printed(one))))
}

/** The traits of a sidecar that is set in one of several ways: known where all agree. */
export function agreedTraits(all: readonly SidecarTraits[], gap: Gap): SidecarTraits {
  const agreed = <T>(read: (traits: SidecarTraits) => Maybe<T>): Maybe<T> => {
    const [first, ...rest] = all.map(read)
    if (!first) return unknown(gap)
    for (const other of rest) {
      if (!first.known || !other.known) return first.known ? other : first
      if (other.value !== first.value) return unknown(gap)
    }
    return first
  }
  return {
    interceptionMode: agreed((one) => one.interceptionMode),
    hasCni: agreed((one) => one.hasCni),
    isNative: agreed((one) => one.isNative),
    holdsApplication: agreed((one) => one.holdsApplication),
    rewritesProbes: agreed((one) => one.rewritesProbes),
    capturesDns: agreed((one) => one.capturesDns),
    traffic: (list) => agreed((one) => one.traffic(list)),
  }
}

function proxyConfigOf(settings: SidecarSettings, root: Node): Maybe<ProxyConfig> {
  const said = textAt(root, 'metadata', 'namespace')
  const namespace = said === undefined ? unsetNamespace : known(said)
  return perhaps(() => effectiveProxyConfig(settings, namespace, textsOf(root, 'labels'), ownConfig(root)))
}

function ownConfig(root: Node): string | undefined {
  return textsOf(root, 'annotations').get('proxy.istio.io/config')
}

function dnsOf(settings: SidecarSettings, stated: StatedSettings, root: Node): Maybe<boolean> {
  return thenMaybe(proxyConfigOf(settings, root), (config) => {
    const asked = proxyMetadata(config).find(([name]) => name === 'ISTIO_META_DNS_CAPTURE')?.[1]
    if (asked !== undefined) return known(parseBool(asked) === true)
    return stated.mesh ? known(false) : unknown(notStated('dns'))
  })
}

/** Unless the pod says it itself, only istiod's values tell, and where they ask for the kubelets, only Nodes. */
function nativeOf(
  settings: SidecarSettings,
  stated: StatedSettings,
  root: Node,
  asked: string | undefined,
): Maybe<boolean> {
  const { nativeAnnotation, nativeSidecars } = istioVersion(settings.minor)
  const isAsked = nativeAnnotation !== 'none' && Boolean(asked)
  const isTold = perhaps(() => {
    const flag = chartValueOf(settings, 'pilot', 'env', 'ENABLE_NATIVE_SIDECARS') ?? nativeSidecars
    const isAuto = flag === 'auto' && nativeSidecars === 'auto'
    return isAsked || settings.kubelets.size > 0 || (stated.values && !isAuto)
  })
  return thenMaybe(isTold, (told) =>
    told ? perhaps(() => isNative(settings, root, textsOf(root, 'annotations'))) : unknown(notStated('native')),
  )
}

/** The pod's own ProxyConfig over the mesh's, or a value of the chart: reorderPod, pkg/kube/inject/webhook.go, Istio 1.30.3. */
function holdsOf(settings: SidecarSettings, stated: StatedSettings, root: Node): Maybe<boolean> {
  const what = 'annotation "proxy.istio.io/config"'
  const asked = perhaps(() => {
    const text = ownConfig(root)
    const own = text === undefined ? {} : readProxyConfig(readYaml(text, what), what)
    return overlaid(settings.proxyConfig, own).holdApplicationUntilProxyStarts
  })
  const byValue = perhaps(() => isTrue(chartValueOf(settings, 'global', 'proxy', 'holdApplicationUntilProxyStarts')))
  return thenMaybe(asked, (own) => {
    if (own === true || isKnown(byValue, true)) return known(true)
    return stated.values && (stated.mesh || own === false) ? byValue : unknown(notStated('hold'))
  })
}

const questions = {
  cni: "whether Istio's CNI plugin redirects the traffic of pods",
  native: 'whether sidecars are native ones, started before init containers',
  hold: 'whether containers wait for their sidecar',
  dns: 'whether the sidecar captures DNS',
  traffic: 'which traffic sidecars capture',
} as const

const injectorHint = 'add the ConfigMaps "istio" and "istio-sidecar-injector" of the cluster to the input'

function notStated(question: keyof typeof questions): Gap {
  const hint =
    question === 'native'
      ? 'add the Nodes of the cluster to the input, or write the annotation "sidecar.istio.io/nativeSidecar"'
      : injectorHint
  return { what: questions[question], hint }
}
