import { coreDumpContainer, initContainer, seccompProfile, writesCoreDumps } from './init-container.ts'
import { isTrue, type Json, type JsonMap, jsonAt } from './json.ts'
import { pasted, pastedAfter, quoted } from './pasted.ts'
import { proxyMetadata } from './proxy-config.ts'
import { proxyEnv } from './proxy-env.ts'
import { proxyMounts, proxyVolumes, pullSecrets } from './proxy-volumes.ts'
import {
  annotationOr,
  chartText,
  chartValue,
  interceptionMode,
  proxyImage,
  resourcesOf,
  statusPortKey,
  type TemplateInput,
  versionOf,
} from './template-input.ts'
import { commonAnnotations, commonLabels, networkAnnotations } from './template-metadata.ts'
import { orHidden } from './unclear.ts'

/** The chart's default template: files/injection-template.yaml of istio-discovery, Istio 1.30.3. */
export function sidecarTemplate(input: TemplateInput): JsonMap {
  const proxy = proxyContainer(input)
  return {
    metadata: {
      labels: {
        'security.istio.io/tlsMode': input.labels.get('security.istio.io/tlsMode') || 'istio',
        ...(new Map(proxyMetadata(input.proxyConfig)).get('ISTIO_META_ENABLE_HBONE') === 'true'
          ? { 'networking.istio.io/tunnel': input.labels.get('networking.istio.io/tunnel') || 'http' }
          : {}),
        ...commonLabels(input, true),
      },
      annotations: { ...commonAnnotations(input), ...networkAnnotations(input) },
    },
    spec: {
      initContainers: initContainers(input, proxy),
      containers: input.native ? undefined : [proxy],
      volumes: proxyVolumes(input, 'sidecar'),
      imagePullSecrets: pullSecrets(input),
    },
  }
}

/** Before 1.26 a template without init containers takes away the pod's own. */
function initContainers(input: TemplateInput, proxy: JsonMap): Json {
  const init = interceptionMode(input) === 'NONE' ? [] : [initContainer(input)]
  const dump = coreDumpContainer(input)
  const all = [...init, ...(dump ? [dump] : []), ...(input.native ? [proxy] : [])]
  return all.length === 0 && !versionOf(input).keepsInitContainers ? null : all
}

function proxyContainer(input: TemplateInput): JsonMap {
  return {
    name: 'istio-proxy',
    image: orHidden(() => quoted(proxyImage(input))),
    restartPolicy: input.native ? 'Always' : undefined,
    ports: [{ containerPort: 15090, protocol: 'TCP', name: 'http-envoy-prom' }],
    args: orHidden(() => [...proxyArgs(input, 'sidecar'), ...outlierArgs(input)]),
    lifecycle: lifecycleOf(input),
    env: proxyEnv(input, 'sidecar'),
    imagePullPolicy: chartText(input, 'global.imagePullPolicy') || undefined,
    ...probesOf(input),
    securityContext: orHidden(() => securityOf(input)),
    resources: orHidden(() => resourcesOf(input)),
    volumeMounts: proxyMounts(input, 'sidecar'),
  }
}

/** How the proxy is started. */
export function proxyArgs(input: TemplateInput, role: 'sidecar' | 'router'): readonly string[] {
  const level = (flag: string, key: string, path: string): string =>
    pastedAfter(`--${flag}=`, annotationOr(input, `sidecar.istio.io/${key}`, path))
  const port = chartText(input, 'global.sts.servicePort')
  return [
    'proxy',
    role,
    '--domain',
    pastedAfter('$(POD_NAMESPACE).svc.', chartText(input, 'global.proxy.clusterDomain')),
    level('proxyLogLevel', 'logLevel', 'global.proxy.logLevel'),
    level('proxyComponentLogLevel', 'componentLogLevel', 'global.proxy.componentLogLevel'),
    level('log_output_level', 'agentLogLevel', 'global.logging.level'),
    ...(port === '' || port === '0' ? [] : [`--stsPort=${port}`]),
    ...(isTrue(chartValue(input, 'global.logAsJson')) ? ['--log_as_json'] : []),
  ]
}

