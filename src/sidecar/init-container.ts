import { isTrue, type Json, type JsonMap, printed } from './json.ts'
import { quoted } from './pasted.ts'
import { proxyMetadata } from './proxy-config.ts'
import {
  annotationOr,
  chartText,
  chartValue,
  excludedInboundPorts,
  hasCni,
  initImage,
  interceptionMode,
  resourcesOf,
  type TemplateInput,
  traffic,
  versionOf,
} from './template-input.ts'
import { orHidden } from './unclear.ts'

/**
 * The container that redirects the traffic, or with CNI the one that checks that it is redirected
 * (manifests/charts/istio-control/istio-discovery/files/injection-template.yaml, Istio 1.30.3).
 */
export function initContainer(input: TemplateInput): JsonMap {
  const isChecked = hasCni(input)
  const metadata = proxyMetadata(input.proxyConfig)
  return {
    name: isChecked ? 'istio-validation' : 'istio-init',
    image: orHidden(() => quoted(initImage(input))),
    args: orHidden(() => [...captureArgs(input), ...modeArgs(input, isChecked)]),
    imagePullPolicy: chartText(input, 'global.imagePullPolicy') || undefined,
    env: metadata.length === 0 ? undefined : metadata.map(([name, value]) => ({ name, value: quoted(value) })),
    resources: orHidden(() => resourcesOf(input)),
    securityContext: orHidden(() => initSecurity(input, isChecked)),
  }
}

/** What is captured, as options of istio-iptables. */
function captureArgs(input: TemplateInput): readonly string[] {
  const { annotations } = input
  const { mesh } = input.settings
  const user = isRootsGroup(input) ? 1337 : input.proxyUser
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

function interfaceArgs(input: TemplateInput): readonly string[] {
  const { annotations } = input
  const { virtualInterfaces } = versionOf(input)
  const older = annotations.get(`${traffic}kubevirtInterfaces`)
  const newer = virtualInterfaces === 'the older' ? undefined : annotations.get('istio.io/reroute-virtual-interfaces')
  const virtual = virtualInterfaces === 'the newer' ? [newer ?? older] : [older, newer]
  const excluded = annotations.get(`${traffic}excludeInterfaces`)
  return [
    ...virtual.flatMap((names) => (names === undefined ? [] : ['-k', quoted(names)])),
    ...(excluded === undefined ? [] : ['-c', quoted(excluded)]),
  ]
}

function modeArgs(input: TemplateInput, isChecked: boolean): readonly string[] {
  const { forceApplyIptables, nativeNftables } = versionOf(input)
  const level = annotationOr(input, 'sidecar.istio.io/agentLogLevel', 'global.logging.level')
  const mode = isChecked
    ? ['--run-validation', '--skip-rule-apply']
    : forceApplyIptables && isTrue(chartValue(input, 'global.proxy_init.forceApplyIptables'))
      ? ['--force-apply']
      : []
  return [
    quoted(`--log_output_level=${level}`),
    ...(isTrue(chartValue(input, 'global.logAsJson')) ? ['--log_as_json'] : []),
    ...mode,
    ...(nativeNftables && isTrue(chartValue(input, 'global.nativeNftables')) ? ['--native-nftables'] : []),
  ]
}

/** Whether what is left alone is 1337's, whatever the proxy's own user is. */
function isRootsGroup(input: TemplateInput): boolean {
  return versionOf(input).rootKeepsGroup && interceptionMode(input) === 'TPROXY'
}

function initSecurity(input: TemplateInput, isChecked: boolean): Json {
  const privileged = chartValue(input, 'global.proxy.privileged') ?? null
  const isProxied = isRootsGroup(input)
  return {
    allowPrivilegeEscalation: privileged,
    privileged,
    capabilities: isChecked ? { drop: ['ALL'] } : { add: ['NET_ADMIN', 'NET_RAW'], drop: ['ALL'] },
    readOnlyRootFilesystem: isChecked,
    runAsGroup: isChecked ? (isProxied ? 1337 : input.proxyGroup) : 0,
    runAsUser: isChecked ? (isProxied ? 1337 : input.proxyUser) : 0,
    runAsNonRoot: isChecked,
    seccompProfile: seccompProfile(input),
  }
}

/** A container that has the kernel keep what crashed proxies leave; undefined where nobody asks for it. */
export function coreDumpContainer(input: TemplateInput): JsonMap | undefined {
  if (!writesCoreDumps(input)) return undefined
  return {
    name: 'enable-core-dump',
    image: quoted(initImage(input)),
    command: ['/bin/sh'],
    args: ['-c', 'sysctl -w kernel.core_pattern=/var/lib/istio/data/core.proxy && ulimit -c unlimited'],
    imagePullPolicy: chartText(input, 'global.imagePullPolicy') || undefined,
    resources: resourcesOf(input),
    securityContext: {
      allowPrivilegeEscalation: true,
      capabilities: { add: ['SYS_ADMIN'], drop: ['ALL'] },
      privileged: true,
      readOnlyRootFilesystem: false,
      runAsGroup: 0,
      runAsNonRoot: false,
      runAsUser: 0,
    },
  }
}

/** Whether the proxy may write what a crash leaves. */
export function writesCoreDumps(input: TemplateInput): boolean {
  const asked = annotationOr(input, 'sidecar.istio.io/enableCoreDump', 'global.proxy.enableCoreDump')
  return versionOf(input).coreDumps && asked === 'true'
}

export function seccompProfile(input: TemplateInput): Json | undefined {
  const profile = versionOf(input).seccompProfile ? chartValue(input, 'global.proxy.seccompProfile') : undefined
  return isTrue(profile) ? profile : undefined
}
