/**
 * In what the sidecar injector of one Istio release differs from that of others, as far as pods show it. A field says
 * what holds from its row on.
 */
export interface InjectorTraits {
  /** Where the images are. */
  readonly hub: string
  /** What ENABLE_NATIVE_SIDECARS of istiod is where nobody sets it; `auto` asks the Nodes. */
  readonly nativeSidecars: 'false' | 'auto'
  /** Which values of `sidecar.istio.io/nativeSidecar` ask for a native sidecar. */
  readonly nativeAnnotation: 'none' | 'true' | 'all but false'
  /** The hook of a native sidecar: that of any other, which waits for the start, or one of its own, which drains. */
  readonly nativeHook: 'wait' | 'drain'
  /** What becomes of a canonical name: nothing, a label's length without a `-` at its end, or without marks around it. */
  readonly canonicalName: 'whole' | 'cut' | 'trimmed'
  /** Whether `global.jwtPolicy` counts, and the proxy is told of it. */
  readonly jwtPolicy: boolean
  /** By what probes are asked on localhost: istiod's PILOT_ENABLE_INBOUND_PASSTHROUGH, or MeshConfig. */
  readonly localhostProbes: 'istiod' | 'mesh'
  /** Which values say that Istio's CNI plugin is there. */
  readonly cniValues: readonly ('istio_cni' | 'pilot.cni')[]
  /** Whether `enableCoreDump` adds an init container. */
  readonly coreDumps: boolean
  /** Whether `pilotCertProvider: kubernetes` mounts the cluster's own certificate. */
  readonly kubernetesCertificate: boolean
  readonly outlierLogPath: boolean
  readonly forceApplyIptables: boolean
  /** Whether gateways take their security context from the values, and their image from an annotation. */
  readonly gatewaySettings: boolean
  /** Whether gateways read `sidecar.istio.io/bootstrapOverride`. */
  readonly gatewayBootstrap: boolean
  /** Which container kubectl is told to take in a gateway: the only one, whatever is written, or the first. */
  readonly gatewayContainer: 'only' | 'first'
  /** Whether the label `service.istio.io/workload-name` names the workload. */
  readonly workloadNameLabel: boolean
  /** Whether an empty list of inbound ports is told to the CNI plugin. */
  readonly emptyInboundPorts: boolean
  /** What of `istio.io/reroute-virtual-interfaces` and its older name is told to istio-iptables. */
  readonly virtualInterfaces: 'the older' | 'both' | 'the newer'
  /** Whether hooks of the application are rewritten as its probes are. */
  readonly rewritesHooks: boolean
  /** Whether a pod whose traffic is not redirected keeps its init containers. */
  readonly keepsInitContainers: boolean
  /** Whether ENABLE_CLUSTER_TRUST_BUNDLE_API counts; 1.26 wrote a source that says nothing. */
  readonly trustBundle: 'none' | 'empty' | 'named'
  /** Whether the list of revoked certificates is mounted, and its ConfigMap can have another name. */
  readonly revocationList: 'none' | 'fixed' | 'named'
  readonly nativeNftables: boolean
  /** Whether a proxy that runs as root keeps group 1337, and under TPROXY what is left alone is 1337's. */
  readonly rootKeepsGroup: boolean
  readonly seccompProfile: boolean
  /** The divisor of limits that the proxy is told. */
  readonly divisor: string | undefined
  /** Whether the OpenTelemetry provider of MeshConfig names the service to the proxy. */
  readonly resourceAttributes: boolean
  /** Whether the container before the proxy has an image of its own. */
  readonly initImage: boolean
  /** Whether ports that Prometheus is told of are checked, and `prometheus.istio.io/scrape-targets` is read. */
  readonly checksPrometheus: boolean
  /** Whether FIPS 140-3 is told to Go. */
  readonly goFips: boolean
  /** Whether the proxy's agent is told how many processors it may use. */
  readonly goMaxProcs: boolean
  /** The templates of the chart. */
  readonly templates: readonly string[]
}

/** One release of Istio. */
export interface IstioVersion extends InjectorTraits {
  /** 31 for 1.31. */
  readonly minor: number
}

interface Row {
  readonly minor: number
  readonly changes: Partial<InjectorTraits>
  /** Where each change is from. */
  readonly sources: readonly string[]
}

/**
 * The oldest release that is known. Source: the ConfigMap `istio-sidecar-injector` of its chart istio-discovery, 1.20.6
 * (files/injection-template.yaml, gateway-injection-template.yaml, values.yaml).
 */
const oldest: InjectorTraits = {
  hub: 'docker.io/istio',
  nativeSidecars: 'false',
  nativeAnnotation: 'none',
  nativeHook: 'wait',
  canonicalName: 'whole',
  jwtPolicy: true,
  localhostProbes: 'istiod',
  cniValues: ['istio_cni'],
  coreDumps: true,
  kubernetesCertificate: true,
  outlierLogPath: false,
  forceApplyIptables: false,
  gatewaySettings: false,
  gatewayBootstrap: false,
  gatewayContainer: 'only',
  workloadNameLabel: false,
  emptyInboundPorts: false,
  virtualInterfaces: 'the older',
  rewritesHooks: false,
  keepsInitContainers: false,
  trustBundle: 'none',
  revocationList: 'none',
  nativeNftables: false,
  rootKeepsGroup: false,
  seccompProfile: false,
  divisor: undefined,
  resourceAttributes: false,
  initImage: false,
  checksPrometheus: false,
  goFips: false,
  goMaxProcs: true,
  templates: ['sidecar', 'gateway', 'grpc-simple', 'grpc-agent', 'waypoint', 'kube-gateway'],
}

