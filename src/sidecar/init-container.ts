import { isTrue, type Json, type JsonMap, printed } from './json.ts'
import { quoted } from './pasted.ts'
import { proxyMetadata } from './proxy-config.ts'
import {
  annotationOr,
  chartText,
  chartValue,
  excludedInboundPorts,
  initImage,
  interceptionMode,
  resourcesOf,
  type TemplateInput,
  traffic,
} from './template-input.ts'
import { orHidden } from './unclear.ts'

/**
 * The container that redirects the traffic, or with CNI the one that checks that it is redirected
 * (manifests/charts/istio-control/istio-discovery/files/injection-template.yaml, Istio 1.30.3).
 */
export function initContainer(input: TemplateInput): JsonMap {
  const hasCni = isTrue(chartValue(input, 'pilot.cni.enabled'))
  const metadata = proxyMetadata(input.proxyConfig)
  return {
    name: hasCni ? 'istio-validation' : 'istio-init',
    image: orHidden(() => quoted(initImage(input))),
    args: orHidden(() => [...captureArgs(input), ...modeArgs(input, hasCni)]),
    imagePullPolicy: chartText(input, 'global.imagePullPolicy') || undefined,
    env: metadata.length === 0 ? undefined : metadata.map(([name, value]) => ({ name, value: quoted(value) })),
    resources: orHidden(() => resourcesOf(input)),
    securityContext: orHidden(() => initSecurity(input, hasCni)),
  }
}

/** What is captured, as options of istio-iptables. */
function captureArgs(input: TemplateInput): readonly string[] {
  const { annotations } = input
  const { mesh } = input.settings
  const user = interceptionMode(input) === 'TPROXY' ? 1337 : input.proxyUser
  const excluded = excludedInboundPorts(input)
  const setting = (name: string, value: string): string =>
    quoted(annotationOr(input, `${traffic}${name}`, `global.proxy.${value}`))
  const optional = (flag: string, name: string): readonly string[] => {
    const isSet = annotations.has(`${traffic}${name}`) || chartText(input, `global.proxy.${name}`) !== ''
    return isSet ? [flag, setting(name, name)] : []
  }
  return [
    'istio-iptables',
    '-p',
    printed(mesh.proxyListenPort ?? 15001),
    '-z',
    printed(mesh.proxyInboundListenPort ?? 15006),
    '-u',
    String(user),
    '-m',
    quoted(interceptionMode(input)),
    '-i',
    setting('includeOutboundIPRanges', 'includeIPRanges'),
    '-x',
    setting('excludeOutboundIPRanges', 'excludeIPRanges'),
    '-b',
    setting('includeInboundPorts', 'includeInboundPorts'),
    '-d',
    quoted(excluded === '' ? '15090,15021' : `15090,15021,${excluded}`),
    ...optional('-q', 'includeOutboundPorts'),
    ...optional('-o', 'excludeOutboundPorts'),
    ...interfaceArgs(input),
  ]
}

function interfaceArgs({ annotations }: TemplateInput): readonly string[] {
  const virtual =
    annotations.get('istio.io/reroute-virtual-interfaces') ?? annotations.get(`${traffic}kubevirtInterfaces`)
  const excluded = annotations.get(`${traffic}excludeInterfaces`)
  return [
    ...(virtual === undefined ? [] : ['-k', quoted(virtual)]),
    ...(excluded === undefined ? [] : ['-c', quoted(excluded)]),
  ]
}

function modeArgs(input: TemplateInput, hasCni: boolean): readonly string[] {
  const level = annotationOr(input, 'sidecar.istio.io/agentLogLevel', 'global.logging.level')
  const mode = hasCni
    ? ['--run-validation', '--skip-rule-apply']
    : isTrue(chartValue(input, 'global.proxy_init.forceApplyIptables'))
      ? ['--force-apply']
      : []
  return [
    quoted(`--log_output_level=${level}`),
    ...(isTrue(chartValue(input, 'global.logAsJson')) ? ['--log_as_json'] : []),
    ...mode,
    ...(isTrue(chartValue(input, 'global.nativeNftables')) ? ['--native-nftables'] : []),
  ]
}

function initSecurity(input: TemplateInput, hasCni: boolean): Json {
  const privileged = chartValue(input, 'global.proxy.privileged') ?? null
  const isProxied = interceptionMode(input) === 'TPROXY'
  return {
    allowPrivilegeEscalation: privileged,
    privileged,
    capabilities: hasCni ? { drop: ['ALL'] } : { add: ['NET_ADMIN', 'NET_RAW'], drop: ['ALL'] },
    readOnlyRootFilesystem: hasCni,
    runAsGroup: hasCni ? (isProxied ? 1337 : input.proxyGroup) : 0,
    runAsUser: hasCni ? (isProxied ? 1337 : input.proxyUser) : 0,
    runAsNonRoot: hasCni,
    seccompProfile: seccompProfile(input),
  }
}

export function seccompProfile(input: TemplateInput): Json | undefined {
  const profile = chartValue(input, 'global.proxy.seccompProfile')
  return isTrue(profile) ? profile : undefined
}
