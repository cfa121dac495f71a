import { isTrue, type JsonMap } from './json.ts'
import { pasted, quoted } from './pasted.ts'
import { proxyEnv } from './proxy-env.ts'
import { proxyMounts, proxyVolumes, pullSecrets } from './proxy-volumes.ts'
import { proxyArgs } from './sidecar-template.ts'
import { chartText, chartValue, proxyImage, type TemplateInput } from './template-input.ts'
import { commonAnnotations, commonLabels } from './template-metadata.ts'

/** files/gateway-injection-template.yaml of istio-discovery, Istio 1.30.3. */
export function gatewayTemplate(input: TemplateInput): JsonMap {
  const security = chartValue(input, 'gateways.securityContext')
  const lifecycle = chartValue(input, 'global.proxy.lifecycle')
  const timed = (name: string) => pasted(chartText(input, `global.proxy.${name}`))
  return {
    metadata: { labels: commonLabels(input, false), annotations: commonAnnotations(input) },
    spec: {
      securityContext: isTrue(security)
        ? security
        : { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] },
      containers: [
        {
          name: 'istio-proxy',
          image: quoted(proxyImage(input)),
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