const chart = 'manifests/charts/istio-control/istio-discovery/files'
const notes = (minor: number): string => `istio.io news/releases/1.${minor}.x/announcing-1.${minor}/change-notes`

/** What each release changed. The files are those of the first release of each row unless another is named. */
const rows: readonly Row[] = [
  { minor: 20, changes: {}, sources: [`${chart}/injection-template.yaml@1.20.6`] },
  {
    minor: 21,
    changes: { nativeHook: 'drain', canonicalName: 'cut' },
    sources: [`${chart}/injection-template.yaml@1.21`, 'istio/istio#47226'],
  },
  {
    minor: 22,
    changes: { jwtPolicy: false, localhostProbes: 'mesh', cniValues: ['pilot.cni', 'istio_cni'] },
    sources: [`${chart}/injection-template.yaml@1.22`],
  },
  {
    minor: 23,
    changes: { outlierLogPath: true, gatewaySettings: true },
    sources: [`${chart}/injection-template.yaml@1.23`, `${chart}/gateway-injection-template.yaml@1.23`],
  },
  {
    minor: 24,
    changes: {
      nativeAnnotation: 'true',
      cniValues: ['pilot.cni'],
      coreDumps: false,
      kubernetesCertificate: false,
      forceApplyIptables: true,
    },
    sources: [`${chart}/injection-template.yaml@1.24.3`, notes(24)],
  },
  {
    minor: 25,
    changes: {
      gatewayContainer: 'first',
      workloadNameLabel: true,
      emptyInboundPorts: true,
      virtualInterfaces: 'both',
      rewritesHooks: true,
    },
    sources: [notes(25), 'istio/istio#53654 (pkg/kube/inject/app_probe.go)'],
  },
  {
    minor: 26,
    changes: { keepsInitContainers: true, trustBundle: 'empty' },
    sources: [`${chart}/injection-template.yaml@1.26.1`, notes(26)],
  },
  {
    minor: 27,
    changes: {
      nativeSidecars: 'auto',
      nativeAnnotation: 'all but false',
      gatewayBootstrap: true,
      trustBundle: 'named',
      revocationList: 'fixed',
      nativeNftables: true,
      rootKeepsGroup: true,
    },
    sources: [
      `${chart}/injection-template.yaml@1.27.0`,
      `${chart}/gateway-injection-template.yaml@1.27.0`,
      'pilot/pkg/features/pilot.go@1.27.0',
      'istio/istio#56428',
    ],
  },
  {
    minor: 28,
    changes: { virtualInterfaces: 'the newer', seccompProfile: true },
    sources: [`${chart}/injection-template.yaml@1.28.0`, notes(28)],
  },
  {
    minor: 29,
    changes: {
      revocationList: 'named',
      divisor: '1',
      templates: [...oldest.templates, 'agentgateway'],
    },
    sources: [`${chart}/injection-template.yaml@1.29.0`, `${chart}/agentgateway.yaml@1.29.0`, notes(29)],
  },
  {
    minor: 30,
    changes: { hub: 'registry.istio.io/release', resourceAttributes: true },
    sources: [`${chart}/injection-template.yaml@1.30.3`, notes(30)],
  },
  {
    minor: 31,
    changes: {
      hub: 'docker.io/istio',
      canonicalName: 'trimmed',
      initImage: true,
      checksPrometheus: true,
      goFips: true,
      templates: [...oldest.templates, 'agentgateway', 'agentgateway-waypoint'],
    },
    sources: [
      `${chart}/injection-template.yaml@1.31.0-rc.0`,
      'pkg/kube/inject/webhook.go@1.31.0-rc.0',
      'istio.io news/releases/1.31.x/announcing-1.31/upgrade-notes',
    ],
  },
  {
    minor: 32,
    changes: { goMaxProcs: false },
    sources: ['pkg/kube/inject/testdata/inject@86c9f01fd735fb01d8192f5bcaf0d424afb7f14c (development of 1.32)'],
  },
]

/** Every release that is known, from the oldest to the newest. */
export const istioVersions: readonly IstioVersion[] = accumulated()

function accumulated(): readonly IstioVersion[] {
  const known: IstioVersion[] = []
  let traits = oldest
  for (const { minor, changes } of rows) {
    traits = { ...traits, ...changes }
    known.push({ ...traits, minor })
  }
  return known
}

/** The minor version that is taken where nothing says it: the newest release, not what is being made. */
export const newestMinor = 31

/** What a release changed, and where that is from; undefined for one that is not known. */
export function versionChanges(minor: number): Omit<Row, 'minor'> | undefined {
  return rows.find((row) => row.minor === minor)
}

/** The release of a minor version, or the known one that is nearest to it. */
export function istioVersion(minor: number): IstioVersion {
  const nearest = istioVersions.reduce((best, one) =>
    Math.abs(one.minor - minor) < Math.abs(best.minor - minor) ? one : best,
  )
  return nearest
}

/** The minor version in `1.31`, `1.31.0-rc.0`; undefined where there is none. */
export function minorOf(version: string): number | undefined {
  const minor = /^v?1\.(\d+)(?![\d])/.exec(version)?.[1]
  return minor === undefined ? undefined : Number(minor)
}

/** What to say of a version that is answered with another one; undefined where it is known. */
export function versionNotice(version: string): string | undefined {
  const minor = minorOf(version)
  if (minor === undefined) return undefined
  const nearest = istioVersion(minor).minor
  return nearest === minor ? undefined : `Istio 1.${minor} is not known; it is taken for Istio 1.${nearest}`
}
