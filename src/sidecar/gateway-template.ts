import { isTrue, type JsonMap } from './json.ts'
import { pasted, quoted } from './pasted.ts'
import { proxyEnv } from './proxy-env.ts'
import { proxyMounts, proxyVolumes, pullSecrets } from './proxy-volumes.ts'
import { proxyArgs } from './sidecar-template.ts'
import {
  chartText,
  chartValue,
  ownContainers,
  ownImage,
  proxyImage,
  type TemplateInput,
  versionOf,
} from './template-input.ts'
import { commonAnnotations, commonLabels } from './template-metadata.ts'

/** files/gateway-injection-template.yaml of istio-discovery, Istio 1.30.3. */
export function gatewayTemplate(input: TemplateInput): JsonMap {
  const { gatewaySettings } = versionOf(input)
  const security = gatewaySettings ? chartValue(input, 'gateways.securityContext') : undefined
  const lifecycle = chartValue(input, 'global.proxy.lifecycle')
  const timed = (name: string) => pasted(chartText(input, `global.proxy.${name}`))
  return {
    metadata: { labels: commonLabels(input, false), annotations: gatewayAnnotations(input) },
    spec: {
      securityContext: isTrue(security)
        ? security
        : { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] },
      containers: [
        {
          name: 'istio-proxy',
          image: quoted(gatewayImage(input)),
          ports: [{ containerPort: 15090, protocol: 'TCP', name: 'http-envoy-prom' }],
          args: proxyArgs(input, 'router'),
          lifecycle: isTrue(lifecycle) ? lifecycle : undefined,
          securityContext: { runAsUser: input.proxyUser, runAsGroup: input.proxyGroup },
          env: proxyEnv(input, 'gateway'),
          imagePullPolicy: chartText(input, 'global.imagePullPolicy') || undefined,
          readinessProbe: {
            httpGet: { path: '/healthz/ready', port: 15021 },
            initialDelaySeconds: timed('readinessInitialDelaySeconds'),
            periodSeconds: timed('readinessPeriodSeconds'),
            timeoutSeconds: 3,
            failureThreshold: timed('readinessFailureThreshold'),
          },
          volumeMounts: proxyMounts(input, 'gateway'),
        },
      ],
      volumes: proxyVolumes(input, 'gateway'),
      imagePullSecrets: pullSecrets(input),
    },
  }
}

/** Before 1.23 the annotation only counts where the chart's own image is a full reference too. */
function gatewayImage(input: TemplateInput): string {
  const isRead = versionOf(input).gatewaySettings || chartText(input, 'global.proxy.image').includes('/')
  return isRead ? proxyImage(input) : ownImage(input)
}

/** Before 1.25 kubectl is told to take the only container, whatever the pod itself says. */
function gatewayAnnotations(input: TemplateInput): JsonMap {
  const common = commonAnnotations(input)
  const [only, another] = ownContainers(input)
  if (versionOf(input).gatewayContainer === 'first') return common
  const told = only === undefined || another !== undefined ? undefined : quoted(only)
  return {
    ...common,
    'kubectl.kubernetes.io/default-logs-container': told,
    'kubectl.kubernetes.io/default-container': told,
  }
}
