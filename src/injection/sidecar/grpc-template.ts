import type { JsonMap } from './json.ts'
import { quoted } from './pasted.ts'
import { proxyEnv } from './proxy-env.ts'
import { certificateMount, proxyMounts, proxyVolumes, pullSecrets } from './proxy-volumes.ts'
import { proxyArgs, readinessProbe } from './sidecar-template.ts'
import { annotationOr, imageOf, ownContainers, printedValue, resourcesOf, statusPortKey, type TemplateInput } from './template-input.ts'
import { commonAnnotations, commonLabels } from './template-metadata.ts'
import { cannotInject } from './unclear.ts'

/** files/grpc-agent.yaml of istio-discovery, Istio 1.30.3: an agent without Envoy. */
export function grpcAgentTemplate(input: TemplateInput): JsonMap {
  const isProbed = annotationOr(input, statusPortKey, 'global.proxy.statusPort') !== '0'
  const probed: JsonMap = {
    readinessProbe: readinessProbe(input, 15020),
    resources: resourcesOf(input),
    volumeMounts: proxyMounts(input, 'grpc-agent'),
  }
  return {
    metadata: {
      labels: commonLabels(input, false),
      annotations: { ...commonAnnotations(input), 'sidecar.istio.io/rewriteAppHTTPProbers': 'false' },
    },
    spec: {
      containers: [
        {
          name: 'istio-proxy',
          image: quoted(imageOf(input, 'global.proxy.image')),
          ports: [{ containerPort: 15020, protocol: 'TCP', name: 'mesh-metrics' }],
          args: proxyArgs(input, 'sidecar'),
          lifecycle: {
            postStart: { exec: { command: ['pilot-agent', 'wait', '--url=http://localhost:15020/healthz/ready'] } },
          },
          env: proxyEnv(input, 'grpc-agent'),
          imagePullPolicy: printedValue(input, 'global.imagePullPolicy') || undefined,
          ...(isProbed ? probed : {}),
        },
        ...ownContainers(input).map((name) => applicationPatch(input, name)),
      ],
      volumes: proxyVolumes(input, 'grpc-agent'),
      imagePullSecrets: pullSecrets(input),
    },
  }
}

function applicationPatch(input: TemplateInput, name: string): JsonMap {
  return {
    name,
    env: [
      { name: 'GRPC_XDS_EXPERIMENTAL_SECURITY_SUPPORT', value: 'true' },
      { name: 'GRPC_XDS_BOOTSTRAP', value: '/etc/istio/proxy/grpc-bootstrap.json' },
    ],
    volumeMounts: [
      { name: 'istio-data', mountPath: '/var/lib/istio/data' },
      { name: 'istio-xds', mountPath: '/etc/istio/proxy' },
      certificateMount(input),
    ],
  }
}

/** files/grpc-simple.yaml of istio-discovery, Istio 1.30.3: no proxy, only a configuration that an init container writes. */
export function grpcSimpleTemplate(): JsonMap {
  throw cannotInject('what the injector\'s template "grpc-simple" makes', 'nothing to do: it is not simulated')
}
