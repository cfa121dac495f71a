import type { JsonMap } from './json.ts'
import { quoted } from './pasted.ts'
import { proxyEnv } from './proxy-env.ts'
import { certificateMount, proxyMounts, proxyVolumes, pullSecrets } from './proxy-volumes.ts'
import { proxyArgs, readinessProbe } from './sidecar-template.ts'
import {
  annotationOr,
  chartText,
  ownContainers,
  proxyImage,
  resourcesOf,
  statusPortKey,
  type TemplateInput,
} from './template-input.ts'
import { commonAnnotations, commonLabels } from './template-metadata.ts'
import { itemsAt, wordAt } from './texts.ts'

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
          image: quoted(proxyImage(input)),
          ports: [{ containerPort: 15020, protocol: 'TCP', name: 'mesh-metrics' }],
          args: proxyArgs(input, 'sidecar'),
          lifecycle: {
            postStart: { exec: { command: ['pilot-agent', 'wait', '--url=http://localhost:15020/healthz/ready'] } },
          },
          env: proxyEnv(input, 'grpc-agent'),
          imagePullPolicy: chartText(input, 'global.imagePullPolicy') || undefined,
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

const bootstrapMount: JsonMap = { name: 'grpc-io-proxyless-bootstrap', mountPath: '/var/lib/grpc/data/' }

/** files/grpc-simple.yaml of istio-discovery, Istio 1.30.3: no proxy, only a configuration that an init container writes. */
export function grpcSimpleTemplate(input: TemplateInput): JsonMap {
  const field = (name: string, fieldPath: string): JsonMap => ({ name, valueFrom: { fieldRef: { fieldPath } } })
  const init: JsonMap = {
    name: 'grpc-bootstrap-init',
    image: 'busybox:1.28',
    volumeMounts: [bootstrapMount],
    env: [
      field('INSTANCE_IP', 'status.podIP'),
      field('POD_NAME', 'metadata.name'),
      field('POD_NAMESPACE', 'metadata.namespace'),
      { name: 'ISTIO_NAMESPACE', value: `${chartText(input, 'global.istioNamespace')}\n` },
    ],
    command: ['sh', '-c', bootstrapScript()],
  }
  const containers = itemsAt(input.pod, 'spec', 'containers').map((container) => ({
    name: wordAt(container, 'name'),
    env: [
      { name: 'GRPC_XDS_BOOTSTRAP', value: '/var/lib/grpc/data/bootstrap.json' },
      { name: 'GRPC_GO_LOG_VERBOSITY_LEVEL', value: '99' },
      { name: 'GRPC_GO_LOG_SEVERITY_LEVEL', value: 'info' },
    ],
    volumeMounts: [bootstrapMount],
  }))
  return {
    metadata: { annotations: { 'sidecar.istio.io/rewriteAppHTTPProbers': 'false' } },
    spec: { initContainers: [init], containers, volumes: [{ name: 'grpc-io-proxyless-bootstrap', emptyDir: {} }] },
  }
}

/** Two variables of the shell, and a bootstrap configuration that holds them. */
function bootstrapScript(): string {
  const server: JsonMap = {
    server_uri: "'${SERVER_URI}'",
    channel_creds: [{ type: 'insecure' }],
    server_features: ['xds_v3'],
  }
  const node: JsonMap = { id: "'${NODE_ID}'", metadata: { GENERATOR: 'grpc' } }
  const bootstrap = JSON.stringify({ xds_servers: [server], node }, null, 2)
    .replace(/\[\s+\{\s+("type": "insecure")\s+\}\s+\]/, '[{$1}]')
    .replace(/"server_features": \[\s+("xds_v3")\s+\]/, '"server_features" : [$1]')
  return [
    'NODE_ID="sidecar~${INSTANCE_IP}~${POD_NAME}.${POD_NAMESPACE}~cluster.local"',
    'SERVER_URI="dns:///istiod.${ISTIO_NAMESPACE}.svc:15010"',
    "echo '",
    `${bootstrap}' > /var/lib/grpc/data/bootstrap.json`,
  ].join('\n')
}