function outlierArgs(input: TemplateInput): readonly string[] {
  const path = versionOf(input).outlierLogPath ? chartText(input, 'global.proxy.outlierLogPath') : ''
  return path === '' ? [] : [pastedAfter('--outlierLogPath=', path)]
}

/** Whether the application waits for the proxy: the chart's value or the pod's configuration. */
function holds(input: TemplateInput): boolean {
  return (
    input.proxyConfig.holdApplicationUntilProxyStarts === true ||
    isTrue(chartValue(input, 'global.proxy.holdApplicationUntilProxyStarts'))
  )
}

function lifecycleOf(input: TemplateInput): Json | undefined {
  const given = chartValue(input, 'global.proxy.lifecycle')
  if (isTrue(given)) return given
  if (!input.native || versionOf(input).nativeHook === 'wait')
    return holds(input) ? { postStart: { exec: { command: ['pilot-agent', 'wait'] } } } : undefined
  const port = annotationOr(input, statusPortKey, 'global.proxy.statusPort')
  const debug = pastedAfter('--debug-port=', port)
  return { preStop: { exec: { command: ['pilot-agent', 'request', debug, 'POST', 'drain'] } } }
}

function probesOf(input: TemplateInput): JsonMap {
  if (annotationOr(input, statusPortKey, 'global.proxy.statusPort') === '0') return {}
  const isStarted = isTrue(chartValue(input, 'global.proxy.startupProbe.enabled'))
  const startupProbe: JsonMap = {
    httpGet: { path: '/healthz/ready', port: 15021 },
    initialDelaySeconds: 0,
    periodSeconds: 1,
    timeoutSeconds: 3,
    failureThreshold: chartValue(input, 'global.proxy.startupProbe.failureThreshold'),
  }
  return { startupProbe: isStarted ? startupProbe : undefined, readinessProbe: readinessProbe(input, 15021) }
}

/** The proxy's readiness as the chart and the pod's annotations time it. */
export function readinessProbe(input: TemplateInput, port: number): JsonMap {
  const timed = (key: string, value: string): Json =>
    pasted(annotationOr(input, `readiness.status.sidecar.istio.io/${key}`, `global.proxy.${value}`))
  return {
    httpGet: { path: '/healthz/ready', port },
    initialDelaySeconds: timed('initialDelaySeconds', 'readinessInitialDelaySeconds'),
    periodSeconds: timed('periodSeconds', 'readinessPeriodSeconds'),
    timeoutSeconds: 3,
    failureThreshold: timed('failureThreshold', 'readinessFailureThreshold'),
  }
}

function securityOf(input: TemplateInput): Json {
  if (jsonAt(input.proxyConfig, 'proxyMetadata', 'IPTABLES_TRACE_LOGGING') === 'true') return tracingSecurity(input)
  const isProxied = interceptionMode(input) === 'TPROXY'
  const binds = annotationOr(input, 'sidecar.istio.io/capNetBindService', 'global.proxy.capNetBindService') === 'true'
  const added = [...(isProxied ? ['NET_ADMIN'] : []), ...(binds ? ['NET_BIND_SERVICE'] : [])]
  const isRoot = added.length > 0
  const privileged = chartValue(input, 'global.proxy.privileged') ?? null
  return {
    allowPrivilegeEscalation: privileged,
    capabilities: isRoot ? { add: added, drop: ['ALL'] } : { drop: ['ALL'] },
    privileged,
    readOnlyRootFilesystem: !writesCoreDumps(input),
    runAsNonRoot: !isRoot,
    runAsUser: isRoot ? 0 : input.proxyUser,
    runAsGroup: isRoot && versionOf(input).rootKeepsGroup ? 1337 : input.proxyGroup,
    seccompProfile: seccompProfile(input),
  }
}

function tracingSecurity(input: TemplateInput): Json {
  return {
    allowPrivilegeEscalation: true,
    capabilities: { add: ['NET_ADMIN'], drop: ['ALL'] },
    privileged: true,
    readOnlyRootFilesystem: !writesCoreDumps(input),
    runAsGroup: input.proxyGroup,
    runAsNonRoot: false,
    runAsUser: 0,
    seccompProfile: seccompProfile(input),
  }
}
